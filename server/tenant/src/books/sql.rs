//! The SQL of the proofs that are kept.

use chrono::{DateTime, Utc};
use domain::ledger::Proof;
use domain::ledger::proof::{KeptProof, LastProof};
use serde_json::Value;
use sqlx::PgConnection;

use super::by;
use crate::Ctx;

/// The database's clock, to measure how long something takes.
pub(super) async fn clock(conn: &mut PgConnection) -> Result<DateTime<Utc>, sqlx::Error> {
    sqlx::query_scalar!(r#"select clock_timestamp() as "now!""#)
        .fetch_one(conn)
        .await
}

/// The id, and how many milliseconds have passed since it began.
pub(super) async fn keep(
    conn: &mut PgConnection,
    ctx: &Ctx,
    began: DateTime<Utc>,
    proof: &Proof,
    details: &Value,
) -> Result<(i64, i64), sqlx::Error> {
    let row = sqlx::query!(
        "insert into book_proof (proved_at, took_ms, holds, entries, sealed_upto, details, asked_by)
        values ($1, (extract(epoch from clock_timestamp() - $2::timestamptz) * 1000)::bigint, $3, $4, $5, $6, $7)
        returning id, took_ms",
        ctx.now,
        began,
        proof.holds(),
        proof.entries,
        proof.ledger.upto,
        details,
        ctx.actor_name()
    )
    .fetch_one(conn)
    .await?;
    Ok((row.id, row.took_ms))
}

/// Proofs of a version of the program that kept other figures are passed over.
pub(super) async fn last(conn: &mut PgConnection, limit: i64) -> Result<Vec<KeptProof>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, proved_at, took_ms, details, asked_by from book_proof order by proved_at desc, id desc limit $1",
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(KeptProof {
                id: row.id,
                at: row.proved_at,
                took_ms: row.took_ms,
                by: by(&row.asked_by),
                proof: serde_json::from_value(row.details).ok()?,
            })
        })
        .collect())
}

pub(super) async fn latest(conn: &mut PgConnection) -> Result<Option<LastProof>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select proved_at, holds,
            case when jsonb_typeof(details -> 'findings') = 'array' then jsonb_array_length(details -> 'findings') else 0 end::bigint as "findings!"
        from book_proof order by proved_at desc, id desc limit 1"#
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| LastProof {
        at: row.proved_at,
        holds: row.holds,
        findings: row.findings,
    }))
}
