//! Postgres refuses to run as root; this room finds the account it runs as instead.

use crate::Error;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

/// The operating system's account for the server's processes; `other` is empty when it is our own.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    other: Option<(u32, u32)>,
}

impl Account {
    pub fn for_server() -> Result<Self, Error> {
        if id(&["-u"]) != Some(0) {
            return Ok(Self { other: None });
        }
        let other = ["postgres", "nobody"]
            .iter()
            .find_map(|name| Some((id(&["-u", name])?, id(&["-g", name])?)));
        match other {
            Some(other) => Ok(Self { other: Some(other) }),
            None => Err(Error::Missing(
                "root may not run it and there is no user postgres or nobody".into(),
            )),
        }
    }

    /// A program that runs as this account, where it may enter `folder`.
    pub fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        if let Some((uid, gid)) = self.other {
            command.uid(uid).gid(gid);
        }
        command
            .current_dir(folder)
            .env("LC_ALL", "C")
            .env_remove("PGDATA")
            .env_remove("PGPORT")
            .env_remove("PGHOST");
        command
    }

    pub fn own(&self, path: &Path) -> Result<(), Error> {
        match self.other {
            Some((uid, gid)) => chown(path, Some(uid), Some(gid)).map_err(|cause| Error::file(path, cause)),
            None => Ok(()),
        }
    }

    /// Whether the account may walk down to `folder`: every folder on the way lets others through.
    pub fn reaches(&self, folder: &Path) -> bool {
        let Some((uid, _)) = self.other else { return true };
        folder
            .ancestors()
            .filter(|path| !path.as_os_str().is_empty())
            .all(|path| {
                path.metadata()
                    .is_ok_and(|found| found.mode() & 0o001 != 0 || (found.uid() == uid && found.mode() & 0o100 != 0))
            })
    }
}

fn id(args: &[&str]) -> Option<u32> {
    let done = Command::new("id").args(args).output().ok()?;
    String::from_utf8(done.stdout).ok()?.trim().parse().ok()
}
