//! The words of the tenant's pages, in Russian and English: one table a room. The words of the house are in `ui`.

pub mod contracts;
pub mod files;
pub mod money;
pub mod organisation;
pub mod people;
pub mod survey;
pub mod visits;
