//! The SQL of corrections.

use chrono::{DateTime, NaiveDate, Utc};
use domain::Money;
use domain::corrections::{Adjusting, Adjustment, ChargedService, Ground};
use domain::ledger::Account;
use rust_decimal::Decimal;
use sqlx::PgConnection;
use uuid::Uuid;

use super::Doomed;
use crate::ledger::unknown_word;

pub(super) async fn subscriber_of(conn: &mut PgConnection, invoice_id: i64) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!("select subscriber_id from invoice where id = $1", invoice_id)
        .fetch_optional(conn)
        .await
}

/// Read under the subscriber's lock, so that nobody pays it meanwhile.
pub(super) async fn invoice_for_update(conn: &mut PgConnection, id: i64) -> Result<Option<Doomed>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select number, kind, total, paid, voided_at is not null as "is_void!" from invoice
        where id = $1 for no key update"#,
        id
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Doomed {
        number: row.number,
        kind: row.kind,
        total: Money::round(row.total),
        paid: Money::round(row.paid),
        is_void: row.is_void,
    }))
}

/// Takes back everything that was paid of an invoice: each part becomes what its payment has left.
pub(super) async fn release(
    conn: &mut PgConnection,
    invoice_id: i64,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with part as materialized (
            select payment_id, sum(amount) as amount from allocation where invoice_id = $1
            group by payment_id having sum(amount) > 0
        ), freed as (
            update payment p set advance = p.advance + part.amount from part where p.id = part.payment_id
        ), unpaid as (
            update invoice set paid = 0 where id = $1
        )
        insert into allocation (payment_id, invoice_id, amount, cause, made_by, created_at)
        select payment_id, $1, -amount, 'void', $2, $3 from part order by payment_id",
        invoice_id,
        by,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn has_write_off(conn: &mut PgConnection, invoice_id: i64) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from write_off where invoice_id = $1) as "exists!""#,
        invoice_id
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn mark_void(
    conn: &mut PgConnection,
    id: i64,
    reason: &str,
    by: &str,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update invoice set voided_at = $2, voided_on = $3, voided_by = $4, void_reason = $5 where id = $1",
        id,
        now,
        today,
        by,
        reason
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn insert_void_entry(
    conn: &mut PgConnection,
    id: i64,
    invoice: &Doomed,
    subscriber_id: i64,
    account: Account,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into ledger_entry (booked_on, debit, credit, amount, subscriber_id, document, document_id, created_at)
        values ($1, $2, 'receivable', $3, $4, 'void', $5, $6)",
        today,
        account.code(),
        invoice.total.decimal(),
        subscriber_id,
        id,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn payer(conn: &mut PgConnection, id: i64) -> Result<Option<(String, String)>, sqlx::Error> {
    let row = sqlx::query!("select account, name from subscriber where id = $1", id)
        .fetch_optional(conn)
        .await?;
    Ok(row.map(|row| (row.account, row.name)))
}

pub(super) async fn service_name(conn: &mut PgConnection, id: i64) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!("select name from service where id = $1", id)
        .fetch_optional(conn)
        .await
}

/// What each service was charged in the months that begin within the days, less credits for periods within them.
/// Old lines know their service only by their link.
pub(super) async fn charged(
    conn: &mut PgConnection,
    subscriber_id: i64,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<ChargedService>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"with line as (
            select coalesce(c.service_id, l.service_id) as service_id, c.amount
            from invoice i
            join charge c on c.invoice_id = i.id and c.voided_at is null and c.kind = 'regular'
            left join service_link l on l.id = c.link_id
            where i.subscriber_id = $1 and i.month between $2 and $3 and i.voided_at is null
            union all
            select n.service_id, n.amount
            from adjustment a join adjustment_line n on n.adjustment_id = a.id
            where a.subscriber_id = $1 and a.period_from <= $3 and a.period_to >= $2 and n.amount < 0
        )
        select s.id, s.name, sum(line.amount) as "charged!"
        from line join service s on s.id = line.service_id
        group by s.id, s.name having sum(line.amount) > 0 order by s.name, s.id"#,
        subscriber_id,
        first,
        last
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ChargedService {
            service_id: row.id,
            service: row.name,
            charged: Money::round(row.charged),
            share: Money::ZERO,
        })
        .collect())
}

pub(super) async fn by_key(conn: &mut PgConnection, key: Uuid) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!("select id from adjustment where key = $1", key)
        .fetch_optional(conn)
        .await
}

/// What is written of a recalculation.
pub(super) struct Writing<'a> {
    pub(super) wanted: &'a Adjusting,
    pub(super) service: &'a str,
    pub(super) account: &'a str,
    pub(super) name: &'a str,
    pub(super) by: &'a str,
    pub(super) today: NaiveDate,
    pub(super) now: DateTime<Utc>,
}

/// The document with its number, what pays or is to be paid, and the entry. Both counters' rows stay locked until the
/// transaction ends, so that numbers have no gaps.
pub(super) async fn insert(conn: &mut PgConnection, writing: &Writing<'_>) -> Result<i64, sqlx::Error> {
    let wanted = writing.wanted;
    let (invoice_id, payment_id) = if wanted.amount.is_positive() {
        (Some(insert_invoice(conn, writing).await?), None)
    } else {
        (None, Some(insert_credit(conn, writing).await?))
    };
    let id = sqlx::query_scalar!(
        "with numbered as (
            insert into adjustment_counter as kept (year, last) values (extract(year from $1::date)::integer, 1)
            on conflict (year) do update set last = kept.last + 1
            returning year, last
        )
        insert into adjustment (key, number, subscriber_id, ground, reason, period_from, period_to, amount, invoice_id,
            payment_id, booked_on, made_by, created_at)
        select $2, 'П' || invoice_number(year, last), $3, $4, $5, $6, $7, $8, $9, $10, $1, $11, $12 from numbered
        returning id",
        writing.today,
        wanted.key,
        wanted.subscriber_id,
        wanted.ground.code(),
        wanted.reason,
        wanted.from,
        wanted.to,
        wanted.amount.decimal(),
        invoice_id,
        payment_id,
        writing.by,
        writing.now
    )
    .fetch_one(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into adjustment_line (adjustment_id, place, service_id, service, amount, explanation)
        values ($1, 1, $2, $3, $4, $5)",
        id,
        wanted.service_id,
        writing.service,
        wanted.amount.decimal(),
        wanted.explanation
    )
    .execute(&mut *conn)
    .await?;
    let (debit, credit) = if wanted.amount.is_positive() {
        (Account::Receivable, Account::Revenue)
    } else {
        (Account::Revenue, Account::Receivable)
    };
    sqlx::query!(
        "insert into ledger_entry (booked_on, debit, credit, amount, subscriber_id, document, document_id, created_at)
        values ($1, $2, $3, $4, $5, 'adjustment', $6, $7)",
        writing.today,
        debit.code(),
        credit.code(),
        wanted.amount.abs().decimal(),
        wanted.subscriber_id,
        id,
        writing.now
    )
    .execute(conn)
    .await?;
    Ok(id)
}

async fn insert_invoice(conn: &mut PgConnection, writing: &Writing<'_>) -> Result<i64, sqlx::Error> {
    let wanted = writing.wanted;
    sqlx::query_scalar!(
        r#"with block as (
            insert into number_counter as kept (year, last) values (extract(year from $1::date)::integer, 1)
            on conflict (year) do update set last = kept.last + 1
            returning year, last
        ), issued as (
            insert into invoice (number, kind, subscriber_id, month, issued_on, due_on, account, name, address, total,
                created_at)
            select invoice_number(block.year, block.last), 'adjustment', s.id, date_trunc('month', $1::date)::date, $1,
                due_on(date_trunc('month', $1::date)::date), $3, $4, s.address, $5, $6
            from block join subscriber s on s.id = $2
            returning id, month
        )
        insert into charge (invoice_id, month, kind, service_id, service, unit, source, inputs, quantity, price, days,
            days_of_month, amount)
        select id, month, 'recalculation', $7, $8, '', 'document',
            jsonb_build_object('from', $9::date, 'to', $10::date, 'explanation', $11::text), 1, $5, 1, 1, $5
        from issued returning invoice_id"#,
        writing.today,
        wanted.subscriber_id,
        writing.account,
        writing.name,
        wanted.amount.decimal(),
        writing.now,
        wanted.service_id,
        writing.service,
        wanted.from,
        wanted.to,
        wanted.explanation
    )
    .fetch_one(conn)
    .await
}

async fn insert_credit(conn: &mut PgConnection, writing: &Writing<'_>) -> Result<i64, sqlx::Error> {
    let wanted = writing.wanted;
    let sum: Decimal = wanted.amount.abs().decimal();
    sqlx::query_scalar!(
        "insert into payment (key, subscriber_id, received_on, amount, advance, method, note, recorded_by, created_at)
        values ($1, $2, $3, $4, $4, 'adjustment', $5, $6, $7) returning id",
        wanted.key,
        wanted.subscriber_id,
        writing.today,
        sum,
        wanted.reason,
        writing.by,
        writing.now
    )
    .fetch_one(conn)
    .await
}

struct AdjustmentRow {
    id: i64,
    number: String,
    subscriber_id: i64,
    account: String,
    name: String,
    ground: String,
    reason: String,
    from: NaiveDate,
    to: NaiveDate,
    amount: Decimal,
    service: String,
    explanation: String,
    invoice_id: Option<i64>,
    payment_id: Option<i64>,
    booked_on: NaiveDate,
    made_by: String,
    created_at: DateTime<Utc>,
}

impl AdjustmentRow {
    fn into_document(self) -> Result<Adjustment, sqlx::Error> {
        Ok(Adjustment {
            id: self.id,
            number: self.number,
            subscriber_id: self.subscriber_id,
            account: self.account,
            name: self.name,
            ground: Ground::from_code(&self.ground).ok_or_else(|| unknown_word("ground", &self.ground))?,
            reason: self.reason,
            from: self.from,
            to: self.to,
            amount: Money::round(self.amount),
            service: self.service,
            explanation: self.explanation,
            invoice_id: self.invoice_id,
            payment_id: self.payment_id,
            booked_on: self.booked_on,
            made_by: self.made_by,
            created_at: self.created_at,
        })
    }
}

pub(super) async fn adjustment(conn: &mut PgConnection, id: i64) -> Result<Option<Adjustment>, sqlx::Error> {
    sqlx::query_as!(
        AdjustmentRow,
        r#"select a.id, a.number, a.subscriber_id, s.account, s.name, a.ground, a.reason, a.period_from as "from",
            a.period_to as "to", a.amount, l.service, l.explanation, a.invoice_id, a.payment_id, a.booked_on, a.made_by,
            a.created_at
        from adjustment a
        join subscriber s on s.id = a.subscriber_id
        join adjustment_line l on l.adjustment_id = a.id and l.place = 1
        where a.id = $1"#,
        id
    )
    .fetch_optional(conn)
    .await?
    .map(AdjustmentRow::into_document)
    .transpose()
}

/// Along `adjustment_subscriber`.
pub(super) async fn of_subscriber(
    conn: &mut PgConnection,
    subscriber_id: i64,
    limit: i64,
) -> Result<Vec<Adjustment>, sqlx::Error> {
    sqlx::query_as!(
        AdjustmentRow,
        r#"select a.id, a.number, a.subscriber_id, s.account, s.name, a.ground, a.reason, a.period_from as "from",
            a.period_to as "to", a.amount, l.service, l.explanation, a.invoice_id, a.payment_id, a.booked_on, a.made_by,
            a.created_at
        from adjustment a
        join subscriber s on s.id = a.subscriber_id
        join adjustment_line l on l.adjustment_id = a.id and l.place = 1
        where a.subscriber_id = $1 order by a.id desc limit $2"#,
        subscriber_id,
        limit
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(AdjustmentRow::into_document)
    .collect()
}

/// Those made since the month's invoice before this one was issued, up to the moment when this one was.
pub(super) async fn shown_on(conn: &mut PgConnection, invoice_id: i64) -> Result<Vec<Adjustment>, sqlx::Error> {
    sqlx::query_as!(
        AdjustmentRow,
        r#"select a.id, a.number, a.subscriber_id, s.account, s.name, a.ground, a.reason, a.period_from as "from",
            a.period_to as "to", a.amount, l.service, l.explanation, a.invoice_id, a.payment_id, a.booked_on, a.made_by,
            a.created_at
        from invoice i
        join adjustment a on a.subscriber_id = i.subscriber_id and a.created_at <= i.created_at
        join subscriber s on s.id = a.subscriber_id
        join adjustment_line l on l.adjustment_id = a.id and l.place = 1
        where i.id = $1 and i.kind = 'regular' and a.created_at > coalesce((
            select max(b.created_at) from invoice b
            where b.subscriber_id = i.subscriber_id and b.kind = 'regular' and b.voided_at is null
                and b.created_at < i.created_at), '-infinity')
        order by a.id"#,
        invoice_id
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(AdjustmentRow::into_document)
    .collect()
}
