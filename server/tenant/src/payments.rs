//! Money that came in: recorded once by its key, spread over what is open, the oldest first. The rule of spreading
//! stands in `domain::payments`; balances follow by themselves from the entries.

mod bulk;
mod list;
mod sql;

use domain::payments::{Desk, Payer, Payment, PaymentForm, Receipt, allocate};
use domain::{Failure, Money, Month, Permission, Reason, ledger::debited_by, subscribers};
use sqlx::PgConnection;
use uuid::Uuid;

pub(crate) use bulk::{BulkPayment, pay_in_bulk};
pub use list::list;
pub(crate) use list::of_subscriber;

use crate::store::{OrFailure, transact};
use crate::{Ctx, events, ledger, organisation};

/// What the entry page needs: a fresh key, today, and whom the account belongs to.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and those of the database.
pub async fn desk(ctx: &Ctx, account: &str) -> Result<Desk, Failure> {
    ctx.authorize(Permission::RecordPayment)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let payer = match subscribers::account_number(account) {
        Ok(account) => payer(&mut conn, ctx, &account).await?,
        Err(_) => None,
    };
    let unknown_account = payer.is_none() && !account.trim().is_empty();
    Ok(Desk {
        key: Uuid::new_v4(),
        today: ctx.today,
        payer,
        unknown_account,
    })
}

async fn payer(conn: &mut PgConnection, ctx: &Ctx, account: &str) -> Result<Option<Payer>, Failure> {
    let Some(known) = sql::payer(conn, account).await.or_failure(ctx)? else {
        return Ok(None);
    };
    let open = sql::open_of(conn, known.id).await.or_failure(ctx)?;
    Ok(Some(Payer { open, ..known }))
}

/// Records a payment and spreads it over the open invoices, the oldest first; what is left is paid ahead. The same key
/// is the same payment: sent again, it gives the same receipt.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `Invalid` by field (`account`: `Unknown`; `amount`: `TooLarge` for the books),
/// `Conflict KeyReused` when the key belongs to another account or sum, and those of the database.
pub async fn record(ctx: &Ctx, form: &PaymentForm) -> Result<Receipt, Failure> {
    ctx.authorize(Permission::RecordPayment)?;
    let payment = form.parse(ctx.today)?;
    transact(ctx, move |ctx, conn| Box::pin(record_in(ctx, conn, payment))).await
}

async fn record_in(ctx: &Ctx, conn: &mut PgConnection, payment: Payment) -> Result<Receipt, Failure> {
    if let Some(receipt) = repeated(conn, ctx, &payment).await? {
        return Ok(receipt);
    }
    // Payments of one subscriber follow one another: each sees the invoices as the one before left them.
    let subscriber_id = sql::subscriber_for_update(conn, &payment.account)
        .await
        .or_failure(ctx)?
        .ok_or_else(|| Failure::field("account", Reason::Unknown))?;
    let open = sql::open_for_update(conn, subscriber_id).await.or_failure(ctx)?;
    let allocation = allocate(payment.amount, &open);
    let inserted = sql::insert(
        conn,
        &payment,
        subscriber_id,
        allocation.advance,
        ctx.actor_name(),
        ctx.now,
    )
    .await;
    let Some(id) = inserted.or_failure(ctx)? else {
        // Somebody sent the same key in the meantime; the insertion has waited for that transaction.
        let receipt = repeated(conn, ctx, &payment).await?;
        return receipt.ok_or(Failure::Busy { retry_after: 1 });
    };
    sql::insert_parts(conn, id, &allocation.parts, ctx.now)
        .await
        .or_failure(ctx)?;
    let debit = debited_by(payment.method);
    let booked = sql::insert_entry(conn, id, subscriber_id, &payment, debit, ctx.now).await;
    ledger::fits(booked, Failure::field("amount", Reason::TooLarge))?.or_failure(ctx)?;
    let details = serde_json::json!({
        "subscriber": subscriber_id, "amount": payment.amount, "method": payment.method,
        "received_on": payment.received_on, "advance": allocation.advance,
    });
    events::record(conn, ctx, "recorded", "payment", Some(id), details).await?;
    receipt(conn, ctx, id).await
}

/// The receipt of a payment with this key, if it stands already.
async fn repeated(conn: &mut PgConnection, ctx: &Ctx, payment: &Payment) -> Result<Option<Receipt>, Failure> {
    let Some(id) = sql::by_key(conn, payment.key).await.or_failure(ctx)? else {
        return Ok(None);
    };
    let known = receipt(conn, ctx, id).await?;
    if known.account == payment.account && known.amount == payment.amount {
        Ok(Some(known))
    } else {
        Err(Failure::conflict(Reason::KeyReused))
    }
}

async fn receipt(conn: &mut PgConnection, ctx: &Ctx, id: i64) -> Result<Receipt, Failure> {
    let head = sql::head(conn, id).await.or_failure(ctx)?.ok_or(Failure::NotFound)?;
    let parts = sql::parts(conn, id).await.or_failure(ctx)?;
    let issuer = organisation::issuer(conn, ctx).await?;
    Ok(Receipt { parts, issuer, ..head })
}

/// The receipt of a payment.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, and those of the database.
pub async fn show(ctx: &Ctx, id: i64) -> Result<Receipt, Failure> {
    ctx.authorize(Permission::SeeSubscribers)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    receipt(&mut conn, ctx, id).await
}

/// An open invoice as the desk shows it: id, number, month, what is open.
type OpenLine = (i64, String, Month, Money);
