//! The SQL of giving up.

use chrono::{DateTime, NaiveDate, Utc};
use domain::invoices::Kind;
use domain::penalties::{OpenDocument, WriteOff, WriteOffKind, WrittenOff};
use domain::{Money, Month};
use rust_decimal::Decimal;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Invoice, Payer};
use crate::ledger::unknown_word;

pub(super) async fn by_key(conn: &mut PgConnection, key: Uuid) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!("select id from write_off where key = $1", key)
        .fetch_optional(conn)
        .await
}

pub(super) async fn subscriber_of(conn: &mut PgConnection, invoice_id: i64) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!("select subscriber_id from invoice where id = $1", invoice_id)
        .fetch_optional(conn)
        .await
}

pub(super) async fn payer(conn: &mut PgConnection, id: i64) -> Result<Option<Payer>, sqlx::Error> {
    sqlx::query_as!(Payer, "select account, name from subscriber where id = $1", id)
        .fetch_optional(conn)
        .await
}

/// Under the subscriber's lock, so nobody waits here who follows the rule.
pub(super) async fn invoice_for_update(conn: &mut PgConnection, id: i64) -> Result<Invoice, sqlx::Error> {
    let row = sqlx::query!(
        r#"select kind, total - paid as "open!", voided_at is not null as "is_void!" from invoice
        where id = $1 for no key update"#,
        id
    )
    .fetch_one(conn)
    .await?;
    Ok(Invoice {
        kind: Kind::from_code(&row.kind).ok_or_else(|| unknown_word("kind", &row.kind))?,
        open: Money::round(row.open),
        is_void: row.is_void,
    })
}

pub(super) async fn limit(conn: &mut PgConnection) -> Result<Money, sqlx::Error> {
    let limit = sqlx::query_scalar!("select write_off_limit from setting")
        .fetch_one(conn)
        .await?;
    Ok(Money::round(limit))
}

/// A write-off with who makes it and when.
pub(super) struct Credit<'a> {
    pub(super) wanted: &'a WriteOff,
    pub(super) subscriber_id: i64,
    pub(super) today: NaiveDate,
    pub(super) by: &'a str,
    pub(super) now: DateTime<Utc>,
}

/// The credit, all of it spread over the one invoice. Nothing when the key stands already.
pub(super) async fn insert_credit(conn: &mut PgConnection, credit: &Credit<'_>) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "with credit as (
            insert into payment (key, subscriber_id, received_on, amount, advance, method, note, recorded_by, created_at)
            values ($1, $2, $3, $4, 0, 'writeoff', $5, $6, $7) on conflict (key) do nothing returning id, amount
        ), settled as (
            update invoice i set paid = i.paid + credit.amount from credit where i.id = $8
        ), given as (
            insert into allocation (payment_id, invoice_id, amount, cause, made_by, created_at)
            select id, $8, amount, 'writeoff', $6, $7 from credit
        )
        select id from credit",
        credit.wanted.key,
        credit.subscriber_id,
        credit.today,
        credit.wanted.amount.decimal(),
        credit.wanted.reason,
        credit.by,
        credit.now,
        credit.wanted.invoice_id
    )
    .fetch_optional(conn)
    .await
}

/// The write-off with its entry.
pub(super) async fn insert(conn: &mut PgConnection, credit: &Credit<'_>, payment_id: i64) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        "with made as (
            insert into write_off (key, subscriber_id, invoice_id, payment_id, kind, amount, reason, booked_on, made_by,
                created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id
        ), booked as (
            insert into ledger_entry (booked_on, debit, credit, amount, subscriber_id, document, document_id, created_at)
            select $8, 'writeoff', 'receivable', $6, $2, 'writeoff', id, $10 from made
        )
        select id from made",
        credit.wanted.key,
        credit.subscriber_id,
        credit.wanted.invoice_id,
        payment_id,
        credit.wanted.kind.code(),
        credit.wanted.amount.decimal(),
        credit.wanted.reason,
        credit.today,
        credit.by,
        credit.now
    )
    .fetch_one(conn)
    .await
}

struct WrittenOffRow {
    id: i64,
    subscriber_id: i64,
    invoice_id: i64,
    number: String,
    kind: String,
    amount: Decimal,
    reason: String,
    booked_on: NaiveDate,
    made_by: String,
}

/// One by its id, or the latest of a subscriber.
pub(super) async fn shown(
    conn: &mut PgConnection,
    id: Option<i64>,
    subscriber_id: Option<i64>,
) -> Result<Vec<WrittenOff>, sqlx::Error> {
    let rows = sqlx::query_as!(
        WrittenOffRow,
        "select w.id, w.subscriber_id, w.invoice_id, i.number, w.kind, w.amount, w.reason, w.booked_on, w.made_by
        from write_off w join invoice i on i.id = w.invoice_id
        where w.id = $1 or w.subscriber_id = $2 order by w.id desc limit 50",
        id,
        subscriber_id
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(WrittenOff {
                id: row.id,
                subscriber_id: row.subscriber_id,
                invoice_id: row.invoice_id,
                number: row.number,
                kind: WriteOffKind::from_code(&row.kind).ok_or_else(|| unknown_word("kind", &row.kind))?,
                amount: Money::round(row.amount),
                reason: row.reason,
                booked_on: row.booked_on,
                made_by: row.made_by,
            })
        })
        .collect()
}

/// Along `invoice_open`.
pub(super) async fn open_documents(
    conn: &mut PgConnection,
    subscriber_id: i64,
) -> Result<Vec<OpenDocument>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id, number, kind, month, total - paid as "open!" from invoice
        where subscriber_id = $1 and paid < total and voided_at is null order by due_on, id"#,
        subscriber_id
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(OpenDocument {
                id: row.id,
                number: row.number,
                kind: Kind::from_code(&row.kind).ok_or_else(|| unknown_word("kind", &row.kind))?,
                month: Month::of(row.month),
                open: Money::round(row.open),
            })
        })
        .collect()
}
