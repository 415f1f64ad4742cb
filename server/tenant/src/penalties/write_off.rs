//! Giving up what is open of an invoice: a credit that is no money, for a reason.

mod sql;

use domain::invoices::Kind;
use domain::penalties::{OpenDocument, WriteOff, WriteOffForm, WriteOffKind, WrittenOff};
use domain::{Failure, Money, Permission, Reason};
use sqlx::PgConnection;

use crate::store::{OrFailure, transact};
use crate::{Ctx, events, ledger};

/// Writes off a part of an invoice or all that is open of it. The same key is the same write-off.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `Invalid` by field (`invoice_id`: `Unknown`; `kind`: `NotAChoice` where the invoice is of
/// another kind; `amount`: `TooLarge` where less is open or the limit of rounding is lower), `Conflict WrongStatus` of
/// a void invoice, `Conflict KeyReused`, and those of the database.
pub async fn write_off(ctx: &Ctx, form: &WriteOffForm) -> Result<WrittenOff, Failure> {
    ctx.authorize(Permission::WriteOff)?;
    let write_off = form.parse()?;
    transact(ctx, move |ctx, conn| Box::pin(write_off_in(ctx, conn, write_off))).await
}

async fn write_off_in(ctx: &Ctx, conn: &mut PgConnection, wanted: WriteOff) -> Result<WrittenOff, Failure> {
    let subscriber_id = sql::subscriber_of(conn, wanted.invoice_id)
        .await
        .or_failure(ctx)?
        .ok_or_else(|| Failure::field("invoice_id", Reason::Unknown))?;
    ledger::lock(conn, ctx, &[subscriber_id]).await?;
    if let Some(known) = repeated(conn, ctx, &wanted).await? {
        return Ok(known);
    }
    let invoice = sql::invoice_for_update(conn, wanted.invoice_id).await.or_failure(ctx)?;
    if invoice.is_void {
        return Err(Failure::conflict(Reason::WrongStatus));
    }
    check(&wanted, invoice.kind, invoice.open, limit(conn, ctx).await?)?;
    let credit = sql::Credit {
        wanted: &wanted,
        subscriber_id,
        today: ctx.today,
        by: ctx.actor_name(),
        now: ctx.now,
    };
    let Some(payment_id) = sql::insert_credit(conn, &credit).await.or_failure(ctx)? else {
        // The key belongs to a payment or to somebody else's write-off.
        return Err(Failure::conflict(Reason::KeyReused));
    };
    let id = sql::insert(conn, &credit, payment_id).await.or_failure(ctx)?;
    let details = serde_json::json!({
        "id": id, "subscriber": subscriber_id, "invoice": wanted.invoice_id, "kind": wanted.kind, "amount": wanted.amount,
    });
    events::record_with_reason(conn, ctx, "written_off", "invoice", &wanted.reason, details).await?;
    shown(conn, ctx, id).await
}

/// What a write-off may be: of the invoice's kind, never more than is open; rounding up to the limit.
fn check(wanted: &WriteOff, kind: Kind, open: Money, limit: Money) -> Result<(), Failure> {
    let fits = match wanted.kind {
        WriteOffKind::Penalty => kind == Kind::Penalty,
        WriteOffKind::Debt => kind != Kind::Penalty,
        WriteOffKind::Rounding => true,
    };
    if !fits {
        return Err(Failure::field("kind", Reason::NotAChoice));
    }
    let above = wanted.kind == WriteOffKind::Rounding && wanted.amount > limit;
    if above || wanted.amount > open {
        return Err(Failure::field("amount", Reason::TooLarge));
    }
    Ok(())
}

/// The write-off with this key, if it stands already.
async fn repeated(conn: &mut PgConnection, ctx: &Ctx, wanted: &WriteOff) -> Result<Option<WrittenOff>, Failure> {
    let Some(id) = sql::by_key(conn, wanted.key).await.or_failure(ctx)? else {
        return Ok(None);
    };
    let known = shown(conn, ctx, id).await?;
    if known.invoice_id == wanted.invoice_id && known.amount == wanted.amount && known.kind == wanted.kind {
        Ok(Some(known))
    } else {
        Err(Failure::conflict(Reason::KeyReused))
    }
}

async fn shown(conn: &mut PgConnection, ctx: &Ctx, id: i64) -> Result<WrittenOff, Failure> {
    let known = sql::shown(conn, Some(id), None).await.or_failure(ctx)?;
    known.into_iter().next().ok_or(Failure::NotFound)
}

/// What was given up of a subscriber's invoices, the newest first.
pub(super) async fn of_subscriber(
    conn: &mut PgConnection,
    ctx: &Ctx,
    subscriber_id: i64,
) -> Result<Vec<WrittenOff>, Failure> {
    sql::shown(conn, None, Some(subscriber_id)).await.or_failure(ctx)
}

/// What is open of a subscriber's documents, the oldest first.
pub(super) async fn open_documents(
    conn: &mut PgConnection,
    ctx: &Ctx,
    subscriber_id: i64,
) -> Result<Vec<OpenDocument>, Failure> {
    sql::open_documents(conn, subscriber_id).await.or_failure(ctx)
}

/// The largest sum that may be written off as rounding.
pub(super) async fn limit(conn: &mut PgConnection, ctx: &Ctx) -> Result<Money, Failure> {
    sql::limit(conn).await.or_failure(ctx)
}

/// Whose page it is.
pub(super) async fn payer(conn: &mut PgConnection, ctx: &Ctx, id: i64) -> Result<Payer, Failure> {
    sql::payer(conn, id).await.or_failure(ctx)?.ok_or(Failure::NotFound)
}

/// A subscriber by account and name.
pub(super) struct Payer {
    pub(super) account: String,
    pub(super) name: String,
}

/// An invoice that something is written off of.
struct Invoice {
    kind: Kind,
    open: Money,
    is_void: bool,
}
