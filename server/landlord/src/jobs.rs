//! Background work. The queue library (`graphile_worker`) decides who runs what and when and survives killed workers;
//! the table `job` holds what people see of it. Both are changed in one transaction.

mod inside;
mod sql;
mod work;

use chrono::{DateTime, Utc};
use domain::jobs::{AskForm, JobLine, JobRefForm, Standing, Status, Task};
use domain::landlords::Permission;
use domain::{Failure, Page, Reason, typed};
use graphile_worker::WorkerUtils;
use serde_json::{Value, json};
use sqlx::PgConnection;

use crate::store::OrFailure;
use crate::{Ctx, Home, events};

pub use inside::{enter, take_over, work_of};
pub use work::{Claimed, Outcome, begin, fire_schedules, forget_old, keep_schedules, settle, step};

/// The schema of the queue library, and the one task that it knows.
pub const SCHEMA: &str = "graphile_worker";
/// The one task that the queue library knows: a pointer to a row of `job`.
pub const POINTER: &str = "job";
/// How many jobs of one organisation run at once.
const LANES: i64 = 2;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// The organisation that it works for; nothing for the installation's own.
    pub tenant_id: Option<i64>,
    /// What is to be done.
    pub task: Task,
    /// What the task needs to know; no secrets.
    pub payload: Value,
    /// While a job of this key waits or runs, no second one is made.
    pub key: Option<String>,
    /// Who asks.
    pub asked_by: String,
    /// Not before this; at once if nothing is said.
    pub run_at: Option<DateTime<Utc>>,
}

/// Brings the queue library's own schema up to date.
///
/// # Errors
/// The library's words.
pub async fn install(home: &Home) -> Result<(), String> {
    WorkerUtils::new(home.db.clone(), SCHEMA)
        .migrate()
        .await
        .map_err(|error| error.to_string())
}

/// Asks for a job, in the transaction of what it follows from. Returns its id, or that of the one with the same key
/// that waits or runs.
///
/// # Errors
/// As every statement.
pub async fn ask(conn: &mut PgConnection, new: &NewJob, now: DateTime<Utc>) -> sqlx::Result<i64> {
    match add(&mut *conn, new, None, now).await? {
        Some(id) => Ok(id),
        None => sql::open_with_key(conn, new.tenant_id, new.key.as_deref()).await,
    }
}

/// The new job's id; nothing when one of its key waits or runs, or when it was taken out of that place of the
/// organisation's outbox before.
async fn add(
    conn: &mut PgConnection,
    new: &NewJob,
    outbox_id: Option<i64>,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<i64>> {
    let place = sql::place(&mut *conn, new.tenant_id).await?;
    let run_at = new.run_at.unwrap_or(now);
    let Some(id) = sql::insert(&mut *conn, new, outbox_id, now, run_at).await? else {
        return Ok(None);
    };
    sql::point(conn, &pointer(id, new.tenant_id, run_at, place)).await?;
    Ok(Some(id))
}

/// Asks for one of the installation's own tasks out of its turn. Returns the job's id.
///
/// # Errors
/// `Invalid` for a task that has no schedule; `SignedOut`, `Forbidden`; as every statement.
pub async fn ask_now(ctx: &Ctx, form: &AskForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::ManageJobs)?;
    let task = Task::from_code(&form.task).filter(|task| task.cron().is_some());
    let task = task.ok_or_else(|| Failure::field("task", Reason::NotAChoice))?;
    let new = NewJob {
        tenant_id: None,
        task,
        payload: Value::Null,
        key: Some(format!("schedule {}", task.code())),
        asked_by: ctx.actor_name().to_owned(),
        run_at: None,
    };
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let id = ask(&mut transaction, &new, ctx.now).await.or_failure(ctx)?;
    events::record(
        &mut transaction,
        ctx,
        "asked",
        "job",
        Some(id),
        json!({ "task": task.code() }),
    )
    .await?;
    transaction.commit().await.or_failure(ctx)?;
    Ok(id)
}

/// A pointer in the queue. Jobs of one organisation run in its own lanes, and each further one that waits stands one
/// place further back: ten thousand jobs of one do not keep another waiting.
fn pointer(id: i64, tenant_id: Option<i64>, run_at: DateTime<Utc>, place: sql::Place) -> sql::Pointer {
    sql::Pointer {
        id,
        lane: tenant_id.map(|tenant| format!("tenant {tenant}/{}", id % LANES)),
        run_at: if place.paused { never() } else { run_at },
        priority: i32::try_from(place.waiting.min(10_000)).unwrap_or(10_000),
    }
}

/// Paused work waits for a day that does not come; going on gives it its own time back.
fn never() -> DateTime<Utc> {
    DateTime::from_timestamp(253_370_764_800, 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// Asks for one of the installation's own tasks ahead of its schedule. While one waits or runs there is no second one.
///
/// # Errors
/// As every statement.
pub(crate) async fn ask_soon(conn: &mut PgConnection, ctx: &Ctx, task: Task) -> Result<(), Failure> {
    let new = NewJob {
        tenant_id: None,
        task,
        payload: Value::Null,
        key: Some(key_of(task)),
        asked_by: "kvitok".to_owned(),
        run_at: None,
    };
    ask(conn, &new, ctx.now).await.or_failure(ctx).map(drop)
}

/// What the installation's own jobs of a task have in common, whoever asks.
fn key_of(task: Task) -> String {
    format!("schedule {}", task.code())
}

/// What a person sees: of every organisation and of the installation.
///
/// # Errors
/// `SignedOut`, `Forbidden`; as every statement.
pub async fn list(ctx: &Ctx, status: &str, after: &str) -> Result<Page<JobLine>, Failure> {
    ctx.authorize(Permission::SeeJobs)?;
    list_of(ctx, None, status, after).await
}

/// Jobs of one organisation that are its own, or all there are.
async fn list_of(ctx: &Ctx, tenant_id: Option<i64>, status: &str, after: &str) -> Result<Page<JobLine>, Failure> {
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    let status = Status::from_code(status).map(Status::code);
    let after: Option<i64> = after.parse().ok();
    let (lines, count) = sql::list(&mut conn, tenant_id, status, after).await.or_failure(ctx)?;
    Ok(Page::cut(lines, count, |line| line.id.to_string()))
}

/// How many wait, run, and have failed.
///
/// # Errors
/// As every statement.
pub async fn standing(ctx: &Ctx) -> Result<Standing, Failure> {
    ctx.authorize(Permission::SeeJobs)?;
    standing_of(ctx, None).await
}

async fn standing_of(ctx: &Ctx, tenant_id: Option<i64>) -> Result<Standing, Failure> {
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    sql::standing(&mut conn, tenant_id).await.or_failure(ctx)
}

/// One job.
///
/// # Errors
/// `NotFound`; `SignedOut`, `Forbidden`; as every statement.
pub async fn show(ctx: &Ctx, id: i64) -> Result<JobLine, Failure> {
    ctx.authorize(Permission::SeeJobs)?;
    show_of(ctx, None, id).await
}

async fn show_of(ctx: &Ctx, tenant_id: Option<i64>, id: i64) -> Result<JobLine, Failure> {
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    sql::one(&mut conn, tenant_id, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)
}

/// Stops a job: one that waits at once, one that runs at its next step.
///
/// # Errors
/// `NotFound`; `Conflict(WrongStatus)` when it is over; `SignedOut`, `Forbidden`.
pub async fn cancel(ctx: &Ctx, form: &JobRefForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::ManageJobs)?;
    let id = typed::id(&form.id).map_err(|_| Failure::NotFound)?;
    cancel_of(ctx, None, id, json!({})).await
}

async fn cancel_of(ctx: &Ctx, tenant_id: Option<i64>, id: i64, details: Value) -> Result<i64, Failure> {
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let job = sql::lock(&mut transaction, tenant_id, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    match job.status {
        Status::Queued => {
            sql::cancel(&mut transaction, id, ctx.now).await.or_failure(ctx)?;
            sql::unpoint(&mut transaction, id).await.or_failure(ctx)?;
        }
        Status::Running => sql::ask_to_cancel(&mut transaction, id).await.or_failure(ctx)?,
        Status::Done | Status::Failed | Status::Cancelled => return Err(Failure::conflict(Reason::WrongStatus)),
    }
    events::record(&mut transaction, ctx, "cancelled", "job", Some(id), details).await?;
    transaction.commit().await.or_failure(ctx)?;
    Ok(id)
}

/// Tries a failed or stopped job again, from its first attempt.
///
/// # Errors
/// `NotFound`; `Conflict(WrongStatus)` while it waits or runs or when it is done; `Conflict(Taken)` while another of
/// its key waits or runs; `SignedOut`, `Forbidden`.
pub async fn retry(ctx: &Ctx, form: &JobRefForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::ManageJobs)?;
    let id = typed::id(&form.id).map_err(|_| Failure::NotFound)?;
    retry_of(ctx, None, id, json!({})).await
}

async fn retry_of(ctx: &Ctx, tenant_id: Option<i64>, id: i64, details: Value) -> Result<i64, Failure> {
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let job = sql::lock(&mut transaction, tenant_id, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    if !matches!(job.status, Status::Failed | Status::Cancelled) {
        return Err(Failure::conflict(Reason::WrongStatus));
    }
    let place = sql::place(&mut transaction, job.tenant_id).await.or_failure(ctx)?;
    match sql::again(&mut transaction, id, ctx.now).await {
        Err(sqlx::Error::Database(error)) if error.constraint() == Some("job_key_once") => {
            return Err(Failure::conflict(Reason::Taken));
        }
        other => other.or_failure(ctx)?,
    }
    sql::point(&mut transaction, &pointer(id, job.tenant_id, ctx.now, place))
        .await
        .or_failure(ctx)?;
    events::record(&mut transaction, ctx, "retried", "job", Some(id), details).await?;
    transaction.commit().await.or_failure(ctx)?;
    Ok(id)
}

/// Lets an organisation's background work wait, or go on. What runs is not stopped.
///
/// # Errors
/// `NotFound`; `SignedOut`, `Forbidden`.
pub async fn pause(ctx: &Ctx, tenant_id: i64, paused: bool) -> Result<(), Failure> {
    ctx.authorize(Permission::ManageJobs)?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let since = paused.then_some(ctx.now);
    if !sql::pause(&mut transaction, tenant_id, since).await.or_failure(ctx)? {
        return Err(Failure::NotFound);
    }
    for (behind, (id, run_at)) in sql::waiting(&mut transaction, tenant_id)
        .await
        .or_failure(ctx)?
        .into_iter()
        .enumerate()
    {
        let waiting = i64::try_from(behind).unwrap_or(i64::MAX);
        let pointer = pointer(id, Some(tenant_id), run_at.max(ctx.now), sql::Place { waiting, paused });
        sql::point(&mut transaction, &pointer).await.or_failure(ctx)?;
    }
    let verb = if paused { "paused" } else { "resumed" };
    events::record(&mut transaction, ctx, verb, "jobs", Some(tenant_id), json!({})).await?;
    transaction.commit().await.or_failure(ctx)
}
