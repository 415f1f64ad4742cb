//! Proofs that no organisation sees another's data.

mod api;
mod page;

pub use api::ProveIsolation;
pub use page::IsolationPage;
