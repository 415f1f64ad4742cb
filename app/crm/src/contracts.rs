//! Contracts with subscribers: the list, the form, the card with the signed scan, the section of a subscriber's card.

mod api;
mod card_page;
mod form;
mod list_page;
mod scan;
mod section;
mod state;

pub use api::{
    AttachScan, EndContract, ListContracts, OfSubscriber, OpenContractForm, OpenScans, SaveContract, ShowContract,
};
pub use card_page::CardPage;
pub use form::{EditPage, NewPage};
pub use list_page::ListPage;
pub use section::ContractSection;
