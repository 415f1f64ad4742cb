//! What a copy must not keep.

use sqlx::{PgConnection, query};

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
