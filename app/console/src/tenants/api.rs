//! What the tenants' pages ask of the server.

use domain::quotas::TermsForm;
use domain::tenants::{
    Created, DuplicateForm, NewTenantForm, PurgeForm, SuspendForm, TenantCard, TenantForm, TenantList, TenantQuery,
    TenantRefForm,
};
use leptos::prelude::*;
use ui::Fault;

#[server(name = FindTenants, prefix = "/rpc", endpoint = "console/tenants/find")]
pub async fn find_tenants(query: TenantQuery) -> Result<TenantList, Fault> {
    let ctx = crate::server::context()?;
    Ok(landlord::tenants::list(&ctx, &query).await?)
}

#[server(name = ShowTenant, prefix = "/rpc", endpoint = "console/tenants/show")]
pub async fn show_tenant(id: i64) -> Result<TenantCard, Fault> {
    let ctx = crate::server::context()?;
    Ok(landlord::tenants::show(&ctx, id).await?)
}

/// The console's own address: a tenant's has its slug in front of the host.
#[server(name = TellAddress, prefix = "/rpc", endpoint = "console/tenants/address")]
pub async fn tell_address() -> Result<String, Fault> {
    let ctx = crate::server::context()?;
    ctx.authorize(domain::landlords::Permission::SeeTenants)?;
    Ok(ctx.home.address.console())
}

/// No redirect: the page shows the invitation link, which is told once.
#[server(name = CreateTenant, prefix = "/rpc", endpoint = "console/tenants/create")]
pub async fn create_tenant(form: NewTenantForm) -> Result<Created, Fault> {
    let ctx = crate::server::context()?;
    Ok(landlord::tenants::create(&ctx, &form).await?)
}

#[server(name = ChangeTenant, prefix = "/rpc", endpoint = "console/tenants/change")]
pub async fn change_tenant(form: TenantForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let id = landlord::tenants::change(&ctx, &form).await?;
    crate::server::go(&format!("/tenants/{id}?done=saved"));
    Ok(id)
}

#[server(name = TrashTenant, prefix = "/rpc", endpoint = "console/tenants/trash")]
pub async fn trash_tenant(form: TenantRefForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let id = landlord::tenants::trash(&ctx, &form).await?;
    crate::server::go(&format!("/tenants/{id}?done=trashed"));
    Ok(id)
}

#[server(name = RestoreTenant, prefix = "/rpc", endpoint = "console/tenants/restore")]
pub async fn restore_tenant(form: TenantRefForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let id = landlord::tenants::restore(&ctx, &form).await?;
    crate::server::go(&format!("/tenants/{id}?done=restored"));
    Ok(id)
}

#[server(name = SuspendTenant, prefix = "/rpc", endpoint = "console/tenants/suspend")]
pub async fn suspend_tenant(form: SuspendForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let id = landlord::tenants::suspend(&ctx, &form).await?;
    crate::server::go(&format!("/tenants/{id}?done=suspended"));
    Ok(id)
}

#[server(name = ResumeTenant, prefix = "/rpc", endpoint = "console/tenants/resume")]
pub async fn resume_tenant(form: TenantRefForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let id = landlord::tenants::resume(&ctx, &form).await?;
    crate::server::go(&format!("/tenants/{id}?done=resumed"));
    Ok(id)
}

#[server(name = DuplicateTenant, prefix = "/rpc", endpoint = "console/tenants/duplicate")]
pub async fn duplicate_tenant(form: DuplicateForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let job = landlord::tenants::duplicate(&ctx, &form).await?;
    crate::server::go(&format!("/jobs/{job}?done=copied"));
    Ok(job)
}

#[server(name = SetTerms, prefix = "/rpc", endpoint = "console/tenants/terms")]
pub async fn set_terms(form: TermsForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let id = landlord::tenants::set_terms(&ctx, &form).await?;
    crate::server::go(&format!("/tenants/{id}?done=saved"));
    Ok(id)
}

#[server(name = PurgeTenant, prefix = "/rpc", endpoint = "console/tenants/purge")]
pub async fn purge_tenant(form: PurgeForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    landlord::tenants::purge(&ctx, &form).await?;
    crate::server::go("/?show=trashed&done=purged");
    Ok(())
}
