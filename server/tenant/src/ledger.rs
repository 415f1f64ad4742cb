//! The books: balances, moves, what is brought in from another system, and the proof that all of it agrees. Invoices
//! and payments write their own entries; the kept sums move by triggers in the same transaction.

mod past;
mod proof;
mod rebuild;
mod sql;

use domain::subscribers::Move;
use domain::{Failure, Money, Month, Reason};
use sqlx::PgConnection;

pub use past::{balance_on, timeline};
pub use proof::prove;
pub use rebuild::rebuild;
pub(crate) use sql::unknown_word;

use crate::Ctx;
use crate::store::OrFailure;

/// The latest moves of a subscriber with the balance after each, the newest first.
pub(crate) async fn moves(
    conn: &mut PgConnection,
    ctx: &Ctx,
    subscriber_id: i64,
    limit: i64,
) -> Result<Vec<Move>, Failure> {
    sql::moves(conn, subscriber_id, limit).await.or_failure(ctx)
}

/// What a subscriber owes (more than nothing) or has paid ahead (less).
pub(crate) async fn balance(conn: &mut PgConnection, ctx: &Ctx, subscriber_id: i64) -> Result<Money, Failure> {
    sql::balance(conn, subscriber_id).await.or_failure(ctx)
}

/// Brings in balances from another system, by subscriber: debts (more than nothing) as opening invoices, advances
/// (less) as opening payments, with their entries; sums of nothing are passed over. The caller owns the transaction.
///
/// # Errors
/// `Conflict TooLarge` when a sum or a balance is more than the books hold.
pub(crate) async fn open_balances(conn: &mut PgConnection, ctx: &Ctx, rows: &[(i64, Money)]) -> Result<(), Failure> {
    let ids: Vec<i64> = rows.iter().map(|(id, _)| *id).collect();
    lock(conn, ctx, &ids).await?;
    expect_many(conn, ctx, true).await?;
    let (debts, advances): (Vec<_>, Vec<_>) = rows
        .iter()
        .copied()
        .filter(|(_, sum)| !sum.is_zero())
        .partition(|(_, sum)| sum.is_positive());
    if !debts.is_empty() {
        let month = Month::of(ctx.today);
        let done = sql::insert_opening_invoices(conn, &debts, month, ctx.today, ctx.now).await;
        fits(done, Failure::conflict(Reason::TooLarge))?.or_failure(ctx)?;
    }
    if !advances.is_empty() {
        let advances: Vec<(i64, Money)> = advances.into_iter().map(|(id, sum)| (id, -sum)).collect();
        let done = sql::insert_opening_payments(conn, &advances, ctx.today, ctx.actor_name(), ctx.now).await;
        fits(done, Failure::conflict(Reason::TooLarge))?.or_failure(ctx)?;
    }
    spread_advances(conn, ctx, &ids).await?;
    expect_many(conn, ctx, false).await
}

/// Locks subscribers for a change of their money until the transaction ends. Everything that moves money takes this
/// lock first, in the order of the ids: so nothing is spread twice, and nothing waits crosswise.
pub(crate) async fn lock(conn: &mut PgConnection, ctx: &Ctx, subscriber_ids: &[i64]) -> Result<(), Failure> {
    sql::subscribers_for_update(conn, subscriber_ids).await.or_failure(ctx)
}

/// Tells the planner that statements ahead join many rows with many, which it can't know of rows that are only just
/// being written; `false` leaves it to itself again. Ends with the transaction in any case.
pub(crate) async fn expect_many(conn: &mut PgConnection, ctx: &Ctx, many: bool) -> Result<(), Failure> {
    sql::expect_many(conn, many).await.or_failure(ctx)
}

/// Spreads what subscribers have paid ahead over their open invoices by the tenant's rule, the oldest payment first, and
/// gives the sum used. The caller has locked the subscribers.
pub(crate) async fn spread_advances(
    conn: &mut PgConnection,
    ctx: &Ctx,
    subscriber_ids: &[i64],
) -> Result<Money, Failure> {
    sql::spread_advances(conn, subscriber_ids, ctx.actor_name(), ctx.now)
        .await
        .or_failure(ctx)
}

/// A sum that a column of the books can't hold is a refusal, not a defect.
pub(crate) fn fits<T>(done: Result<T, sqlx::Error>, refusal: Failure) -> Result<Result<T, sqlx::Error>, Failure> {
    match done {
        // numeric_value_out_of_range
        Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("22003") => Err(refusal),
        other => Ok(other),
    }
}
