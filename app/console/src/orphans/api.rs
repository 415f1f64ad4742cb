//! What the page of comparisons asks of the server.

use domain::jobs::AskForm;
use domain::orphans::Comparison;
use leptos::prelude::*;
use ui::Fault;

#[server(name = LastComparisons, prefix = "/rpc", endpoint = "console/orphans/last")]
pub async fn last_comparisons() -> Result<Vec<Comparison>, Fault> {
    let ctx = crate::server::context()?;
    Ok(landlord::orphans::last(&ctx).await?)
}

#[server(name = CompareDatabases, prefix = "/rpc", endpoint = "console/orphans/compare")]
pub async fn compare_databases(form: AskForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let job = landlord::jobs::ask_now(&ctx, &form).await?;
    crate::server::go(&format!("/jobs/{job}"));
    Ok(job)
}
