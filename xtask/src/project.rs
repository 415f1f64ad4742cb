//! Where the project lies, and how this program runs others and says what it is doing.

use anyhow::{Context, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The checkout and the directory that cargo builds into.
pub struct Project {
    pub root: PathBuf,
    pub target: PathBuf,
}

impl Project {
    pub fn here() -> anyhow::Result<Self> {
        // Asked when it runs, not when it is compiled: two checkouts may share one target directory, and so this program.
        let own = std::env::var_os("CARGO_MANIFEST_DIR").context("start this as `cargo xtask`")?;
        let root = Path::new(&own)
            .parent()
            .context("xtask stands in no project")?
            .to_path_buf();
        let metadata = Command::new(cargo())
            .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
            .current_dir(&root)
            .stderr(Stdio::inherit())
            .output()
            .context("cannot run cargo")?;
        if !metadata.status.success() {
            bail!("cargo metadata failed");
        }
        let metadata: serde_json::Value = serde_json::from_slice(&metadata.stdout)?;
        let target = metadata["target_directory"]
            .as_str()
            .context("cargo names no target directory")?;
        Ok(Self {
            root,
            target: PathBuf::from(target),
        })
    }

    /// `cargo <args>` in the checkout.
    pub fn cargo(&self, args: &[&str]) -> Command {
        let mut command = Command::new(cargo());
        command.args(args).current_dir(&self.root);
        // `cargo run` tells its child which package it runs; an inner cargo that inherits this sees other inputs for
        // build scripts than a plain one and builds them again.
        for (name, _) in std::env::vars_os() {
            let foreign = name.to_str().is_some_and(|name| {
                name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name == "CARGO_BIN_NAME"
            });
            if foreign {
                command.env_remove(name);
            }
        }
        command
    }

    /// A tool that npm installed for `room` (`style` or `end2end`).
    pub fn npm_tool(&self, room: &str, tool: &str) -> anyhow::Result<PathBuf> {
        let path = self.root.join(room).join("node_modules/.bin").join(tool);
        if !path.exists() {
            bail!("{tool} is not installed: run ./setup (it needs Node.js with npm)");
        }
        Ok(path)
    }

    /// Installs a room's npm packages unless the lock file is the one they were installed from.
    pub fn npm_install(&self, room: &str) -> anyhow::Result<()> {
        let folder = self.root.join(room);
        let (lock, stamp) = (
            folder.join("package-lock.json"),
            folder.join("node_modules/.installed-from"),
        );
        let wanted = std::fs::read(&lock).with_context(|| format!("cannot read {}", lock.display()))?;
        if std::fs::read(&stamp).is_ok_and(|had| had == wanted) {
            return Ok(());
        }
        say(&format!("installing the npm packages of {room}"));
        let mut npm = Command::new("npm");
        npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
            .current_dir(folder);
        // The browser comes from the system, or later and on its own.
        run(npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"), "npm ci")?;
        std::fs::write(stamp, wanted)?;
        Ok(())
    }

    /// Where cargo leaves the server's program.
    pub fn kvitok(&self, profile: &str) -> PathBuf {
        self.target.join(profile).join("kvitok")
    }
}

fn cargo() -> std::ffi::OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// One line about a step that may take long.
pub fn say(line: &str) {
    eprintln!("  {line}");
}

/// Runs to the end and fails with one sentence.
pub fn run(command: &mut Command, what: &str) -> anyhow::Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start {}", command.get_program().display()))?;
    if !status.success() {
        bail!("{what} failed ({status})");
    }
    Ok(())
}

/// Every file below `folder`, sorted; nothing where the folder is missing.
pub fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default();
            if path.is_dir() {
                if name != "node_modules" && name != "target" {
                    folders.push(path);
                }
            } else if !name.to_string_lossy().starts_with('.') {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
