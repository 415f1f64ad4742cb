//! Invoices: what was issued. How invoices come about is the room `runs`; what one means stands in `domain::invoices`.

mod list;
mod sql;

use domain::invoices::{InvoiceCard, InvoiceLine, IssueForm, RunPreview, RunSummary};
use domain::runs::{DraftForm, RunRefForm};
use domain::{Failure, Money, Month, Permission, Reason};
use sqlx::PgConnection;

pub use list::list;
pub(crate) use list::payers_matching;

use crate::store::{OrFailure, transact};
use crate::{Ctx, corrections, runs};

/// What a run over the month would do: a draft of it that does not stay, or the one that stands.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `Invalid` for a month too far ahead, and those of the database.
pub async fn preview(ctx: &Ctx, month: Month) -> Result<RunPreview, Failure> {
    ctx.authorize(Permission::IssueInvoices)?;
    runs::not_too_early(ctx, month)?;
    let mut transaction = ctx.db.begin().await.or_failure(ctx)?;
    let (id, _) = runs::draft_in(ctx, &mut transaction, month).await?;
    let figures = runs::figures(&mut transaction, ctx, id).await?;
    let issued = sql::issued_in(&mut transaction, month).await.or_failure(ctx)?;
    let before = sql::issued_in(&mut transaction, month.previous())
        .await
        .or_failure(ctx)?;
    transaction.rollback().await.or_failure(ctx)?;
    Ok(RunPreview {
        month,
        links: figures.links,
        subscribers: figures.ready,
        total: figures.planned,
        parked: figures.parked,
        without_price: figures.without_price,
        previous_total: before.total,
        issued: issued.count,
    })
}

/// Issues the invoices of a month at once, for programs and tests: drafts, confirms and issues to the end. Running it
/// again changes nothing; a draft with nothing to issue is not kept.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `Invalid` for a month that is none or too far ahead, `Conflict TooLarge` when a sum is
/// more than the books hold, and those of the database.
pub async fn issue(ctx: &Ctx, form: &IssueForm) -> Result<RunSummary, Failure> {
    ctx.authorize(Permission::IssueInvoices)?;
    let month = form.parse()?;
    let form = DraftForm {
        month: month.to_string(),
    };
    let id = runs::draft(ctx, &form).await?;
    let reference = RunRefForm { id: id.to_string() };
    let mut confirmed = confirm(ctx, id).await;
    if confirmed == Err(Failure::conflict(Reason::DraftOutdated)) {
        runs::redraft(ctx, &reference).await?;
        confirmed = confirm(ctx, id).await;
    }
    match confirmed {
        Ok(newly) => {
            runs::finish(ctx, id).await?;
            summary(ctx, month, id, newly).await
        }
        Err(Failure::Conflict {
            reason: Reason::NothingToIssue,
        }) => {
            let summary = summary(ctx, month, id, false).await?;
            match runs::delete_draft(ctx, &reference).await {
                // Another call has met the same draft.
                Ok(()) | Err(Failure::NotFound | Failure::Conflict { .. }) => Ok(summary),
                Err(failure) => Err(failure),
            }
        }
        Err(Failure::NotFound) => summary(ctx, month, id, false).await,
        Err(failure) => Err(failure),
    }
}

/// Whether it was this call that confirmed the draft.
async fn confirm(ctx: &Ctx, id: i64) -> Result<bool, Failure> {
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            let confirmed = runs::confirm_in(ctx, conn, id, false).await?;
            Ok(confirmed.newly)
        })
    })
    .await
}

/// What a run did: `own` tells whether it was this call's.
async fn summary(ctx: &Ctx, month: Month, id: i64, own: bool) -> Result<RunSummary, Failure> {
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let run = sql::done(&mut conn, id).await.or_failure(ctx)?.unwrap_or_default();
    let all = sql::issued_in(&mut conn, month).await.or_failure(ctx)?;
    let of_own = if own {
        run
    } else {
        Done {
            issued: 0,
            total: Money::ZERO,
            from_advances: Money::ZERO,
            ..run
        }
    };
    Ok(RunSummary {
        month,
        issued: of_own.issued,
        total: of_own.total,
        all: all.count,
        parked: of_own.parked,
        without_price: of_own.without_price,
        from_advances: of_own.from_advances,
    })
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

/// What a run did.
#[derive(Default)]
struct Done {
    issued: i64,
    total: Money,
    from_advances: Money,
    parked: i64,
    without_price: i64,
}

/// The invoices of a month that runs issued and nobody took back.
struct Issued {
    count: i64,
    total: Money,
}

/// The head of an invoice's card.
struct Head {
    invoice: InvoiceLine,
    address: String,
    created_at: chrono::DateTime<chrono::Utc>,
    voided: Option<domain::invoices::Voided>,
}
