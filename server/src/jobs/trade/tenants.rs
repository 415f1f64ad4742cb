//! What the tasks do that are done inside of a tenant. Each is one use case of `tenant`, called on behalf of whoever asked
//! for it; how far it is it tells by itself, through its context.

use domain::Failure;
use domain::jobs::Task;
use landlord::Ctx;
use landlord::jobs::{self, Claimed};
use serde_json::{Value, json};

use crate::{Program, relay};

/// Does a job of a tenant; what its use case leaves in the outbox is handed over after it.
pub(super) async fn perform(program: &Program, ctx: &Ctx, job: &Claimed) -> Result<Value, Failure> {
    let (inside, given) = jobs::enter(ctx, job).await?;
    let done = call(&inside, job.task, &given).await;
    if let Some(tenant_id) = job.tenant_id {
        relay::after_call(program, &inside, tenant_id);
    }
    done
}

/// The use case of a task. `given` is what was put beside it into the outbox; a job that comes by schedule is given nothing.
async fn call(inside: &tenant::Ctx, task: Task, given: &Value) -> Result<Value, Failure> {
    match task {
        Task::PostImport => {
            let batch = tenant::imports::post_submitted(inside, number(given, "batch")?).await?;
            Ok(json!({ "status": batch.status, "good": batch.good, "refused": batch.refused }))
        }
        Task::IssueRun => {
            let progress = tenant::runs::carry_on(inside, number(given, "run")?, |progress| {
                inside.work.step(progress.done, Some(progress.total))
            })
            .await?;
            Ok(json!({ "issued": progress.done }))
        }
        // It needs a copy: `server::rehearse` does it.
        Task::RehearseMonth
        // Not of a tenant: `Trade` does them.
        | Task::CollectMetrics
        | Task::EmptyTrash
        | Task::FindOrphans
        | Task::ProveIsolation
        | Task::DuplicateTenant
        | Task::ForgetJobs
        | Task::SendLetters
        | Task::SweepOutboxes
        | Task::DropKept
        | Task::PrepareDatabases
        | Task::ProveBooks
        | Task::DoDue
        | Task::CheckDomains => Err(Failure::NotFound),
    }
}

fn number(given: &Value, name: &str) -> Result<i64, Failure> {
    given.get(name).and_then(Value::as_i64).ok_or(Failure::NotFound)
}
