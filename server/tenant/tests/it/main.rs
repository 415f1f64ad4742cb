//! The use cases of a tenant on a real database. One binary; a file a room. Unit tests of pure code stand beside it.

// Clippy takes only the functions marked as tests for tests, not what they share.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop where it stands")]

mod books;
mod charges;
mod contracts;
mod corrections;
mod dashboard;
mod demo;
mod desk;
mod estate;
mod files;
mod houses;
mod imports;
mod invoices;
mod ledger;
mod letters;
mod links;
mod lists;
mod machine;
mod organisation;
mod payments;
mod penalties;
mod promises;
mod quotas;
mod rehearsals;
mod returns;
mod runs;
mod services;
mod sessions;
mod settings;
mod subscribers;
mod support;
mod survey;
mod users;
mod visits;
mod volumes;
