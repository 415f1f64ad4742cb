//! Due days, policies and rates: rows from a day on. A row on which documents rest stays as it is.

mod sql;

use chrono::NaiveDate;
use domain::penalties::{DueDay, DueDayForm, Policy, PolicyForm, Rate, RateForm, Rules, rate_on};
use domain::{Failure, Permission, Reason};
use sqlx::PgConnection;

use crate::store::{OrFailure, transact};
use crate::{Ctx, events};

/// All rules, each list the newest first.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and those of the database.
pub async fn list(ctx: &Ctx) -> Result<Rules, Failure> {
    ctx.authorize(Permission::ChargePenalties)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    all(&mut conn, ctx).await
}

pub(super) async fn all(conn: &mut PgConnection, ctx: &Ctx) -> Result<Rules, Failure> {
    Ok(Rules {
        due_days: sql::due_days(conn).await.or_failure(ctx)?,
        policies: sql::policies(conn).await.or_failure(ctx)?,
        rates: sql::rates(conn).await.or_failure(ctx)?,
    })
}

/// From a month on invoices are due by another day.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `Invalid` by field (`from`: `InUse` where invoices of the month or a later one have been
/// issued), and those of the database.
pub async fn add_due_day(ctx: &Ctx, form: &DueDayForm) -> Result<(), Failure> {
    ctx.authorize(Permission::EditSettings)?;
    let rule = form.parse()?;
    transact(ctx, move |ctx, conn| Box::pin(add_due_day_in(ctx, conn, rule))).await
}

async fn add_due_day_in(ctx: &Ctx, conn: &mut PgConnection, rule: DueDay) -> Result<(), Failure> {
    if sql::issued_since(conn, rule.valid_from).await.or_failure(ctx)? {
        return Err(Failure::field("from", Reason::InUse));
    }
    sql::set_due_day(conn, &rule).await.or_failure(ctx)?;
    let details = serde_json::json!({ "from": rule.valid_from, "day": rule.day, "source": rule.source });
    events::record(conn, ctx, "added", "due_day", None, details).await
}

/// Invoices due on or after a day follow another rule.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `Invalid` by field (`from`: `InUse` where penalties of such invoices stand on documents),
/// and those of the database.
pub async fn add_policy(ctx: &Ctx, form: &PolicyForm) -> Result<(), Failure> {
    ctx.authorize(Permission::EditSettings)?;
    let policy = form.parse()?;
    transact(ctx, move |ctx, conn| Box::pin(add_policy_in(ctx, conn, policy))).await
}

async fn add_policy_in(ctx: &Ctx, conn: &mut PgConnection, policy: Policy) -> Result<(), Failure> {
    if sql::charged_for_due_since(conn, policy.valid_from)
        .await
        .or_failure(ctx)?
    {
        return Err(Failure::field("from", Reason::InUse));
    }
    sql::set_policy(conn, &policy).await.or_failure(ctx)?;
    let details = serde_json::json!(policy);
    events::record(conn, ctx, "added", "penalty_policy", None, details).await
}

/// From a day on another rate holds. Days that no source spoke of can be settled later: what was charged for them
/// corrects itself with the next documents.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `Invalid` by field (`from`: `InUse` where the day has a confirmed rate with which penalties
/// have been charged), and those of the database.
pub async fn add_rate(ctx: &Ctx, form: &RateForm) -> Result<(), Failure> {
    ctx.authorize(Permission::EditSettings)?;
    let rate = form.parse()?;
    transact(ctx, move |ctx, conn| Box::pin(add_rate_in(ctx, conn, rate))).await
}

async fn add_rate_in(ctx: &Ctx, conn: &mut PgConnection, rate: Rate) -> Result<(), Failure> {
    let rates = sql::rates(conn).await.or_failure(ctx)?;
    let last: NaiveDate = rate.valid_to.unwrap_or(NaiveDate::MAX);
    // A day of the new row that another one speaks of already.
    let settled = rate_on(&rates, rate.valid_from).is_some_and(|(_, confirmed)| confirmed)
        || rates
            .iter()
            .any(|known| known.valid_from >= rate.valid_from && known.valid_from <= last);
    if settled && sql::charged_upto(conn, rate.valid_from).await.or_failure(ctx)? {
        return Err(Failure::field("from", Reason::InUse));
    }
    sql::set_rate(conn, &rate).await.or_failure(ctx)?;
    let details = serde_json::json!(rate);
    events::record(conn, ctx, "added", "penalty_rate", None, details).await
}
