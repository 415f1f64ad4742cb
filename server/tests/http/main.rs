//! The program over HTTP, on a real database, without a network: callers with human verbs.

// The support of tests is no test by itself, yet fails like one.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod doors;
mod files;
mod forgot;
mod isolation;
mod letters;
mod rights;
mod support;
