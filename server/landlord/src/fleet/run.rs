//! A run: brings the schemas of all tenants that are behind up to date.
//!
//! Who is behind is known from the catalogue, so that a tenant that is up to date costs no connection. The canary goes
//! first and alone; then so many at a time; after so many failures no further tenant is touched. Each tenant is one
//! transaction of its own database with the version inside. A run that was cut short needs no repair: what it had done
//! is done, and the next one takes up the rest.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use domain::fleet::{Plan, RunForm, RunReport, RunStatus, canary};
use domain::landlords::Permission;
use domain::{Failure, Reason};
use futures::StreamExt;
use serde_json::json;
use tokio::task::JoinHandle;

use super::lock::Lock;
use super::sql::{self, Behind};
use crate::schema::Steps;
use crate::store::OrFailure;
use crate::{Ctx, events, provision};

/// How often a tenant is tried whose locks are not to be had.
const TRIES: i32 = 3;

/// A run at work. It goes on by itself when this is dropped.
pub struct Running {
    /// Its id.
    pub id: i64,
    task: JoinHandle<Result<(), Failure>>,
    ctx: Ctx,
}

impl Running {
    /// Waits for its end.
    ///
    /// # Errors
    /// As every statement: what failed at single tenants stands in the report.
    pub async fn report(self) -> Result<RunReport, Failure> {
        self.task.await.unwrap_or_else(|error| {
            tracing::error!(request_id = self.ctx.request_id, %error, "a run's task ended early");
            Err(Failure::Internal {
                reference: self.ctx.request_id.clone(),
            })
        })?;
        super::report(&self.ctx, self.id).await
    }

    /// Cuts it short where it stands, as the end of the program would.
    pub async fn cut_short(self) {
        self.task.abort();
        let _ = self.task.await;
    }
}

/// Begins a run and gives it back at work.
///
/// # Errors
/// `Conflict(AlreadyRunning)` while another run or a move is at work; `Invalid` for a canary that is no tenant;
/// `SignedOut`, `Forbidden`; as every statement.
pub async fn start(ctx: &Ctx, form: &RunForm, steps: Steps) -> Result<Running, Failure> {
    ctx.authorize(Permission::RunFleet)?;
    let plan = form.parse()?;
    let lock = Lock::take(ctx).await?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    sql::end_orphans(&mut transaction, ctx.now).await.or_failure(ctx)?;
    let mut behind = sql::behind(&mut transaction, steps.version(), plan.retry)
        .await
        .or_failure(ctx)?;
    let names: Vec<_> = behind
        .iter()
        .map(|tenant| (tenant.id, tenant.slug.clone(), tenant.is_canary))
        .collect();
    let first = canary(&names, plan.canary.as_deref());
    // A chosen canary that is up to date has nothing more to prove; one that does not exist is a slip.
    if let (None, Some(chosen)) = (first, &plan.canary)
        && !sql::is_in_service(&mut transaction, chosen).await.or_failure(ctx)?
    {
        return Err(Failure::field("canary", Reason::Unknown));
    }
    let first = first.map(|index| behind.remove(index));
    let oldest = behind.iter().chain(&first).map(|tenant| tenant.schema_version).min();
    let versions = (oldest.unwrap_or_else(|| steps.version()), steps.version());
    let count = i32::try_from(names.len()).unwrap_or(i32::MAX);
    let canary_id = first.as_ref().map(|tenant| tenant.id);
    let id = sql::insert_run(&mut transaction, ctx, &plan, versions, canary_id, count)
        .await
        .or_failure(ctx)?;
    let details = json!({ "to_version": versions.1, "tenants": count, "retry": plan.retry });
    events::record(&mut transaction, ctx, "started", "migration_run", Some(id), details).await?;
    transaction.commit().await.or_failure(ctx)?;
    let run = Run {
        ctx: ctx.clone(),
        id,
        steps,
        plan,
        began: Instant::now(),
        failures: AtomicU32::new(0),
    };
    let task = tokio::spawn(async move {
        let done = run.work(first, behind).await;
        lock.give_back().await;
        done
    });
    Ok(Running {
        id,
        task,
        ctx: ctx.clone(),
    })
}

struct Run {
    ctx: Ctx,
    id: i64,
    steps: Steps,
    plan: Plan,
    began: Instant,
    failures: AtomicU32,
}

impl Run {
    async fn work(&self, first: Option<Behind>, rest: Vec<Behind>) -> Result<(), Failure> {
        let canary_lives = match first {
            Some(tenant) => self.bring(tenant).await?,
            None => true,
        };
        let mut skipped = !canary_lives && !rest.is_empty();
        if canary_lives {
            let most = usize::try_from(self.plan.parallel).unwrap_or(1);
            let mut work = futures::stream::iter(rest)
                .map(|tenant| async move {
                    // Looked at when its turn comes, not before.
                    if self.failures.load(Ordering::Acquire) >= self.plan.stop_after {
                        return Ok(false);
                    }
                    self.bring(tenant).await.map(|_| true)
                })
                .buffer_unordered(most);
            while let Some(touched) = work.next().await {
                skipped |= !touched?;
            }
        }
        let status = if skipped { RunStatus::Stopped } else { RunStatus::Done };
        let now = self.ctx.now + self.began.elapsed();
        let mut conn = self.ctx.db().acquire().await.or_failure(&self.ctx)?;
        sql::end_run(&mut conn, self.id, status, now)
            .await
            .or_failure(&self.ctx)
    }

    /// Brings one tenant up to date and notes what came of it. True if it is.
    async fn bring(&self, tenant: Behind) -> Result<bool, Failure> {
        let began = Instant::now();
        let mut attempts = 1;
        let done = loop {
            let done = provision::migrate(&self.ctx.home, &tenant.server, &tenant.database, &self.steps).await;
            match done {
                Err(error) if attempts < TRIES && is_passing(&error) => {
                    // Not all at the same time again.
                    let pause = 200 * attempts.unsigned_abs() + u32::try_from(tenant.id % 100).unwrap_or_default();
                    tokio::time::sleep(Duration::from_millis(u64::from(pause))).await;
                    attempts += 1;
                }
                done => break done,
            }
        };
        let ms = i32::try_from(began.elapsed().as_millis()).unwrap_or(i32::MAX);
        let (versions, error) = match done {
            Ok(versions) => (versions, None),
            Err(error) => {
                self.failures.fetch_add(1, Ordering::AcqRel);
                tracing::warn!(tenant = tenant.slug, run = self.id, %error, "a tenant's schema could not be brought up to date");
                ((tenant.schema_version, tenant.schema_version), Some(error.to_string()))
            }
        };
        let mut conn = self.ctx.db().acquire().await.or_failure(&self.ctx)?;
        sql::note_result(&mut conn, self.id, tenant.id, versions, ms, attempts, error.as_deref())
            .await
            .or_failure(&self.ctx)?;
        drop(conn);
        self.ctx.registry.forget(tenant.id).await;
        Ok(error.is_none())
    }
}

/// A lock that was not to be had, a deadlock, no free connection: worth another try.
fn is_passing(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    matches!(code.as_deref(), Some("55P03" | "40P01" | "53300"))
}
