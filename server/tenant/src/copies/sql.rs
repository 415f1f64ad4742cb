//! What a copy must not keep, and what it has of its original's files.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, query};
use uuid::Uuid;

pub(super) async fn end_sessions(conn: &mut PgConnection) -> sqlx::Result<()> {
    query!("delete from session").execute(conn).await?;
    Ok(())
}

pub(super) async fn empty_outbox(conn: &mut PgConnection) -> sqlx::Result<()> {
    query!("delete from outbox where handed_at is null")
        .execute(conn)
        .await?;
    Ok(())
}

/// The original's jobs are not the copy's: what waits for one is decided on anew.
pub(super) async fn forget_jobs(conn: &mut PgConnection) -> sqlx::Result<()> {
    query!("update import_batch set status = 'previewed' where status = 'posting'")
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn forget_links(conn: &mut PgConnection) -> sqlx::Result<()> {
    query!("delete from handed_link").execute(conn).await?;
    Ok(())
}

/// Every file with its size, the latest first.
pub(super) async fn files(conn: &mut PgConnection) -> sqlx::Result<Vec<(Uuid, i64)>> {
    let rows = query!("select id, size from file where deleted_at is null order by created_at desc, id desc")
        .fetch_all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.size)).collect())
}

pub(super) async fn leave_out(conn: &mut PgConnection, ids: &[Uuid], now: DateTime<Utc>) -> sqlx::Result<()> {
    query!("update file set deleted_at = $2 where id = any($1)", ids, now)
        .execute(conn)
        .await?;
    Ok(())
}
