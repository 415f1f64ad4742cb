//! SQL of the audit.

use sqlx::PgConnection;

use super::{Row, kind};
use crate::Ctx;

pub(super) async fn insert(conn: &mut PgConnection, ctx: &Ctx, row: Row<'_>) -> Result<(), sqlx::Error> {
    let (kind, actor_id) = kind(&ctx.actor);
    sqlx::query!(
        "insert into event (at, actor_kind, actor_id, actor_name, verb, noun, object_id, details, request_id, ip, reason)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text::inet, $11)",
        ctx.now,
        kind,
        actor_id,
        ctx.actor_name(),
        row.verb,
        row.noun,
        row.object_id,
        row.details,
        ctx.request_id,
        row.ip.map(|ip| ip.to_string()),
        row.reason,
    )
    .execute(conn)
    .await?;
    Ok(())
}
