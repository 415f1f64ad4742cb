//! The rules of the books: a page of sections, each a room of its own.

mod api;
mod page;
mod rules;

pub use api::{SetBookRules, ShowBookRules};
pub use page::SettingsPage;
