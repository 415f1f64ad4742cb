//! The checked metadata of the queries: what the compiler knows of the databases when there is none at hand.

use crate::database::{KINDS, Scratch, migrations};
use crate::project::{Project, files, run, say};
use crate::web::digest_files;
use anyhow::bail;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Refreshes `.sqlx/` of both crates, or with `check` only says whether it is as fresh as it should be.
pub fn prepare(project: &Project, scratch: &Scratch, check: bool) -> anyhow::Result<()> {
    let urls: Vec<(String, String)> = KINDS
        .iter()
        .map(|kind| {
            Ok((
                format!("{}_DATABASE_URL", kind.to_uppercase()),
                scratch.migrated(project, kind)?,
            ))
        })
        .collect::<anyhow::Result<_>>()?;
    for kind in KINDS {
        let found = describe(project, kind, &urls)?;
        let committed = read(&project.root.join("server").join(kind).join(".sqlx"))?;
        if found == committed {
            continue;
        }
        if check {
            bail!("the metadata of the queries of {kind} is stale: run `make prepare`");
        }
        write(
            &project.root.join("server").join(kind).join(".sqlx"),
            &committed,
            &found,
        )?;
        say(&format!("{kind}: {} queries described", found.len()));
    }
    Ok(())
}

/// `prepare --check`, unless nothing has changed since it last succeeded.
pub fn check_if_changed(project: &Project, scratch: &Scratch) -> anyhow::Result<()> {
    let fresh = project.target.join("sqlx").join("fresh");
    let now = digest(project)?;
    if fs::read_to_string(&fresh).is_ok_and(|then| then == now) {
        return Ok(());
    }
    prepare(project, scratch, true)?;
    fs::write(fresh, now)?;
    Ok(())
}

/// What everything here depends on.
fn digest(project: &Project) -> anyhow::Result<String> {
    let mut inputs = Vec::new();
    for kind in KINDS {
        inputs.extend(migrations(project, kind)?);
        let own = project.root.join("server").join(kind);
        inputs.extend(files(&own.join("src"))?);
        inputs.extend(files(&own.join(".sqlx"))?);
    }
    digest_files(project, &inputs)
}

/// Lets the macros ask a live database and catches what they note.
fn describe(project: &Project, kind: &str, urls: &[(String, String)]) -> anyhow::Result<BTreeMap<String, String>> {
    say(&format!("{kind}: asking the database about every query"));
    // A folder of this run's own: another one may be asking at the same time.
    let notes = project
        .target
        .join("sqlx")
        .join(format!("{kind}-{}", std::process::id()));
    fs::create_dir_all(&notes)?;
    let args = ["check", "--quiet", "--package", kind, "--all-targets"];

    // What this crate depends on must not be expanded in the step below, or its notes would fall among these. A crate
    // with stale metadata fails here, and that is no matter.
    let mut before = project.cargo(&args);
    before
        .arg("--keep-going")
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status()?;

    let sources = files(&project.root.join("server").join(kind))?;
    let touched = Touched::now(
        sources
            .into_iter()
            .filter(|path| path.extension().is_some_and(|kind| kind == "rs")),
    )?;
    let mut live = project.cargo(&args);
    live.env("SQLX_OFFLINE", "false")
        .env("SQLX_OFFLINE_DIR", &notes)
        .envs(urls.iter().cloned());
    let done = run(&mut live, &format!("checking the queries of {kind}")).and_then(|()| read(&notes));
    fs::remove_dir_all(&notes)?;
    let found = done?;
    if found == read(&project.root.join("server").join(kind).join(".sqlx"))? {
        // Nothing new to compile: without this every crate above would be built again for nothing.
        touched.restore()?;
    }
    Ok(found)
}

/// Files made to look new: when, and the times they had.
struct Touched {
    at: SystemTime,
    before: Vec<(PathBuf, SystemTime)>,
}

impl Touched {
    fn now(paths: impl Iterator<Item = PathBuf>) -> anyhow::Result<Self> {
        let at = SystemTime::now();
        let mut before = Vec::new();
        for path in paths {
            let file = fs::File::options().append(true).open(&path)?;
            before.push((path, file.metadata()?.modified()?));
            file.set_modified(at)?;
        }
        Ok(Self { at, before })
    }

    /// Leaves alone what somebody has written in the meantime.
    fn restore(self) -> anyhow::Result<()> {
        for (path, time) in self.before {
            let file = fs::File::options().append(true).open(&path)?;
            if file.metadata()?.modified()? == self.at {
                file.set_modified(time)?;
            }
        }
        Ok(())
    }
}

fn read(folder: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    files(folder)?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|kind| kind == "json"))
        .map(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            Ok((name, fs::read_to_string(&path)?))
        })
        .collect()
}

fn write(folder: &Path, old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) -> anyhow::Result<()> {
    fs::create_dir_all(folder)?;
    for name in old.keys().filter(|name| !new.contains_key(*name)) {
        fs::remove_file(folder.join(name))?;
    }
    for (name, content) in new.iter().filter(|(name, content)| old.get(*name) != Some(content)) {
        fs::write(folder.join(name), content)?;
    }
    Ok(())
}
