//! The SQL of payments spread anew.

use chrono::{DateTime, Utc};
use domain::payments::returns::Reallocation;
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use super::Spread;

/// A reallocation that is to be written.
pub(super) struct Row<'a> {
    pub(super) key: Uuid,
    pub(super) payment_id: i64,
    pub(super) was: Value,
    pub(super) became: Value,
    pub(super) reason: &'a str,
    pub(super) by: &'a str,
    pub(super) now: DateTime<Utc>,
}

pub(super) async fn by_key(conn: &mut PgConnection, key: Uuid) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!("select payment_id from reallocation where key = $1", key)
        .fetch_optional(conn)
        .await
}

pub(super) async fn insert(conn: &mut PgConnection, row: Row<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into reallocation (key, payment_id, was, became, reason, made_by, created_at)
        values ($1, $2, $3, $4, $5, $6, $7)",
        row.key,
        row.payment_id,
        row.was,
        row.became,
        row.reason,
        row.by,
        row.now
    )
    .execute(conn)
    .await?;
    Ok(())
}

fn pairs(kept: Value) -> Result<Spread, sqlx::Error> {
    serde_json::from_value(kept).map_err(|error| sqlx::Error::Decode(error.into()))
}

/// How a payment was spread anew, the earliest first.
pub(in crate::payments) async fn of_payment(
    conn: &mut PgConnection,
    payment_id: i64,
) -> Result<Vec<Reallocation>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, was, became, reason, made_by, created_at from reallocation where payment_id = $1 order by id",
        payment_id
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Reallocation {
                id: row.id,
                was: pairs(row.was)?,
                became: pairs(row.became)?,
                reason: row.reason,
                made_by: row.made_by,
                made_at: row.created_at,
            })
        })
        .collect()
}
