//! The first page: figures of the month, a year's chart, the first steps of a new tenant.

mod api;
mod chart;
mod page;
mod steps;

pub use api::{Overview, ReadOverview};
pub use page::DashboardPage;
