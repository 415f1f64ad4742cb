//! Invoices: the list and the document itself. How they come about is the room `runs`, what pays them `payments`.

mod api;
mod card_page;
mod charge;
mod get_form;
mod list_page;
mod months;
mod paper;
mod state;

pub use api::{ListInvoices, ShowInvoice};
pub use card_page::CardPage;
pub use get_form::GetForm;
pub use list_page::ListPage;
pub use months::month_options;
pub use paper::{Paper, PrintButton};
pub use state::StateBadge;
