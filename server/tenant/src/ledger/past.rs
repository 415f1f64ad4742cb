//! What a subscriber owed on any day, and how it came about month by month.

mod sql;

use chrono::NaiveDate;
use domain::ledger::timeline::{AccountMonth, BalanceOn, SHOWN, lay_out};
use domain::{Failure, Month, Permission};

use crate::Ctx;
use crate::store::OrFailure;

/// The balance of a subscriber at the end of a day: the sum of all entries up to then.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, and those of the database.
pub async fn balance_on(ctx: &Ctx, subscriber_id: i64, day: NaiveDate) -> Result<BalanceOn, Failure> {
    ctx.authorize(Permission::SeeSubscribers)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let balance = sql::balance_on(&mut conn, subscriber_id, day).await.or_failure(ctx)?;
    Ok(BalanceOn {
        day,
        balance: balance.ok_or(Failure::NotFound)?,
    })
}

/// The last two years of an account by month, the oldest first. Later days than today's month are left out.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, and those of the database.
pub async fn timeline(ctx: &Ctx, subscriber_id: i64) -> Result<Vec<AccountMonth>, Failure> {
    ctx.authorize(Permission::SeeSubscribers)?;
    let last = Month::of(ctx.today);
    let first = last.minus(SHOWN - 1).first_day();
    // Both are read at one instant.
    let mut conn = ctx.db.snapshot().await.or_failure(ctx)?;
    let before = sql::balance_before(&mut conn, subscriber_id, first)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    let moved = sql::moved(&mut conn, subscriber_id, first).await.or_failure(ctx)?;
    conn.rollback().await.or_failure(ctx)?;
    Ok(lay_out(last, before, &moved))
}
