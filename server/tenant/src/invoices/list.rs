//! Invoices in lists: all of them, those not paid, those that a search finds.

pub(super) mod sql;

use chrono::NaiveDate;
use domain::invoices::{InvoiceLine, InvoiceQuery};
use domain::{Count, Failure, Month, Page, Permission};
use sqlx::PgConnection;

use crate::Ctx;
use crate::store::OrFailure;

/// Which invoices are asked for.
struct Wanted {
    /// From this month on.
    since: NaiveDate,
    /// The page begins after this month and id, in the order of the newest first.
    after: (NaiveDate, i64),
    /// Only what is not paid in full and was due before the day.
    unpaid_due_before: Option<NaiveDate>,
}

/// A page of invoices, the newest month first.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `Invalid` for a month that is none, and those of the database.
pub async fn list(ctx: &Ctx, query: &InvoiceQuery) -> Result<Page<InvoiceLine>, Failure> {
    ctx.authorize(Permission::SeeSubscribers)?;
    let month = match query.month.trim() {
        "" => None,
        typed => Some(
            typed
                .parse::<Month>()
                .map_err(|reason| Failure::field("month", reason))?,
        ),
    };
    let newest = month.map_or(far_future(), Month::first_day);
    let beginning = (newest, i64::MAX);
    let wanted = Wanted {
        since: month.map_or(far_past(), Month::first_day),
        after: position(&query.after).map_or(beginning, |after| after.min(beginning)),
        unpaid_due_before: match query.show.as_str() {
            "unpaid" => Some(far_future()),
            "overdue" => Some(ctx.today),
            _ => None,
        },
    };
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let q = query.q.replace(char::is_control, " ");
    let q = q.trim();
    let first = Wanted {
        after: beginning,
        ..wanted
    };
    let (rows, counted) = if q.is_empty() {
        match wanted.unpaid_due_before {
            Some(before) => (
                sql::unpaid(&mut conn, &wanted, before).await.or_failure(ctx)?,
                sql::count_unpaid(&mut conn, &first, before).await.or_failure(ctx)?,
            ),
            None => (
                sql::all(&mut conn, &wanted).await.or_failure(ctx)?,
                sql::count_all(&mut conn, &first).await.or_failure(ctx)?,
            ),
        }
    } else {
        let payers = payers_matching(&mut conn, ctx, q).await?;
        (
            sql::found(&mut conn, &wanted, &payers, q).await.or_failure(ctx)?,
            sql::count_found(&mut conn, &first, &payers, q).await.or_failure(ctx)?,
        )
    };
    let lines = lines(rows, ctx)?;
    Ok(Page::cut(lines, Count::capped(counted), |line| {
        format!("{}.{}", line.month, line.id)
    }))
}

pub(super) async fn of_subscriber(
    conn: &mut PgConnection,
    ctx: &Ctx,
    subscriber_id: i64,
    limit: i64,
) -> Result<Vec<InvoiceLine>, Failure> {
    let rows = sql::of_subscriber(conn, subscriber_id, limit).await.or_failure(ctx)?;
    lines(rows, ctx)
}

fn lines(rows: Vec<sql::LineRow>, ctx: &Ctx) -> Result<Vec<InvoiceLine>, Failure> {
    rows.into_iter()
        .map(|row| row.into_line(ctx.today))
        .collect::<Result<_, _>>()
        .or_failure(ctx)
}

/// The subscribers whose account or name a search means, archived ones too; at most two hundred.
pub(crate) async fn payers_matching(conn: &mut PgConnection, ctx: &Ctx, q: &str) -> Result<Vec<i64>, Failure> {
    let literal: String = q
        .chars()
        .take(100)
        .flat_map(|c| matches!(c, '%' | '_' | '\\').then_some('\\').into_iter().chain([c]))
        .collect();
    let within = q.chars().count() >= 4;
    sql::payers_matching(conn, &literal.to_uppercase(), &literal.to_lowercase(), within)
        .await
        .or_failure(ctx)
}

/// The place after a row, as `Page::next` names it: a month and an id. Anything else is the beginning.
fn position(after: &str) -> Option<(NaiveDate, i64)> {
    let (month, id) = after.trim().split_once('.')?;
    Some((month.parse::<Month>().ok()?.first_day(), id.parse().ok()?))
}

/// Before every month and day that a form accepts; within what the database can hold.
fn far_past() -> NaiveDate {
    NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or_default()
}

/// After every month and day that a form accepts.
fn far_future() -> NaiveDate {
    NaiveDate::from_ymd_opt(3000, 1, 1).unwrap_or_default()
}
