//! Statuses of tenants in the catalogue. Each change names the status that it starts from.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, query, query_as};

pub(super) struct Trashed {
    pub id: i64,
    pub slug: String,
    pub trashed_at: DateTime<Utc>,
    pub purge_warned_at: Option<DateTime<Utc>>,
}

pub(super) async fn trash(conn: &mut PgConnection, id: i64, now: DateTime<Utc>) -> sqlx::Result<bool> {
    let turned = query!(
        "update tenant set status_before_trash = status, status = 'trashed', trashed_at = $2, purge_warned_at = null
         where id = $1 and status in ('active', 'suspended')",
        id,
        now
    )
    .execute(conn)
    .await?;
    Ok(turned.rows_affected() == 1)
}

pub(super) async fn restore(conn: &mut PgConnection, id: i64) -> sqlx::Result<bool> {
    let turned = query!(
        "update tenant set status = coalesce(status_before_trash, 'active'), status_before_trash = null, trashed_at = null, purge_warned_at = null,
                expires_at = case when is_copy then now() + interval '15 days' end
         where id = $1 and status = 'trashed'",
        id
    )
    .execute(conn)
    .await?;
    Ok(turned.rows_affected() == 1)
}

pub(super) async fn suspend(conn: &mut PgConnection, id: i64, reason: &str, now: DateTime<Utc>) -> sqlx::Result<bool> {
    let turned = query!(
        "update tenant set status = 'suspended', suspended_at = $3, suspended_for = $2 where id = $1 and status = 'active'",
        id,
        reason,
        now
    )
    .execute(conn)
    .await?;
    Ok(turned.rows_affected() == 1)
}

pub(super) async fn resume(conn: &mut PgConnection, id: i64) -> sqlx::Result<bool> {
    let turned = query!(
        "update tenant set status = 'active', suspended_at = null, suspended_for = null where id = $1 and status = 'suspended'",
        id
    )
    .execute(conn)
    .await?;
    Ok(turned.rows_affected() == 1)
}

pub(super) async fn begin_purge(conn: &mut PgConnection, id: i64) -> sqlx::Result<bool> {
    let turned = query!(
        "update tenant set status = 'purging' where id = $1 and status in ('trashed', 'purging')",
        id
    )
    .execute(conn)
    .await?;
    Ok(turned.rows_affected() == 1)
}

pub(super) async fn expired(conn: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<Vec<(i64, String)>> {
    let rows = query!(
        "select id, slug from tenant where is_copy and expires_at <= $1 and status in ('active', 'suspended') order by id",
        now
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.slug)).collect())
}

pub(super) async fn trashed(conn: &mut PgConnection) -> sqlx::Result<Vec<Trashed>> {
    query_as!(
        Trashed,
        r#"select id, slug, trashed_at as "trashed_at!", purge_warned_at from tenant where status = 'trashed' and trashed_at is not null order by trashed_at, id"#
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn warned(conn: &mut PgConnection, id: i64, now: DateTime<Utc>) -> sqlx::Result<()> {
    query!(
        "update tenant set purge_warned_at = $2 where id = $1 and status = 'trashed'",
        id,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
