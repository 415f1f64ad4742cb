//! Posting a batch: a handful of statements over all its rows, in the order in which one thing rests on another.

mod sql;

use domain::{Failure, Reason};
use sqlx::PgConnection;

use crate::store::OrFailure;
use crate::{Ctx, ledger};

/// Registers every good row of a batch, inside the caller's transaction.
pub(super) async fn post(conn: &mut PgConnection, ctx: &Ctx, batch_id: i64) -> Result<(), Failure> {
    sql::insert_houses(conn, batch_id, ctx.now).await.or_failure(ctx)?;
    sql::insert_premises(conn, batch_id, ctx.now).await.or_failure(ctx)?;
    sql::insert_states(conn, batch_id).await.or_failure(ctx)?;
    let registered = sql::insert_subscribers(conn, batch_id, ctx.now).await.or_failure(ctx)?;
    if registered == 0 {
        return Err(Failure::conflict(Reason::FileEmpty));
    }
    sql::refuse_left_over(conn, batch_id).await.or_failure(ctx)?;
    sql::insert_links(conn, batch_id, ctx.now).await.or_failure(ctx)?;
    let balances = sql::balances(conn, batch_id).await.or_failure(ctx)?;
    if balances.is_empty() {
        return Ok(());
    }
    ledger::open_balances(conn, ctx, &balances).await
}
