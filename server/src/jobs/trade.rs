//! What each task does.

mod tenants;

use std::path::PathBuf;
use std::sync::Arc;

use app::Assets;
use domain::Failure;
use domain::jobs::Task;
use futures::future::BoxFuture;
use landlord::Ctx;
use landlord::jobs::{self, Claimed};
use serde_json::{Value, json};

use super::Works;
use crate::delivery::{self, Counts};
use crate::web::Site;
use crate::{Program, Started, books, isolation, rehearse, relay, rounds};

/// The tasks of this program.
#[derive(Clone)]
pub struct Trade {
    data: PathBuf,
    ready_databases: u32,
    site: Arc<Site>,
    program: Program,
}

impl Trade {
    /// What a node's workshop knows.
    #[must_use]
    pub fn new(started: &Started) -> Arc<Self> {
        Arc::new(Self {
            data: started.config.data.clone(),
            ready_databases: started.config.ready_databases,
            site: Site::new(started, Assets::default()),
            program: started.program(),
        })
    }

    async fn duplicate(&self, ctx: &Ctx, job: &Claimed) -> Result<Value, Failure> {
        let id = job
            .payload
            .get("copy")
            .and_then(Value::as_i64)
            .ok_or(Failure::NotFound)?;
        let tools = crate::tools::find(&self.data).await.map_err(|error| {
            tracing::error!(job = job.id, %error, "pg_dump was not found");
            Failure::Internal {
                reference: ctx.request_id.clone(),
            }
        })?;
        landlord::tenants::make_copy(ctx, id, &tools).await?;
        Ok(json!({ "copy": id }))
    }

    /// Sends all that is due.
    async fn send_letters(&self, ctx: &Ctx, job: &Claimed) -> Result<Counts, Failure> {
        let mut all = Counts::default();
        loop {
            let counts = delivery::send_due(&self.program, delivery::AT_ONCE).await?;
            if counts == Counts::default() {
                return Ok(all);
            }
            all.add(counts);
            let done = i64::try_from(all.sent).unwrap_or(i64::MAX);
            jobs::step(ctx, job, done, None).await?;
        }
    }
}

impl Works for Trade {
    fn perform<'a>(&'a self, ctx: &'a Ctx, job: &'a Claimed) -> BoxFuture<'a, Result<Value, Failure>> {
        Box::pin(async move {
            match job.task {
                Task::CollectMetrics => Ok(json!({ "collected": landlord::figures::collect(ctx, Some(job)).await? })),
                Task::EmptyTrash => {
                    Ok(serde_json::to_value(landlord::tenants::empty_trash(ctx).await?).unwrap_or_default())
                }
                Task::DuplicateTenant => self.duplicate(ctx, job).await,
                Task::ProveIsolation => {
                    let proof = isolation::prove(&self.site, ctx, &job.asked_by).await?;
                    Ok(json!({ "checks": proof.checks, "findings": proof.findings.len() }))
                }
                Task::FindOrphans => {
                    let found = landlord::orphans::mend(ctx).await?;
                    Ok(serde_json::to_value(found).unwrap_or_default())
                }
                Task::CheckDomains => {
                    let looked = landlord::domains::look_again(ctx, Some(job)).await?;
                    Ok(serde_json::to_value(looked).unwrap_or_default())
                }
                Task::PostImport | Task::IssueRun => tenants::perform(&self.program, ctx, job).await,
                Task::RehearseMonth => rehearse::perform(ctx, job, &self.data).await,
                Task::DropKept => Ok(json!({ "dropped": landlord::fleet::drop_expired(ctx).await? })),
                Task::PrepareDatabases => Ok(serde_json::to_value(
                    landlord::provision::ready::fill(ctx, self.ready_databases).await?,
                )
                .unwrap_or_default()),
                Task::DoDue => {
                    let due = rounds::do_due(&self.program, ctx, job).await?;
                    Ok(serde_json::to_value(due).unwrap_or_default())
                }
                Task::ProveBooks => {
                    let proved = books::prove_all(&self.program, ctx, job).await?;
                    Ok(serde_json::to_value(proved).unwrap_or_default())
                }
                Task::ForgetJobs => Ok(json!({ "forgotten": jobs::forget_old(ctx).await? })),
                Task::SendLetters => Ok(serde_json::to_value(self.send_letters(ctx, job).await?).unwrap_or_default()),
                Task::SweepOutboxes => {
                    let part = relay::part_of(ctx.now.timestamp() / 60);
                    let swept = relay::sweep(&self.program, part).await?;
                    Ok(serde_json::to_value(swept).unwrap_or_default())
                }
            }
        })
    }
}
