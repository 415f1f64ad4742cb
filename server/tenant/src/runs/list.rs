//! Runs as records: the list, a run's card, its accounts with their lines.

mod sql;

use domain::runs::{AccountQuery, RunAccount, RunCard, RunLine};
use domain::{Count, Failure, Page};

use super::authorize;
use crate::Ctx;
use crate::store::OrFailure;

/// Runs, the latest first. The position of a page is the id of its last row.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and those of the database.
pub async fn list(ctx: &Ctx, after: &str) -> Result<Page<RunLine>, Failure> {
    authorize(ctx)?;
    let after = after.trim().parse().unwrap_or(i64::MAX);
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let rows = sql::runs(&mut conn, after).await.or_failure(ctx)?;
    let counted = sql::count_runs(&mut conn).await.or_failure(ctx)?;
    Ok(Page::cut(rows, Count::capped(counted), |run| run.id.to_string()))
}

/// A run with all that is known of it.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, and those of the database.
pub async fn show(ctx: &Ctx, id: i64) -> Result<RunCard, Failure> {
    authorize(ctx)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    sql::card(&mut conn, id).await.or_failure(ctx)?.ok_or(Failure::NotFound)
}

/// Accounts of a run with their lines, in the order of the accounts.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and those of the database.
pub async fn accounts(ctx: &Ctx, query: &AccountQuery) -> Result<Page<RunAccount>, Failure> {
    authorize(ctx)?;
    let after = query.after.trim().parse().unwrap_or(0);
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let (rows, counted) = match query.show.as_str() {
        "parked" => (
            sql::parked(&mut conn, query.run, after).await.or_failure(ctx)?,
            sql::count_parked(&mut conn, query.run).await.or_failure(ctx)?,
        ),
        "outliers" => (
            sql::outliers(&mut conn, query.run, after).await.or_failure(ctx)?,
            sql::count_outliers(&mut conn, query.run).await.or_failure(ctx)?,
        ),
        _ => (
            sql::all(&mut conn, query.run, after).await.or_failure(ctx)?,
            sql::count_all(&mut conn, query.run).await.or_failure(ctx)?,
        ),
    };
    let mut page = Page::cut(rows, Count::capped(counted), |row: &RunAccount| row.place.to_string());
    let subscribers: Vec<i64> = page.items.iter().map(|row| row.subscriber_id).collect();
    for (subscriber_id, line) in sql::lines(&mut conn, query.run, &subscribers).await.or_failure(ctx)? {
        if let Some(account) = page.items.iter_mut().find(|row| row.subscriber_id == subscriber_id) {
            account.lines.push(line);
        }
    }
    Ok(page)
}
