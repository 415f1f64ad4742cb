//! The comparison of databases with the catalogue: what was found, what was mended, compare now.

mod api;
mod page;

pub use api::CompareDatabases;
pub use page::OrphansPage;
