//! What the pages of invoices ask of the server.

use domain::Page;
use domain::invoices::{InvoiceCard, InvoiceLine, InvoiceQuery};
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
