//! Rehearsals of a month: asking for one, the list, what came out.

mod api;
mod card_page;
mod sections;

pub use api::{AskRehearsal, ListRehearsals, ShowRehearsal};
pub use card_page::CardPage;
pub use sections::{AskSection, RehearsalList};
