//! Everything that may touch ONE tenant's database. It does not know that other tenants exist.
//!
//! Use cases are free functions with the user's verb, `(ctx, form) -> Result<View, Failure>`; the server function, the
//! job and the command line call the same one. Its first line authorises. SQL stands in each room's `sql.rs`.

pub mod books;
pub mod context;
pub mod contracts;
pub mod copies;
pub mod corrections;
pub mod dashboard;
pub mod db;
pub mod demo;
pub mod events;
pub mod figures;
pub mod files;
pub mod houses;
pub mod imports;
pub mod invoices;
pub mod ledger;
pub mod links;
pub mod organisation;
pub mod outbox;
pub mod passwords;
pub mod payments;
pub mod penalties;
pub mod premises;
pub mod promises;
pub mod quotas;
pub mod rehearsals;
pub mod runs;
pub mod services;
pub mod sessions;
pub mod settings;
pub mod store;
pub mod subscribers;
pub mod survey;
pub mod tariffs;
pub mod tokens;
pub mod users;
pub mod visits;
pub mod volumes;
pub mod work;

pub use context::{Actor, Ctx, Presented, Tenant};
pub use db::Db;
