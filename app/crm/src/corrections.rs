//! Corrections of issued documents: the form that voids an invoice, the page of a new recalculation, its document, and the
//! section on the subscriber's card.

mod api;
mod card_page;
mod new_page;
mod section;
mod void;

pub use api::{AdjustCharges, VoidInvoice};
pub use card_page::CardPage;
pub use new_page::NewPage;
pub use section::{AdjustmentSection, Adjustments};
pub use void::{VoidButton, VoidedAlert};
