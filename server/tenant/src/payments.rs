//! Money that came in: recorded once by its key, spread over what is open by the organisation's rule. The rules of
//! spreading stand in `domain::payments`; balances follow by themselves from the entries.

pub(crate) mod allocations;
mod bulk;
mod list;
mod preview;
mod reallocations;
mod returns;
mod sql;

use chrono::{DateTime, TimeDelta, Utc};
use domain::payments::returns::State;
use domain::payments::spread::{Wish, spread};
use domain::payments::{Desk, Entry, Method, Payer, Payment, PaymentCard, PaymentForm, PaymentLine, Receipt, Taken};
use domain::{Failure, Money, Month, Permission, Reason, ledger::debited_by, subscribers};
use sqlx::PgConnection;
use uuid::Uuid;

pub(crate) use bulk::{BulkPayment, pay_in_bulk};
pub use list::list;
pub(crate) use list::of_subscriber;
pub use preview::preview;
pub use reallocations::reallocate;
pub use returns::{refund, reverse, show_return};

use allocations::Cause;

use crate::store::{OrFailure, transact};
use crate::{Ctx, events, ledger, organisation};

/// How many of a person's own entries the desk shows.
const LATEST: i64 = 5;

/// A payment of the same sum from the same account within this time asks whether it is another.
const LOOKS_REPEATED: TimeDelta = TimeDelta::minutes(5);

/// What of a payment the rules of taking it back go by.
pub(crate) struct Recorded {
    pub(crate) id: i64,
    pub(crate) subscriber_id: i64,
    pub(crate) amount: Money,
    pub(crate) advance: Money,
    pub(crate) returned: Money,
    pub(crate) method: Method,
    pub(crate) recorded_by_id: Option<i64>,
    pub(crate) recorded_at: DateTime<Utc>,
}

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
        rule: allocations::rule(&mut conn, ctx).await?,
        latest: latest(&mut conn, ctx).await?,
    })
}

/// The latest entries of the person who asks, of this business day.
async fn latest(conn: &mut PgConnection, ctx: &Ctx) -> Result<Vec<Entry>, Failure> {
    let Ok(user_id) = ctx.user_id() else {
        return Ok(Vec::new());
    };
    let entries = list::recorded_by(conn, ctx, user_id, LATEST).await?;
    Ok(entries
        .into_iter()
        .filter(|(_, recorded_at)| ctx.tenant.offsets.local(*recorded_at).date() == ctx.today)
        .map(|(line, recorded_at)| Entry {
            line,
            recorded_at,
            undo: Uuid::new_v4(),
        })
        .collect())
}

async fn payer(conn: &mut PgConnection, ctx: &Ctx, account: &str) -> Result<Option<Payer>, Failure> {
    let Some(known) = sql::payer(conn, account).await.or_failure(ctx)? else {
        return Ok(None);
    };
    let open = sql::open_of(conn, known.id).await.or_failure(ctx)?;
    Ok(Some(Payer { open, ..known }))
}

/// Records a payment and spreads it over the open invoices by the organisation's rule: parts that the person says and
/// the month that the payer names come first; what is left is paid ahead. The same key is the same payment: sent again, it
/// gives the same receipt. The same sum from the same account a few minutes later is asked about once.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `Invalid` by field (`account`: `Unknown`; `amount`: `TooLarge` for the books; `confirmed`:
/// `LooksRepeated`; `parts[id]`: `Unknown`, `AboveOpen`),
/// `Conflict KeyReused` when the key belongs to another account or sum, and those of the database.
pub async fn record(ctx: &Ctx, form: &PaymentForm) -> Result<Receipt, Failure> {
    ctx.authorize(Permission::RecordPayment)?;
    let payment = form.parse(ctx.today)?;
    transact(ctx, move |ctx, conn| Box::pin(record_in(ctx, conn, payment))).await
}

/// A form of the desk: sent by the one button it is recorded, by the other it shows what would be paid.
///
/// # Errors
/// Those of [`record`] and of [`preview()`].
pub async fn take(ctx: &Ctx, form: &PaymentForm) -> Result<Taken, Failure> {
    if form.only_shows() {
        return Ok(Taken::Shown(Box::new(preview(ctx, form).await?)));
    }
    let receipt = record(ctx, form).await?;
    Ok(Taken::Recorded(PaymentLine {
        id: receipt.id,
        subscriber_id: receipt.subscriber_id,
        account: receipt.account,
        name: receipt.name,
        received_on: receipt.received_on,
        amount: receipt.amount,
        advance: receipt.advance,
        method: receipt.method,
        state: receipt.state,
    }))
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
    // The same key may have been written while this one waited for the lock.
    if let Some(receipt) = repeated(conn, ctx, &payment).await? {
        return Ok(receipt);
    }
    if !payment.confirmed {
        let since = ctx.now - LOOKS_REPEATED;
        let twin = sql::has_twin(conn, subscriber_id, payment.amount, since).await;
        if twin.or_failure(ctx)? {
            return Err(Failure::field("confirmed", Reason::LooksRepeated));
        }
    }
    let rule = allocations::rule(conn, ctx).await?;
    let open = allocations::open_of(conn, ctx, subscriber_id, rule).await?;
    preview::fits_what_is_open(&payment.parts, &open)?;
    let wish = Wish {
        rule,
        month: payment.month,
        parts: payment.parts.clone(),
    };
    let made = spread(payment.amount, &open, &wish);
    let inserted = sql::insert(conn, ctx, &payment, subscriber_id).await;
    let Some(id) = inserted.or_failure(ctx)? else {
        // Another subscriber's payment has the key; the insertion has waited for its transaction.
        let receipt = repeated(conn, ctx, &payment).await?;
        return receipt.ok_or(Failure::Busy { retry_after: 1 });
    };
    allocations::give(conn, ctx, id, &made.parts, Cause::Payment).await?;
    let debit = debited_by(payment.method);
    let booked = sql::insert_entry(conn, id, subscriber_id, &payment, debit, ctx.now).await;
    ledger::fits(booked, Failure::field("amount", Reason::TooLarge))?.or_failure(ctx)?;
    let details = serde_json::json!({
        "subscriber": subscriber_id, "amount": payment.amount, "method": payment.method,
        "received_on": payment.received_on, "advance": made.advance, "month": payment.month,
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
    let returns = returns::of_payment(conn, id).await.or_failure(ctx)?;
    let reallocations = reallocations::of_payment(conn, id).await.or_failure(ctx)?;
    let issuer = organisation::issuer(conn, ctx).await?;
    Ok(Receipt {
        parts,
        returns,
        reallocations,
        issuer,
        ..head
    })
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

/// A payment's page: the receipt, and what the one who asks may do to it.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, and those of the database.
pub async fn card(ctx: &Ctx, id: i64) -> Result<PaymentCard, Failure> {
    ctx.authorize(Permission::SeeSubscribers)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let receipt = receipt(&mut conn, ctx, id).await?;
    let recorded = sql::recorded(&mut conn, id).await.or_failure(ctx)?;
    let recorded = recorded.ok_or(Failure::NotFound)?;
    let may_reverse = recorded.method.is_money() && recorded.returned.is_zero() && returns::may_reverse(ctx, &recorded);
    let stands = !matches!(receipt.state, State::Reversed | State::Refunded);
    let open = if stands && recorded.method != Method::Writeoff {
        let mut open = sql::open_of(&mut conn, receipt.subscriber_id).await.or_failure(ctx)?;
        // What it pays already can be given to the same invoice again.
        for (id, number, month, part) in &receipt.parts {
            match open.iter_mut().find(|line| line.0 == *id) {
                Some(line) => line.3 += *part,
                None => open.push((*id, number.clone(), *month, *part)),
            }
        }
        open.sort_by_key(|line| (line.2, line.0));
        open
    } else {
        Vec::new()
    };
    Ok(PaymentCard {
        receipt,
        may_reverse,
        open,
        key: Uuid::new_v4(),
    })
}

/// An open invoice as the desk shows it: id, number, month, what is open.
type OpenLine = (i64, String, Month, Money);
