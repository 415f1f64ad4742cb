//! Where a transaction begins and ends that is held together with its connection.

use sqlx::{Executor, PgConnection};

pub(super) async fn begin(conn: &mut PgConnection) -> sqlx::Result<()> {
    conn.execute("begin").await.map(drop)
}

/// Only reads, and sees the database as it is at its first statement.
pub(super) const SNAPSHOT: &str = "begin isolation level repeatable read read only";

pub(super) async fn begin_snapshot(conn: &mut PgConnection) -> sqlx::Result<()> {
    conn.execute(SNAPSHOT).await.map(drop)
}

pub(super) async fn commit(conn: &mut PgConnection) -> sqlx::Result<()> {
    conn.execute("commit").await.map(drop)
}

pub(super) async fn rollback(conn: &mut PgConnection) -> sqlx::Result<()> {
    conn.execute("rollback").await.map(drop)
}
