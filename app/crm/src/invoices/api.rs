//! What the pages of invoices ask of the server.

use domain::Page;
use domain::invoices::{InvoiceCard, InvoiceLine, InvoiceQuery, IssueForm, RunPreview, RunSummary};
use leptos::prelude::*;
use ui::Fault;

/// A page of invoices.
#[server(name = ListInvoices, prefix = "/rpc", endpoint = "crm/invoices/list")]
pub async fn list_invoices(query: InvoiceQuery) -> Result<Page<InvoiceLine>, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::invoices::list(&ctx, &query).await?)
}

/// An invoice with its charges and what paid it.
#[server(name = ShowInvoice, prefix = "/rpc", endpoint = "crm/invoices/show")]
pub async fn show_invoice(id: i64) -> Result<InvoiceCard, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::invoices::show(&ctx, id).await?)
}

/// What a run over a month would do.
#[server(name = PreviewInvoices, prefix = "/rpc", endpoint = "crm/invoices/preview")]
pub async fn preview_invoices(form: IssueForm) -> Result<RunPreview, Fault> {
    let ctx = crate::server::context()?;
    // Rights come before the question whether the month is one.
    ctx.authorize(domain::Permission::IssueInvoices)?;
    Ok(tenant::invoices::preview(&ctx, form.parse()?).await?)
}

/// Issues the invoices of a month. Again is harmless.
#[server(name = IssueInvoices, prefix = "/rpc", endpoint = "crm/invoices/issue")]
pub async fn issue_invoices(form: IssueForm) -> Result<RunSummary, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::invoices::issue(&ctx, &form).await?)
}
