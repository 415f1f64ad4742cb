//! Houses and the premises in them.

mod api;
mod card_page;
mod form;
mod list_page;
mod premises;

pub use api::{ListHouses, SaveHouse, SavePremises, ShowHouse};
pub use card_page::CardPage;
pub use form::NewPage;
pub use list_page::ListPage;
pub use premises::{area, kind_name, people};
