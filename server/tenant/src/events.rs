//! The audit: what was done, by whom, when. Written in the transaction of the change itself, never changed.

mod sql;

use domain::Failure;
use serde_json::Value;
use sqlx::PgConnection;

use crate::store::OrFailure;
use crate::{Actor, Ctx};

/// Notes what the context's actor did. `verb` is a past participle (`created`), `noun` a kind of thing (`subscriber`);
/// `details` hold old and new values, no passwords and no tokens.
///
/// # Errors
/// Those of the database.
pub async fn record(
    conn: &mut PgConnection,
    ctx: &Ctx,
    verb: &str,
    noun: &str,
    object_id: Option<i64>,
    details: Value,
) -> Result<(), Failure> {
    let (kind, actor_id) = match &ctx.actor {
        Actor::User { id, .. } => ("user", Some(*id)),
        Actor::Anonymous => ("anonymous", None),
        Actor::System => ("system", None),
    };
    sql::insert(conn, ctx, kind, actor_id, verb, noun, object_id, &details)
        .await
        .or_failure(ctx)
}
