//! The build's front door: which command means what. Each command has a room of its own beside this file.

mod coverage;
mod database;
mod prepare;
mod project;
mod schema_docs;
mod serve;
mod tests;
mod web;

use clap::{Parser, Subcommand};
use database::Scratch;
use project::Project;
use std::path::PathBuf;
use std::process::ExitCode;

/// Builds kvitok and holds what its tests need. `make help` lists the usual ways in.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the browser half: wasm, styles, public files; hashed and compressed
    Web {
        /// The small and slow build
        #[arg(long)]
        release: bool,
        /// Where to put it; by default `site` in the target directory
        #[arg(long)]
        site: Option<PathBuf>,
    },
    /// Refresh the checked metadata of the queries (.sqlx) against a scratch Postgres
    Prepare {
        /// Change nothing; fail where it is stale
        #[arg(long)]
        check: bool,
    },
    /// Write docs/database.md out of the comments in the migrations
    SchemaDocs {
        /// Change nothing; fail where it is stale
        #[arg(long)]
        check: bool,
    },
    /// Build both halves and serve
    Run {
        /// Passed on to `kvitok serve`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Serve, and build and start again after every change
    Dev {
        /// Passed on to `kvitok serve`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Build the small and fast one, into `dist` in the target directory
    Release,
    /// Run every check; the last line counts them
    Test {
        /// Only a part
        #[arg(long, value_enum)]
        only: Option<tests::Only>,
    },
    /// Measure how much of each crate the Rust tests run
    Coverage,
    /// Run a scratch Postgres until Ctrl-C and print its URL
    Postgres,
}

fn main() -> ExitCode {
    match run(Line::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    let project = Project::here()?;
    match command {
        Command::Web { release, site } => web::build(&project, release, site),
        Command::Prepare { check } => prepare::prepare(&project, &Scratch::start()?, check),
        Command::SchemaDocs { check } => schema_docs::schema_docs(&project, &Scratch::start()?, check),
        Command::Run { args } => serve::serve(&project, &args),
        Command::Dev { args } => serve::watch(&project, &args),
        Command::Release => serve::release(&project),
        Command::Test { only } => tests::test(&project, only),
        Command::Coverage => coverage::coverage(&project),
        Command::Postgres => {
            let scratch = Scratch::start()?;
            println!("export KVITOK_TEST_DATABASE_URL={}", scratch.url);
            // Ctrl-C ends Postgres as well as this; so does the end of the input.
            std::io::stdin().lines().for_each(drop);
            Ok(())
        }
    }
}
