//! The figures of tenants and of the business: collected by a job, one tenant after another, never in a request.

mod sql;

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use domain::figures::BusinessMonth;
use domain::landlords::Permission;
use domain::{Currency, Failure, Money};

use crate::jobs::{self, Claimed};
use crate::store::OrFailure;
use crate::{Ctx, tenants};

/// Months that the console shows.
const SHOWN: u32 = 12;

/// What a month's tenants of one currency add up to.
#[derive(Default)]
struct Sum {
    tenants: i64,
    subscribers: i64,
    payments: Money,
}

/// Collects the sizes of every tenant in service, and what the last two months came to. A tenant that does not answer
/// keeps its figures of before and is in the log.
///
/// # Errors
/// `SignedOut`, `Forbidden`; as every statement of the landlord's database; `Conflict(Cancelled)`.
pub async fn collect(ctx: &Ctx, job: Option<&Claimed>) -> Result<u64, Failure> {
    ctx.authorize(Permission::ManageJobs)?;
    let slugs = {
        let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
        sql::in_service(&mut conn).await.or_failure(ctx)?
    };
    let total = i64::try_from(slugs.len()).unwrap_or(i64::MAX);
    let this_month = ctx.now.date_naive().with_day(1).unwrap_or_default();
    let since = this_month.checked_sub_months(Months::new(1)).unwrap_or(this_month);
    let mut sums: BTreeMap<(NaiveDate, &'static str), Sum> = BTreeMap::new();
    let mut collected = 0;
    for (nth, (id, slug, is_copy)) in slugs.into_iter().enumerate() {
        if let Some(job) = job {
            jobs::step(ctx, job, i64::try_from(nth).unwrap_or(i64::MAX), Some(total)).await?;
        }
        match one(ctx, id, &slug, since).await {
            // A copy to try things on is no business.
            Ok(_) if is_copy => collected += 1,
            Ok((currency, subscribers, months)) => {
                collected += 1;
                for month in months {
                    let sum = sums.entry((month.month, currency.code())).or_default();
                    sum.payments += month.payments;
                    if month.active {
                        sum.tenants += 1;
                        sum.subscribers += subscribers;
                    }
                }
            }
            Err(failure) => tracing::warn!(tenant = slug, %failure, "figures could not be collected"),
        }
    }
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    for ((month, currency), sum) in sums {
        sql::keep_month(&mut transaction, month, currency, &sum)
            .await
            .or_failure(ctx)?;
    }
    transaction.commit().await.or_failure(ctx)?;
    Ok(collected)
}

async fn one(
    ctx: &Ctx,
    id: i64,
    slug: &str,
    since: NaiveDate,
) -> Result<(Currency, i64, Vec<domain::figures::Contribution>), Failure> {
    let inside = tenants::inside(ctx, slug).await?;
    let figures = tenant::figures::sizes(&inside).await?;
    let months = tenant::figures::contributions(&inside, since).await?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    sql::keep(&mut conn, id, &figures).await.or_failure(ctx)?;
    Ok((inside.tenant.currency, figures.subscribers, months))
}

/// The business of the last twelve months, by month and currency, the oldest first.
///
/// # Errors
/// `SignedOut`, `Forbidden`; as every statement.
pub async fn months(ctx: &Ctx) -> Result<Vec<BusinessMonth>, Failure> {
    ctx.authorize(Permission::SeeTenants)?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    let this_month = ctx.now.date_naive().with_day(1).unwrap_or_default();
    let since = this_month
        .checked_sub_months(Months::new(SHOWN - 1))
        .unwrap_or(this_month);
    sql::months(&mut conn, since).await.or_failure(ctx)
}
