//! The landlord's audit: who did what to which tenant.

mod sql;

use domain::Failure;
use serde_json::Value;
use sqlx::PgConnection;

use crate::Ctx;
use crate::store::OrFailure;

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
    sql::insert(conn, ctx, verb, noun, object_id, details)
        .await
        .or_failure(ctx)
}
