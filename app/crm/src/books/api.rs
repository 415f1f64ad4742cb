//! What the page of the books' proofs asks of the server.

use domain::ledger::proof::KeptProof;
use leptos::prelude::*;
use ui::Fault;

/// The last proofs.
#[server(name = LastBookProofs, prefix = "/rpc", endpoint = "crm/books/last")]
pub async fn last_book_proofs() -> Result<Vec<KeptProof>, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::books::proofs(&ctx).await?)
}

/// Seals and proves the books now.
#[server(name = ProveBooks, prefix = "/rpc", endpoint = "crm/books/prove")]
pub async fn prove_books() -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let id = tenant::books::prove_and_note(&ctx).await?.id;
    crate::server::go("/books?done=proved");
    Ok(id)
}
