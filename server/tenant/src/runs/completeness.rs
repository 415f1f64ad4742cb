//! Whether a month is complete: each link that was active in it is charged or listed with the reason why not.

mod sql;

use domain::runs::{Completeness, CompletenessQuery};
use domain::{Count, Failure, Page};

use super::authorize;
use crate::Ctx;
use crate::store::OrFailure;

/// Active links of a month against the lines made. The position of a page is the link of its last row.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `Invalid` for a month that is none, and those of the database.
pub async fn completeness(ctx: &Ctx, query: &CompletenessQuery) -> Result<Completeness, Failure> {
    authorize(ctx)?;
    let month = query.month.parse().map_err(|reason| Failure::field("month", reason))?;
    let after = query.after.trim().parse().unwrap_or(0);
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let (active, charged) = sql::counts(&mut conn, month).await.or_failure(ctx)?;
    let reasons = sql::reasons(&mut conn, month).await.or_failure(ctx)?;
    let missing = sql::missing(&mut conn, month, after).await.or_failure(ctx)?;
    let all = reasons.iter().map(|(_, count)| count).sum();
    Ok(Completeness {
        month,
        active,
        charged,
        reasons,
        missing: Page::cut(missing, Count::capped(all), |link| link.link_id.to_string()),
    })
}
