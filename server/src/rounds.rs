//! Rounds through all organisations in service, one after another: what nightly jobs do in each. One that can't be
//! reached does not hold up the others; the next night comes by.

use domain::Failure;
use futures::future::BoxFuture;
use landlord::jobs::{self, Claimed};
use landlord::{Ctx, Found, tenants};
use serde::Serialize;

use crate::Program;

/// What came of a round.
#[derive(Debug)]
pub struct Round<T> {
    /// Each organisation's address with what was done there.
    pub done: Vec<(String, T)>,
    /// Those that could not be looked at: they do not answer.
    pub failed: Vec<String>,
}

/// Goes through all organisations in service but those that can only be read since they are being moved.
///
/// # Errors
/// Those of the landlord's database; `Conflict(Cancelled)` when somebody stops the job.
pub async fn walk<T, W>(program: &Program, ctx: &Ctx, job: &Claimed, work: W) -> Result<Round<T>, Failure>
where
    W: for<'c> Fn(&'c tenant::Ctx) -> BoxFuture<'c, Result<T, Failure>> + Send + Sync,
    T: Send,
{
    let all = tenants::part_of_all(ctx, 1, 0).await?;
    let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let mut round = Round {
        done: Vec::new(),
        failed: Vec::new(),
    };
    for (nth, (id, slug)) in (0_i64..).zip(all) {
        jobs::step(ctx, job, nth, Some(total)).await?;
        // The instant of each is its own: a round may take an hour.
        let ctx = program.ctx();
        let inside = match program.registry.find(&slug, &ctx.request_id).await {
            Ok(Found::Serve(resident)) if !resident.read_only => tenants::enter(&ctx, &resident).await,
            Ok(_) => continue,
            Err(failure) => Err(failure),
        };
        let done = match inside {
            Ok(inside) => work(&inside).await,
            Err(failure) => Err(failure),
        };
        match done {
            Ok(done) => round.done.push((slug, done)),
            Err(failure) => {
                tracing::warn!(tenant_id = id, %failure, "a round passed an organisation by");
                round.failed.push(slug);
            }
        }
    }
    Ok(round)
}

/// What fell due in a night.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Due {
    /// Runs that issued themselves, since their days of grace were over.
    pub issued: i64,
    /// Drafts that no longer said what would be charged, and were made anew.
    pub redrafted: i64,
    /// Organisations that could not be looked at.
    pub failed: Vec<String>,
}

/// Issues the drafts whose day has come and judges promises of payment, in all organisations.
///
/// # Errors
/// As [`walk`].
pub async fn do_due(program: &Program, ctx: &Ctx, job: &Claimed) -> Result<Due, Failure> {
    let round = walk(program, ctx, job, |inside| {
        Box::pin(async move {
            let due = tenant::runs::issue_due(inside).await?;
            tenant::promises::review(inside).await?;
            Ok(due)
        })
    })
    .await?;
    let mut all = Due {
        failed: round.failed,
        ..Due::default()
    };
    for (_, due) in round.done {
        all.issued += due.issued;
        all.redrafted += due.redrafted;
    }
    Ok(all)
}
