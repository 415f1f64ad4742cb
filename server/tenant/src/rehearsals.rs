//! Rehearsals of a month. The program around makes a neutralised copy, in which [`rehearse`] issues the month by the
//! same use cases as everybody; what came out is written down here, in the original.

mod sql;

use domain::jobs::Task;
use domain::rehearsals::{Outcome, RehearsalCard, RehearsalForm, RehearsalLine};
use domain::runs::{DraftForm, RunRefForm};
use domain::{Count, Failure, Month, Page, Permission, Reason};
use serde_json::json;

use crate::store::{OrFailure, transact};
use crate::{Ctx, events, outbox, runs};

/// Asks for a rehearsal; gives its id. While one of the month is under way it gives that one.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `Invalid` for a month that is none or too far ahead, `Conflict WrongStatus` in a copy,
/// which rehearses by being one, and those of the database.
pub async fn ask(ctx: &Ctx, form: &RehearsalForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::IssueInvoices)?;
    let month = form.parse()?;
    runs::not_too_early(ctx, month)?;
    if ctx.tenant.copy_until.is_some() {
        return Err(Failure::conflict(Reason::WrongStatus));
    }
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            if let Some(id) = sql::insert(conn, month, ctx.actor_name(), ctx.now)
                .await
                .or_failure(ctx)?
            {
                let key = format!("rehearsal {id}");
                outbox::put_job(conn, ctx, Task::RehearseMonth, json!({ "rehearsal": id }), Some(key)).await?;
                events::record(conn, ctx, "asked", "rehearsal", Some(id), json!({ "month": month })).await?;
                return Ok(id);
            }
            let open = sql::open(conn, month).await.or_failure(ctx)?;
            // It was over in this very moment.
            open.ok_or(Failure::Busy { retry_after: 1 })
        })
    })
    .await
}

/// Rehearsals, the latest first. The position of a page is the id of its last row.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and those of the database.
pub async fn list(ctx: &Ctx, after: &str) -> Result<Page<RehearsalLine>, Failure> {
    ctx.authorize(Permission::IssueInvoices)?;
    let before = after.trim().parse().unwrap_or(i64::MAX);
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let rows = sql::list(&mut conn, before).await.or_failure(ctx)?;
    let counted = sql::count(&mut conn).await.or_failure(ctx)?;
    Ok(Page::cut(rows, Count::capped(counted), |line: &RehearsalLine| {
        line.id.to_string()
    }))
}

/// A rehearsal with its differences and the run that followed it.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, and those of the database.
pub async fn show(ctx: &Ctx, id: i64) -> Result<RehearsalCard, Failure> {
    ctx.authorize(Permission::IssueInvoices)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let rehearsal = sql::line(&mut conn, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    let differences = sql::differences(&mut conn, id).await.or_failure(ctx)?;
    let run = sql::run_after(&mut conn, id).await.or_failure(ctx)?;
    Ok(RehearsalCard {
        rehearsal,
        differences: serde_json::from_value(differences).unwrap_or_default(),
        run,
    })
}

/// Notes that the copy is being made; gives the month. A second attempt begins anew.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, `Conflict AlreadyDone`, and those of the database.
pub async fn begin(ctx: &Ctx, id: i64) -> Result<Month, Failure> {
    ctx.authorize(Permission::IssueInvoices)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let line = sql::line(&mut conn, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    if sql::begin(&mut conn, id).await.or_failure(ctx)? {
        Ok(line.month)
    } else {
        Err(Failure::conflict(Reason::AlreadyDone))
    }
}

/// Writes down what came out.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `Conflict AlreadyDone`, and those of the database.
pub async fn finish(ctx: &Ctx, id: i64, outcome: &Outcome) -> Result<(), Failure> {
    ctx.authorize(Permission::IssueInvoices)?;
    let differences = json!(outcome.differences);
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    if sql::finish(&mut conn, id, outcome, &differences, ctx.now)
        .await
        .or_failure(ctx)?
    {
        Ok(())
    } else {
        Err(Failure::conflict(Reason::AlreadyDone))
    }
}

/// Writes down that it did not come to its end; `cause` is a word that finds the reason in the log.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and those of the database.
pub async fn fail(ctx: &Ctx, id: i64, cause: &str) -> Result<(), Failure> {
    ctx.authorize(Permission::IssueInvoices)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    sql::fail(&mut conn, id, cause, ctx.now).await.or_failure(ctx)
}

/// Issues the month in a copy, by the use cases that issue it in the original, and says what came out.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `Conflict WrongStatus` where this is no copy, and those of a run.
pub async fn rehearse(ctx: &Ctx, month: Month) -> Result<Outcome, Failure> {
    ctx.authorize(Permission::IssueInvoices)?;
    if ctx.tenant.copy_until.is_none() {
        return Err(Failure::conflict(Reason::WrongStatus));
    }
    let form = DraftForm {
        month: month.to_string(),
    };
    let id = runs::draft(ctx, &form).await?;
    let reference = RunRefForm { id: id.to_string() };
    // A draft that stood already may be of another day; a run that was being issued goes on.
    match runs::redraft(ctx, &reference).await {
        Ok(_)
        | Err(Failure::Conflict {
            reason: Reason::WrongStatus,
        }) => {}
        Err(failure) => return Err(failure),
    }
    let confirmed = transact(ctx, move |ctx, conn| Box::pin(runs::confirm_in(ctx, conn, id, false))).await;
    match confirmed {
        Ok(_) => {
            runs::finish(ctx, id).await?;
        }
        // A month of which nothing comes is an answer, too.
        Err(Failure::Conflict {
            reason: Reason::NothingToIssue,
        }) => {}
        Err(failure) => return Err(failure),
    }
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    sql::outcome(&mut conn, id, month).await.or_failure(ctx)
}
