//! The first page's figures, out of the kept sums only: as fast with ten million invoices as with none.

mod sql;

use domain::dashboard::{Dashboard, twelve_months};
use domain::{Failure, Month, Permission};

use crate::store::OrFailure;
use crate::{Ctx, books};

/// The figures of the first page.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and those of the database.
pub async fn show(ctx: &Ctx) -> Result<Dashboard, Failure> {
    ctx.authorize(Permission::SeeDashboard)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let month = Month::of(ctx.today);
    let kept = sql::kept(&mut conn).await.or_failure(ctx)?;
    let known = sql::months(&mut conn, month.minus(11), month).await.or_failure(ctx)?;
    let months = twelve_months(month, &known);
    let (charged, paid) = months.last().map(|this| (this.charged, this.paid)).unwrap_or_default();
    Ok(Dashboard {
        month,
        subscribers: kept.subscribers,
        debt: kept.debt,
        debtors: kept.debtors,
        advance: kept.advance,
        charged,
        paid,
        months,
        broken_promises: kept.broken_promises,
        steps: kept.steps,
        books: books::last_proof(&mut conn, ctx).await?,
    })
}

/// The sums over all subscribers.
struct Kept {
    subscribers: i64,
    debt: domain::Money,
    debtors: i64,
    advance: domain::Money,
    broken_promises: i64,
    steps: domain::dashboard::Steps,
}
