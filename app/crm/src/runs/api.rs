//! What the pages of runs ask of the server.

use domain::Page;
use domain::runs::{
    AccountQuery, Completeness, CompletenessQuery, DraftForm, Progress, ReleaseForm, RunAccount, RunCard, RunLine,
    RunRefForm, UndoForm,
};
use leptos::prelude::*;
use ui::Fault;

/// Runs, the latest first.
#[server(name = ListRuns, prefix = "/rpc", endpoint = "crm/runs/list")]
pub async fn list_runs(after: String) -> Result<Page<RunLine>, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::runs::list(&ctx, &after).await?)
}

/// A run.
#[server(name = ShowRun, prefix = "/rpc", endpoint = "crm/runs/show")]
pub async fn show_run(id: i64) -> Result<RunCard, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::runs::show(&ctx, id).await?)
}

/// Accounts of a run with their lines.
#[server(name = ListRunAccounts, prefix = "/rpc", endpoint = "crm/runs/accounts")]
pub async fn list_run_accounts(query: AccountQuery) -> Result<Page<RunAccount>, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::runs::accounts(&ctx, &query).await?)
}

/// Whether a month is complete.
#[server(name = CheckCompleteness, prefix = "/rpc", endpoint = "crm/runs/completeness")]
pub async fn check_completeness(query: CompletenessQuery) -> Result<Completeness, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::runs::completeness(&ctx, &query).await?)
}

/// Makes the draft of a month, or finds the one that stands.
#[server(name = DraftRun, prefix = "/rpc", endpoint = "crm/runs/draft")]
pub async fn draft_run(form: DraftForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let id = tenant::runs::draft(&ctx, &form).await?;
    crate::server::go(&format!("/runs/{id}"));
    Ok(id)
}

/// Computes a draft anew.
#[server(name = RedraftRun, prefix = "/rpc", endpoint = "crm/runs/redraft")]
pub async fn redraft_run(form: RunRefForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    let id = tenant::runs::redraft(&ctx, &form).await?;
    crate::server::go(&format!("/runs/{id}?done=redrafted"));
    Ok(())
}

/// Deletes a draft.
#[server(name = DeleteDraft, prefix = "/rpc", endpoint = "crm/runs/delete")]
pub async fn delete_draft(form: RunRefForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::runs::delete_draft(&ctx, &form).await?;
    crate::server::go("/runs?done=draft_deleted");
    Ok(())
}

/// Lets a parked account go.
#[server(name = ReleaseAccount, prefix = "/rpc", endpoint = "crm/runs/release")]
pub async fn release_account(form: ReleaseForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::runs::release(&ctx, &form).await?;
    crate::server::go(&format!("/runs/{}?show=parked&done=released", form.id.trim()));
    Ok(())
}

/// Confirms a draft.
#[server(name = ConfirmRun, prefix = "/rpc", endpoint = "crm/runs/confirm")]
pub async fn confirm_run(form: RunRefForm) -> Result<Progress, Fault> {
    let ctx = crate::server::context()?;
    let progress = tenant::runs::confirm(&ctx, &form).await?;
    let done = if progress.finished { "issued" } else { "run_confirmed" };
    crate::server::go(&format!("/runs/{}?done={done}", form.id.trim()));
    Ok(progress)
}

/// Issues the next accounts of a confirmed run.
#[server(name = CarryOnRun, prefix = "/rpc", endpoint = "crm/runs/carry_on")]
pub async fn carry_on_run(form: RunRefForm) -> Result<Progress, Fault> {
    let ctx = crate::server::context()?;
    ctx.authorize(domain::Permission::IssueInvoices)?;
    Ok(tenant::runs::issue_slice(&ctx, form.parse()?, tenant::runs::SLICE).await?)
}

/// Takes a run back.
#[server(name = UndoRun, prefix = "/rpc", endpoint = "crm/runs/undo")]
pub async fn undo_run(form: UndoForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::runs::undo(&ctx, &form).await?;
    crate::server::go(&format!("/runs/{}?done=run_undone", form.id.trim()));
    Ok(())
}
