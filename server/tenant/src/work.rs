//! The tenant's own background work: its people see, stop and repeat it; a use case tells how far it is. The jobs
//! themselves are kept outside of the tenant's database, by whoever runs them: what a context holds of that is a board
//! with this tenant's jobs and no others.

use std::sync::Arc;

use domain::jobs::{JobLine, JobRefForm, Standing};
use domain::{Count, Failure, Page, Permission, typed};
use futures::future::BoxFuture;
use serde_json::json;

use crate::store::OrFailure;
use crate::{Ctx, events};

/// What a board answers, later.
pub type Answer<'a, T> = BoxFuture<'a, Result<T, Failure>>;

/// The jobs of one tenant. Who asks has been authorised.
pub trait Board: Send + Sync {
    /// A page of them, newest first, of one status or of all, and how many stand how.
    fn list<'a>(&'a self, status: &'a str, after: &'a str) -> Answer<'a, (Page<JobLine>, Standing)>;
    /// One of them; `NotFound` for anybody else's.
    fn show(&self, id: i64) -> Answer<'_, JobLine>;
    /// The latest of a key.
    fn latest<'a>(&'a self, key: &'a str) -> Answer<'a, Option<JobLine>>;
    /// Stops one, in somebody's name.
    fn cancel<'a>(&'a self, id: i64, by: &'a str) -> Answer<'a, ()>;
    /// Tries one again, in somebody's name.
    fn retry<'a>(&'a self, id: i64, by: &'a str) -> Answer<'a, ()>;
    /// How far the job is in which this context was made; nothing happens in any other context.
    fn step(&self, done: i64, total: Option<i64>) -> Answer<'_, ()>;
}

/// The tenant's board; an empty one where nobody has put one up: tests, the command line.
#[derive(Clone, Default)]
pub struct Work(Option<Arc<dyn Board>>);

impl Work {
    /// `board` must know the jobs of this tenant alone.
    #[must_use]
    pub fn new(board: Arc<dyn Board>) -> Self {
        Self(Some(board))
    }

    /// Tells how far the work is. Call it between slices, also inside of a transaction: a job that was stopped, or taken
    /// over by another worker, ends there, and what was not committed is undone. Outside of a job it does nothing.
    ///
    /// # Errors
    /// `Conflict(Cancelled)`: the work ends here.
    pub async fn step(&self, done: i64, total: Option<i64>) -> Result<(), Failure> {
        match &self.0 {
            Some(board) => board.step(done, total).await,
            None => Ok(()),
        }
    }

    /// The latest job of a key.
    ///
    /// # Errors
    /// As the board.
    pub(crate) async fn latest(&self, key: &str) -> Result<Option<JobLine>, Failure> {
        match &self.0 {
            Some(board) => board.latest(key).await,
            None => Ok(None),
        }
    }

    fn board(&self) -> Result<&Arc<dyn Board>, Failure> {
        self.0.as_ref().ok_or(Failure::NotFound)
    }
}

impl std::fmt::Debug for Work {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Work")
    }
}

/// A page of the tenant's jobs, newest first, and how many stand how.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and those of the board.
pub async fn list(ctx: &Ctx, status: &str, after: &str) -> Result<(Page<JobLine>, Standing), Failure> {
    ctx.authorize(Permission::SeeJobs)?;
    match &ctx.work.0 {
        Some(board) => board.list(status, after).await,
        None => {
            let none = Page::cut(Vec::new(), Count::capped(0), |job: &JobLine| job.id.to_string());
            Ok((none, Standing::default()))
        }
    }
}

/// One job.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, and those of the board.
pub async fn show(ctx: &Ctx, id: i64) -> Result<JobLine, Failure> {
    ctx.authorize(Permission::SeeJobs)?;
    ctx.work.board()?.show(id).await
}

/// Stops a job: one that waits at once, one that runs at its next step.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`; `Conflict(WrongStatus)` when it is over.
pub async fn cancel(ctx: &Ctx, form: &JobRefForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::CancelJobs)?;
    let id = typed::id(&form.id).map_err(|_| Failure::NotFound)?;
    ctx.work.board()?.cancel(id, ctx.actor_name()).await?;
    tell(ctx, "cancelled", id).await?;
    Ok(id)
}

/// Tries a failed or stopped job again, on behalf of the person who asked for it first.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`; `Conflict(WrongStatus)` while it waits or runs or when it is done;
/// `Conflict(Taken)` while another of its kind waits or runs.
pub async fn retry(ctx: &Ctx, form: &JobRefForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::CancelJobs)?;
    let id = typed::id(&form.id).map_err(|_| Failure::NotFound)?;
    ctx.work.board()?.retry(id, ctx.actor_name()).await?;
    tell(ctx, "retried", id).await?;
    Ok(id)
}

/// The board is in another database: the event follows the deed, and the board keeps one of its own.
async fn tell(ctx: &Ctx, verb: &str, id: i64) -> Result<(), Failure> {
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    events::record(&mut conn, ctx, verb, "job", Some(id), json!({})).await
}
