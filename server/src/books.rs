//! The proof of every organisation's books: what the nightly job does.

use domain::Failure;
use landlord::Ctx;
use landlord::jobs::Claimed;
use serde::Serialize;

use crate::{Program, rounds};

/// What came of a night.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Proved {
    /// Organisations whose books were proved.
    pub proved: u64,
    /// Those whose books disagree, by their addresses.
    pub troubled: Vec<String>,
    /// Those that could not be looked at. The next night comes by.
    pub failed: Vec<String>,
}

/// Seals and proves the books of all organisations in service.
///
/// # Errors
/// As [`rounds::walk`].
pub async fn prove_all(program: &Program, ctx: &Ctx, job: &Claimed) -> Result<Proved, Failure> {
    let round = rounds::walk(program, ctx, job, |inside| {
        Box::pin(async move { tenant::books::prove_and_note(inside).await })
    })
    .await?;
    let mut night = Proved {
        failed: round.failed,
        ..Proved::default()
    };
    for (slug, kept) in round.done {
        night.proved += 1;
        if !kept.proof.holds() {
            tracing::error!(tenant = slug, proof = kept.id, "the books of an organisation disagree");
            night.troubled.push(slug);
        }
    }
    Ok(night)
}
