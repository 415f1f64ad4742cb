//! What the pages of corrections ask of the server.

use domain::corrections::{Adjustment, AdjustmentDesk, AdjustmentForm, AdjustmentQuery, VoidForm};
use leptos::prelude::*;
use ui::Fault;

/// Voids an invoice; then the invoice.
#[server(name = VoidInvoice, prefix = "/rpc", endpoint = "crm/corrections/void")]
pub async fn void_invoice(form: VoidForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::corrections::void(&ctx, &form).await?;
    crate::server::go(&format!("/invoices/{}?done=voided", form.id.trim()));
    Ok(())
}

/// What the page of a new recalculation needs.
#[server(name = OpenAdjustmentDesk, prefix = "/rpc", endpoint = "crm/corrections/desk")]
pub async fn open_adjustment_desk(query: AdjustmentQuery) -> Result<AdjustmentDesk, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::corrections::desk(&ctx, &query).await?)
}

/// Makes a recalculation; then its document.
#[server(name = AdjustCharges, prefix = "/rpc", endpoint = "crm/corrections/adjust")]
pub async fn adjust_charges(form: AdjustmentForm) -> Result<Adjustment, Fault> {
    let ctx = crate::server::context()?;
    let made = tenant::corrections::adjust(&ctx, &form).await?;
    crate::server::go(&format!("/adjustments/{}?done=adjusted", made.id));
    Ok(made)
}

/// A recalculation as a document.
#[server(name = ShowAdjustment, prefix = "/rpc", endpoint = "crm/corrections/show")]
pub async fn show_adjustment(id: i64) -> Result<Adjustment, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::corrections::show(&ctx, id).await?)
}

/// A subscriber's recalculations.
#[server(name = ListAdjustments, prefix = "/rpc", endpoint = "crm/corrections/of_subscriber")]
pub async fn list_adjustments(id: i64) -> Result<Vec<Adjustment>, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::corrections::of_subscriber(&ctx, id).await?)
}
