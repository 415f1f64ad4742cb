//! What the organisation's page asks of the server. The upload of the logo is a plain route.

use domain::organisation::{BankAccountForm, BankAccountRefForm, Organisation, OrganisationForm, SignatoriesForm};
use leptos::prelude::*;
use ui::Fault;

/// Everything about the organisation.
#[server(name = ShowOrganisation, prefix = "/rpc", endpoint = "crm/organisation/show")]
pub async fn show_organisation() -> Result<Organisation, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::organisation::show(&ctx).await?)
}

/// Changes the details.
#[server(name = SaveOrganisation, prefix = "/rpc", endpoint = "crm/organisation/save")]
pub async fn save_organisation(form: OrganisationForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::organisation::save(&ctx, &form).await?;
    crate::server::go("/organisation?done=saved");
    Ok(())
}

/// Changes who signs.
#[server(name = SaveSignatories, prefix = "/rpc", endpoint = "crm/organisation/sign")]
pub async fn save_signatories(form: SignatoriesForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::organisation::save_signatories(&ctx, &form).await?;
    crate::server::go("/organisation?done=saved");
    Ok(())
}

/// Adds a bank account.
#[server(name = AddAccount, prefix = "/rpc", endpoint = "crm/organisation/add_account")]
pub async fn add_account(form: BankAccountForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let id = tenant::organisation::add_account(&ctx, &form).await?;
    crate::server::go("/organisation?done=account_added");
    Ok(id)
}

/// Makes a bank account the main one.
#[server(name = MakeAccountMain, prefix = "/rpc", endpoint = "crm/organisation/make_main")]
pub async fn make_account_main(form: BankAccountRefForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::organisation::make_account_main(&ctx, &form).await?;
    crate::server::go("/organisation?done=account_main");
    Ok(())
}

/// Takes a bank account out of use.
#[server(name = ArchiveAccount, prefix = "/rpc", endpoint = "crm/organisation/archive_account")]
pub async fn archive_account(form: BankAccountRefForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::organisation::archive_account(&ctx, &form).await?;
    crate::server::go("/organisation?done=account_archived");
    Ok(())
}

/// Takes the logo away.
#[server(name = RemoveLogo, prefix = "/rpc", endpoint = "crm/organisation/remove_logo")]
pub async fn remove_logo() -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::organisation::remove_logo(&ctx).await?;
    crate::server::go("/organisation?done=logo_removed");
    Ok(())
}
