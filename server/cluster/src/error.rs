//! What can go wrong, each in one sentence that ends in what to do.

use std::fmt::{Display, Formatter};
use std::io;
use std::path::{Path, PathBuf};

#[derive(Debug)]
pub enum Error {
    /// No Postgres on this machine, and npm could not bring one; the text is npm's or a reason.
    Missing(String),
    /// Only older ones than this program works with.
    TooOld(String),
    /// The data were made by another major version than those installed.
    OtherVersion { made_by: u32, folder: PathBuf },
    /// A file or folder that cannot be used.
    File { path: PathBuf, cause: io::Error },
    /// A Postgres tool that did not do its work.
    Failed { tool: &'static str, said: String },
}

impl Error {
    pub(crate) fn file(path: &Path, cause: io::Error) -> Self {
        Self::File {
            path: path.to_path_buf(),
            cause,
        }
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let minimum = crate::MINIMUM_VERSION;
        match self {
            Self::Missing(why) => write!(
                f,
                "there is no Postgres here ({why}): install Postgres {minimum} or newer (Debian: apt-get install \
                 postgresql; macOS: brew install postgresql@17), or name a running one in DATABASE_URL"
            ),
            Self::TooOld(found) => write!(
                f,
                "Postgres {found} is too old: install Postgres {minimum} or newer, or name a running one in DATABASE_URL"
            ),
            Self::OtherVersion { made_by, folder } => write!(
                f,
                "the data in {} were made by Postgres {made_by}, which is not installed: install postgresql-{made_by} \
                 (or restore a backup into a fresh data folder)",
                folder.display()
            ),
            Self::File { path, cause } => write!(f, "cannot use {}: {cause}", path.display()),
            Self::Failed { tool, said } => write!(f, "{tool} failed: {}", said.trim()),
        }
    }
}

impl std::error::Error for Error {}
