//! From a draft to invoices: confirmed once, then issued in slices of accounts, each a transaction of its own. What a
//! crash or a stopped program leaves is a run that can be carried on at any time, by anybody, any number of times.

mod sql;

use domain::jobs::Task;
use domain::runs::{Due, Progress, RunRefForm, Status};
use domain::{Failure, Reason};
use serde_json::json;
use sqlx::PgConnection;

use super::{SLICE, authorize, lock};
use crate::store::{OrFailure, transact};
use crate::{Ctx, events, ledger, outbox, services};

/// Confirms a draft: from now on its invoices are issued, dated today. Small ones are issued before this returns; of a
/// larger one the program's job issues the slices. Confirming twice is once.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, `Conflict` (`DraftOutdated` where tariffs, links, areas or volumes have changed
/// since; `NothingToIssue`; `WrongStatus` of a run that was undone), and those of the database.
pub async fn confirm(ctx: &Ctx, form: &RunRefForm) -> Result<Progress, Failure> {
    authorize(ctx)?;
    let id = form.parse()?;
    let confirmed = transact(ctx, move |ctx, conn| Box::pin(confirm_in(ctx, conn, id, true))).await?;
    if confirmed.progress.total - confirmed.progress.done <= SLICE {
        return finish(ctx, id).await;
    }
    Ok(confirmed.progress)
}

/// What a confirmation met.
pub(crate) struct Confirmed {
    /// It was this call that confirmed the draft.
    pub(crate) newly: bool,
    /// How far the run is.
    pub(crate) progress: Progress,
}

/// The confirmation itself. With `ask` a job is asked for where the run is too large to be issued while one waits.
pub(crate) async fn confirm_in(ctx: &Ctx, conn: &mut PgConnection, id: i64, ask: bool) -> Result<Confirmed, Failure> {
    let run = lock(conn, ctx, id).await?;
    match run.status {
        Status::Draft => {}
        Status::Issuing | Status::Issued => {
            let progress = sql::progress(conn, id).await.or_failure(ctx)?;
            return Ok(Confirmed { newly: false, progress });
        }
        Status::Undone => return Err(Failure::conflict(Reason::WrongStatus)),
    }
    services::hold_prices(conn, ctx).await?;
    ledger::expect_many(conn, ctx, true).await?;
    if sql::is_outdated(conn, id, run.month).await.or_failure(ctx)? {
        return Err(Failure::conflict(Reason::DraftOutdated));
    }
    let progress = sql::progress(conn, id).await.or_failure(ctx)?;
    if progress.total == 0 {
        return Err(Failure::conflict(Reason::NothingToIssue));
    }
    sql::confirm(conn, id, ctx.today, ctx.actor_name(), ctx.now)
        .await
        .or_failure(ctx)?;
    let details = json!({ "month": run.month, "accounts": progress.total });
    events::record(conn, ctx, "confirmed", "run", Some(id), details).await?;
    if ask && progress.total > SLICE {
        ask_for_job(conn, ctx, id).await?;
    }
    Ok(Confirmed { newly: true, progress })
}

/// Jobs asked: the one place where a run asks the program around to issue the rest of it, by [`carry_on`].
async fn ask_for_job(conn: &mut PgConnection, ctx: &Ctx, id: i64) -> Result<(), Failure> {
    let key = format!("issue run {id}");
    outbox::put_job(conn, ctx, Task::IssueRun, json!({ "run": id }), Some(key)).await
}

/// Issues what is left of a confirmed run, slice by slice; `report` is told after each one how far it is, and may stop
/// it by a failure. Calls at once share the work and double nothing.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, `Conflict WrongStatus` of a draft or of a run that was undone; those of
/// `report`; those of the database. The slices before stand, and the run can be carried on.
pub async fn carry_on<R, F>(ctx: &Ctx, id: i64, mut report: R) -> Result<Progress, Failure>
where
    R: FnMut(Progress) -> F + Send,
    F: Future<Output = Result<(), Failure>> + Send,
{
    authorize(ctx)?;
    loop {
        let progress = issue_slice(ctx, id, SLICE).await?;
        report(progress).await?;
        if progress.finished {
            return Ok(progress);
        }
    }
}

/// The same while somebody waits.
pub(crate) async fn finish(ctx: &Ctx, id: i64) -> Result<Progress, Failure> {
    carry_on(ctx, id, |_| std::future::ready(Ok(()))).await
}

/// Issues the next accounts of a confirmed run, so many at most, in one transaction; the last one ends the run.
///
/// # Errors
/// As [`carry_on`].
pub async fn issue_slice(ctx: &Ctx, id: i64, accounts: i64) -> Result<Progress, Failure> {
    authorize(ctx)?;
    transact(ctx, move |ctx, conn| Box::pin(slice_in(ctx, conn, id, accounts))).await
}

async fn slice_in(ctx: &Ctx, conn: &mut PgConnection, id: i64, accounts: i64) -> Result<Progress, Failure> {
    let run = lock(conn, ctx, id).await?;
    match (run.status, run.issued_on) {
        (Status::Issuing, Some(issued_on)) => {
            ledger::expect_many(conn, ctx, true).await?;
            let subscribers = sql::next(conn, id, accounts).await.or_failure(ctx)?;
            ledger::lock(conn, ctx, &subscribers).await?;
            sql::park_again(conn, &run, &subscribers).await.or_failure(ctx)?;
            let slice = sql::Slice {
                run_id: id,
                month: run.month,
                issued_on,
                booked_on: run.month.last_day().min(issued_on),
                now: ctx.now,
                subscribers: &subscribers,
            };
            let issued = sql::issue(conn, &slice).await;
            ledger::fits(issued, Failure::conflict(Reason::TooLarge))?.or_failure(ctx)?;
            let used = ledger::spread_advances(conn, ctx, &subscribers).await?;
            sql::add_advances(conn, id, used).await.or_failure(ctx)?;
        }
        (Status::Issued, _) => {}
        _ => return Err(Failure::conflict(Reason::WrongStatus)),
    }
    let progress = sql::progress(conn, id).await.or_failure(ctx)?;
    if progress.done < progress.total || run.status == Status::Issued {
        return Ok(progress);
    }
    sql::finish(conn, id, ctx.now).await.or_failure(ctx)?;
    let sums = sql::sums(conn, id).await.or_failure(ctx)?;
    let details = json!({
        "month": run.month, "issued": progress.done, "total": sums.total, "from_advances": sums.from_advances,
    });
    events::record(conn, ctx, "issued", "invoices", Some(id), details).await?;
    Ok(Progress {
        finished: true,
        ..progress
    })
}

/// Issues the drafts whose days of grace are over. A draft that no longer says what would be charged is not issued
/// unseen: it is made anew, and its days of grace begin again.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and those of the database; what was issued by then stands.
pub async fn issue_due(ctx: &Ctx) -> Result<Due, Failure> {
    authorize(ctx)?;
    let drafts = {
        let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
        sql::due(&mut conn, ctx.today).await.or_failure(ctx)?
    };
    let mut due = Due::default();
    for id in drafts {
        match transact(ctx, move |ctx, conn| Box::pin(confirm_in(ctx, conn, id, false))).await {
            Ok(_) => {
                finish(ctx, id).await?;
                due.issued += 1;
            }
            Err(Failure::Conflict {
                reason: Reason::DraftOutdated,
            }) => {
                super::redraft(ctx, &RunRefForm { id: id.to_string() }).await?;
                due.redrafted += 1;
            }
            // Somebody deleted it, or it holds nothing that could be issued: it waits for a person.
            Err(Failure::NotFound | Failure::Conflict { .. }) => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok(due)
}

/// What a run has come to.
struct Sums {
    total: domain::Money,
    from_advances: domain::Money,
}
