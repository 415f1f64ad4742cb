//! The program over HTTP, on a real database, without a network: callers with human verbs.

// The support of tests is no test by itself, yet fails like one.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod audit;
mod books;
mod domains;
mod doors;
mod files;
mod fleet;
mod forgot;
mod isolation;
mod jobs;
mod letters;
mod life;
mod logs;
mod moves;
mod people;
mod pools;
mod quotas;
mod ready;
mod rights;
mod support;
mod visits;
