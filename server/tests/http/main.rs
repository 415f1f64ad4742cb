//! The program over HTTP, on a real database, without a network: callers with human verbs.

mod doors;
mod isolation;
mod rights;
mod support;
