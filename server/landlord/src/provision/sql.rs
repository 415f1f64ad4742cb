//! Statements that make and unmake databases and roles; none of them runs inside a transaction. Every name is made by
//! the program (letters, digits, underscores) and quoted all the same; passwords are base64url.

use std::time::Duration;

use sqlx::{AssertSqlSafe, Executor, PgConnection, query, query_scalar};

async fn run(conn: &mut PgConnection, statement: String) -> sqlx::Result<()> {
    conn.execute(AssertSqlSafe(statement)).await.map(|_| ())
}

pub(super) async fn lock(conn: &mut PgConnection) -> sqlx::Result<()> {
    conn.execute("select pg_advisory_lock(8315612278)").await.map(|_| ())
}

pub(super) async fn database_exists(conn: &mut PgConnection, name: &str) -> sqlx::Result<bool> {
    Ok(query("select from pg_database where datname = $1")
        .bind(name)
        .fetch_optional(conn)
        .await?
        .is_some())
}

pub(super) async fn role_exists(conn: &mut PgConnection, name: &str) -> sqlx::Result<bool> {
    Ok(query("select from pg_roles where rolname = $1")
        .bind(name)
        .fetch_optional(conn)
        .await?
        .is_some())
}

/// A role without a log-in, of which the program is a member.
pub(super) async fn ensure_role(conn: &mut PgConnection, role: &str) -> sqlx::Result<()> {
    if !role_exists(conn, role).await? {
        run(conn, format!("create role \"{role}\" nologin")).await?;
    }
    run(conn, format!("grant \"{role}\" to current_user")).await
}

/// Drops a database whoever is connected.
pub(super) async fn drop_database(conn: &mut PgConnection, name: &str) -> sqlx::Result<()> {
    conn.execute("set client_min_messages = warning").await?;
    until_left(conn, &format!("drop database if exists \"{name}\" with (force)")).await
}

/// Nobody may connect to it any more.
pub(super) async fn close_database(conn: &mut PgConnection, name: &str) -> sqlx::Result<()> {
    run(conn, format!("alter database \"{name}\" allow_connections false")).await
}

pub(super) async fn rename_database(conn: &mut PgConnection, from: &str, to: &str) -> sqlx::Result<()> {
    until_left(conn, &format!("alter database \"{from}\" rename to \"{to}\"")).await
}

/// A worker of the server's own housekeeping (autovacuum) can't be ended by the program and makes the server refuse; it
/// is gone within moments, as are connections that have just been ended, so the statement is tried again.
async fn until_left(conn: &mut PgConnection, statement: &str) -> sqlx::Result<()> {
    const TRIES: u32 = 40;
    let mut tried = 0;
    loop {
        let done = run(conn, statement.to_owned()).await;
        let code = done
            .as_ref()
            .err()
            .and_then(sqlx::Error::as_database_error)
            .and_then(sqlx::error::DatabaseError::code);
        tried += 1;
        if tried >= TRIES || !matches!(code.as_deref(), Some("42501" | "55006")) {
            return done;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}

/// What the role's next connections may do.
pub(super) async fn set_read_only(conn: &mut PgConnection, role: &str, on: bool) -> sqlx::Result<()> {
    if !role_exists(conn, role).await? {
        return Ok(());
    }
    let change = if on {
        "set default_transaction_read_only = on"
    } else {
        "reset default_transaction_read_only"
    };
    run(conn, format!("alter role \"{role}\" {change}")).await
}

/// Ends the connections of a tenant's role, of which the program is a member.
pub(super) async fn end_connections(conn: &mut PgConnection, role: &str) -> sqlx::Result<()> {
    query("select pg_terminate_backend(pid) from pg_stat_activity where usename = $1")
        .bind(role)
        .execute(conn)
        .await?;
    Ok(())
}

/// Waits until the connections that could still write are gone: those that came before the role could only read.
pub(super) async fn wait_until_left(conn: &mut PgConnection, database: &str, role: &str) -> sqlx::Result<()> {
    const TRIES: u32 = 100;
    let began: chrono::DateTime<chrono::Utc> = query_scalar("select clock_timestamp()").fetch_one(&mut *conn).await?;
    for _ in 0..TRIES {
        let left: bool = query_scalar(
            "select not exists (select from pg_stat_activity where datname = $1 and usename = $2 and backend_start < $3)",
        )
        .bind(database)
        .bind(role)
        .bind(began)
        .fetch_one(&mut *conn)
        .await?;
        if left {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Err(sqlx::Error::PoolTimedOut)
}

pub(super) async fn drop_role(conn: &mut PgConnection, name: &str) -> sqlx::Result<()> {
    run(conn, format!("drop role if exists \"{name}\"")).await
}

pub(super) async fn create_owned_database(conn: &mut PgConnection, name: &str, owner: &str) -> sqlx::Result<()> {
    run(conn, format!("create database \"{name}\" owner \"{owner}\"")).await?;
    run(
        conn,
        format!("revoke connect, temporary on database \"{name}\" from public"),
    )
    .await
}

pub(super) async fn become_role(conn: &mut PgConnection, role: &str) -> sqlx::Result<()> {
    run(conn, format!("set role \"{role}\"")).await
}

/// How long a step of a schema waits for a lock.
pub(super) async fn limit_locks(conn: &mut PgConnection) -> sqlx::Result<()> {
    conn.execute("set lock_timeout = '3s'").await.map(|_| ())
}

/// What a tenant may do with its tables: everything but to change what is written once.
pub(super) async fn grant_to_group(conn: &mut PgConnection, owner: &str, group: &str) -> sqlx::Result<()> {
    for statement in [
        format!("grant usage on schema public to \"{group}\""),
        format!("grant select, insert, update, delete on all tables in schema public to \"{group}\""),
        format!("grant usage, select on all sequences in schema public to \"{group}\""),
        format!(
            "alter default privileges for role \"{owner}\" in schema public grant select, insert, update, delete on tables to \"{group}\""
        ),
        format!(
            "alter default privileges for role \"{owner}\" in schema public grant usage, select on sequences to \"{group}\""
        ),
        format!("revoke insert, update, delete on schema_version from \"{group}\""),
        format!("revoke update, delete, truncate on ledger_entry, charge, event from \"{group}\""),
    ] {
        run(conn, statement).await?;
    }
    Ok(())
}

pub(super) async fn finish_template(conn: &mut PgConnection, building: &str, template: &str) -> sqlx::Result<()> {
    run(conn, format!("alter database \"{building}\" allow_connections false")).await?;
    run(conn, format!("alter database \"{building}\" rename to \"{template}\"")).await
}

/// The limits hold for every connection of the role: a forgotten transaction or a runaway query ends by itself.
pub(super) async fn create_tenant_role(
    conn: &mut PgConnection,
    role: &str,
    password: &str,
    group: &str,
) -> sqlx::Result<()> {
    // max 3 a pool, two nodes, and one more while a node is replaced: (2 + 1) x 3. A member may end the role's
    // connections, which a deletion has to. One message is one transaction: it is written to the disk once.
    run(
        conn,
        format!(
            "create role \"{role}\" login password '{password}' connection limit 9 in role \"{group}\";
             grant \"{role}\" to current_user;
             alter role \"{role}\" set statement_timeout = '60s';
             alter role \"{role}\" set lock_timeout = '10s';
             alter role \"{role}\" set idle_in_transaction_session_timeout = '10s'"
        ),
    )
    .await
}

pub(super) async fn copy_template(
    conn: &mut PgConnection,
    template: &str,
    name: &str,
    owner: &str,
) -> sqlx::Result<()> {
    run(conn, format!("create database \"{name}\" template \"{template}\" strategy wal_log owner \"{owner}\" allow_connections false")).await
}

/// Nobody from outside, then its own role, then the door; all in one transaction, as one message is.
pub(super) async fn open_to_role(conn: &mut PgConnection, name: &str) -> sqlx::Result<()> {
    run(
        conn,
        format!(
            "revoke connect, temporary on database \"{name}\" from public;
             grant connect on database \"{name}\" to \"{name}\";
             alter database \"{name}\" allow_connections true"
        ),
    )
    .await
}
