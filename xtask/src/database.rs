//! A Postgres for tests and build steps, and databases in it that hold the project's migrations.

use crate::project::{Project, say};
use anyhow::Context;
use cluster::{Care, Cluster};
use postgres::{Client, NoTls};
use std::fs;
use std::path::{Path, PathBuf};

/// The two kinds of database: their names are the folders of their migrations and the crates that use them.
pub const KINDS: [&str; 2] = ["tenant", "landlord"];

const FOLDER: &str = "kvitok-scratch-";

/// A scratch server, gone when this value goes; or the one that `KVITOK_TEST_DATABASE_URL` names, which stays.
pub struct Scratch {
    pub url: String,
    own: Option<(Cluster, PathBuf)>,
}

impl Scratch {
    pub fn start() -> anyhow::Result<Self> {
        if let Ok(url) = std::env::var("KVITOK_TEST_DATABASE_URL") {
            return Ok(Self { url, own: None });
        }
        sweep();
        let data = std::env::temp_dir().join(format!("{FOLDER}{}", std::process::id()));
        say("starting a scratch Postgres");
        let cluster = cluster::ensure(&data, Care::Scratch)?;
        Ok(Self {
            url: cluster.url.clone(),
            own: Some((cluster, data)),
        })
    }

    /// Makes an empty database, in place of one of that name, and answers its URL.
    pub fn database(&self, name: &str) -> anyhow::Result<String> {
        let mut client = connect(&self.url)?;
        client.batch_execute(&format!("drop database if exists {name} with (force)"))?;
        client.batch_execute(&format!("create database {name}"))?;
        let (server, _) = self
            .url
            .rsplit_once('/')
            .context("the scratch server's URL names no database")?;
        Ok(format!("{server}/{name}"))
    }

    /// A database of a kind with every migration applied. Its name is this process's own, so that runs side by side
    /// against one server do not meet.
    pub fn migrated(&self, project: &Project, kind: &str) -> anyhow::Result<String> {
        let url = self.database(&format!("kvitok_build_{kind}_{}", std::process::id()))?;
        let mut client = connect(&url)?;
        for path in migrations(project, kind)? {
            let sql = fs::read_to_string(&path)?;
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            client
                .batch_execute(&sql)
                .map_err(|cause| explain(&cause, &sql, &format!("migrations/{kind}/{name}")))?;
        }
        Ok(url)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Some((cluster, data)) = self.own.take() {
            drop(cluster);
            let _kept_for_the_next_sweep = cluster::sweep(&data);
        }
    }
}

/// The migrations of a kind in the order they are applied in.
pub fn migrations(project: &Project, kind: &str) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = crate::project::files(&project.root.join("migrations").join(kind))?;
    found.retain(|path| path.extension().is_some_and(|kind| kind == "sql"));
    Ok(found)
}

pub fn connect(url: &str) -> anyhow::Result<Client> {
    Client::connect(url, NoTls).context("cannot connect to the scratch Postgres")
}

/// Postgres counts characters; people read lines.
fn explain(cause: &postgres::Error, sql: &str, file: &str) -> anyhow::Error {
    let Some(error) = cause.as_db_error() else {
        return anyhow::anyhow!("{file}: {cause}");
    };
    let line = match error.position() {
        Some(postgres::error::ErrorPosition::Original(at)) => {
            let at = usize::try_from(*at).unwrap_or(0);
            sql.chars().take(at).filter(|c| *c == '\n').count() + 1
        }
        _ => 0,
    };
    let more = [error.detail(), error.hint(), error.where_()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("; ");
    anyhow::anyhow!("{file}:{line}: {} {more}", error.message())
}

/// Removes what killed runs left.
fn sweep() {
    for entry in fs::read_dir(std::env::temp_dir()).into_iter().flatten().flatten() {
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with(FOLDER) && !alive(&path) {
            let _another_user_s = cluster::sweep(&path);
        }
    }
}

/// Whether the run that named the folder still goes on: it may not have come to take its lock yet.
fn alive(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let process = name.trim_start_matches(FOLDER).to_owned();
    std::process::Command::new("kill")
        .args(["-0", &process])
        .stderr(std::process::Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
