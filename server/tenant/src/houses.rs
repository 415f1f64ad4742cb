//! houses.
