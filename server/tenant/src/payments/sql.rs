//! The SQL of one payment. The lists are in the room beside.

use chrono::{DateTime, Utc};
use domain::ledger::Account;
use domain::organisation::Issuer;
use domain::payments::returns::State;
use domain::payments::{Method, Payer, Payment, Receipt};
use domain::{Money, Month};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{OpenLine, Recorded};
use crate::Ctx;
use crate::ledger::unknown_word;

pub(super) async fn by_key(conn: &mut PgConnection, key: Uuid) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!("select id from payment where key = $1", key)
        .fetch_optional(conn)
        .await
}

/// The payer without what is open.
pub(super) async fn payer(conn: &mut PgConnection, account: &str) -> Result<Option<Payer>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select s.id, s.account, s.name, s.address, coalesce(b.balance, 0) as "balance!"
        from subscriber s left join subscriber_balance b on b.subscriber_id = s.id where s.account = $1"#,
        account
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Payer {
        id: row.id,
        account: row.account,
        name: row.name,
        address: row.address,
        balance: Money::round(row.balance),
        open: Vec::new(),
    }))
}

/// Along `invoice_open`, the oldest first.
pub(super) async fn open_of(conn: &mut PgConnection, subscriber_id: i64) -> Result<Vec<OpenLine>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id, number, month, total - paid as "open!" from invoice
        where subscriber_id = $1 and paid < total and voided_at is null order by due_on, id"#,
        subscriber_id
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, row.number, Month::of(row.month), Money::round(row.open)))
        .collect())
}

/// The first lock of everything that moves a subscriber's money. It leaves the key alone, so that rows that refer to
/// the subscriber do not wait.
pub(super) async fn subscriber_for_update(conn: &mut PgConnection, account: &str) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "select id from subscriber where account = $1 for no key update",
        account
    )
    .fetch_optional(conn)
    .await
}

/// A payment of the same sum has been recorded since then and still stands.
pub(super) async fn has_twin(
    conn: &mut PgConnection,
    subscriber_id: i64,
    amount: Money,
    since: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (
            select from payment
            where subscriber_id = $1 and amount = $2 and created_at > $3 and returned < amount
                and method in ('cash', 'card', 'bank')) as "is!""#,
        subscriber_id,
        amount.decimal(),
        since
    )
    .fetch_one(conn)
    .await
}

/// Nothing when the key stands already; waits for a transaction that is just writing it.
pub(super) async fn insert(
    conn: &mut PgConnection,
    ctx: &Ctx,
    payment: &Payment,
    subscriber_id: i64,
) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into payment (key, subscriber_id, received_on, amount, advance, method, note, recorded_by,
            recorded_by_id, created_at)
        values ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9) on conflict (key) do nothing returning id",
        payment.key,
        subscriber_id,
        payment.received_on,
        payment.amount.decimal(),
        payment.method.code(),
        payment.note,
        ctx.actor_name(),
        ctx.user_id().ok(),
        ctx.now
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn insert_entry(
    conn: &mut PgConnection,
    payment_id: i64,
    subscriber_id: i64,
    payment: &Payment,
    debit: Account,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into ledger_entry (booked_on, debit, credit, amount, subscriber_id, document, document_id, created_at)
        values ($1, $2, 'receivable', $3, $4, 'payment', $5, $6)",
        payment.received_on,
        debit.code(),
        payment.amount.decimal(),
        subscriber_id,
        payment_id,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The receipt without its parts.
pub(super) async fn head(conn: &mut PgConnection, id: i64) -> Result<Option<Receipt>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select p.id, p.subscriber_id, s.account, s.name, s.address, p.amount, p.method, p.received_on, p.advance,
            p.returned, exists (
                select from payment_return r where r.payment_id = p.id and r.kind = 'reversal') as "is_reversed!",
            coalesce(b.balance, 0) as "balance!", p.recorded_by, p.created_at, p.note
        from payment p
        join subscriber s on s.id = p.subscriber_id
        left join subscriber_balance b on b.subscriber_id = s.id
        where p.id = $1"#,
        id
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Receipt {
        id: row.id,
        subscriber_id: row.subscriber_id,
        account: row.account,
        name: row.name,
        address: row.address,
        amount: Money::round(row.amount),
        method: method(&row.method)?,
        received_on: row.received_on,
        state: State::of(Money::round(row.amount), Money::round(row.returned), row.is_reversed),
        returned: Money::round(row.returned),
        returns: Vec::new(),
        reallocations: Vec::new(),
        parts: Vec::new(),
        advance: Money::round(row.advance),
        balance: Money::round(row.balance),
        recorded_by: row.recorded_by,
        recorded_at: row.created_at,
        note: row.note,
        issuer: Issuer::default(),
    }))
}

pub(super) fn method(code: &str) -> Result<Method, sqlx::Error> {
    Method::from_code(code).ok_or_else(|| unknown_word("method", code))
}

pub(super) async fn parts(conn: &mut PgConnection, payment_id: i64) -> Result<Vec<OpenLine>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select i.id, i.number, i.month, sum(a.amount) as "amount!"
        from allocation a join invoice i on i.id = a.invoice_id
        where a.payment_id = $1 group by i.id having sum(a.amount) <> 0 order by i.due_on, i.id"#,
        payment_id
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, row.number, Month::of(row.month), Money::round(row.amount)))
        .collect())
}

pub(super) async fn recorded(conn: &mut PgConnection, id: i64) -> Result<Option<Recorded>, sqlx::Error> {
    let row = sqlx::query!(
        "select id, subscriber_id, amount, advance, returned, method, recorded_by_id, created_at from payment
        where id = $1",
        id
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Recorded {
        id: row.id,
        subscriber_id: row.subscriber_id,
        amount: Money::round(row.amount),
        advance: Money::round(row.advance),
        returned: Money::round(row.returned),
        method: method(&row.method)?,
        recorded_by_id: row.recorded_by_id,
        recorded_at: row.created_at,
    }))
}
