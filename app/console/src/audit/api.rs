//! What the page of the audit asks of the server.

use domain::Page;
use domain::audit::{AuditLine, AuditQuery};
use leptos::prelude::*;
use ui::Fault;

#[server(name = FindEvents, prefix = "/rpc", endpoint = "console/audit/find")]
pub async fn find_events(query: AuditQuery) -> Result<Page<AuditLine>, Fault> {
    let ctx = crate::server::context()?;
    Ok(landlord::audit::find(&ctx, &query).await?)
}

/// The verbs and the tenants to filter by.
#[server(name = ListFilters, prefix = "/rpc", endpoint = "console/audit/filters")]
pub async fn list_filters() -> Result<(Vec<String>, Vec<(i64, String)>), Fault> {
    let ctx = crate::server::context()?;
    let verbs = landlord::audit::verbs(&ctx).await?;
    Ok((verbs, landlord::tenants::names(&ctx).await?))
}
