//! Houses and the premises in them.

mod api;
mod card_page;
mod form;
mod history;
mod list_page;
mod premises;

pub use api::{ListHouses, SaveHouse, SavePremises, ShowHistory, ShowHouse, TakeBackState};
pub use card_page::CardPage;
pub use form::NewPage;
pub use list_page::ListPage;
pub use premises::{area, kind_name, people};
