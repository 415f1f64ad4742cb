//! What the section of the domains asks of the server.

use domain::domains::{DomainForm, DomainRefForm, Domains};
use domain::tenants::TenantRefForm;
use leptos::prelude::*;
use ui::Fault;

#[server(name = ListDomains, prefix = "/rpc", endpoint = "console/domains/list")]
pub async fn list_domains(id: i64) -> Result<Domains, Fault> {
    let ctx = crate::server::context()?;
    Ok(landlord::domains::list(&ctx, id).await?)
}

#[server(name = AddDomain, prefix = "/rpc", endpoint = "console/domains/add")]
pub async fn add_domain(form: DomainForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let tenant = landlord::domains::add(&ctx, &form).await?;
    crate::server::go(&format!("/tenants/{tenant}#domains"));
    Ok(tenant)
}

#[server(name = CheckDomain, prefix = "/rpc", endpoint = "console/domains/check")]
pub async fn check_domain(form: DomainRefForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let tenant = landlord::domains::check(&ctx, &form).await?;
    crate::server::go(&format!("/tenants/{tenant}#domains"));
    Ok(tenant)
}

#[server(name = PreferDomain, prefix = "/rpc", endpoint = "console/domains/prefer")]
pub async fn prefer_domain(form: DomainRefForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let tenant = landlord::domains::prefer(&ctx, &form).await?;
    crate::server::go(&format!("/tenants/{tenant}?done=saved#domains"));
    Ok(tenant)
}

#[server(name = PreferSubdomain, prefix = "/rpc", endpoint = "console/domains/prefer_subdomain")]
pub async fn prefer_subdomain(form: TenantRefForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let tenant = landlord::domains::prefer_subdomain(&ctx, &form).await?;
    crate::server::go(&format!("/tenants/{tenant}?done=saved#domains"));
    Ok(tenant)
}

#[server(name = RemoveDomain, prefix = "/rpc", endpoint = "console/domains/remove")]
pub async fn remove_domain(form: DomainRefForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let tenant = landlord::domains::remove(&ctx, &form).await?;
    crate::server::go(&format!("/tenants/{tenant}?done=saved#domains"));
    Ok(tenant)
}
