//! The books under lock and seal: blocks of entries and events that can't be changed unnoticed, and the proofs that are
//! kept. What the proof compares stands in `ledger::proof`.

mod seals;
mod sql;

use domain::ledger::proof::{KeptProof, LastProof};
use domain::{Failure, Permission};
use sqlx::PgConnection;

pub(crate) use seals::chain_proof;
pub use seals::{Chain, seal};

use crate::store::{OrFailure, transact};
use crate::{Actor, Ctx, events, ledger};

/// Proofs that the page shows.
const SHOWN: i64 = 30;

/// Seals what can be sealed, proves the books and keeps the proof, with an event. The nightly job's call and a person's.
///
/// # Errors
/// `SignedOut`, `Forbidden`; those of the database.
pub async fn prove_and_note(ctx: &Ctx) -> Result<KeptProof, Failure> {
    ctx.authorize(Permission::ProveBooks)?;
    seal(ctx).await?;
    let began = {
        let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
        sql::clock(&mut conn).await.or_failure(ctx)?
    };
    let proof = ledger::prove(ctx).await?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            let details = serde_json::to_value(&proof).unwrap_or_default();
            let (id, took_ms) = sql::keep(conn, ctx, began, &proof, &details).await.or_failure(ctx)?;
            let found: Vec<_> = proof.findings.iter().map(|finding| finding.check.code()).collect();
            let about = serde_json::json!({ "holds": proof.holds(), "entries": proof.entries, "found": found });
            events::record(conn, ctx, "proved", "books", Some(id), about).await?;
            Ok(KeptProof {
                id,
                at: ctx.now,
                took_ms,
                by: by(ctx.actor_name()),
                proof,
            })
        })
    })
    .await
}

/// The last proofs, the latest first.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and those of the database.
pub async fn proofs(ctx: &Ctx) -> Result<Vec<KeptProof>, Failure> {
    ctx.authorize(Permission::ProveBooks)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    sql::last(&mut conn, SHOWN).await.or_failure(ctx)
}

/// When the books were proved last, for the first page.
pub(crate) async fn last_proof(conn: &mut PgConnection, ctx: &Ctx) -> Result<Option<LastProof>, Failure> {
    sql::latest(conn).await.or_failure(ctx)
}

/// Whom a page names: the program itself is nobody.
fn by(name: &str) -> Option<String> {
    (name != Actor::PROGRAM).then(|| name.to_owned())
}
