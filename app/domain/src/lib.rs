//! What the words of the trade mean: pure types and rules. No input or output, no clock, no randomness, no framework.
//!
//! One noun, one module; forms (raw strings as typed) and views stand beside the type they describe.

pub mod audit;
pub mod contracts;
pub mod corrections;
pub mod dashboard;
pub mod domains;
pub mod failure;
pub mod figures;
pub mod files;
pub mod fleet;
pub mod host;
pub mod houses;
pub mod imports;
pub mod invoices;
pub mod isolation;
pub mod jobs;
pub mod landlords;
pub mod language;
pub mod ledger;
pub mod links;
pub mod mail;
pub mod money;
pub mod organisation;
pub mod orphans;
pub mod paging;
pub mod payments;
pub mod penalties;
pub mod people;
pub mod period;
pub mod permission;
pub mod premises;
pub mod promises;
pub mod quotas;
pub mod rehearsals;
pub mod requisites;
pub mod runs;
pub mod services;
pub mod sessions;
pub mod settings;
pub mod subscribers;
pub mod survey;
pub mod tariffs;
pub mod tenants;
pub mod typed;
pub mod users;
pub mod visits;
pub mod volumes;
pub mod zone;

pub use failure::{Failure, Fields, Reason};
pub use language::Language;
pub use money::{Currency, Money};
pub use paging::{Count, Page};
pub use period::Month;
pub use permission::{Permission, Role};
pub use zone::Offsets;
