//! Makes, starts and stops the server in a cluster's folder.

use crate::account::Account;
use crate::place::{random_hex, read, write_secret};
use crate::{Care, Error, ROLE};
use std::fs;
use std::io::Write;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Small and durable; people may change the copy in the cluster's folder.
const SETTINGS: &str = "\
# Written once by kvitok; yours to change. Address and port are given on the command line.
max_connections = 200
shared_buffers = 128MB
max_wal_size = 1GB
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_min_messages = warning
log_line_prefix = '%m [%p] %u@%d '
";

const SCRATCH: &str = "\
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum_naptime = 10min
";

const LOG_LIMIT: u64 = 10 * 1024 * 1024;

/// Makes the cluster beside its final place and moves it there complete, so that a crash leaves nothing half made.
pub(crate) fn initialise(tools: &Path, folder: &Path, account: &Account, care: Care) -> Result<(), Error> {
    let new = folder.join("cluster.new");
    if new.exists() {
        fs::remove_dir_all(&new).map_err(|cause| Error::file(&new, cause))?;
    }
    let (owner, role) = (random_hex(24)?, random_hex(24)?);
    let owner_file = folder.join("superuser-password");
    write_secret(&owner_file, &owner)?;
    account.own(&owner_file)?;

    // Russian order of words needs ICU; a build without it falls back to the plain order of characters.
    let icu: &[&str] = &["--locale-provider=icu", "--icu-locale=ru"];
    let made = initdb(tools, folder, account, &new, care, icu);
    if made.is_err() {
        if new.exists() {
            fs::remove_dir_all(&new).map_err(|cause| Error::file(&new, cause))?;
        }
        // The first failure is the telling one when the second way fails too.
        initdb(tools, folder, account, &new, care, &[]).or(made)?;
    }
    let scratch = if care == Care::Scratch { SCRATCH } else { "" };
    let settings = new.join("kvitok.conf");
    fs::write(&settings, format!("{SETTINGS}{scratch}")).map_err(|cause| Error::file(&settings, cause))?;
    account.own(&settings)?;
    let main = new.join("postgresql.conf");
    fs::File::options()
        .append(true)
        .open(&main)
        .and_then(|mut file| file.write_all(b"\ninclude_if_exists = 'kvitok.conf'\n"))
        .map_err(|cause| Error::file(&main, cause))?;

    write_secret(&folder.join("role-password"), &role)?;
    make_role(tools, &new, account, &role)?;
    let done = folder.join("cluster");
    fs::rename(&new, &done).map_err(|cause| Error::file(&done, cause))
}

fn initdb(tools: &Path, folder: &Path, account: &Account, new: &Path, care: Care, icu: &[&str]) -> Result<(), Error> {
    let mut command = account.command(&tools.join("initdb"), folder);
    command
        .arg("--pgdata")
        .arg(new)
        .arg("--pwfile")
        .arg(folder.join("superuser-password"));
    command
        .args([
            "--username=postgres",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
        ])
        .args(icu);
    if care == Care::Scratch {
        command.arg("--no-sync");
    }
    finish(command, "initdb").map(|_| ())
}

/// Single-user mode needs neither a port nor a client library.
fn make_role(tools: &Path, cluster: &Path, account: &Account, password: &str) -> Result<(), Error> {
    let mut command = account.command(&tools.join("postgres"), cluster);
    command
        .args([
            "--single",
            "-c",
            "exit_on_error=true",
            "-c",
            "log_min_messages=error",
            "-D",
        ])
        .arg(cluster);
    command
        .arg("postgres")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|cause| failed("postgres --single", &cause))?;
    let statement = format!("create role {ROLE} login createdb createrole nosuperuser password '{password}'\n");
    if let Some(mut input) = child.stdin.take() {
        input
            .write_all(statement.as_bytes())
            .map_err(|cause| failed("postgres --single", &cause))?;
    }
    let done = child
        .wait_with_output()
        .map_err(|cause| failed("postgres --single", &cause))?;
    checked(&done, "postgres --single")
}

/// The port of a server that answers from this folder.
pub(crate) fn running_port(folder: &Path) -> Option<u16> {
    let state = fs::read_to_string(folder.join("cluster/postmaster.pid")).ok()?;
    let port = state.lines().nth(3)?.trim().parse().ok()?;
    let ready = state.lines().nth(7)?.trim() == "ready";
    // A file left by a crash names a port where nobody, or a stranger, listens; Postgres itself tells which by refusing
    // or taking over the file, so it is enough to see here whether its process lives.
    let process = state.lines().next()?.trim();
    (ready && is_postgres(process) && TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()).then_some(port)
}

fn is_postgres(process: &str) -> bool {
    if Path::new("/proc/self").exists() {
        return fs::read_to_string(format!("/proc/{process}/comm")).is_ok_and(|name| name.contains("postgres"));
    }
    let asked = Command::new("ps").args(["-o", "comm=", "-p", process]).output();
    asked.is_ok_and(|done| String::from_utf8_lossy(&done.stdout).contains("postgres"))
}

/// Starts the server and answers its port. After a kill its orphans may hold the memory for a moment more: three tries.
pub(crate) fn start(tools: &Path, folder: &Path, account: &Account, care: Care) -> Result<u16, Error> {
    let mut tries = 0;
    loop {
        tries += 1;
        match launch(tools, folder, account, care) {
            Err(Error::Failed { .. }) if tries < 3 => sleep(Duration::from_secs(1)),
            other => return other,
        }
    }
}

fn launch(tools: &Path, folder: &Path, account: &Account, care: Care) -> Result<u16, Error> {
    let port = free_port(&folder.join("port"))?;
    let cluster = folder.join("cluster");
    let log = folder.join("log");
    if fs::metadata(&log).is_ok_and(|found| found.len() > LOG_LIMIT) {
        fs::rename(&log, folder.join("log.old")).map_err(|cause| Error::file(&log, cause))?;
    }
    let out = fs::File::options()
        .create(true)
        .append(true)
        .open(&log)
        .map_err(|cause| Error::file(&log, cause))?;
    let err = out.try_clone().map_err(|cause| Error::file(&log, cause))?;

    let mut command = account.command(&tools.join("postgres"), folder);
    command
        .arg("-D")
        .arg(&cluster)
        .args(["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]);
    command
        .args(["-p", &port.to_string()])
        .stdin(Stdio::null())
        .stdout(out)
        .stderr(err);
    if care == Care::Durable {
        // Ctrl-C in the terminal is for the program, which finishes its requests first and then stops Postgres.
        command.process_group(0);
    }
    let mut child = command.spawn().map_err(|cause| failed("postgres", &cause))?;
    wait_until_ready(&mut child, folder, &log)?;
    // Without a parent that waits, a server that dies stays in the table of processes and looks alive.
    std::thread::spawn(move || child.wait());
    let kept = folder.join("port");
    fs::write(&kept, port.to_string()).map_err(|cause| Error::file(&kept, cause))?;
    Ok(port)
}

/// Recovery after a crash may take its time; a server that has died does not.
fn wait_until_ready(child: &mut Child, folder: &Path, log: &Path) -> Result<(), Error> {
    let began = Instant::now();
    while running_port(folder).is_none() {
        let died = child.try_wait().map_err(|cause| failed("postgres", &cause))?.is_some();
        if died || began.elapsed() > Duration::from_secs(180) {
            let said = read(log).unwrap_or_default();
            let last: Vec<&str> = said.lines().rev().take(3).collect();
            let said = format!(
                "{} (see {})",
                last.into_iter().rev().collect::<Vec<_>>().join("; "),
                log.display()
            );
            return Err(Error::Failed { tool: "postgres", said });
        }
        sleep(Duration::from_millis(30));
    }
    Ok(())
}

/// Ends the sessions and writes everything.
pub(crate) fn stop(tools: &Path, folder: &Path, account: &Account) -> Result<(), Error> {
    let mut command = account.command(&tools.join("pg_ctl"), folder);
    command
        .args(["stop", "--mode=fast", "--wait", "--timeout=60", "--pgdata"])
        .arg(folder.join("cluster"));
    match finish(command, "pg_ctl") {
        // It may have gone by itself, on the same Ctrl-C that ends us.
        Err(_) if running_port(folder).is_none() => Ok(()),
        other => other.map(|_| ()),
    }
}

/// The port of last time while it is free, else any.
fn free_port(kept: &Path) -> Result<u16, Error> {
    let last = fs::read_to_string(kept)
        .ok()
        .and_then(|text| text.trim().parse().ok())
        .unwrap_or(0);
    TcpListener::bind((Ipv4Addr::LOCALHOST, last))
        .or_else(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|cause| Error::file(kept, cause))
}

fn finish(mut command: Command, tool: &'static str) -> Result<Output, Error> {
    let done = command
        .stdin(Stdio::null())
        .output()
        .map_err(|cause| failed(tool, &cause))?;
    checked(&done, tool).map(|()| done)
}

fn checked(done: &Output, tool: &'static str) -> Result<(), Error> {
    if done.status.success() {
        return Ok(());
    }
    Err(Error::Failed {
        tool,
        said: String::from_utf8_lossy(&done.stderr).into_owned(),
    })
}

fn failed(tool: &'static str, cause: &std::io::Error) -> Error {
    Error::Failed {
        tool,
        said: cause.to_string(),
    }
}
