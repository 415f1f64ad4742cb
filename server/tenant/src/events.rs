//! The audit: what was done, by whom, when. Written in the transaction of the change itself, never changed.

mod sql;

use std::net::IpAddr;

use domain::Failure;
use serde_json::Value;
use sqlx::PgConnection;

use crate::store::OrFailure;
use crate::{Actor, Ctx};

/// An event with what only some events have.
struct Row<'a> {
    verb: &'a str,
    noun: &'a str,
    object_id: Option<i64>,
    details: Value,
    ip: Option<IpAddr>,
    reason: Option<&'a str>,
}

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
    let row = Row {
        verb,
        noun,
        object_id,
        details,
        ip: None,
        reason: None,
    };
    sql::insert(conn, ctx, row).await.or_failure(ctx)
}

/// The same for a deed that needs a reason.
pub(crate) async fn record_with_reason(
    conn: &mut PgConnection,
    ctx: &Ctx,
    verb: &str,
    noun: &str,
    reason: &str,
    details: Value,
) -> Result<(), Failure> {
    let row = Row {
        verb,
        noun,
        object_id: None,
        details,
        ip: None,
        reason: Some(reason),
    };
    sql::insert(conn, ctx, row).await.or_failure(ctx)
}

/// Notes an event that stands by itself and came from a client: a refused log-in, a refused right. What can't be
/// written down is in the log; the refusal itself holds either way.
pub async fn note(ctx: &Ctx, verb: &str, noun: &str, ip: Option<IpAddr>, details: Value) {
    let row = Row {
        verb,
        noun,
        object_id: None,
        details,
        ip,
        reason: None,
    };
    let noted = async {
        let mut conn = ctx.db.acquire().await?;
        sql::insert(&mut conn, ctx, row).await
    };
    if let Err(error) = noted.await {
        let (tenant, request_id) = (&ctx.tenant.slug, &ctx.request_id);
        tracing::error!(tenant, request_id, verb, noun, %error, "an event could not be written down");
    }
}

/// The word for the kind of actor, and the actor's id.
const fn kind(actor: &Actor) -> (&'static str, Option<i64>) {
    match actor {
        Actor::User { id, .. } => ("user", Some(*id)),
        Actor::Visitor { id, .. } => ("landlord", Some(*id)),
        Actor::Anonymous => ("anonymous", None),
        Actor::System | Actor::OnBehalf { .. } => ("system", None),
    }
}
