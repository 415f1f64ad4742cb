//! The audit as the landlord's people read it.

mod api;
mod list_page;

pub use list_page::ListPage;
