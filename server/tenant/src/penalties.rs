//! Penalties for late payment: what a month would charge, charging it, what was charged. What a delay costs is reckoned
//! by `domain::penalties`; the rules are the room `rules` beside, giving up is `write_off`. Promises of payment don't
//! stop penalties: they run on by law, only reminders wait.

mod reckoning;
mod rules;
mod sql;
mod subscriber;
mod write_off;

use chrono::NaiveDate;
use domain::penalties::{
    ChargeForm, Charged, Documents, PenaltyDocument, PenaltyPreview, PenaltyQuery, policy_on, rate_on,
};
use domain::{Count, Failure, Money, Month, Page, Permission, Reason};
use sqlx::PgConnection;

use crate::store::{OrFailure, transact};
use crate::{Ctx, events, ledger};
use reckoning::{Bill, bills};
pub use rules::{add_due_day, add_policy, add_rate, list as rules};
pub use subscriber::schedule;
pub use write_off::write_off;

/// Accounts of a slice: one transaction, so that payments never wait long.
const SLICE: i64 = 500;
/// Of the accounts with the largest sums the preview shows so many.
const LARGEST: usize = 50;

/// What charging the penalties of a month would do, by the same reckoning.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `Invalid` for a month that is none or lies ahead, and those of the database.
pub async fn preview(ctx: &Ctx, form: &ChargeForm) -> Result<PenaltyPreview, Failure> {
    ctx.authorize(Permission::ChargePenalties)?;
    let month = form.parse(ctx.today)?;
    let upto = upto(ctx, month);
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let rules = rules::all(&mut conn, ctx).await?;
    let (mut accounts, mut invoices, mut total, mut after) = (0, 0, Money::ZERO, 0);
    // Only the largest are kept from slice to slice: a large organisation's schedules would not fit otherwise.
    let mut largest: Vec<Bill> = Vec::new();
    loop {
        let ids = sql::slice(&mut conn, after, month, upto, SLICE).await.or_failure(ctx)?;
        let Some(last) = ids.last() else { break };
        after = *last;
        let overdue = sql::overdue(&mut conn, &ids, upto).await.or_failure(ctx)?;
        for bill in bills(overdue, &rules, upto) {
            accounts += 1;
            invoices += i64::try_from(bill.lines.len()).unwrap_or_default();
            total += bill.total();
            largest.push(bill);
        }
        largest.sort_by_key(|bill| (std::cmp::Reverse(bill.total()), bill.subscriber_id));
        largest.truncate(LARGEST);
    }
    let confirmed = rate_on(&rules.rates, upto).is_none_or(|(_, confirmed)| confirmed);
    let unconfirmed_after = rules
        .rates
        .iter()
        .filter_map(|rate| rate.valid_to)
        .max()
        .filter(|_| !confirmed);
    Ok(PenaltyPreview {
        month,
        upto,
        due_on: domain::invoices::due_on(month, &rules.due_days),
        accounts,
        invoices,
        total,
        largest: sql::named(&mut conn, &largest).await.or_failure(ctx)?,
        unconfirmed_after,
        policy: policy_on(&rules.policies, upto).cloned(),
        charged: sql::charged_in(&mut conn, month).await.or_failure(ctx)?,
    })
}

/// Charges the penalties of a month: for each overdue invoice what its whole delay costs up to the month's last day (or
/// today) less what stands on documents, one document a subscriber. Running it again changes nothing. It goes on slice
/// by slice: what was charged stays when a later slice fails, and the next run takes up the rest.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `Invalid` for a month that is none or lies ahead, `Conflict TooLarge` when a sum is more
/// than the books hold, and those of the database.
pub async fn charge(ctx: &Ctx, form: &ChargeForm) -> Result<Charged, Failure> {
    ctx.authorize(Permission::ChargePenalties)?;
    let month = form.parse(ctx.today)?;
    let (mut issued, mut total, mut after) = (0, Money::ZERO, 0);
    while let Some(done) = transact(ctx, move |ctx, conn| Box::pin(charge_slice(ctx, conn, month, after))).await? {
        issued += done.issued;
        total += done.total;
        after = done.last;
    }
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let (all, _) = sql::charged_in(&mut conn, month).await.or_failure(ctx)?;
    Ok(Charged {
        month,
        issued,
        total,
        all,
    })
}

/// What a slice did.
struct Slice {
    last: i64,
    issued: i64,
    total: Money,
}

async fn charge_slice(ctx: &Ctx, conn: &mut PgConnection, month: Month, after: i64) -> Result<Option<Slice>, Failure> {
    sql::month_for_update(conn, month).await.or_failure(ctx)?;
    let upto = upto(ctx, month);
    let ids = sql::slice(conn, after, month, upto, SLICE).await.or_failure(ctx)?;
    let Some(last) = ids.last().copied() else {
        return Ok(None);
    };
    // Payments wait from here on; what was paid or charged meanwhile is seen by the statements that follow.
    ledger::lock(conn, ctx, &ids).await?;
    let rules = rules::all(conn, ctx).await?;
    let overdue = sql::overdue(conn, &ids, upto).await.or_failure(ctx)?;
    let bills = bills(overdue, &rules, upto);
    if bills.is_empty() {
        return Ok(Some(Slice {
            last,
            issued: 0,
            total: Money::ZERO,
        }));
    }
    let document = sql::Document {
        month,
        upto,
        issued_on: ctx.today,
        due_on: domain::invoices::due_on(month, &rules.due_days),
        language: ctx.tenant.language,
        now: ctx.now,
    };
    let done = sql::insert(conn, &bills, &document).await;
    ledger::fits(done, Failure::conflict(Reason::TooLarge))?.or_failure(ctx)?;
    let subscribers: Vec<i64> = bills.iter().map(|bill| bill.subscriber_id).collect();
    ledger::spread_advances(conn, ctx, &subscribers).await?;
    let issued = i64::try_from(bills.len()).unwrap_or(i64::MAX);
    let total = bills.iter().map(Bill::total).sum();
    let details = serde_json::json!({ "month": month, "upto": upto, "documents": issued, "total": total });
    events::record(conn, ctx, "charged", "penalties", None, details).await?;
    Ok(Some(Slice { last, issued, total }))
}

/// The last day that is reckoned.
fn upto(ctx: &Ctx, month: Month) -> NaiveDate {
    month.last_day().min(ctx.today)
}

/// The penalty documents of a month, the newest first.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `Invalid` for a month that is none, and those of the database.
pub async fn list(ctx: &Ctx, query: &PenaltyQuery) -> Result<Documents, Failure> {
    ctx.authorize(Permission::ChargePenalties)?;
    let month: Month = query.month.parse().map_err(|reason| Failure::field("month", reason))?;
    let before = query.after.trim().parse().unwrap_or(i64::MAX);
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let rows = sql::documents(&mut conn, month, before).await.or_failure(ctx)?;
    let counted = sql::count_documents(&mut conn, month).await.or_failure(ctx)?;
    Ok(Page::cut(rows, Count::capped(counted), |row: &PenaltyDocument| {
        row.id.to_string()
    }))
}
