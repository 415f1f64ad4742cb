//! Drafts: what each account would be charged, what is parked, and what somebody lets go all the same.

mod sql;

use domain::runs::{Cause, DraftForm, Release, ReleaseForm, RunRefForm, may_be_released};
use domain::{Failure, Money, Month, Reason};
use sqlx::PgConnection;

use super::{authorize, lock_draft, not_too_early};
pub(super) use sql::causes;

use crate::store::{OrFailure, transact};
use crate::{Ctx, events, ledger};

/// Computes what each account would be charged for a month; gives the run's id. While a draft of the month stands, or
/// its invoices are being issued, it gives that one: any number of calls at once make one.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `Invalid` for a month that is none or too far ahead, `Conflict TooLarge` when the sum of
/// all is more than the books hold, and those of the database.
pub async fn draft(ctx: &Ctx, form: &DraftForm) -> Result<i64, Failure> {
    authorize(ctx)?;
    let month = form.parse()?;
    not_too_early(ctx, month)?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move { draft_in(ctx, conn, month).await.map(|(id, _)| id) })
    })
    .await
}

/// The draft's id, and whether it is a new one.
pub(crate) async fn draft_in(ctx: &Ctx, conn: &mut PgConnection, month: Month) -> Result<(i64, bool), Failure> {
    super::sql::month_for_update(conn, month).await.or_failure(ctx)?;
    if let Some(id) = sql::open_run(conn, month).await.or_failure(ctx)? {
        return Ok((id, false));
    }
    let id = sql::insert_run(conn, month, ctx.today, ctx.actor_name(), ctx.now)
        .await
        .or_failure(ctx)?;
    compute(ctx, conn, id, month, "drafted").await?;
    Ok((id, true))
}

/// Fills a run that holds nothing yet.
async fn compute(ctx: &Ctx, conn: &mut PgConnection, id: i64, month: Month, verb: &str) -> Result<(), Failure> {
    ledger::expect_many(conn, ctx, true).await?;
    sql::insert_charges(conn, id, month).await.or_failure(ctx)?;
    sql::insert_accounts(conn, id, month).await.or_failure(ctx)?;
    let summed = sql::sum_up(conn, id).await;
    ledger::fits(summed, Failure::conflict(Reason::TooLarge))?.or_failure(ctx)?;
    ledger::expect_many(conn, ctx, false).await?;
    let figures = figures(conn, ctx, id).await?;
    let details = serde_json::json!({
        "month": month, "accounts": figures.ready + figures.parked, "planned": figures.planned, "parked": figures.parked,
    });
    events::record(conn, ctx, verb, "run", Some(id), details).await
}

/// Computes a draft anew: tariffs, areas, volumes and links as they are now. What was let go is parked again.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, `Conflict` (`WrongStatus` once it is confirmed; `TooLarge`), and those of the
/// database.
pub async fn redraft(ctx: &Ctx, form: &RunRefForm) -> Result<i64, Failure> {
    authorize(ctx)?;
    let id = form.parse()?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            let run = lock_draft(conn, ctx, id).await?;
            sql::empty(conn, id, ctx.today, ctx.actor_name(), ctx.now)
                .await
                .or_failure(ctx)?;
            compute(ctx, conn, id, run.month, "redrafted").await?;
            Ok(id)
        })
    })
    .await
}

/// Deletes a draft: nothing of it was issued, nothing of it stays but the audit.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, `Conflict WrongStatus` once it is confirmed, and those of the database.
pub async fn delete_draft(ctx: &Ctx, form: &RunRefForm) -> Result<(), Failure> {
    authorize(ctx)?;
    let id = form.parse()?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            let run = lock_draft(conn, ctx, id).await?;
            sql::delete(conn, id).await.or_failure(ctx)?;
            events::record(
                conn,
                ctx,
                "deleted",
                "run",
                Some(id),
                serde_json::json!({ "month": run.month }),
            )
            .await
        })
    })
    .await
}

/// Lets a parked account be issued with the others. Only where the sum is known and merely looks wrong; what can't be
/// computed has to be mended and drafted anew. Letting go twice is once.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, `Invalid` without a reason, `Conflict` (`WrongStatus` once the run is
/// confirmed, or for an account that is not parked; `NotComputable`), and those of the database.
pub async fn release(ctx: &Ctx, form: &ReleaseForm) -> Result<(), Failure> {
    authorize(ctx)?;
    let release = form.parse()?;
    transact(ctx, move |ctx, conn| Box::pin(release_in(ctx, conn, release))).await
}

async fn release_in(ctx: &Ctx, conn: &mut PgConnection, release: Release) -> Result<(), Failure> {
    lock_draft(conn, ctx, release.run_id).await?;
    let parked = sql::account_for_update(conn, &release)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    match parked.state.as_str() {
        "released" => return Ok(()),
        "parked" => {}
        _ => return Err(Failure::conflict(Reason::WrongStatus)),
    }
    if !may_be_released(&parked.causes) {
        return Err(Failure::conflict(Reason::NotComputable));
    }
    let released = sql::release(conn, &release, ctx.actor_name()).await;
    ledger::fits(released, Failure::conflict(Reason::TooLarge))?.or_failure(ctx)?;
    let details = serde_json::json!({
        "run": release.run_id, "total": parked.total, "reason": release.reason,
    });
    events::record(
        conn,
        ctx,
        "released",
        "run account",
        Some(release.subscriber_id),
        details,
    )
    .await
}

/// A parked account, locked.
struct Parked {
    state: String,
    causes: Vec<Cause>,
    total: Money,
}

/// What a draft comes to.
pub(crate) struct Figures {
    /// Accounts to be issued.
    pub(crate) ready: i64,
    /// Links on them.
    pub(crate) links: i64,
    /// Their sum.
    pub(crate) planned: Money,
    /// Accounts that are left out.
    pub(crate) parked: i64,
    /// Links without a tariff on days of the month.
    pub(crate) without_price: i64,
}

/// The figures of a draft as it stands.
pub(crate) async fn figures(conn: &mut PgConnection, ctx: &Ctx, id: i64) -> Result<Figures, Failure> {
    sql::figures(conn, id).await.or_failure(ctx)
}
