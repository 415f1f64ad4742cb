//! The landlord's audit as it is written: who did what to which tenant, from where and why. `audit` reads it.

mod sql;

use domain::Failure;
use serde_json::Value;
use sqlx::PgConnection;

use crate::Ctx;
use crate::store::OrFailure;

/// What was done.
pub struct What<'a> {
    /// The deed, a past participle.
    pub verb: &'a str,
    /// To what kind of thing.
    pub noun: &'a str,
    /// To which one.
    pub object_id: Option<i64>,
    /// Why, in the words of the person who did it.
    pub reason: Option<&'a str>,
    /// Old and new values (`{"name": {"from": .., "to": ..}}`); no passwords and no tokens. What concerns a tenant
    /// without being one names it in `tenant_id`.
    pub details: Value,
}

/// Appends an event in the transaction of the change that it tells of.
///
/// # Errors
/// As every statement.
pub async fn record(
    conn: &mut PgConnection,
    ctx: &Ctx,
    verb: &str,
    noun: &str,
    object_id: Option<i64>,
    details: Value,
) -> Result<(), Failure> {
    let what = What {
        verb,
        noun,
        object_id,
        reason: None,
        details,
    };
    record_with_reason(conn, ctx, what).await
}

/// The same with the reason that was asked for.
///
/// # Errors
/// As every statement.
pub async fn record_with_reason(conn: &mut PgConnection, ctx: &Ctx, what: What<'_>) -> Result<(), Failure> {
    sql::insert(conn, ctx, what).await.or_failure(ctx)
}

/// Appends an event that stands by itself: a refused log-in, a refused right. What can't be written down is in the log;
/// the refusal itself holds either way.
pub async fn note(ctx: &Ctx, verb: &str, noun: &str, object_id: Option<i64>, details: Value) {
    let noted = async {
        let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
        record(&mut conn, ctx, verb, noun, object_id, details).await
    };
    if let Err(failure) = noted.await {
        tracing::error!(request_id = ctx.request_id, verb, noun, %failure, "an event could not be written down");
    }
}
