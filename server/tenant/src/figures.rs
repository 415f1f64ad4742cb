//! What the landlord is told of a tenant: how much it uses and how its business goes, and nothing of its people.

mod sql;

use chrono::NaiveDate;
use domain::figures::{Contribution, Figures};
use domain::{Failure, Permission};

use crate::Ctx;
use crate::store::OrFailure;

/// How much the tenant uses at this moment.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and those of the database.
pub async fn sizes(ctx: &Ctx) -> Result<Figures, Failure> {
    ctx.authorize(Permission::SeeDashboard)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    sql::sizes(&mut conn, ctx.now).await.or_failure(ctx)
}

/// Payments and activity by month since a day.
///
/// # Errors
/// As [`sizes`].
pub async fn contributions(ctx: &Ctx, since: NaiveDate) -> Result<Vec<Contribution>, Failure> {
    ctx.authorize(Permission::SeeDashboard)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    sql::contributions(&mut conn, since, ctx.today).await.or_failure(ctx)
}
