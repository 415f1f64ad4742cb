//! The business of the installation by month: active organisations, subscribers, payments, satisfaction.

mod api;
mod page;

pub use page::MetricsPage;
