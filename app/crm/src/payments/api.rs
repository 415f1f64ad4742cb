//! What the pages of payments ask of the server.

use domain::Page;
use domain::payments::{Desk, PaymentForm, PaymentLine, PaymentQuery, Receipt};
use leptos::prelude::*;
use ui::Fault;

/// A page of payments.
#[server(name = ListPayments, prefix = "/rpc", endpoint = "crm/payments/list")]
pub async fn list_payments(query: PaymentQuery) -> Result<Page<PaymentLine>, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::payments::list(&ctx, &query).await?)
}

/// A payment's slip.
#[server(name = ShowPayment, prefix = "/rpc", endpoint = "crm/payments/show")]
pub async fn show_payment(id: i64) -> Result<Receipt, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::payments::show(&ctx, id).await?)
}

/// What the cash desk needs: a fresh key and, if the account is known, the payer.
#[server(name = OpenDesk, prefix = "/rpc", endpoint = "crm/payments/desk")]
pub async fn open_desk(account: String) -> Result<Desk, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::payments::desk(&ctx, &account).await?)
}

/// Records a payment; then its slip. The same key again leads to the same slip.
#[server(name = RecordPayment, prefix = "/rpc", endpoint = "crm/payments/record")]
pub async fn record_payment(form: PaymentForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let id = tenant::payments::record(&ctx, &form).await?.id;
    crate::server::go(&format!("/payments/{id}?done=paid"));
    Ok(id)
}
