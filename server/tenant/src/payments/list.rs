//! Payments in lists: all of them, and those of the payers that a search finds.

mod sql;

use chrono::{DateTime, NaiveDate, Utc};
use domain::payments::{PaymentLine, PaymentQuery};
use domain::{Count, Failure, Month, Page, Permission};
use sqlx::PgConnection;

use crate::store::OrFailure;
use crate::{Ctx, invoices};

/// Which payments are asked for.
struct Wanted {
    /// Received on this day or later.
    since: NaiveDate,
    /// The page begins after this day and id, in the order of the newest first.
    after: (NaiveDate, i64),
}

/// A page of payments, the latest day first.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `Invalid` for a month that is none, and those of the database.
pub async fn list(ctx: &Ctx, query: &PaymentQuery) -> Result<Page<PaymentLine>, Failure> {
    ctx.authorize(Permission::SeeSubscribers)?;
    let (since, until) = match query.month.trim() {
        "" => (day(1900), day(3000)),
        typed => {
            let month: Month = typed.parse().map_err(|reason| Failure::field("month", reason))?;
            (month.first_day(), month.last_day())
        }
    };
    let beginning = (until, i64::MAX);
    let after = position(&query.after).map_or(beginning, |after| after.min(beginning));
    let (wanted, first) = (
        Wanted { since, after },
        Wanted {
            since,
            after: beginning,
        },
    );
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let q = query.q.replace(char::is_control, " ");
    let q = q.trim();
    let (lines, counted) = if q.is_empty() {
        (
            sql::all(&mut conn, &wanted).await.or_failure(ctx)?,
            sql::count_all(&mut conn, &first).await.or_failure(ctx)?,
        )
    } else {
        let payers = invoices::payers_matching(&mut conn, ctx, q).await?;
        (
            sql::of_payers(&mut conn, &wanted, &payers).await.or_failure(ctx)?,
            sql::count_of_payers(&mut conn, &first, &payers).await.or_failure(ctx)?,
        )
    };
    Ok(Page::cut(lines, Count::capped(counted), |line| {
        format!("{}.{}", line.received_on, line.id)
    }))
}

/// The place after a row, as `Page::next` names it: a day and an id. Anything else is the beginning.
fn position(after: &str) -> Option<(NaiveDate, i64)> {
    let (day, id) = after.trim().split_once('.')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}

/// The first day of a year beyond those that forms accept.
fn day(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default()
}

/// A subscriber's latest payments.
pub(crate) async fn of_subscriber(
    conn: &mut PgConnection,
    ctx: &Ctx,
    subscriber_id: i64,
    limit: i64,
) -> Result<Vec<PaymentLine>, Failure> {
    sql::of_subscriber(conn, subscriber_id, limit).await.or_failure(ctx)
}

/// A person's own latest entries with their instants, the newest first.
pub(super) async fn recorded_by(
    conn: &mut PgConnection,
    ctx: &Ctx,
    user_id: i64,
    limit: i64,
) -> Result<Vec<(PaymentLine, DateTime<Utc>)>, Failure> {
    sql::recorded_by(conn, user_id, limit).await.or_failure(ctx)
}
