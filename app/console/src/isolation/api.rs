//! What the page of proofs asks of the server.

use domain::isolation::Proof;
use domain::jobs::AskForm;
use leptos::prelude::*;
use ui::Fault;

#[server(name = LastProofs, prefix = "/rpc", endpoint = "console/isolation/last")]
pub async fn last_proofs() -> Result<Vec<Proof>, Fault> {
    let ctx = crate::server::context()?;
    Ok(landlord::isolation::last(&ctx).await?)
}

#[server(name = ProveIsolation, prefix = "/rpc", endpoint = "console/isolation/prove")]
pub async fn prove_isolation(form: AskForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let job = landlord::jobs::ask_now(&ctx, &form).await?;
    crate::server::go(&format!("/jobs/{job}"));
    Ok(job)
}
