//! The job runner: takes pointers out of the queue library, does what the landlord's table says, notes how it ended.
//! Any number of nodes may run it beside one another.

mod trade;

use std::sync::Arc;
use std::time::Duration;

use domain::Failure;
use futures::future::BoxFuture;
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext, WorkerOptions, WorkerRecoveryConfig};
use landlord::domains::Prover;
use landlord::jobs::{self, Claimed};
use landlord::{Actor, Ctx, Home, Registry};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::watch;
use tracing::Instrument;

pub use trade::Trade;

use crate::{Clock, Started};

/// How many jobs a node runs at once: more than the lanes of one organisation, so that one can't fill a node.
const HANDS: usize = 4;

/// Who knows how to do the tasks.
pub trait Works: Send + Sync + 'static {
    /// Does a job; it may be done a second time after a crash, so its effect must come once all the same.
    fn perform<'a>(&'a self, ctx: &'a Ctx, job: &'a Claimed) -> BoxFuture<'a, Result<Value, Failure>>;
}

/// A node's workshop.
pub struct Shop {
    home: Arc<Home>,
    registry: Arc<Registry>,
    prover: Arc<dyn Prover>,
    clock: Arc<dyn Clock>,
    works: Arc<dyn Works>,
}

/// How quickly a node notices things. Shorter in tests.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// How often schedules are looked at.
    pub schedules: Duration,
    /// How often the queue is asked when nobody calls.
    pub poll: Duration,
    /// A node that was silent for so long is taken for dead.
    pub dead_after: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            schedules: Duration::from_secs(20),
            poll: Duration::from_secs(2),
            dead_after: Duration::from_secs(60),
        }
    }
}

/// What lies in the queue: a pointer to a row of the landlord's table.
#[derive(Debug, Serialize, Deserialize)]
struct Pointer {
    id: i64,
}

impl TaskHandler for Pointer {
    const IDENTIFIER: &'static str = jobs::POINTER;

    async fn run(self, worker: WorkerContext) -> impl IntoTaskHandlerResult {
        let Some(shop) = worker.get_ext::<Arc<Shop>>().cloned() else {
            return Err("the worker has no workshop".to_owned());
        };
        // What could not be noted is run again by the queue.
        shop.perform(self.id, worker.worker_id())
            .await
            .map_err(|failure| failure.to_string())
    }
}

impl std::fmt::Debug for Shop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Shop")
    }
}

impl Shop {
    /// The workshop of a started installation.
    #[must_use]
    pub fn new(started: &Started, works: Arc<dyn Works>) -> Arc<Self> {
        Arc::new(Self {
            home: started.home.clone(),
            registry: started.registry.clone(),
            prover: started.prover.clone(),
            clock: started.clock.clone(),
            works,
        })
    }

    fn ctx(&self, request_id: String) -> Ctx {
        Ctx {
            actor: Actor::System,
            home: self.home.clone(),
            registry: self.registry.clone(),
            prover: self.prover.clone(),
            now: self.clock.now(),
            ip: None,
            request_id,
        }
    }

    async fn perform(self: Arc<Self>, id: i64, worker: &str) -> Result<(), Failure> {
        let ctx = self.ctx(format!("job-{id}"));
        let Some(job) = jobs::begin(&ctx, id, worker).await? else {
            return Ok(());
        };
        // Every line of the log that a job causes carries its number and its tenant's.
        let span = tracing::info_span!("job", job = id, task = job.task.code(), tenant = job.tenant_id);
        self.carry_out(&ctx, id, job).instrument(span).await
    }

    async fn carry_out(self: Arc<Self>, ctx: &Ctx, id: i64, job: Claimed) -> Result<(), Failure> {
        tracing::info!(attempt = job.attempt, "a job begins");
        // In a task of its own: a panic is a failed attempt, not the end of the worker.
        let (shop, inner, own) = (self.clone(), ctx.clone(), job.clone());
        let work = async move { shop.works.perform(&inner, &own).await };
        let done = tokio::spawn(work.in_current_span()).await;
        let result = done.unwrap_or_else(|error| {
            tracing::error!(%error, "a job's task ended early");
            Err(Failure::Internal {
                reference: ctx.request_id.clone(),
            })
        });
        if let Err(failure) = &result {
            tracing::warn!(%failure, "a job failed");
        }
        let outcome = jobs::settle(&self.ctx(format!("job-{id}")), &job, result).await?;
        tracing::info!(?outcome, "a job has ended");
        Ok(())
    }

    async fn watch_schedules(&self, every: Duration) {
        loop {
            let ctx = self.ctx("schedules".to_owned());
            if let Err(failure) = jobs::fire_schedules(&ctx).await {
                tracing::warn!(%failure, "schedules could not be looked at");
            }
            tokio::time::sleep(every).await;
        }
    }
}

/// Runs jobs until `stop` says so; what is under way then has five seconds to end and is otherwise done again.
///
/// # Errors
/// When the queue can't be reached at the start, or the worker gives up.
pub async fn run(shop: Arc<Shop>, pace: Pace, mut stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    jobs::keep_schedules(&shop.ctx("schedules".to_owned()))
        .await
        .map_err(|failure| anyhow::anyhow!("The landlord's database does not answer: {failure}."))?;
    let recovery = WorkerRecoveryConfig::default()
        .enabled(true)
        .heartbeat_interval(pace.dead_after / 4)
        .sweep_interval(pace.dead_after / 2)
        .sweep_threshold(pace.dead_after)
        .recovery_delay(Duration::from_secs(1));
    let worker = WorkerOptions::default()
        .schema(jobs::SCHEMA)
        .pg_pool(shop.home.db.clone())
        .concurrency(HANDS)
        .poll_interval(pace.poll)
        .listen_os_shutdown_signals(false)
        .shutdown_signal(async move {
            // A closed channel ends the work as well.
            let _gone = stop.wait_for(|stop| *stop).await;
        })
        .worker_recovery(recovery)
        .add_extension(shop.clone())
        .define_job::<Pointer>()
        .init()
        .await
        .map_err(|error| anyhow::anyhow!("The queue could not be opened: {error}."))?;
    tokio::select! {
        ended = worker.run() => ended.map_err(|error| anyhow::anyhow!("The queue has stopped: {error}.")),
        () = shop.watch_schedules(pace.schedules) => Ok(()),
    }
}
