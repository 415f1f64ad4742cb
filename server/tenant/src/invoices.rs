//! Invoices: the run over a month, its preview, and what was issued. What is charged is computed in the database by
//! `month_charges`; what an invoice means stands in `domain::invoices`.

mod list;
mod sql;

use domain::invoices::{InvoiceCard, InvoiceLine, IssueForm, RunPreview, RunSummary};
use domain::{Failure, Money, Month, Permission, Reason};
use sqlx::PgConnection;

pub use list::list;
pub(crate) use list::payers_matching;

use crate::store::{OrFailure, transact};
use crate::{Ctx, corrections, events, ledger, services};

/// What a run over the month would do, by the same computation as the run itself.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `Invalid` for a month too far ahead, and those of the database.
pub async fn preview(ctx: &Ctx, month: Month) -> Result<RunPreview, Failure> {
    ctx.authorize(Permission::IssueInvoices)?;
    not_too_early(ctx, month)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    sql::preview(&mut conn, month).await.or_failure(ctx)
}

/// Issues the invoices of a month: one for each subscriber who has something to pay and has none of the month yet.
/// Running it again changes nothing. What was paid ahead pays the new invoices at once.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `Invalid` for a month that is none or too far ahead, `Conflict TooLarge` when a sum is
/// more than the books hold, and those of the database.
pub async fn issue(ctx: &Ctx, form: &IssueForm) -> Result<RunSummary, Failure> {
    ctx.authorize(Permission::IssueInvoices)?;
    let month = form.parse()?;
    not_too_early(ctx, month)?;
    transact(ctx, move |ctx, conn| Box::pin(issue_in(ctx, conn, month))).await
}

async fn issue_in(ctx: &Ctx, conn: &mut PgConnection, month: Month) -> Result<RunSummary, Failure> {
    ledger::expect_many(conn, ctx, true).await?;
    services::hold_prices(conn, ctx).await?;
    sql::month_for_update(conn, month).await.or_failure(ctx)?;
    sql::subscribers_for_update(conn, month).await.or_failure(ctx)?;
    let due_on = sql::due_on(conn, month).await.or_failure(ctx)?;
    let run = sql::Run {
        month,
        issued_on: ctx.today,
        due_on,
        booked_on: month.last_day().min(ctx.today),
        by: ctx.actor_name(),
        now: ctx.now,
    };
    let done = sql::issue(conn, &run).await;
    let done = ledger::fits(done, Failure::conflict(Reason::TooLarge))?.or_failure(ctx)?;
    let from_advances = ledger::spread_advances(conn, ctx, &done.subscribers).await?;
    if let Some(run_id) = done.run_id {
        let details = serde_json::json!({
            "month": month, "issued": done.issued, "total": done.total, "from_advances": from_advances,
        });
        events::record(conn, ctx, "issued", "invoices", Some(run_id), details).await?;
    }
    let all = sql::issued_in(conn, month).await.or_failure(ctx)?;
    Ok(RunSummary {
        month,
        issued: done.issued,
        total: done.total,
        all,
        without_price: done.without_price,
        from_advances,
    })
}

/// A month can be charged from the month before it on: in advance, but not by a slip of the year.
fn not_too_early(ctx: &Ctx, month: Month) -> Result<(), Failure> {
    if month > Month::of(ctx.today).next() {
        return Err(Failure::field("month", Reason::DateOutOfRange));
    }
    Ok(())
}

/// An invoice with its charges and what paid it.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, and those of the database.
pub async fn show(ctx: &Ctx, id: i64) -> Result<InvoiceCard, Failure> {
    ctx.authorize(Permission::SeeSubscribers)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let head = sql::head(&mut conn, id, ctx.today)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    let charges = sql::charges(&mut conn, id).await.or_failure(ctx)?;
    let paid_by = sql::paid_by(&mut conn, id).await.or_failure(ctx)?;
    let adjustments = corrections::shown_on(&mut conn, ctx, id).await?;
    Ok(InvoiceCard {
        invoice: head.invoice,
        address: head.address,
        charges,
        paid_by,
        created_at: head.created_at,
        voided: head.voided,
        adjustments,
    })
}

/// A subscriber's latest invoices.
pub(crate) async fn of_subscriber(
    conn: &mut PgConnection,
    ctx: &Ctx,
    subscriber_id: i64,
    limit: i64,
) -> Result<Vec<InvoiceLine>, Failure> {
    list::of_subscriber(conn, ctx, subscriber_id, limit).await
}

/// What a run did in the database.
struct Done {
    run_id: Option<i64>,
    issued: i64,
    total: Money,
    without_price: i64,
    subscribers: Vec<i64>,
}

/// The head of an invoice's card.
struct Head {
    invoice: InvoiceLine,
    address: String,
    created_at: chrono::DateTime<chrono::Utc>,
    voided: Option<domain::invoices::Voided>,
}
