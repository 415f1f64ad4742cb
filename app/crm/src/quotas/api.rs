//! What the banner asks of the server.

use domain::quotas::Pressed;
use leptos::prelude::*;
use ui::Fault;

/// What is at a limit or near one.
#[server(name = PressedQuotas, prefix = "/rpc", endpoint = "crm/quotas/pressed")]
pub async fn pressed_quotas() -> Result<Vec<Pressed>, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::quotas::pressed(&ctx).await?)
}
