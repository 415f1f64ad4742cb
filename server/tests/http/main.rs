//! The program over HTTP, on a real database, without a network: callers with human verbs.

// The support of tests is no test by itself, yet fails like one.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod doors;
mod fleet;
mod isolation;
mod jobs;
mod life;
mod moves;
mod pools;
mod rights;
mod support;
