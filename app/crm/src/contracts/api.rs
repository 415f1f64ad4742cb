//! What the pages of contracts ask of the server. The upload of a scan is a plain route.

use domain::Page;
use domain::contracts::{ContractCard, ContractForm, ContractLine, ContractQuery, EndContractForm, Opened, ScanForm};
use domain::files::FileLine;
use leptos::prelude::*;
use ui::Fault;

/// One page of the list.
#[server(name = ListContracts, prefix = "/rpc", endpoint = "crm/contracts/list")]
pub async fn list_contracts(query: ContractQuery) -> Result<Page<ContractLine>, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::contracts::list(&ctx, &query).await?)
}

/// The card.
#[server(name = ShowContract, prefix = "/rpc", endpoint = "crm/contracts/show")]
pub async fn show_contract(id: i64) -> Result<ContractCard, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::contracts::show(&ctx, id).await?)
}

/// The contracts of a subscriber.
#[server(name = OfSubscriber, prefix = "/rpc", endpoint = "crm/contracts/of_subscriber")]
pub async fn contracts_of(id: i64) -> Result<Vec<ContractLine>, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::contracts::of_subscriber(&ctx, id).await?)
}

/// What a form needs: the values of a known contract, or what an account makes of a new one.
#[server(name = OpenContractForm, prefix = "/rpc", endpoint = "crm/contracts/form")]
pub async fn open_contract_form(id: Option<i64>, account: String) -> Result<Opened, Fault> {
    let ctx = crate::server::context()?;
    Ok(match id {
        Some(id) => tenant::contracts::open(&ctx, id).await?,
        None => tenant::contracts::open_new(&ctx, &account).await?,
    })
}

/// Enters or changes a contract and goes to its card.
#[server(name = SaveContract, prefix = "/rpc", endpoint = "crm/contracts/save")]
pub async fn save_contract(form: ContractForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let id = tenant::contracts::save(&ctx, &form).await?;
    let done = if form.id.is_empty() { "created" } else { "saved" };
    crate::server::go(&format!("/contracts/{id}?done={done}"));
    Ok(id)
}

/// Ends a contract before its time.
#[server(name = EndContract, prefix = "/rpc", endpoint = "crm/contracts/end")]
pub async fn end_contract(form: EndContractForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::contracts::end(&ctx, &form).await?;
    crate::server::go(&format!("/contracts/{}?done=contract_ended", form.id.trim()));
    Ok(())
}

/// Files that could be a scan.
#[server(name = OpenScans, prefix = "/rpc", endpoint = "crm/contracts/scans")]
pub async fn open_scans() -> Result<Vec<FileLine>, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::contracts::scans(&ctx).await?)
}

/// Attaches a file as the scan, or takes the scan away.
#[server(name = AttachScan, prefix = "/rpc", endpoint = "crm/contracts/attach")]
pub async fn attach_scan(form: ScanForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::contracts::attach(&ctx, &form).await?;
    let done = if form.file_id.trim().is_empty() {
        "scan_detached"
    } else {
        "scan_attached"
    };
    crate::server::go(&format!("/contracts/{}?done={done}", form.id.trim()));
    Ok(())
}
