//! «Log in as»: a pass into a tenant, in the place of one of its staff.

mod api;
mod page;

pub use page::VisitPage;
