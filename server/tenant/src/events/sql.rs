//! SQL of the audit.

use serde_json::Value;
use sqlx::PgConnection;

use crate::Ctx;

#[allow(clippy::too_many_arguments, reason = "a row has that many columns")]
pub(super) async fn insert(
    conn: &mut PgConnection,
    ctx: &Ctx,
    kind: &str,
    actor_id: Option<i64>,
    verb: &str,
    noun: &str,
    object_id: Option<i64>,
    details: &Value,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into event (at, actor_kind, actor_id, actor_name, verb, noun, object_id, details, request_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        ctx.now,
        kind,
        actor_id,
        ctx.actor_name(),
        verb,
        noun,
        object_id,
        details,
        ctx.request_id,
    )
    .execute(conn)
    .await?;
    Ok(())
}
