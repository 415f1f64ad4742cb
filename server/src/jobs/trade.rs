//! What each task does.

use std::sync::Arc;

use domain::Failure;
use domain::jobs::Task;
use futures::future::BoxFuture;
use landlord::Ctx;
use landlord::jobs::{self, Claimed};
use serde_json::{Value, json};

use super::Works;

/// The tasks of this program.
#[derive(Clone, Default)]
pub struct Trade;

impl Trade {
    /// What a node's workshop knows.
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::new(Self)
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
            }
        })
    }
}
