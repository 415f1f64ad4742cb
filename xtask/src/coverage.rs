//! How much of each crate the Rust tests run: lines, per crate and in all.

use crate::database::Scratch;
use crate::project::{Project, run, say};
use anyhow::{Context, bail};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The longest matching folder is the crate's.
const CRATES: [&str; 10] = [
    "app/domain",
    "app/ui",
    "app/crm",
    "app/console",
    "app",
    "server/cluster",
    "server/tenant",
    "server/landlord",
    "server/documents",
    "server",
];

pub fn coverage(project: &Project) -> anyhow::Result<()> {
    let scratch = Scratch::start()?;
    let ready_made = project
        .cargo(&["llvm-cov", "--version"])
        .output()
        .is_ok_and(|done| done.status.success());
    let report = if ready_made {
        by_tool(project, &scratch)?
    } else {
        by_hand(project, &scratch)?
    };
    print(project, &report)
}

fn by_tool(project: &Project, scratch: &Scratch) -> anyhow::Result<serde_json::Value> {
    let out = project.target.join("coverage.json");
    let mut tool = project.cargo(&[
        "llvm-cov",
        "--json",
        "--summary-only",
        "--ignore-run-fail",
        "--output-path",
    ]);
    tool.arg(&out).env("KVITOK_TEST_DATABASE_URL", &scratch.url);
    run(&mut tool, "cargo llvm-cov")?;
    Ok(serde_json::from_slice(&fs::read(out)?)?)
}

/// The same with the compiler's own means. Only our own crates get counters: cargo sends just those through the wrapper and
/// names what comes out otherwise than without, so everything else is taken as it was built for the tests.
fn by_hand(project: &Project, scratch: &Scratch) -> anyhow::Result<serde_json::Value> {
    let (llvm_cov, llvm_profdata) = (llvm("cov")?, llvm("profdata")?);
    let target = project.target.join("coverage");
    let wrapper = target.join("with-counters");
    let profiles = target.join("profiles");
    if profiles.exists() {
        fs::remove_dir_all(&profiles)?;
    }
    fs::create_dir_all(&profiles)?;
    fs::write(&wrapper, "#!/bin/sh\nexec \"$@\" -C instrument-coverage\n")?;
    fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755))?;
    let prepared = |args: &[&str]| {
        let mut command = project.cargo(args);
        command
            .env("RUSTC_WORKSPACE_WRAPPER", &wrapper)
            .env("KVITOK_TEST_DATABASE_URL", &scratch.url)
            .env("CARGO_INCREMENTAL", "0");
        command.env("LLVM_PROFILE_FILE", profiles.join("%m-%p.profraw"));
        command
    };
    say("building and running the tests with counters");
    if !prepared(&["test", "--no-fail-fast"])
        .stdout(std::io::stderr())
        .status()?
        .success()
    {
        say("some tests failed: the numbers below are of those that ran");
    }
    let listed = prepared(&["test", "--no-run", "--message-format=json", "--quiet"]).output()?;
    let mut objects: Vec<PathBuf> = String::from_utf8(listed.stdout)?
        .lines()
        .filter_map(|line| {
            serde_json::from_str::<serde_json::Value>(line).ok()?["executable"]
                .as_str()
                .map(PathBuf::from)
        })
        .collect();
    objects.dedup();

    say("adding up");
    let merged = target.join("all.profdata");
    let raw = crate::project::files(&profiles)?;
    run(
        Command::new(llvm_profdata)
            .args(["merge", "--sparse", "-o"])
            .arg(&merged)
            .args(raw),
        "llvm-profdata",
    )?;
    let mut export = Command::new(llvm_cov);
    export
        .args(["export", "--summary-only", "--instr-profile"])
        .arg(&merged);
    export.arg("--ignore-filename-regex=(/registry/|/rustc/|/tests/)");
    for object in objects {
        export.arg("--object").arg(object);
    }
    let done = export.output().context("cannot start llvm-cov")?;
    if !done.status.success() {
        bail!("llvm-cov failed: {}", String::from_utf8_lossy(&done.stderr));
    }
    Ok(serde_json::from_slice(&done.stdout)?)
}

/// The LLVM tool that reads what this compiler's counters write: rustup's component, or Debian's of the same version.
fn llvm(tool: &str) -> anyhow::Result<PathBuf> {
    if let Some(named) = std::env::var_os(format!("LLVM_{}", tool.to_uppercase())) {
        return Ok(PathBuf::from(named));
    }
    let said = String::from_utf8(Command::new("rustc").arg("-vV").output()?.stdout)?;
    let field = |name: &str| {
        said.lines()
            .find_map(|line| line.strip_prefix(name))
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    let major = field("LLVM version:").split('.').next().unwrap_or_default().to_owned();
    let sysroot = String::from_utf8(Command::new("rustc").args(["--print", "sysroot"]).output()?.stdout)?;
    let places = [
        Path::new(sysroot.trim())
            .join("lib/rustlib")
            .join(field("host:"))
            .join("bin")
            .join(format!("llvm-{tool}")),
        PathBuf::from(format!("/usr/lib/llvm-{major}/bin/llvm-{tool}")),
    ];
    places.into_iter().find(|path| path.exists()).with_context(|| {
        format!(
            "llvm-{tool} {major} is missing: run `rustup component add llvm-tools`, or install Debian's llvm-{major}, \
             or name it in LLVM_{}",
            tool.to_uppercase()
        )
    })
}

fn print(project: &Project, report: &serde_json::Value) -> anyhow::Result<()> {
    let mut crates: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for file in report["data"][0]["files"]
        .as_array()
        .context("the report names no files")?
    {
        let path = Path::new(file["filename"].as_str().unwrap_or_default());
        let Ok(path) = path.strip_prefix(&project.root) else {
            continue;
        };
        let Some(room) = CRATES.iter().find(|room| path.starts_with(room)) else {
            continue;
        };
        let lines = &file["summary"]["lines"];
        let sum = crates.entry(room).or_default();
        sum.0 += lines["covered"].as_u64().unwrap_or(0);
        sum.1 += lines["count"].as_u64().unwrap_or(0);
    }
    let total = crates.values().fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
    for (room, (covered, all)) in crates.into_iter().chain([("total", total)]) {
        let tenths = (covered * 1000).checked_div(all).unwrap_or(0);
        println!(
            "{room:18} {:>3}.{}%  {covered} of {all} lines",
            tenths / 10,
            tenths % 10
        );
    }
    Ok(())
}
