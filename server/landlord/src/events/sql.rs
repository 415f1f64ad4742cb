//! The landlord's audit in its database.

use sqlx::{PgConnection, query};

use super::What;
use crate::Ctx;

pub(super) async fn insert(conn: &mut PgConnection, ctx: &Ctx, what: What<'_>) -> sqlx::Result<()> {
    query!(
        "insert into landlord_event (at, actor_id, actor_name, verb, noun, object_id, details, request_id, ip, reason)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9::text::inet, $10)",
        ctx.now,
        ctx.actor_id(),
        ctx.actor_name(),
        what.verb,
        what.noun,
        what.object_id,
        what.details,
        ctx.request_id,
        ctx.ip.map(|ip| ip.to_string()),
        what.reason
    )
    .execute(conn)
    .await?;
    Ok(())
}
