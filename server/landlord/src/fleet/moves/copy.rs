//! The copy itself: read-only window, dump and restore, comparison.

use std::fmt;
use std::path::Path;
use std::process::{ExitStatus, Stdio};

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{ConnectOptions, Connection, PgConnection};
use tokio::io::AsyncReadExt;
use tokio::process::{Child, Command};

use super::sql::{self, Content, Unfinished};
use super::{Step, Tools};
use crate::{Home, provision};

/// What was carried.
pub(super) struct Carried {
    pub tables: usize,
    pub rows: i64,
}

/// Why a copy was not made.
#[derive(Debug)]
pub(super) enum NotCopied {
    Database(sqlx::Error),
    Tool(String),
    Differs(String),
}

impl From<sqlx::Error> for NotCopied {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

impl fmt::Display for NotCopied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) => error.fmt(f),
            Self::Tool(said) => f.write_str(said),
            Self::Differs(table) => write!(f, "{table} differs from its copy"),
        }
    }
}

/// Everything up to the switch.
pub(super) async fn carry(
    home: &Home,
    moving: &Unfinished,
    tools: &Tools,
    tell: &(dyn Fn(Step) + Send + Sync),
) -> Result<Carried, NotCopied> {
    let Unfinished {
        from,
        to,
        database,
        role,
        ..
    } = moving;
    provision::freeze(home, from, database, role).await?;
    tell(Step::Frozen);
    provision::ensure_template(home, to).await?;
    provision::create_empty(home, to, database, role).await?;
    tell(Step::Prepared);
    let owner = home.named("owner");
    let (source, target) = (home.to(from, database)?, home.to(to, database)?);
    pipe(tools, &source, &target, &owner).await?;
    tell(Step::Copied);
    let (left, right) = tokio::try_join!(content(&source, &owner, false), content(&target, &owner, true))?;
    if let Some(odd) = first_difference(&left, &right) {
        return Err(NotCopied::Differs(odd));
    }
    tell(Step::Compared);
    provision::open(home, to, database).await?;
    tell(Step::Opened);
    Ok(Carried {
        tables: left.iter().filter(|content| !content.is_sequence).count(),
        rows: left
            .iter()
            .filter(|content| !content.is_sequence)
            .map(|content| content.count)
            .sum(),
    })
}

/// What a database holds, as its owner sees it. The copy also learns what its tables are like, for its planner.
async fn content(options: &PgConnectOptions, owner: &str, is_copy: bool) -> sqlx::Result<Vec<Content>> {
    let mut conn = PgConnection::connect_with(options).await?;
    sql::become_role(&mut conn, owner).await?;
    let content = sql::content(&mut conn).await?;
    if is_copy {
        sql::analyze(&mut conn).await?;
    }
    // Its end has nothing to tell.
    let _ = conn.close().await;
    Ok(content)
}

/// The first table or sequence that is not the same on both sides, or is on one side only.
fn first_difference(left: &[Content], right: &[Content]) -> Option<String> {
    let missing = |a: &[Content], b: &[Content]| {
        a.iter()
            .find(|content| !b.contains(content))
            .map(|content| content.name.clone())
    };
    missing(left, right).or_else(|| missing(right, left))
}

/// `pg_dump | pg_restore`, all or nothing. Both end with this future.
pub(super) async fn pipe(
    tools: &Tools,
    source: &PgConnectOptions,
    target: &PgConnectOptions,
    owner: &str,
) -> Result<(), NotCopied> {
    let mut dump = command(&tools.dump, source);
    dump.args(["--format=custom", "--compress=0", "--no-sync", "--role", owner])
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    let mut dumping = spawn(dump, &tools.dump)?;
    let stream = dumping
        .stdout
        .take()
        .and_then(|stdout| TryInto::<Stdio>::try_into(stdout).ok())
        .ok_or_else(|| NotCopied::Tool("pg_dump gives nothing".to_owned()))?;
    let mut restore = command(&tools.restore, target);
    restore
        .args(["--exit-on-error", "--single-transaction", "--role", owner, "--dbname"])
        .arg(target.get_database().unwrap_or_default())
        .stdin(stream)
        .stdout(Stdio::null());
    let restoring = spawn(restore, &tools.restore)?;
    let (dumped, restored) = tokio::join!(finish(dumping), finish(restoring));
    // A broken pipe is the consequence: what the other one said is the cause.
    restored
        .and_then(|(status, said)| checked("pg_restore", status, &said))
        .and(dumped.and_then(|(status, said)| checked("pg_dump", status, &said)))
}

fn spawn(mut command: Command, program: &Path) -> Result<Child, NotCopied> {
    command
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| NotCopied::Tool(format!("{} does not start: {error}", program.display())))
}

async fn finish(mut child: Child) -> Result<(ExitStatus, String), NotCopied> {
    let mut said = String::new();
    let told = async {
        if let Some(mut stderr) = child.stderr.take() {
            stderr.read_to_string(&mut said).await?;
        }
        child.wait().await
    };
    let status = told.await.map_err(|error| NotCopied::Tool(error.to_string()))?;
    Ok((status, said))
}

fn checked(tool: &str, status: ExitStatus, said: &str) -> Result<(), NotCopied> {
    if status.success() {
        return Ok(());
    }
    Err(NotCopied::Tool(format!("{tool} failed: {}", said.trim())))
}

/// The tools are told where to go by variables: a command line can be read by everybody on the machine.
fn command(program: &Path, options: &PgConnectOptions) -> Command {
    let mut command = Command::new(program);
    let host = options
        .get_socket()
        .map_or_else(|| options.get_host().to_owned(), |socket| socket.display().to_string());
    let password = options.to_url_lossy().password().map(decoded).unwrap_or_default();
    command
        .env("PGHOST", host)
        .env("PGPORT", options.get_port().to_string())
        .env("PGUSER", options.get_username())
        .env("PGPASSWORD", password)
        .env("PGDATABASE", options.get_database().unwrap_or_default())
        .env("PGSSLMODE", ssl_mode(options.get_ssl_mode()))
        .env("PGAPPNAME", "kvitok")
        .env("LC_ALL", "C")
        .env_remove("PGSERVICE")
        .env_remove("PGOPTIONS");
    command
}

const fn ssl_mode(mode: PgSslMode) -> &'static str {
    match mode {
        PgSslMode::Disable => "disable",
        PgSslMode::Allow => "allow",
        PgSslMode::Prefer => "prefer",
        PgSslMode::Require => "require",
        PgSslMode::VerifyCa => "verify-ca",
        PgSslMode::VerifyFull => "verify-full",
    }
}

/// `%41` in an address is `A`.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_come_out_of_an_address_as_they_went_in() {
        for password in ["kv", "a b+c/d@e:f%25", "пароль", "50%", "%zz"] {
            let options = PgConnectOptions::new()
                .host("localhost")
                .username("kv")
                .password(password);
            assert_eq!(
                options.to_url_lossy().password().map(decoded).as_deref(),
                Some(password)
            );
        }
    }

    #[test]
    fn what_differs_is_named() {
        let table = |name: &str, count, hash: &str| Content {
            name: name.into(),
            is_sequence: false,
            count,
            hash: hash.into(),
        };
        let left = [table("a", 1, "x"), table("b", 2, "y")];
        assert_eq!(first_difference(&left, &left), None);
        assert_eq!(
            first_difference(&left, &[table("a", 1, "x"), table("b", 2, "z")]).as_deref(),
            Some("b")
        );
        assert_eq!(first_difference(&left, &left[..1]).as_deref(), Some("b"));
        assert_eq!(first_difference(&left[1..], &left).as_deref(), Some("a"));
    }
}
