//! Subscribers: the list, the form, the card with everything around one personal account.

mod api;
mod balance;
mod card_page;
mod documents;
mod facts;
mod form;
mod list_page;
mod moves;
mod timeline;

pub use api::{
    ArchiveSubscriber, ListSubscribers, OpenSubscriberForm, RestoreSubscriber, SaveSubscriber, ShowSubscriber,
};
pub use balance::Balance;
pub use card_page::CardPage;
pub use form::{EditPage, NewPage};
pub use list_page::ListPage;
pub use timeline::{ShowTimeline, Timeline};
