//! A payment spread anew: what it gave is taken back and given otherwise; both stay written, with the reason.

mod sql;

use domain::payments::returns::{Reallocate, ReallocateForm};
use domain::payments::spread::{Wish, spread};
use domain::payments::{Method, Receipt};
use domain::{Failure, Money, Permission, Reason};
use sqlx::PgConnection;

pub(super) use sql::of_payment;

use super::allocations::{self, Cause, Standing};
use super::preview::fits_what_is_open;
use super::returns::locked;
use super::{receipt, sql as payments_sql};
use crate::store::{OrFailure, transact};
use crate::{Ctx, events, ledger};

/// What a payment pays: pairs of invoice's number and part.
type Spread = Vec<(String, Money)>;

/// Takes back what a payment gave and spreads it anew: the parts that the person says first, the rest by a rule. What is
/// open after it is paid out of other advances, if there are any. The same key is the same reallocation.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, `Invalid` by field (`parts[id]`: `Unknown`, `AboveOpen`; `parts`:
/// `PartsAboveSum`), `Conflict` (`AlreadyReturned`, `NotMoneyReceived` for a write-off, `KeyReused`), and those of the
/// database.
pub async fn reallocate(ctx: &Ctx, form: &ReallocateForm) -> Result<Receipt, Failure> {
    ctx.authorize(Permission::ReallocatePayment)?;
    let wanted = form.parse()?;
    transact(ctx, move |ctx, conn| Box::pin(reallocate_in(ctx, conn, wanted))).await
}

async fn reallocate_in(ctx: &Ctx, conn: &mut PgConnection, wanted: Reallocate) -> Result<Receipt, Failure> {
    let payment = locked(conn, ctx, wanted.payment).await?;
    if let Some(known) = sql::by_key(conn, wanted.key).await.or_failure(ctx)? {
        return if known == payment.id {
            receipt(conn, ctx, payment.id).await
        } else {
            Err(Failure::conflict(Reason::KeyReused))
        };
    }
    // A write-off settles one invoice, by somebody's decision.
    if payment.method == Method::Writeoff {
        return Err(Failure::conflict(Reason::NotMoneyReceived));
    }
    let available = payment.amount - payment.returned;
    if available.is_zero() {
        return Err(Failure::conflict(Reason::AlreadyReturned));
    }
    if wanted.parts.iter().map(|(_, part)| *part).sum::<Money>() > available {
        return Err(Failure::field("parts", Reason::PartsAboveSum));
    }
    let was = paid_now(conn, ctx, payment.id).await?;
    allocations::release(conn, ctx, Standing::OfPayments(&[payment.id]), Cause::Reallocation).await?;
    let rule = match wanted.rule {
        Some(rule) => rule,
        None => allocations::rule(conn, ctx).await?,
    };
    let open = allocations::open_of(conn, ctx, payment.subscriber_id, rule).await?;
    fits_what_is_open(&wanted.parts, &open)?;
    let wish = Wish {
        rule,
        month: None,
        parts: wanted.parts,
    };
    let made = spread(available, &open, &wish);
    allocations::give(conn, ctx, payment.id, &made.parts, Cause::Reallocation).await?;
    ledger::spread_advances(conn, ctx, &[payment.subscriber_id]).await?;
    let became = paid_now(conn, ctx, payment.id).await?;
    let details = serde_json::json!({
        "subscriber": payment.subscriber_id, "was": was, "became": became, "reason": wanted.reason,
    });
    let row = sql::Row {
        key: wanted.key,
        payment_id: payment.id,
        was: serde_json::json!(was),
        became: serde_json::json!(became),
        reason: &wanted.reason,
        by: ctx.actor_name(),
        now: ctx.now,
    };
    match sql::insert(conn, row).await {
        // Another subscriber's reallocation has the key: the lock of the subscriber did not hold it up.
        Err(sqlx::Error::Database(error)) if error.constraint() == Some("reallocation_key_once") => {
            return Err(Failure::conflict(Reason::KeyReused));
        }
        written => written.or_failure(ctx)?,
    }
    events::record(conn, ctx, "reallocated", "payment", Some(payment.id), details).await?;
    receipt(conn, ctx, payment.id).await
}

async fn paid_now(conn: &mut PgConnection, ctx: &Ctx, payment_id: i64) -> Result<Spread, Failure> {
    let parts = payments_sql::parts(conn, payment_id).await.or_failure(ctx)?;
    Ok(parts.into_iter().map(|(_, number, _, part)| (number, part)).collect())
}
