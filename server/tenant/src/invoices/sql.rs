//! The SQL of the run and of one invoice. The lists are in the room beside.

use chrono::{DateTime, NaiveDate, Utc};
use domain::invoices::{ChargeLine, RunPreview};
use domain::tariffs::{self, Inputs, Source, Vat};
use domain::{Money, Month};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::list::sql::LineRow;
use super::{Done, Head};
use crate::ledger::unknown_word;

/// What a run writes on its invoices.
pub(super) struct Run<'a> {
    pub(super) month: Month,
    pub(super) issued_on: NaiveDate,
    pub(super) due_on: NaiveDate,
    pub(super) booked_on: NaiveDate,
    pub(super) by: &'a str,
    pub(super) now: DateTime<Utc>,
}

pub(super) async fn due_on(conn: &mut PgConnection, month: Month) -> Result<NaiveDate, sqlx::Error> {
    sqlx::query_scalar!(r#"select due_on($1) as "day!""#, month.first_day())
        .fetch_one(conn)
        .await
}

/// One run over a month at a time; runs over other months go on.
pub(super) async fn month_for_update(conn: &mut PgConnection, month: Month) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"select 1 as "one!" from pg_advisory_xact_lock(hashtext('kvitok.month'), to_char($1::date, 'YYYYMM')::integer)"#,
        month.first_day()
    )
    .fetch_one(conn)
    .await?;
    Ok(())
}

/// Locks whoever the run may charge, in the order of the ids as `ledger::lock` does: payments, changes of links and
/// runs over other months wait, and what they have written is seen by the statements that follow.
pub(super) async fn subscribers_for_update(conn: &mut PgConnection, month: Month) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select count(*) from (
            select s.id from subscriber s
            where s.id in (
                select l.subscriber_id from service_link l
                where l.valid_from <= $2 and (l.valid_to is null or l.valid_to >= $1))
            and not exists (
                select from invoice i
                where i.subscriber_id = s.id and i.month = $1 and i.kind = 'regular' and i.voided_at is null)
            order by s.id for no key update of s) locked",
        month.first_day(),
        month.last_day()
    )
    .fetch_one(conn)
    .await?;
    Ok(())
}

struct PreviewRow {
    links: i64,
    subscribers: i64,
    total: Decimal,
    without_price: i64,
    previous_total: Decimal,
    issued: i64,
}

pub(super) async fn preview(conn: &mut PgConnection, month: Month) -> Result<RunPreview, sqlx::Error> {
    let row = sqlx::query_as!(
        PreviewRow,
        r#"with active as materialized (
            select link_id, subscriber_id, price, amount, late from month_charges($1)
        ), due as (
            select sum(amount) as total from active where not late group by subscriber_id having sum(amount) > 0
        )
        select
            (select count(distinct link_id) from active where not late) as "links!",
            (select count(*) from due) as "subscribers!",
            (select coalesce(sum(total), 0) from due) as "total!",
            (select count(distinct link_id) from active where price is null) as "without_price!",
            (select coalesce(sum(total), 0) from billing_run where month = $2) as "previous_total!",
            (select coalesce(sum(issued), 0)::bigint from billing_run where month = $1) as "issued!""#,
        month.first_day(),
        month.previous().first_day()
    )
    .fetch_one(conn)
    .await?;
    Ok(RunPreview {
        month,
        links: row.links,
        subscribers: row.subscribers,
        total: Money::round(row.total),
        without_price: row.without_price,
        previous_total: Money::round(row.previous_total),
        issued: row.issued,
    })
}

pub(super) async fn issued_in(conn: &mut PgConnection, month: Month) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select coalesce(sum(issued), 0)::bigint as "issued!" from billing_run where month = $1"#,
        month.first_day()
    )
    .fetch_one(conn)
    .await
}

struct DoneRow {
    run_id: Option<i64>,
    issued: i64,
    total: Decimal,
    without_price: i64,
    subscribers: Vec<i64>,
}

/// The whole run in one statement: what is to be charged is computed once, invoices take a block of numbers in the
/// order of the accounts, and charges and entries hang on the invoices just written. The counter's row stays locked
/// until the transaction ends, so that numbers have no gaps. Without anything to charge nothing is written.
pub(super) async fn issue(conn: &mut PgConnection, run: &Run<'_>) -> Result<Done, sqlx::Error> {
    let row = sqlx::query_as!(
        DoneRow,
        r#"with active as materialized (
            select link_id, subscriber_id, segment, service_id, service, unit, tariff, tariff_from, source, inputs,
                quantity, price, days, days_of_month, amount, vat, vat_percent, vat_amount, late
            from month_charges($1)
        ), due as materialized (
            select s.id, s.account, s.name, s.address, d.total, row_number() over (order by s.account collate "C") as place
            from (
                select subscriber_id, sum(amount) as total from active where not late
                group by subscriber_id having sum(amount) > 0) d
            join subscriber s on s.id = d.subscriber_id
        ), block as (
            insert into number_counter as kept (year, last)
            select extract(year from $2::date)::integer, count(*) from due having count(*) > 0
            on conflict (year) do update set last = kept.last + excluded.last
            returning year, last
        ), run as (
            insert into billing_run (month, issued, total, run_by, created_at)
            select $1, count(*), sum(total), $5, $6 from due having count(*) > 0
            returning id, issued, total
        ), issued as (
            insert into invoice (number, kind, subscriber_id, month, issued_on, due_on, account, name, address, total,
                run_id, created_at)
            select invoice_number(block.year, block.last - run.issued + due.place), 'regular', due.id, $1, $2, $3,
                due.account, due.name, due.address, due.total, run.id, $6
            from due cross join block cross join run order by due.place
            returning id, subscriber_id, total
        ), charged as (
            insert into charge (invoice_id, link_id, month, segment, service_id, service, unit, tariff, tariff_from,
                source, inputs, quantity, price, days, days_of_month, amount, vat, vat_percent, vat_amount)
            select i.id, a.link_id, $1, a.segment, a.service_id, a.service, a.unit, a.tariff, a.tariff_from, a.source,
                a.inputs, a.quantity, a.price, a.days, a.days_of_month, a.amount, a.vat, a.vat_percent, a.vat_amount
            from issued i join active a on a.subscriber_id = i.subscriber_id
            where a.amount is not null
            order by i.id, a.service, a.link_id, a.segment
        ), booked as (
            insert into ledger_entry (booked_on, debit, credit, amount, subscriber_id, document, document_id, created_at)
            select $4, 'receivable', 'revenue', total, subscriber_id, 'invoice', id, $6 from issued
        )
        select (select id from run) as "run_id?",
            coalesce((select issued from run), 0) as "issued!",
            coalesce((select total from run), 0) as "total!",
            (select count(distinct link_id) from active where price is null) as "without_price!",
            (select coalesce(array_agg(subscriber_id), '{}') from issued) as "subscribers!""#,
        run.month.first_day(),
        run.issued_on,
        run.due_on,
        run.booked_on,
        run.by,
        run.now
    )
    .fetch_one(conn)
    .await?;
    Ok(Done {
        run_id: row.run_id,
        issued: row.issued,
        total: Money::round(row.total),
        without_price: row.without_price,
        subscribers: row.subscribers,
    })
}

pub(super) async fn head(conn: &mut PgConnection, id: i64, today: NaiveDate) -> Result<Option<Head>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id, number, kind, month, issued_on, due_on, subscriber_id, account, name, address, total, paid,
            voided_at is not null as "is_void!", created_at
        from invoice where id = $1"#,
        id
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let line = LineRow {
        id: row.id,
        number: row.number,
        kind: row.kind,
        month: row.month,
        issued_on: row.issued_on,
        due_on: row.due_on,
        subscriber_id: row.subscriber_id,
        account: row.account,
        name: row.name,
        total: row.total,
        paid: row.paid,
        is_void: row.is_void,
    };
    Ok(Some(Head {
        invoice: line.into_line(today)?,
        address: row.address,
        created_at: row.created_at,
    }))
}

struct ChargeRow {
    service: String,
    unit: String,
    quantity: Decimal,
    price: Decimal,
    days: i32,
    days_of_month: i32,
    amount: Decimal,
    tariff: String,
    tariff_from: Option<NaiveDate>,
    tariff_by: Option<String>,
    source: String,
    inputs: serde_json::Value,
    vat: String,
    vat_percent: Option<Decimal>,
    vat_amount: Option<Decimal>,
}

impl ChargeRow {
    fn into_line(self) -> Result<ChargeLine, sqlx::Error> {
        // The table's checks know the same words; numbers of other documents' lines are passed over.
        let inputs = self.inputs.as_object().into_iter().flatten();
        let inputs = inputs.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.parse().ok()?)));
        Ok(ChargeLine {
            service: self.service,
            unit: self.unit,
            quantity: self.quantity,
            price: self.price,
            days: self.days,
            days_of_month: self.days_of_month,
            amount: Money::round(self.amount),
            tariff: tariffs::Kind::from_code(&self.tariff)
                .ok_or_else(|| unknown_word("charge.tariff", &self.tariff))?,
            tariff_from: self.tariff_from,
            tariff_by: self.tariff_by.filter(|by| !by.is_empty()),
            source: Source::from_code(&self.source).ok_or_else(|| unknown_word("charge.source", &self.source))?,
            inputs: Inputs(inputs.collect()),
            vat: Vat::from_code(&self.vat).ok_or_else(|| unknown_word("charge.vat", &self.vat))?,
            vat_percent: self.vat_percent,
            vat_amount: self.vat_amount.map(Money::round),
        })
    }
}

pub(super) async fn charges(conn: &mut PgConnection, invoice_id: i64) -> Result<Vec<ChargeLine>, sqlx::Error> {
    let rows = sqlx::query_as!(
        ChargeRow,
        r#"select c.service, c.unit, c.quantity, c.price, c.days, c.days_of_month, c.amount, c.tariff, c.tariff_from,
            p.entered_by as "tariff_by?", c.source, c.inputs, c.vat, c.vat_percent, c.vat_amount
        from charge c left join service_price p on p.service_id = c.service_id and p.valid_from = c.tariff_from
        where c.invoice_id = $1 and c.voided_at is null order by c.service, c.link_id, c.segment"#,
        invoice_id
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(ChargeRow::into_line).collect()
}

pub(super) async fn paid_by(
    conn: &mut PgConnection,
    invoice_id: i64,
) -> Result<Vec<(i64, NaiveDate, Money)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select p.id, p.received_on, a.amount from allocation a join payment p on p.id = a.payment_id
        where a.invoice_id = $1 order by p.received_on, p.id",
        invoice_id
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, row.received_on, Money::round(row.amount)))
        .collect())
}
