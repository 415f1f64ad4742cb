//! Money that goes back: a payment taken back, an advance paid back. Both are counter-entries; the payment stays as it
//! was written, with what was given back of it beside.

mod sql;

use domain::payments::returns::{Refund, RefundForm, RefundOf, ReturnKind, Reverse, ReverseForm, draw};
use domain::payments::{Method, Receipt, ReturnSlip};
use domain::{Failure, Money, Permission, Reason};
use sqlx::PgConnection;
use uuid::Uuid;

pub(super) use sql::of_payment;

use super::allocations::{Cause, Standing, release};
use super::{Recorded, receipt, sql as payments_sql};
use crate::store::{OrFailure, transact};
use crate::{Actor, Ctx, events, ledger};

/// A return that is to be written.
struct Back<'a> {
    key: Uuid,
    kind: ReturnKind,
    subscriber_id: i64,
    method: Method,
    reason: &'a str,
}

/// Takes a payment back as if it had never been: a counter-entry, its parts released. Advances of other payments pay what
/// is open again. An operator may take back only what they recorded themselves on the same business day. The same key is
/// the same reversal.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, `Invalid` by field, `Conflict` (`NotMoneyReceived`, `AlreadyReturned`,
/// `KeyReused`), and those of the database.
pub async fn reverse(ctx: &Ctx, form: &ReverseForm) -> Result<Receipt, Failure> {
    ctx.authorize(Permission::ReversePayment)?;
    let reverse = form.parse()?;
    transact(ctx, move |ctx, conn| Box::pin(reverse_in(ctx, conn, reverse))).await
}

async fn reverse_in(ctx: &Ctx, conn: &mut PgConnection, reverse: Reverse) -> Result<Receipt, Failure> {
    let payment = locked(conn, ctx, reverse.payment).await?;
    let known = sql::by_key(conn, reverse.key).await.or_failure(ctx)?;
    if !known.is_empty() {
        let same = known
            .iter()
            .all(|row| row.kind == ReturnKind::Reversal.code() && row.payment_id == payment.id);
        return if same {
            receipt(conn, ctx, payment.id).await
        } else {
            Err(Failure::conflict(Reason::KeyReused))
        };
    }
    if !may_reverse(ctx, &payment) {
        return Err(Failure::Forbidden);
    }
    if !payment.method.is_money() {
        return Err(Failure::conflict(Reason::NotMoneyReceived));
    }
    if !payment.returned.is_zero() {
        return Err(Failure::conflict(Reason::AlreadyReturned));
    }
    release(conn, ctx, Standing::OfPayments(&[payment.id]), Cause::Reversal).await?;
    let back = Back {
        key: reverse.key,
        kind: ReturnKind::Reversal,
        subscriber_id: payment.subscriber_id,
        method: payment.method,
        reason: &reverse.reason,
    };
    write(conn, ctx, &back, &[(payment.id, payment.amount)]).await?;
    ledger::spread_advances(conn, ctx, &[payment.subscriber_id]).await?;
    let details = serde_json::json!({
        "subscriber": payment.subscriber_id, "amount": payment.amount, "method": payment.method,
        "reason": reverse.reason,
    });
    events::record(conn, ctx, "reversed", "payment", Some(payment.id), details).await?;
    receipt(conn, ctx, payment.id).await
}

/// Pays money back to a subscriber, out of what is left as an advance: of one payment, or of all, the newest first. The
/// same key is the same refund.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, `Invalid` by field (`amount`: `AboveAdvance`), `Conflict` (`KeyReused`,
/// `NotMoneyReceived` for a write-off), and those of the database.
pub async fn refund(ctx: &Ctx, form: &RefundForm) -> Result<ReturnSlip, Failure> {
    ctx.authorize(Permission::RefundPayment)?;
    let refund = form.parse()?;
    transact(ctx, move |ctx, conn| Box::pin(refund_in(ctx, conn, refund))).await
}

async fn refund_in(ctx: &Ctx, conn: &mut PgConnection, refund: Refund) -> Result<ReturnSlip, Failure> {
    let subscriber_id = match refund.of {
        RefundOf::Subscriber(id) => id,
        RefundOf::Payment(id) => {
            payments_sql::recorded(conn, id)
                .await
                .or_failure(ctx)?
                .ok_or(Failure::NotFound)?
                .subscriber_id
        }
    };
    ledger::lock(conn, ctx, &[subscriber_id]).await?;
    let known = sql::by_key(conn, refund.key).await.or_failure(ctx)?;
    if let Some(first) = known.first() {
        let total: Money = known.iter().map(|row| row.amount).sum();
        let same =
            first.kind == ReturnKind::Refund.code() && first.subscriber_id == subscriber_id && total == refund.amount;
        return if same {
            slip(conn, ctx, first.id).await
        } else {
            Err(Failure::conflict(Reason::KeyReused))
        };
    }
    let advances = match refund.of {
        RefundOf::Subscriber(id) => sql::advances(conn, id).await.or_failure(ctx)?,
        RefundOf::Payment(id) => {
            let payment = payments_sql::recorded(conn, id).await.or_failure(ctx)?;
            let payment = payment.ok_or(Failure::NotFound)?;
            if payment.method == Method::Writeoff {
                return Err(Failure::conflict(Reason::NotMoneyReceived));
            }
            vec![(payment.id, payment.advance)]
        }
    };
    let parts = draw(refund.amount, &advances).ok_or_else(|| Failure::field("amount", Reason::AboveAdvance))?;
    let back = Back {
        key: refund.key,
        kind: ReturnKind::Refund,
        subscriber_id,
        method: refund.method,
        reason: &refund.reason,
    };
    let id = write(conn, ctx, &back, &parts).await?;
    let details = serde_json::json!({
        "subscriber": subscriber_id, "amount": refund.amount, "method": refund.method, "reason": refund.reason,
        "payments": parts,
    });
    events::record(
        conn,
        ctx,
        "refunded",
        "payment",
        parts.first().map(|(id, _)| *id),
        details,
    )
    .await?;
    slip(conn, ctx, id).await
}

/// Writes the rows of a return with their entries and takes the sums out of the payments; gives the first row's id.
async fn write(conn: &mut PgConnection, ctx: &Ctx, back: &Back<'_>, parts: &[(i64, Money)]) -> Result<i64, Failure> {
    let written = sql::insert(conn, back, parts, ctx.today, ctx.actor_name(), ctx.now).await;
    match written {
        // Another subscriber's return has the key: the lock of the subscriber did not hold it up.
        Err(sqlx::Error::Database(error)) if error.constraint() == Some("payment_return_key_once") => {
            Err(Failure::conflict(Reason::KeyReused))
        }
        Err(sqlx::Error::Database(error)) if error.constraint() == Some("payment_return_reversal_once") => {
            Err(Failure::conflict(Reason::AlreadyReturned))
        }
        written => ledger::fits(written, Failure::field("amount", Reason::TooLarge))?.or_failure(ctx),
    }
}

/// The payment as it is once its subscriber is locked.
pub(super) async fn locked(conn: &mut PgConnection, ctx: &Ctx, id: i64) -> Result<Recorded, Failure> {
    let before = payments_sql::recorded(conn, id).await.or_failure(ctx)?;
    let subscriber_id = before.ok_or(Failure::NotFound)?.subscriber_id;
    ledger::lock(conn, ctx, &[subscriber_id]).await?;
    let now = payments_sql::recorded(conn, id).await.or_failure(ctx)?;
    now.ok_or(Failure::NotFound)
}

/// Whoever may pay money back may take any payment back; others what they recorded themselves on the same business day.
pub(super) fn may_reverse(ctx: &Ctx, payment: &Recorded) -> bool {
    let own = match &ctx.actor {
        Actor::User { id, .. } => payment.recorded_by_id == Some(*id),
        Actor::Visitor { .. } | Actor::OnBehalf { .. } | Actor::Anonymous | Actor::System => false,
    };
    let of_today = ctx.tenant.offsets.local(payment.recorded_at).date() == ctx.today;
    ctx.authorize(Permission::ReversePayment).is_ok()
        && (ctx.authorize(Permission::RefundPayment).is_ok() || (own && of_today))
}

/// The slip of a return: all of it, where it was taken out of more than one payment.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, and those of the database.
pub async fn show_return(ctx: &Ctx, id: i64) -> Result<ReturnSlip, Failure> {
    ctx.authorize(Permission::SeeSubscribers)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    slip(&mut conn, ctx, id).await
}

async fn slip(conn: &mut PgConnection, ctx: &Ctx, id: i64) -> Result<ReturnSlip, Failure> {
    let slip = sql::slip(conn, id).await.or_failure(ctx)?.ok_or(Failure::NotFound)?;
    let issuer = crate::organisation::issuer(conn, ctx).await?;
    Ok(ReturnSlip { issuer, ..slip })
}
