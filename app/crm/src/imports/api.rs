//! What the pages of the import ask of the server. The upload itself is a plain route.

use domain::imports::{BatchCard, BatchLine, BatchRefForm};
use leptos::prelude::*;
use ui::Fault;

/// The batches, the latest first.
#[server(name = ListBatches, prefix = "/rpc", endpoint = "crm/imports/list")]
pub async fn list_batches() -> Result<Vec<BatchLine>, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::imports::list(&ctx).await?)
}

/// A batch with the first of its rows.
#[server(name = ShowBatch, prefix = "/rpc", endpoint = "crm/imports/show")]
pub async fn show_batch(id: i64) -> Result<BatchCard, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::imports::show(&ctx, id).await?)
}

/// Registers the good rows of a batch, or has a job do it.
#[server(name = PostBatch, prefix = "/rpc", endpoint = "crm/imports/post")]
pub async fn post_batch(form: BatchRefForm) -> Result<BatchLine, Fault> {
    let ctx = crate::server::context()?;
    let batch = tenant::imports::submit(&ctx, &form).await?;
    let done = if batch.status == domain::imports::Status::Posted {
        "posted"
    } else {
        "posting"
    };
    crate::server::go(&format!("/imports/{}?done={done}", batch.id));
    Ok(batch)
}

/// Throws a batch away.
#[server(name = DiscardBatch, prefix = "/rpc", endpoint = "crm/imports/discard")]
pub async fn discard_batch(form: BatchRefForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::imports::discard(&ctx, &form).await?;
    crate::server::go(&format!("/imports/{}?done=discarded", form.id.trim()));
    Ok(())
}
