//! The use cases of a tenant on a real database. One binary; a file a room. Unit tests of pure code stand beside it.

// Clippy takes only the functions marked as tests for tests, not what they share.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop where it stands")]

mod charges;
mod dashboard;
mod demo;
mod estate;
mod files;
mod houses;
mod imports;
mod invoices;
mod ledger;
mod letters;
mod links;
mod lists;
mod payments;
mod quotas;
mod services;
mod sessions;
mod subscribers;
mod support;
mod survey;
mod users;
mod visits;
mod volumes;
