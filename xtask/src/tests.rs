//! Every check of the project, one after the other; the last line counts them.

mod browser;
mod tally;

use crate::database::Scratch;
use crate::project::{Project, run, say};
use crate::{prepare, schema_docs, serve, web};
use clap::ValueEnum;
use std::process::Command;
use tally::{Tally, counted_lines};

/// A part of the checks, for quick loops.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Only {
    /// Formatting and clippy
    Lint,
    /// Rust tests, the queries' metadata, the page about the databases
    Rust,
    /// The build of the browser half
    Web,
    /// The specs in a browser, with the builds they need
    Browser,
}

/// Runs the checks; a failure does not keep the later ones from running unless they need what failed.
pub fn test(project: &Project, only: Option<Only>) -> anyhow::Result<()> {
    let wanted = |part| only.is_none_or(|only| only == part);
    let mut tally = Tally::default();
    if wanted(Only::Lint) {
        lint(project, &mut tally);
    }
    let scratch = if wanted(Only::Rust) || wanted(Only::Browser) {
        Some(Scratch::start()?)
    } else {
        None
    };
    if let Some(scratch) = scratch.as_ref().filter(|_| wanted(Only::Rust)) {
        tally.tests("Rust tests", || rust(project, scratch));
        tally.check("the queries' metadata", || prepare::check_if_changed(project, scratch));
        tally.check("the page about the databases", || {
            schema_docs::schema_docs(project, scratch, true)
        });
    }
    let mut built = true;
    if wanted(Only::Web) || wanted(Only::Browser) {
        built = tally.check("the browser half", || web::build(project, false, None));
    }
    if let Some(scratch) = scratch.as_ref().filter(|_| wanted(Only::Browser)) {
        built &= tally.check("the server", || serve::build(project));
        if built {
            tally.tests("browser specs", || browser::specs(project, scratch));
        } else {
            say("browser specs left out: there is nothing to look at");
        }
    }
    // Postgres says goodbye before the last line.
    drop(scratch);
    tally.close()
}

fn lint(project: &Project, tally: &mut Tally) {
    tally.check("formatting", || {
        run(&mut project.cargo(&["fmt", "--all", "--check"]), "cargo fmt")
    });
    tally.check("clippy, server half", || {
        run(
            &mut project.cargo(&["clippy", "--quiet", "--all-targets", "--", "-D", "warnings"]),
            "clippy",
        )
    });
    tally.check("clippy, browser half", || {
        let target = ["--target", "wasm32-unknown-unknown", "--profile", "web"];
        let mut clippy = project.cargo(&["clippy", "--quiet", "--package", "frontend"]);
        run(clippy.args(target).args(["--", "-D", "warnings"]), "clippy")
    });
}

fn rust(project: &Project, scratch: &Scratch) -> anyhow::Result<(u64, u64)> {
    let mut tests = project.cargo(&["test", "--no-fail-fast"]);
    tests.env("KVITOK_TEST_DATABASE_URL", &scratch.url);
    counted_lines(&mut tests)
}

/// A tool by name on the PATH.
fn on_path(tool: &str) -> bool {
    Command::new(tool)
        .arg("--version")
        .output()
        .is_ok_and(|done| done.status.success())
}
