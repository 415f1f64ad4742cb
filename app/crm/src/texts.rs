//! The words of the tenant's pages, in Russian and English: one table a room. The words of the house are in `ui`.

pub mod files;
pub mod jobs;
pub mod money;
pub mod people;
pub mod quotas;
pub mod survey;
pub mod visits;
