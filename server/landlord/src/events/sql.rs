//! The landlord's audit in its database.

use serde_json::Value;
use sqlx::{PgConnection, query};

use crate::Ctx;

pub(super) async fn insert(
    conn: &mut PgConnection,
    ctx: &Ctx,
    verb: &str,
    noun: &str,
    object_id: Option<i64>,
    details: Value,
) -> sqlx::Result<()> {
    query!(
        "insert into landlord_event (at, actor_id, actor_name, verb, noun, object_id, details, request_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        ctx.now,
        ctx.actor_id(),
        ctx.actor_name(),
        verb,
        noun,
        object_id,
        details,
        ctx.request_id
    )
    .execute(conn)
    .await?;
    Ok(())
}
