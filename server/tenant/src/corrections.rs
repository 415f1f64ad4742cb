//! Corrections of issued documents: voiding an invoice, recalculating a charge. Each is a document of its own with its
//! own entries; what was issued stays as it was. Undoing a whole run is the room `runs`.

mod sql;

use domain::corrections::{Adjusting, Adjustment, AdjustmentDesk, AdjustmentForm, AdjustmentQuery, VoidForm, share};
use domain::{Failure, Month, Permission, Reason, typed};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::store::{OrFailure, transact};
use crate::{Ctx, events, ledger};

/// Voids an invoice: what was paid of it becomes an advance again, which the subscriber's other invoices use; its number
/// stays taken, and its links can be charged again. Voiding a void one changes nothing.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, `Invalid` without a reason, `Conflict WrongStatus` for an opening debt or an
/// adjustment (a recalculation corrects those), `Conflict InUse` where some of it was written off, and those of the
/// database.
pub async fn void(ctx: &Ctx, form: &VoidForm) -> Result<(), Failure> {
    ctx.authorize(Permission::VoidInvoice)?;
    let (id, reason) = form.parse()?;
    transact(ctx, move |ctx, conn| Box::pin(void_in(ctx, conn, id, reason))).await
}

async fn void_in(ctx: &Ctx, conn: &mut PgConnection, id: i64, reason: String) -> Result<(), Failure> {
    let subscriber_id = sql::subscriber_of(conn, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    ledger::lock(conn, ctx, &[subscriber_id]).await?;
    let invoice = sql::invoice_for_update(conn, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    if invoice.is_void {
        return Ok(());
    }
    let credited = match invoice.kind.as_str() {
        "regular" | "additional" => domain::ledger::Account::Revenue,
        "penalty" => domain::ledger::Account::Penalty,
        _ => return Err(Failure::conflict(Reason::WrongStatus)),
    };
    // What was given up of it would come back as money to spend.
    if sql::has_write_off(conn, id).await.or_failure(ctx)? {
        return Err(Failure::conflict(Reason::InUse));
    }
    sql::release(conn, id, ctx.actor_name(), ctx.now)
        .await
        .or_failure(ctx)?;
    sql::mark_void(conn, id, &reason, ctx.actor_name(), ctx.today, ctx.now)
        .await
        .or_failure(ctx)?;
    if !invoice.total.is_zero() {
        sql::insert_void_entry(conn, id, &invoice, subscriber_id, credited, ctx.today, ctx.now)
            .await
            .or_failure(ctx)?;
    }
    ledger::spread_advances(conn, ctx, &[subscriber_id]).await?;
    let details =
        serde_json::json!({ "number": invoice.number, "total": invoice.total, "paid": invoice.paid, "reason": reason });
    events::record(conn, ctx, "voided", "invoice", Some(id), details).await
}

/// What the page of a new recalculation needs: what each service was charged in the months of a period, and the share
/// of its days.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, and those of the database.
pub async fn desk(ctx: &Ctx, query: &AdjustmentQuery) -> Result<AdjustmentDesk, Failure> {
    ctx.authorize(Permission::AdjustCharges)?;
    let subscriber_id = typed::id(&query.subscriber).map_err(|_| Failure::NotFound)?;
    let month = query.month.parse().unwrap_or_else(|_| Month::of(ctx.today).previous());
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let (account, name) = sql::payer(&mut conn, subscriber_id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    let (from, to) = (month.first_day(), month.last_day());
    let mut charged = sql::charged(&mut conn, subscriber_id, from, to).await.or_failure(ctx)?;
    for line in &mut charged {
        line.share = share(line.charged, month, from, to);
    }
    Ok(AdjustmentDesk {
        key: Uuid::new_v4(),
        subscriber_id,
        account,
        name,
        from,
        to,
        charged,
    })
}

/// Makes a recalculation: a sum to pay becomes an invoice of its own, a credit pays what is open or stays as an advance.
/// The same key is the same document: sent again, it gives the same.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, `Invalid` by field (`service_id`: `Unknown`; `amount`: `TooLarge` where more
/// would be credited than the service was charged in the months of the period), `Conflict KeyReused`, and those of the
/// database.
pub async fn adjust(ctx: &Ctx, form: &AdjustmentForm) -> Result<Adjustment, Failure> {
    ctx.authorize(Permission::AdjustCharges)?;
    let adjusting = form.parse(ctx.today)?;
    transact(ctx, move |ctx, conn| Box::pin(adjust_in(ctx, conn, adjusting))).await
}

async fn adjust_in(ctx: &Ctx, conn: &mut PgConnection, wanted: Adjusting) -> Result<Adjustment, Failure> {
    if let Some(known) = repeated(conn, ctx, &wanted).await? {
        return Ok(known);
    }
    let (account, name) = sql::payer(conn, wanted.subscriber_id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    ledger::lock(conn, ctx, &[wanted.subscriber_id]).await?;
    // Somebody may have sent the same key while the lock was waited for.
    if let Some(known) = repeated(conn, ctx, &wanted).await? {
        return Ok(known);
    }
    let service = sql::service_name(conn, wanted.service_id)
        .await
        .or_failure(ctx)?
        .ok_or_else(|| Failure::field("service_id", Reason::Unknown))?;
    if wanted.amount.is_negative() {
        let (first, last) = (Month::of(wanted.from).first_day(), Month::of(wanted.to).last_day());
        let charged = sql::charged(conn, wanted.subscriber_id, first, last)
            .await
            .or_failure(ctx)?;
        let most = charged
            .iter()
            .find(|line| line.service_id == wanted.service_id)
            .map(|line| line.charged)
            .unwrap_or_default();
        if wanted.amount.abs() > most {
            return Err(Failure::field("amount", Reason::TooLarge));
        }
    }
    let writing = sql::Writing {
        wanted: &wanted,
        service: &service,
        account: &account,
        name: &name,
        by: ctx.actor_name(),
        today: ctx.today,
        now: ctx.now,
    };
    let written = sql::insert(conn, &writing).await;
    let id = ledger::fits(written, Failure::field("amount", Reason::TooLarge))?.or_failure(ctx)?;
    ledger::spread_advances(conn, ctx, &[wanted.subscriber_id]).await?;
    let made = sql::adjustment(conn, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    let details = serde_json::json!({
        "number": made.number, "subscriber": made.subscriber_id, "amount": made.amount, "service": made.service,
        "ground": made.ground, "reason": made.reason, "from": made.from, "to": made.to,
    });
    events::record(conn, ctx, "adjusted", "charges", Some(id), details).await?;
    Ok(made)
}

async fn repeated(conn: &mut PgConnection, ctx: &Ctx, wanted: &Adjusting) -> Result<Option<Adjustment>, Failure> {
    let Some(id) = sql::by_key(conn, wanted.key).await.or_failure(ctx)? else {
        return Ok(None);
    };
    let known = sql::adjustment(conn, id).await.or_failure(ctx)?;
    match known {
        Some(known) if known.subscriber_id == wanted.subscriber_id && known.amount == wanted.amount => Ok(Some(known)),
        _ => Err(Failure::conflict(Reason::KeyReused)),
    }
}

/// A recalculation as a document.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, and those of the database.
pub async fn show(ctx: &Ctx, id: i64) -> Result<Adjustment, Failure> {
    ctx.authorize(Permission::SeeSubscribers)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    sql::adjustment(&mut conn, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)
}

/// A subscriber's recalculations, the newest first.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and those of the database.
pub async fn of_subscriber(ctx: &Ctx, subscriber_id: i64) -> Result<Vec<Adjustment>, Failure> {
    ctx.authorize(Permission::SeeSubscribers)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    sql::of_subscriber(&mut conn, subscriber_id, 50).await.or_failure(ctx)
}

/// The recalculations that an invoice of a month shows: those made since the subscriber's invoice before it.
pub(crate) async fn shown_on(conn: &mut PgConnection, ctx: &Ctx, invoice_id: i64) -> Result<Vec<Adjustment>, Failure> {
    sql::shown_on(conn, invoice_id).await.or_failure(ctx)
}

/// An invoice that is about to be voided.
struct Doomed {
    number: String,
    kind: String,
    total: domain::Money,
    paid: domain::Money,
    is_void: bool,
}
