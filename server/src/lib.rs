//! axum, configuration, wiring, command line. Only this crate knows headers, cookies, the environment and the clock.

mod assets;
pub mod books;
mod cli;
mod clock;
pub mod config;
pub mod delivery;
mod demo;
pub mod isolation;
pub mod jobs;
mod key;
mod rehearse;
pub mod relay;
pub mod rounds;
mod start;
mod storage;
mod tools;
mod verify;
pub mod web;

pub use clock::{Clock, SystemClock};
pub use config::Config;
pub use start::{Program, Started, start};
pub use verify::Verifier;

use std::process::ExitCode;

/// Reads the command line, does what it says, and tells in one sentence what went wrong.
#[must_use]
pub fn run() -> ExitCode {
    cli::run()
}
