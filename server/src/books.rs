//! The proof of every organisation's books, one after another: what the nightly job does.

use domain::Failure;
use domain::ledger::proof::KeptProof;
use landlord::jobs::{self, Claimed};
use landlord::{Ctx, Found, tenants};
use serde::Serialize;

use crate::Program;

/// What came of a night.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Proved {
    /// Organisations whose books were proved.
    pub proved: u64,
    /// Those whose books disagree, by their addresses.
    pub troubled: Vec<String>,
    /// Those that could not be looked at: they do not answer or are being moved. The next night comes by.
    pub failed: Vec<String>,
}

/// Seals and proves the books of all organisations in service. One that can't be reached does not hold up the others.
///
/// # Errors
/// Those of the landlord's database; `Conflict(Cancelled)` when somebody stops the job.
pub async fn prove_all(program: &Program, ctx: &Ctx, job: &Claimed) -> Result<Proved, Failure> {
    let all = tenants::part_of_all(ctx, 1, 0).await?;
    let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let mut night = Proved::default();
    for (nth, (id, slug)) in (0_i64..).zip(all) {
        jobs::step(ctx, job, nth, Some(total)).await?;
        match one(program, &slug).await {
            Ok(Some(kept)) => {
                night.proved += 1;
                if !kept.proof.holds() {
                    tracing::error!(tenant_id = id, proof = kept.id, "the books of an organisation disagree");
                    night.troubled.push(slug);
                }
            }
            Ok(None) => {}
            Err(failure) => {
                tracing::warn!(tenant_id = id, %failure, "the books of an organisation could not be proved");
                night.failed.push(slug);
            }
        }
    }
    Ok(night)
}

/// Nothing for one that is not in service any more, or that can only be read since it is being moved.
async fn one(program: &Program, slug: &str) -> Result<Option<KeptProof>, Failure> {
    let ctx = program.ctx();
    match program.registry.find(slug, &ctx.request_id).await? {
        Found::Serve(resident) if !resident.read_only => {
            let inside = tenants::enter(&ctx, &resident).await?;
            tenant::books::prove_and_note(&inside).await.map(Some)
        }
        _ => Ok(None),
    }
}
