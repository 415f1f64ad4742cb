//! Payments: the list, the cash desk, the slip.

mod api;
mod desk;
mod focus;
mod list_page;
mod receipt_page;
mod record_page;

pub use api::{ListPayments, OpenDesk, RecordPayment, ShowPayment};
pub use list_page::ListPage;
pub use receipt_page::{ReceiptPage, issuer_lines};
pub use record_page::RecordPage;
