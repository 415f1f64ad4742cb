//! What the pages of rehearsals ask of the server.

use domain::Page;
use domain::rehearsals::{RehearsalCard, RehearsalForm, RehearsalLine};
use leptos::prelude::*;
use ui::Fault;

/// Rehearsals, the latest first.
#[server(name = ListRehearsals, prefix = "/rpc", endpoint = "crm/rehearsals/list")]
pub async fn list_rehearsals(after: String) -> Result<Page<RehearsalLine>, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::rehearsals::list(&ctx, &after).await?)
}

/// A rehearsal with its differences.
#[server(name = ShowRehearsal, prefix = "/rpc", endpoint = "crm/rehearsals/show")]
pub async fn show_rehearsal(id: i64) -> Result<RehearsalCard, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::rehearsals::show(&ctx, id).await?)
}

/// Asks for a rehearsal.
#[server(name = AskRehearsal, prefix = "/rpc", endpoint = "crm/rehearsals/ask")]
pub async fn ask_rehearsal(form: RehearsalForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let id = tenant::rehearsals::ask(&ctx, &form).await?;
    crate::server::go(&format!("/rehearsals/{id}"));
    Ok(id)
}
