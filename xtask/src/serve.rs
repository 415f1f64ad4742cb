//! Runs the server: once, or again after every change of a file; and packs it for other machines.

use crate::project::{Project, files, run, say};
use crate::web;
use anyhow::Context;
use std::fs;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

/// The features of every default member together, as in the tests, so that both share one build.
const BUILD: [&str; 3] = ["build", "--bin", "kvitok"];

pub fn build(project: &Project) -> anyhow::Result<()> {
    run(&mut project.cargo(&BUILD), "building the server")
}

/// Builds both halves, then becomes `kvitok serve`.
pub fn serve(project: &Project, args: &[String]) -> anyhow::Result<()> {
    say("building the browser half");
    web::build(project, false, None)?;
    say("building the server");
    build(project)?;
    let cause = server(project, args).exec();
    Err(cause).context("cannot start kvitok")
}

fn server(project: &Project, args: &[String]) -> Command {
    let mut command = Command::new(project.kvitok("debug"));
    command.arg("serve").args(args).current_dir(&project.root);
    if std::env::var_os("KVITOK_SITE").is_none() {
        command.env("KVITOK_SITE", project.target.join("site"));
    }
    command
}

/// Builds and starts again whenever a source changes. A build that fails leaves the old server running.
pub fn watch(project: &Project, args: &[String]) -> anyhow::Result<()> {
    let mut running: Option<Child> = None;
    let mut seen = None;
    loop {
        let now = state(project)?;
        if seen.as_ref() != Some(&now) {
            seen = Some(now);
            match web::build(project, false, None).and_then(|()| build(project)) {
                Ok(()) => {
                    if let Some(child) = running.take() {
                        end(child)?;
                    }
                    let mut command = server(project, args);
                    running = Some(
                        command
                            .env("KVITOK_DEV", "true")
                            .spawn()
                            .context("cannot start kvitok")?,
                    );
                }
                Err(error) => eprintln!("error: {error:#}\n  waiting for the next change"),
            }
        }
        sleep(Duration::from_millis(400));
    }
}

/// The sources and when each was last written.
fn state(project: &Project) -> anyhow::Result<Vec<(PathBuf, SystemTime)>> {
    let mut state = Vec::new();
    for room in ["app", "frontend", "server", "style", "public", "migrations"] {
        for path in files(&project.root.join(room))? {
            // An editor may remove a file between the list and the look.
            if let Ok(time) = fs::metadata(&path).and_then(|found| found.modified()) {
                state.push((path, time));
            }
        }
    }
    Ok(state)
}

/// Asks politely: the server finishes its requests and stops its Postgres.
fn end(mut child: Child) -> anyhow::Result<()> {
    Command::new("kill").arg(child.id().to_string()).status()?;
    for _ in 0..100 {
        if child.try_wait()?.is_some() {
            return Ok(());
        }
        sleep(Duration::from_millis(100));
    }
    child.kill()?;
    child.wait()?;
    Ok(())
}

/// `<target>/dist`: `bin/kvitok` and the `site` that it looks for beside its folder, small and fast; copy
/// the folder to the machine that serves.
pub fn release(project: &Project) -> anyhow::Result<()> {
    let dist = project.target.join("dist");
    say("building the small browser half");
    web::build(project, true, Some(dist.join("site")))?;
    say("building the fast server");
    run(project.cargo(&BUILD).arg("--release"), "building the server")?;
    fs::create_dir_all(dist.join("bin"))?;
    fs::copy(project.kvitok("release"), dist.join("bin/kvitok"))?;
    say(&format!("the release is in {}", dist.display()));
    Ok(())
}
