//! Taking a whole run back while nothing was paid on it: its invoices are voided with their numbers kept, the books get
//! counter-entries, advances that it used are free again, and the month can be drafted anew.

mod sql;

use domain::runs::{Status, UndoForm};
use domain::{Failure, Reason};
use sqlx::PgConnection;

use super::{authorize, lock};
use crate::store::{OrFailure, transact};
use crate::{Ctx, events, ledger};

/// Takes a run back. All of it or nothing: one transaction, set by set. Undoing twice is once.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, `Invalid` without a reason, `Conflict` (`WrongStatus` of a run that is not
/// issued to its end; `PaidAlready` where a payment recorded since pays one of its invoices; `InUse` where penalties
/// were charged on one), and those of the database.
pub async fn undo(ctx: &Ctx, form: &UndoForm) -> Result<(), Failure> {
    authorize(ctx)?;
    let (id, reason) = form.parse()?;
    transact(ctx, move |ctx, conn| Box::pin(undo_in(ctx, conn, id, reason))).await
}

async fn undo_in(ctx: &Ctx, conn: &mut PgConnection, id: i64, reason: String) -> Result<(), Failure> {
    let run = lock(conn, ctx, id).await?;
    let confirmed_at = match (run.status, run.confirmed_at) {
        (Status::Undone, _) => return Ok(()),
        (Status::Issued, Some(at)) => at,
        // A run of before there were drafts was confirmed as it was made.
        (Status::Issued, None) => run.created_at,
        (Status::Draft | Status::Issuing, _) => return Err(Failure::conflict(Reason::WrongStatus)),
    };
    ledger::expect_many(conn, ctx, true).await?;
    let subscribers = sql::subscribers(conn, id).await.or_failure(ctx)?;
    ledger::lock(conn, ctx, &subscribers).await?;
    if sql::is_paid_since(conn, id, confirmed_at).await.or_failure(ctx)? {
        return Err(Failure::conflict(Reason::PaidAlready));
    }
    if sql::has_penalties(conn, id).await.or_failure(ctx)? {
        return Err(Failure::conflict(Reason::InUse));
    }
    let by = ctx.actor_name();
    let freed = sql::free_advances(conn, id, by, ctx.now).await.or_failure(ctx)?;
    let voided = sql::void_invoices(conn, id, ctx.today, by, &reason, ctx.now)
        .await
        .or_failure(ctx)?;
    // What is free again pays what else is open.
    ledger::spread_advances(conn, ctx, &subscribers).await?;
    sql::mark_undone(conn, id, by, &reason, ctx.now).await.or_failure(ctx)?;
    let details = serde_json::json!({
        "month": run.month, "voided": voided.count, "total": voided.total, "freed_advances": freed, "reason": reason,
    });
    events::record(conn, ctx, "undone", "invoices", Some(id), details).await
}

/// What an undone run had issued.
struct Voided {
    count: i64,
    total: domain::Money,
}
