//! The browser specs: finds a Chromium, gives the server a database of its own, and reads Playwright's counts.

use super::on_path;
use crate::database::Scratch;
use crate::project::{Project, files, run, say};
use anyhow::Context;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// (passed, failed). A spec that passes only at a second try counts as failed: a flaky spec is a defect.
pub fn specs(project: &Project, scratch: &Scratch) -> anyhow::Result<(u64, u64)> {
    let folder = project.root.join("end2end");
    if !files(&folder.join("tests"))?
        .iter()
        .any(|path| path.to_string_lossy().ends_with(".spec.ts"))
    {
        say("there are no browser specs yet");
        return Ok((0, 0));
    }
    project.npm_install("end2end")?;
    run(
        Command::new(project.npm_tool("end2end", "tsc")?)
            .arg("--noEmit")
            .current_dir(&folder),
        "checking the specs' types",
    )?;
    let report = project.target.join("browser-specs.json");
    if report.exists() {
        fs::remove_file(&report)?;
    }
    let mut playwright = Command::new(project.npm_tool("end2end", "playwright")?);
    playwright.args(["test", "--reporter=list,json"]).current_dir(&folder);
    playwright.env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report);
    playwright
        .env("KVITOK_BIN", project.kvitok("debug"))
        .env("KVITOK_SITE", project.target.join("site"));
    playwright.env(
        "DATABASE_URL",
        scratch.database(&format!("kvitok_browser_{}", std::process::id()))?,
    );
    if let Some(chromium) = chromium(project)? {
        playwright.env("CHROMIUM", chromium);
    }
    let status = playwright.status().context("cannot start Playwright")?;
    let report = fs::read(&report).context("Playwright did not get as far as a report")?;
    let report: serde_json::Value = serde_json::from_slice(&report)?;
    let stat = |name: &str| report["stats"][name].as_u64().unwrap_or(0);
    let failed = stat("unexpected") + stat("flaky");
    // A failure outside any test (the server did not start, a file does not load) is a failure too.
    let failed = if failed == 0 && !status.success() { 1 } else { failed };
    Ok((stat("expected"), failed))
}

/// The system's browser; nothing where Playwright has to bring its own.
fn chromium(project: &Project) -> anyhow::Result<Option<PathBuf>> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Ok(Some(PathBuf::from(named)));
    }
    let usual = PathBuf::from("/usr/bin/chromium");
    if !usual.exists() && on_path("apt-get") && is_root() {
        say("installing chromium");
        let script = "apt-get update -q && apt-get install -y -q --no-install-recommends chromium fonts-dejavu";
        let mut apt = Command::new("sh");
        apt.args(["-c", script])
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdout(std::io::stderr());
        if let Err(error) = run(&mut apt, "installing chromium") {
            say(&format!("{error:#}"));
        }
    }
    if usual.exists() {
        return Ok(Some(usual));
    }
    say("fetching Playwright's own browser");
    let mut own = Command::new(project.npm_tool("end2end", "playwright")?);
    run(
        own.args(["install", "chromium"])
            .env_remove("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD"),
        "playwright install chromium",
    )?;
    Ok(None)
}

fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|done| done.stdout.starts_with(b"0\n"))
}
