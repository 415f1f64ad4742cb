//! What the pages of the fleet ask of the server.

use domain::fleet::{Fleet, RunForm, RunReport};
use leptos::prelude::*;
use ui::Fault;

#[server(name = ShowFleet, prefix = "/rpc", endpoint = "console/fleet/show")]
pub async fn show_fleet() -> Result<Fleet, Fault> {
    let ctx = crate::server::context()?;
    Ok(landlord::fleet::show(&ctx).await?)
}

#[server(name = ShowRun, prefix = "/rpc", endpoint = "console/fleet/run")]
pub async fn show_run(id: i64) -> Result<RunReport, Fault> {
    let ctx = crate::server::context()?;
    Ok(landlord::fleet::report(&ctx, id).await?)
}

/// The run goes on by itself; its page tells how far it has come.
#[server(name = StartRun, prefix = "/rpc", endpoint = "console/fleet/start")]
pub async fn start_run(form: RunForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let id = landlord::fleet::start(&ctx, &form, landlord::schema::Steps::tenant())
        .await?
        .id;
    crate::server::go(&format!("/fleet/{id}"));
    Ok(id)
}
