//! The penalties of one subscriber, as they can read them: every overdue invoice with its days, debt, rate and sum.

use chrono::Days;
use domain::penalties::{InvoiceSchedule, Rule, SubscriberPenalties};
use domain::{Failure, Permission};
use uuid::Uuid;

use super::reckoning::{Reckoned, reckon};
use super::{rules, sql, write_off};
use crate::Ctx;
use crate::store::OrFailure;

/// What the delay of a subscriber's invoices costs up to today.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, and those of the database.
pub async fn schedule(ctx: &Ctx, subscriber_id: i64) -> Result<SubscriberPenalties, Failure> {
    ctx.authorize(Permission::SeeSubscribers)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let whose = write_off::payer(&mut conn, ctx, subscriber_id).await?;
    let rules = rules::all(&mut conn, ctx).await?;
    let overdue = sql::overdue(&mut conn, &[subscriber_id], ctx.today)
        .await
        .or_failure(ctx)?;
    let invoices: Vec<InvoiceSchedule> = overdue
        .into_iter()
        .map(|row| shown(reckon(row, &rules, ctx.today)))
        .filter(|row| row.open.is_positive() || !row.schedule.total.is_zero() || !row.charged.is_zero())
        .collect();
    Ok(SubscriberPenalties {
        id: subscriber_id,
        account: whose.account,
        name: whose.name,
        upto: ctx.today,
        total: invoices.iter().map(|row| row.schedule.total).sum(),
        charged: invoices.iter().map(|row| row.charged).sum(),
        invoices,
        open: write_off::open_documents(&mut conn, ctx, subscriber_id).await?,
        written_off: write_off::of_subscriber(&mut conn, ctx, subscriber_id).await?,
        rounding_limit: write_off::limit(&mut conn, ctx).await?,
        key: Uuid::new_v4(),
    })
}

fn shown(row: Reckoned) -> InvoiceSchedule {
    let free = row
        .policy
        .as_ref()
        .filter(|policy| policy.rule != Rule::None)
        .map(|policy| u64::from(policy.rule.free_days()));
    InvoiceSchedule {
        costs_from: free.and_then(|days| row.overdue.debt.due_on.checked_add_days(Days::new(days + 1))),
        id: row.overdue.id,
        number: row.overdue.number,
        kind: row.overdue.kind,
        month: row.overdue.month,
        due_on: row.overdue.debt.due_on,
        total: row.overdue.debt.total,
        open: row.overdue.open,
        policy: row.policy,
        schedule: row.schedule,
        charged: row.overdue.charged,
    }
}
