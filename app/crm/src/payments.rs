//! Payments: the list, the page of one payment's entry, the slip and what becomes of it. The desk is the room `desk`.

mod anew;
mod api;
mod back;
mod desk;
mod entry;
mod focus;
mod list_page;
mod preview;
mod receipt_page;
mod record_page;
mod return_page;
mod slip;

pub use api::{
    ListPayments, OpenDesk, PreviewPayment, ReallocatePayment, RecordPayment, RefundPayment, ReversePayment,
    ShowPayment, ShowReturn, TakePayment, open_desk,
};
pub use back::{ReverseForm, StateBadge};
pub use entry::{KeyField, MethodField, MonthField, TwinField};
pub use focus::Focus;
pub use list_page::ListPage;
pub use preview::{AsOneTypes, ShowButton, Shown, typed_before};
pub use receipt_page::ReceiptPage;
pub use record_page::RecordPage;
pub use return_page::ReturnPage;
pub use slip::issuer_lines;
