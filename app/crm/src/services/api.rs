//! What the pages of services ask of the server.

use domain::services::{PriceForm, RemovePriceForm, ServiceCard, ServiceForm, ServiceLine, ServiceRefForm};
use leptos::prelude::*;
use ui::Fault;

/// All services, archived ones last.
#[server(name = ListServices, prefix = "/rpc", endpoint = "crm/services/list")]
pub async fn list_services() -> Result<Vec<ServiceLine>, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::services::list(&ctx).await?)
}

/// A service with its tariffs.
#[server(name = ShowService, prefix = "/rpc", endpoint = "crm/services/show")]
pub async fn show_service(id: i64) -> Result<ServiceCard, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::services::show(&ctx, id).await?)
}

/// Registers a service or changes its name and unit; then its card.
#[server(name = SaveService, prefix = "/rpc", endpoint = "crm/services/save")]
pub async fn save_service(form: ServiceForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let id = tenant::services::save(&ctx, &form).await?;
    let done = if form.id.is_empty() { "created" } else { "saved" };
    crate::server::go(&format!("/services/{id}?done={done}"));
    Ok(id)
}

/// Sets the price from a day on.
#[server(name = SetPrice, prefix = "/rpc", endpoint = "crm/services/set_price")]
pub async fn set_price(form: PriceForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::services::set_price(&ctx, &form).await?;
    crate::server::go(&format!("/services/{}?done=price_set", form.service_id.trim()));
    Ok(())
}

/// Takes away a tariff that lies ahead.
#[server(name = RemovePrice, prefix = "/rpc", endpoint = "crm/services/remove_price")]
pub async fn remove_price(form: RemovePriceForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::services::remove_price(&ctx, &form).await?;
    crate::server::go(&format!("/services/{}?done=price_removed", form.service_id.trim()));
    Ok(())
}

/// Puts a service into the archive.
#[server(name = ArchiveService, prefix = "/rpc", endpoint = "crm/services/archive")]
pub async fn archive_service(form: ServiceRefForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::services::archive(&ctx, &form).await?;
    crate::server::go(&format!("/services/{}?done=archived", form.id.trim()));
    Ok(())
}

/// Takes a service out of the archive.
#[server(name = RestoreService, prefix = "/rpc", endpoint = "crm/services/restore")]
pub async fn restore_service(form: ServiceRefForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::services::restore(&ctx, &form).await?;
    crate::server::go(&format!("/services/{}?done=restored", form.id.trim()));
    Ok(())
}
