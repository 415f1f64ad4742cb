//! Starts a Postgres of the program's own where the user has named none. Knows no tenant, no SQL but the one statement
//! that makes the program's role, and no async: callers wrap `ensure` in a blocking task.
//!
//! A cluster is a folder `pg` in the data folder. Whoever uses it holds a shared lock on it; the last one out stops the
//! server. So a command line call beside a running server borrows its Postgres, a server killed without a goodbye finds
//! its Postgres again at the next start, and nobody stops another's.

mod account;
mod binaries;
mod error;
mod place;
mod run;

pub use binaries::MINIMUM_VERSION;
pub use error::Error;

use account::Account;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// The role that the program connects as: it may make databases and roles, and is no superuser.
const ROLE: &str = "kvitok";

/// A Postgres server that answers, for as long as this value lives.
#[derive(Debug)]
pub struct Cluster {
    /// `postgres://kvitok:…@127.0.0.1:port/postgres`
    pub url: String,
    /// Where the cluster, its log and its passwords are: part of every backup.
    pub folder: PathBuf,
    hold: Option<Hold>,
}

#[derive(Debug)]
struct Hold {
    tools: PathBuf,
    account: Account,
    gate: PathBuf,
    users: File,
}

/// How much the data are worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// Survives a loss of power.
    Durable,
    /// For tests: quick, and gone after a crash. Also dies with the terminal's Ctrl-C, as the tests do.
    Scratch,
}

/// Starts the data folder's Postgres, making it first where there is none; or joins it where it is running already.
/// Blocks: two seconds at a usual start, ten at the very first, minutes where Postgres must be installed by npm.
///
/// # Errors
/// One sentence that says what to do, see [`Error`].
pub fn ensure(data: &Path, care: Care) -> Result<Cluster, Error> {
    let account = Account::for_server()?;
    let folder = place::choose(data, &account)?;
    let gate_path = folder.join("gate");
    let gate = lock_file(&gate_path)?;
    gate.lock().map_err(|cause| Error::file(&gate_path, cause))?;

    let tools = binaries::find(&folder)?;
    if !folder.join("cluster/PG_VERSION").exists() {
        run::initialise(&tools, &folder, &account, care)?;
    }
    let port = match run::running_port(&folder) {
        Some(port) => port,
        None => run::start(&tools, &folder, &account, care)?,
    };
    let users_path = folder.join("users");
    let users = lock_file(&users_path)?;
    users.lock_shared().map_err(|cause| Error::file(&users_path, cause))?;
    let password = place::read(&folder.join("role-password"))?;
    let url = format!("postgres://{ROLE}:{password}@127.0.0.1:{port}/postgres");
    Ok(Cluster {
        url,
        folder,
        hold: Some(Hold {
            tools,
            account,
            gate: gate_path,
            users,
        }),
    })
}

/// The folder of the newest `pg_dump` and `pg_restore` of this machine. npm's Postgres brings none.
///
/// # Errors
/// When there are none.
pub fn client_tools(data: &Path) -> Result<PathBuf, Error> {
    binaries::find_client(&data.join("pg"))
}

impl Cluster {
    /// Stops the server unless another process uses it, waiting until it has written everything. Dropping does the same
    /// and keeps quiet about what goes wrong.
    ///
    /// # Errors
    /// When Postgres does not stop within a minute.
    pub fn stop(mut self) -> Result<(), Error> {
        self.leave()
    }

    fn leave(&mut self) -> Result<(), Error> {
        let Some(Hold {
            tools,
            account,
            gate: gate_path,
            users,
        }) = self.hold.take()
        else {
            return Ok(());
        };
        // Nobody may join between the look at the users and the stop.
        let gate = lock_file(&gate_path)?;
        gate.lock().map_err(|cause| Error::file(&gate_path, cause))?;
        users.unlock().map_err(|cause| Error::file(&gate_path, cause))?;
        if users.try_lock().is_err() {
            return Ok(());
        }
        let stopped = run::stop(&tools, &self.folder, &account);
        // By name: closing the file is not enough while a child that is just being started holds a copy of it.
        users.unlock().map_err(|cause| Error::file(&gate_path, cause))?;
        stopped
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _unheard = self.leave();
    }
}

/// Stops and removes a scratch cluster that a killed run left behind; leaves one in use alone.
///
/// # Errors
/// When its files resist.
pub fn sweep(data: &Path) -> Result<(), Error> {
    let folder = data.join("pg");
    if folder.join("users").exists() {
        let users = lock_file(&folder.join("users"))?;
        if users.try_lock().is_err() {
            return Ok(());
        }
        if run::running_port(&folder).is_some() {
            run::stop(&binaries::find(&folder)?, &folder, &Account::for_server()?)?;
        }
    }
    if let Ok(elsewhere) = fs::canonicalize(&folder)
        && folder.is_symlink()
    {
        fs::remove_dir_all(&elsewhere).map_err(|cause| Error::file(&elsewhere, cause))?;
    }
    fs::remove_dir_all(data).map_err(|cause| Error::file(data, cause))
}

fn lock_file(path: &Path) -> Result<File, Error> {
    File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(path)
        .map_err(|cause| Error::file(path, cause))
}
