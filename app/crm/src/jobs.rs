//! The organisation's own background work: list, card, stop, try again.

mod api;
mod card_page;
mod list_page;

pub use api::{CancelJob, RetryJob};
pub use card_page::CardPage;
pub use list_page::ListPage;
