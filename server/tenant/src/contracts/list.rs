//! Contracts in lists: in force, about to expire, expired, all; those that a search finds; those of a subscriber.

mod sql;

use chrono::NaiveDate;
use domain::contracts::{ContractLine, ContractQuery, Show, days_after};
use domain::{Count, Failure, Page, Permission};

use crate::store::OrFailure;
use crate::{Ctx, invoices};

/// Contracts on a subscriber's card.
const OF_SUBSCRIBER: i64 = 50;

/// What a search means: the subscribers found by account or name, and the pattern of a number or a party.
struct Search {
    payers: Vec<i64>,
    pattern: String,
}

/// The place after which a page begins: a day and an id.
type Place = (NaiveDate, i64);

/// A page of contracts: the last signed first; those about to expire, the soonest first; the expired, the latest first.
///
/// # Errors
/// `SignedOut`, `Forbidden`; those of the database.
pub async fn list(ctx: &Ctx, query: &ContractQuery) -> Result<Page<ContractLine>, Failure> {
    ctx.authorize(Permission::SeeSubscribers)?;
    let show = Show::from_code(&query.show);
    let after = position(&query.after);
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let q = query.q.replace(char::is_control, " ").trim().to_lowercase();
    let search = if q.is_empty() {
        None
    } else {
        let short: String = q.chars().take(100).collect();
        Some(Search {
            payers: invoices::payers_matching(&mut conn, ctx, &short).await?,
            pattern: crate::houses::containing(&short),
        })
    };
    let (search, today) = (search.as_ref(), ctx.today);
    let beginning = (far_past(), 0);
    let end = (far_future(), i64::MAX);
    let (lines, counted) = match show {
        Show::Active | Show::All => {
            let not_before = (show == Show::Active).then_some(today);
            let after = after.unwrap_or(end);
            (
                sql::signed(&mut conn, search, not_before, after, today).await,
                sql::count_signed(&mut conn, search, not_before).await,
            )
        }
        Show::Within(days) => {
            let span = (today, days_after(today, days));
            let after = after.unwrap_or(beginning);
            (
                sql::ending(&mut conn, search, span, after, today).await,
                sql::count_ending(&mut conn, search, span).await,
            )
        }
        Show::Expired => {
            let after = after.unwrap_or(end);
            (
                sql::over(&mut conn, search, after, today).await,
                sql::count_over(&mut conn, search, today).await,
            )
        }
    };
    let by_end = !matches!(show, Show::Active | Show::All);
    Ok(Page::cut(
        lines.or_failure(ctx)?,
        Count::capped(counted.or_failure(ctx)?),
        |line| {
            let day = line.last_day.filter(|_| by_end).unwrap_or(line.signed_on);
            format!("{day}.{}", line.id)
        },
    ))
}

/// A subscriber's contracts, the latest first.
///
/// # Errors
/// `SignedOut`, `Forbidden`; those of the database.
pub async fn of_subscriber(ctx: &Ctx, subscriber_id: i64) -> Result<Vec<ContractLine>, Failure> {
    ctx.authorize(Permission::SeeSubscribers)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    sql::of_subscriber(&mut conn, subscriber_id, ctx.today, OF_SUBSCRIBER)
        .await
        .or_failure(ctx)
}

/// The place after a row, as `Page::next` names it: a day and an id. Anything else is the beginning.
fn position(after: &str) -> Option<Place> {
    let (day, id) = after.trim().split_once('.')?;
    let day: NaiveDate = day.parse().ok()?;
    (far_past()..=far_future())
        .contains(&day)
        .then_some((day, id.parse().ok()?))
}

/// Before every day that a form accepts; within what the database can hold.
fn far_past() -> NaiveDate {
    NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or_default()
}

/// After every day that a form accepts.
fn far_future() -> NaiveDate {
    NaiveDate::from_ymd_opt(3000, 1, 1).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_days_with_ids() {
        assert_eq!(
            position(" 2026-01-10.7"),
            Some((NaiveDate::from_ymd_opt(2026, 1, 10).unwrap(), 7))
        );
        for bad in [
            "",
            "7",
            "2026-01-10",
            "x.7",
            "2026-01-10.x",
            "9999-01-01.1",
            "-1000-01-01.1",
        ] {
            assert_eq!(position(bad), None, "{bad}");
        }
    }
}
