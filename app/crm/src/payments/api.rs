//! What the pages of payments ask of the server.

use domain::Page;
use domain::payments::returns::{ReallocateForm, RefundForm, ReverseForm};
use domain::payments::{Desk, PaymentCard, PaymentForm, PaymentLine, PaymentQuery, Preview, ReturnSlip, Taken};
use leptos::prelude::*;
use ui::Fault;

/// A page of payments.
#[server(name = ListPayments, prefix = "/rpc", endpoint = "crm/payments/list")]
pub async fn list_payments(query: PaymentQuery) -> Result<Page<PaymentLine>, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::payments::list(&ctx, &query).await?)
}

/// A payment's slip, and what can be done to it.
#[server(name = ShowPayment, prefix = "/rpc", endpoint = "crm/payments/show")]
pub async fn show_payment(id: i64) -> Result<PaymentCard, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::payments::card(&ctx, id).await?)
}

/// What the cash desk needs: a fresh key, the person's latest entries and, if the account is known, the payer.
#[server(name = OpenDesk, prefix = "/rpc", endpoint = "crm/payments/desk")]
pub async fn open_desk(account: String) -> Result<Desk, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::payments::desk(&ctx, &account).await?)
}

/// What a payment would pay.
#[server(name = PreviewPayment, prefix = "/rpc", endpoint = "crm/payments/preview")]
pub async fn preview_payment(form: PaymentForm) -> Result<Preview, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::payments::preview(&ctx, &form).await?)
}

/// Records a payment; then the desk is ready for the next.
#[server(name = TakePayment, prefix = "/rpc", endpoint = "crm/payments/take")]
pub async fn take_payment(form: PaymentForm) -> Result<Taken, Fault> {
    let ctx = crate::server::context()?;
    let taken = tenant::payments::take(&ctx, &form).await?;
    if let Some(line) = taken.recorded() {
        crate::server::go(&format!("/desk?taken={}", line.id));
    }
    Ok(taken)
}

/// Records a payment; then its slip. The same key again leads to the same slip.
#[server(name = RecordPayment, prefix = "/rpc", endpoint = "crm/payments/record")]
pub async fn record_payment(form: PaymentForm) -> Result<Taken, Fault> {
    let ctx = crate::server::context()?;
    let taken = tenant::payments::take(&ctx, &form).await?;
    if let Some(line) = taken.recorded() {
        crate::server::go(&format!("/payments/{}?done=paid", line.id));
    }
    Ok(taken)
}

/// Takes a payment back. The page stays where it is and shows what has become of it.
#[server(name = ReversePayment, prefix = "/rpc", endpoint = "crm/payments/reverse")]
pub async fn reverse_payment(form: ReverseForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::payments::reverse(&ctx, &form).await?;
    Ok(())
}

/// Pays money back; then the slip of it.
#[server(name = RefundPayment, prefix = "/rpc", endpoint = "crm/payments/refund")]
pub async fn refund_payment(form: RefundForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let id = tenant::payments::refund(&ctx, &form).await?.id;
    crate::server::go(&format!("/returns/{id}?done=refunded"));
    Ok(id)
}

/// Spreads a payment anew.
#[server(name = ReallocatePayment, prefix = "/rpc", endpoint = "crm/payments/reallocate")]
pub async fn reallocate_payment(form: ReallocateForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    let id = tenant::payments::reallocate(&ctx, &form).await?.id;
    crate::server::go(&format!("/payments/{id}?done=reallocated"));
    Ok(())
}

/// The slip of money that went back.
#[server(name = ShowReturn, prefix = "/rpc", endpoint = "crm/payments/show_return")]
pub async fn show_return(id: i64) -> Result<ReturnSlip, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::payments::show_return(&ctx, id).await?)
}
