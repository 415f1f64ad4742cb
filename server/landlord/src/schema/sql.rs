//! The version row and the steps of a schema.

use sqlx::{AssertSqlSafe, Executor, PgConnection, Row, query};

/// Begins the one transaction; whoever migrates the same database at the same time waits here.
pub(super) async fn begin(conn: &mut PgConnection) -> sqlx::Result<()> {
    conn.execute("begin").await?;
    // Released with the transaction, whatever its end.
    conn.execute("select pg_advisory_xact_lock(8315612277)").await?;
    Ok(())
}

pub(super) async fn end(conn: &mut PgConnection, good: bool) -> sqlx::Result<()> {
    conn.execute(if good { "commit" } else { "rollback" }).await?;
    Ok(())
}

pub(super) async fn version(conn: &mut PgConnection) -> sqlx::Result<i32> {
    conn.execute("set local client_min_messages = warning").await?;
    conn.execute("create table if not exists schema_version (one boolean primary key default true check (one), version integer not null)").await?;
    let row = query("select version from schema_version").fetch_optional(conn).await?;
    row.map_or(Ok(0), |row| row.try_get("version"))
}

/// Changes nothing, so it fails where no schema has ever been.
pub(super) async fn found_version(conn: &mut PgConnection) -> sqlx::Result<i32> {
    let row = query("select version from schema_version").fetch_one(conn).await?;
    row.try_get("version")
}

pub(super) async fn set_version(conn: &mut PgConnection, version: i32) -> sqlx::Result<()> {
    query(
        "insert into schema_version (version) values ($1) on conflict (one) do update set version = excluded.version",
    )
    .bind(version)
    .execute(conn)
    .await?;
    Ok(())
}

/// A step's text comes out of a file of the program.
pub(super) async fn apply(conn: &mut PgConnection, step: &str) -> sqlx::Result<()> {
    conn.execute(AssertSqlSafe(step.to_owned())).await?;
    Ok(())
}
