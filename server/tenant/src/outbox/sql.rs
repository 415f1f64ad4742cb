//! SQL of the outbox.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;

use super::Waiting;

pub(super) async fn insert(
    conn: &mut PgConnection,
    topic: &str,
    payload: &Value,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into outbox (topic, payload, created_at) values ($1, $2, $3)",
        topic,
        payload,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn waiting_for_update(
    conn: &mut PgConnection,
    after: i64,
    limit: i64,
) -> Result<Vec<Waiting>, sqlx::Error> {
    sqlx::query_as!(
        Waiting,
        "select id, topic, payload from outbox where handed_at is null and id > $1 order by id limit $2
         for update skip locked",
        after,
        limit,
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn mark_handed(conn: &mut PgConnection, id: i64, now: DateTime<Utc>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update outbox set handed_at = $2, payload = '{}' where id = $1",
        id,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}
