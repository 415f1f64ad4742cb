//! The words of the tenant's pages, in Russian and English: one table a room. The words of the house are in `ui`.

pub mod books;
pub mod contracts;
pub mod corrections;
pub mod files;
pub mod jobs;
pub mod money;
pub mod organisation;
pub mod penalties;
pub mod people;
pub mod promises;
pub mod quotas;
pub mod settings;
pub mod survey;
pub mod visits;
