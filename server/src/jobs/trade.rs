//! What each task does.

use std::sync::Arc;

use domain::Failure;
use domain::jobs::Task;
use futures::future::BoxFuture;
use landlord::Ctx;
use landlord::jobs::{self, Claimed};
use serde_json::{Value, json};

use super::Works;
use crate::delivery::{self, Counts};
use crate::{Program, relay};

/// The tasks of this program.
#[derive(Clone)]
pub struct Trade {
    program: Program,
}

impl Trade {
    /// What a node's workshop knows.
    #[must_use]
    pub fn new(program: Program) -> Arc<Self> {
        Arc::new(Self { program })
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
                Task::FindOrphans => {
                    let found = landlord::orphans::mend(ctx).await?;
                    Ok(serde_json::to_value(found).unwrap_or_default())
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
