//! Rehearsals of a month: a neutralised copy of the tenant is made, the month is issued in it by the same use cases as
//! in the original, what came out is written down in the original, and the copy goes.

use std::path::Path;

use domain::jobs::may_pass;
use domain::rehearsals::Outcome;
use domain::tenants::Slug;
use domain::{Failure, Month, Reason};
use landlord::jobs::{self, Claimed};
use landlord::{Ctx, Found, tenants};
use serde_json::{Value, json};
use tenant::rehearsals;

/// Does the job. It may be done a second time after a crash: a copy that was left begins anew, and what has been written
/// down stays.
pub(crate) async fn perform(ctx: &Ctx, job: &Claimed, data: &Path) -> Result<Value, Failure> {
    let (inside, given) = jobs::enter(ctx, job).await?;
    let id = given
        .get("rehearsal")
        .and_then(Value::as_i64)
        .ok_or(Failure::NotFound)?;
    let original = job.tenant_id.ok_or(Failure::NotFound)?;
    let inside = inside.with_actor(tenant::Actor::System);
    let month = match rehearsals::begin(&inside, id).await {
        Ok(month) => month,
        Err(Failure::Conflict {
            reason: Reason::AlreadyDone,
        }) => return Ok(json!({ "rehearsal": id })),
        Err(failure) => return Err(failure),
    };
    let slug = Slug::parse(&format!("rehearsal-{original}-{id}")).map_err(Failure::conflict)?;
    let came_out = in_copy(ctx, original, &slug, month, data).await;
    match tenants::end_copy(ctx, original, &slug).await {
        Ok(()) | Err(Failure::NotFound) => {}
        // It expires by itself.
        Err(failure) => tracing::warn!(job = job.id, %failure, "a rehearsal's copy could not be deleted"),
    }
    match came_out {
        Ok(outcome) => {
            rehearsals::finish(&inside, id, &outcome).await?;
            Ok(json!({ "rehearsal": id, "accounts": outcome.accounts, "parked": outcome.parked }))
        }
        Err(failure) => {
            let another = may_pass(&failure) && job.attempt < job.max_attempts;
            if !another {
                rehearsals::fail(&inside, id, &ctx.request_id).await?;
            }
            Err(failure)
        }
    }
}

/// Makes the copy and issues the month in it.
async fn in_copy(ctx: &Ctx, original: i64, slug: &Slug, month: Month, data: &Path) -> Result<Outcome, Failure> {
    match tenants::end_copy(ctx, original, slug).await {
        Ok(()) | Err(Failure::NotFound) => {}
        Err(failure) => return Err(failure),
    }
    let tools = crate::tools::find(data).await.map_err(|error| {
        tracing::error!(%error, "pg_dump was not found");
        Failure::Internal {
            reference: ctx.request_id.clone(),
        }
    })?;
    tenants::make_own_copy(ctx, original, slug, &tools).await?;
    let Found::Serve(resident) = ctx.registry.find(slug.as_str(), &ctx.request_id).await? else {
        return Err(Failure::Busy { retry_after: 15 });
    };
    let copy = tenants::enter(ctx, &resident).await?;
    rehearsals::rehearse(&copy, month).await
}
