//! The figures of tenants and of the business: collected by a job, one tenant after another, never in a request.

mod sql;

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use domain::figures::{BusinessMonth, Contribution};
use domain::landlords::Permission;
use domain::survey::Summary;
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
    score_sum: i64,
    scores: i64,
}

/// What one tenant tells.
struct Told {
    currency: Currency,
    subscribers: i64,
    months: Vec<(Contribution, Summary)>,
}

/// Collects the sizes of every tenant in service, and what the last four months came to. A tenant that does not answer
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
    let since = this_month.checked_sub_months(Months::new(3)).unwrap_or(this_month);
    let mut sums: BTreeMap<(NaiveDate, &'static str), Sum> = BTreeMap::new();
    let mut collected = 0;
    for (nth, (id, slug, is_copy)) in slugs.into_iter().enumerate() {
        if let Some(job) = job {
            jobs::step(ctx, job, i64::try_from(nth).unwrap_or(i64::MAX), Some(total)).await?;
        }
        match one(ctx, id, &slug, since).await {
            // A copy to try things on is no business.
            Ok(_) if is_copy => collected += 1,
            Ok(told) => {
                collected += 1;
                for (month, survey) in told.months {
                    let sum = sums.entry((month.month, told.currency.code())).or_default();
                    sum.payments += month.payments;
                    sum.score_sum += survey.promoters - survey.detractors;
                    sum.scores += survey.answers;
                    if month.active {
                        sum.tenants += 1;
                        sum.subscribers += told.subscribers;
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

async fn one(ctx: &Ctx, id: i64, slug: &str, since: NaiveDate) -> Result<Told, Failure> {
    let inside = tenants::inside(ctx, slug).await?;
    let figures = tenant::figures::sizes(&inside).await?;
    let mut months = Vec::new();
    for month in tenant::figures::contributions(&inside, since).await? {
        // A quarter's answers stand in its first month.
        let last = month
            .month
            .checked_add_months(Months::new(1))
            .and_then(|next| next.pred_opt());
        let survey = tenant::survey::summary(&inside, month.month, last.unwrap_or(month.month)).await?;
        months.push((month, survey));
    }
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    sql::keep(&mut conn, id, &figures).await.or_failure(ctx)?;
    Ok(Told {
        currency: inside.tenant.currency,
        subscribers: figures.subscribers,
        months,
    })
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
