//! Invoices: the list, the run over a month, the document itself. What pays them is the room `payments`.

mod api;
mod card_page;
mod charge;
mod get_form;
mod issue_page;
mod list_page;
mod months;
mod paper;
mod run;
mod state;

pub use api::{IssueInvoices, ListInvoices, PreviewInvoices, ShowInvoice};
pub use card_page::CardPage;
pub use get_form::GetForm;
pub use issue_page::IssuePage;
pub use list_page::ListPage;
pub use months::month_options;
pub use paper::{Paper, PrintButton};
pub use state::StateBadge;
