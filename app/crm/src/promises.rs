//! Promised payments and instalment plans: the list of tasks, and the section of the subscriber's card.

mod api;
mod forms;
mod list_page;
mod notice;
mod section;

pub use api::{CancelPromise, ListPromises, PromisesOfSubscriber, TakeCare, TakePromise};
pub use list_page::ListPage;
pub use notice::BrokenNotice;
pub use section::PromiseSection;
