//! The SQL of charging penalties. Sums are reckoned outside; here whole slices are read and written at once.

use chrono::{DateTime, NaiveDate, Utc};
use domain::invoices::Kind;
use domain::paging::{COUNT_CAP, PAGE_SIZE};
use domain::penalties::{Debt, PenaltyDocument, PreviewLine, line_name, line_unit};
use domain::{Language, Money, Month};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use sqlx::PgConnection;

use super::reckoning::{Bill, Line, Overdue};
use crate::ledger::unknown_word;

/// One charging of a month at a time; its slices follow one another.
pub(super) async fn month_for_update(conn: &mut PgConnection, month: Month) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"select 1 as "one!" from pg_advisory_xact_lock(hashtext('kvitok.penalties'), to_char($1::date, 'YYYYMM')::integer)"#,
        month.first_day()
    )
    .fetch_one(conn)
    .await?;
    Ok(())
}

/// The next subscribers who have an invoice that is overdue or was paid late, and no penalty document of the month.
pub(super) async fn slice(
    conn: &mut PgConnection,
    after: i64,
    month: Month,
    upto: NaiveDate,
    limit: i64,
) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "select s.id from subscriber s
        where s.id > $1
            and not exists (
                select from invoice d
                where d.subscriber_id = s.id and d.month = $2 and d.kind = 'penalty' and d.voided_at is null)
            and exists (
                select from invoice i
                where i.subscriber_id = s.id and i.kind <> 'penalty' and i.voided_at is null and i.due_on < $3
                    and (i.paid < i.total or exists (
                        select from allocation a join payment p on p.id = a.payment_id
                        where a.invoice_id = i.id and p.received_on > i.due_on)))
        order by s.id limit $4",
        after,
        month.first_day(),
        upto,
        limit
    )
    .fetch_all(conn)
    .await
}

struct OverdueRow {
    id: i64,
    number: String,
    kind: String,
    month: NaiveDate,
    subscriber_id: i64,
    due_on: NaiveDate,
    total: Decimal,
    paid: Decimal,
    days: Vec<NaiveDate>,
    parts: Vec<Decimal>,
    charged: Decimal,
}

impl OverdueRow {
    fn into_overdue(self) -> Result<Overdue, sqlx::Error> {
        let total = Money::round(self.total);
        Ok(Overdue {
            id: self.id,
            number: self.number,
            kind: Kind::from_code(&self.kind).ok_or_else(|| unknown_word("kind", &self.kind))?,
            month: Month::of(self.month),
            subscriber_id: self.subscriber_id,
            open: total - Money::round(self.paid),
            debt: Debt {
                total,
                due_on: self.due_on,
                paid: self
                    .days
                    .into_iter()
                    .zip(self.parts.into_iter().map(Money::round))
                    .collect(),
            },
            charged: Money::round(self.charged),
        })
    }
}

/// The overdue invoices of some subscribers with what each payment paid of them in the end: what was moved to another
/// invoice or taken back never paid. Penalties bear none themselves.
pub(super) async fn overdue(
    conn: &mut PgConnection,
    subscriber_ids: &[i64],
    upto: NaiveDate,
) -> Result<Vec<Overdue>, sqlx::Error> {
    let rows = sqlx::query_as!(
        OverdueRow,
        r#"select i.id, i.number, i.kind, i.month, i.subscriber_id, i.due_on, i.total, i.paid,
            coalesce(given.days, '{}') as "days!: Vec<NaiveDate>",
            coalesce(given.parts, '{}') as "parts!: Vec<Decimal>",
            coalesce(known.amount, 0) as "charged!"
        from invoice i
        left join lateral (
            select array_agg(g.day order by g.day, g.id) as days, array_agg(g.amount order by g.day, g.id) as parts
            from (
                select p.id, p.received_on as day, sum(a.amount) as amount
                from allocation a join payment p on p.id = a.payment_id
                where a.invoice_id = i.id group by p.id having sum(a.amount) > 0) g) given on true
        left join lateral (
            select sum(c.amount) as amount from penalty_accrual c join invoice d on d.id = c.document_id
            where c.invoice_id = i.id and d.voided_at is null) known on true
        where i.subscriber_id = any($1) and i.kind <> 'penalty' and i.voided_at is null and i.due_on < $2
            and (i.paid < i.total or exists (
                select from allocation a join payment p on p.id = a.payment_id
                where a.invoice_id = i.id and p.received_on > i.due_on))
        order by i.subscriber_id, i.due_on, i.id"#,
        subscriber_ids,
        upto
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(OverdueRow::into_overdue).collect()
}

/// Who the accounts of a preview are.
pub(super) async fn named(conn: &mut PgConnection, bills: &[Bill]) -> Result<Vec<PreviewLine>, sqlx::Error> {
    let ids: Vec<i64> = bills.iter().map(|bill| bill.subscriber_id).collect();
    let rows = sqlx::query!("select id, account, name from subscriber where id = any($1)", &ids)
        .fetch_all(conn)
        .await?;
    let line = |bill: &Bill| {
        let row = rows.iter().find(|row| row.id == bill.subscriber_id)?;
        Some(PreviewLine {
            subscriber_id: row.id,
            account: row.account.clone(),
            name: row.name.clone(),
            invoices: i64::try_from(bill.lines.len()).unwrap_or(i64::MAX),
            sum: bill.total(),
        })
    };
    Ok(bills.iter().filter_map(line).collect())
}

/// What is written on the documents of a month.
pub(super) struct Document {
    pub(super) month: Month,
    pub(super) upto: NaiveDate,
    pub(super) issued_on: NaiveDate,
    pub(super) due_on: NaiveDate,
    pub(super) language: Language,
    pub(super) now: DateTime<Utc>,
}

/// A slice of documents in one statement, as a run issues invoices: a block of numbers in the order of the accounts,
/// then lines, accruals and entries on the invoices just written. The counter's row stays locked until the transaction
/// ends, so that numbers have no gaps.
pub(super) async fn insert(conn: &mut PgConnection, bills: &[Bill], document: &Document) -> Result<(), sqlx::Error> {
    let (ids, totals): (Vec<i64>, Vec<Decimal>) = bills
        .iter()
        .map(|bill| (bill.subscriber_id, bill.total().decimal()))
        .unzip();
    let lines: Vec<(i64, &Line)> = bills
        .iter()
        .flat_map(|bill| bill.lines.iter().map(|line| (bill.subscriber_id, line)))
        .collect();
    let payers: Vec<i64> = lines.iter().map(|(id, _)| *id).collect();
    let invoices: Vec<i64> = lines.iter().map(|(_, line)| line.invoice_id).collect();
    let sums: Vec<Decimal> = lines.iter().map(|(_, line)| line.sum.decimal()).collect();
    let names: Vec<String> = lines
        .iter()
        .map(|(_, line)| line_name(document.language, &line.number))
        .collect();
    let inputs: Vec<Value> = lines
        .iter()
        .map(|(_, line)| {
            json!({ "invoice": line.number, "days": line.schedule.days(), "upto": document.upto, "whole": line.schedule.total })
        })
        .collect();
    let stretches: Vec<Value> = lines.iter().map(|(_, line)| json!(line.schedule.stretches)).collect();
    sqlx::query!(
        r#"with due as materialized (
            select s.id, s.account, s.name, s.address, d.total, row_number() over (order by s.account collate "C") as place
            from unnest($1::bigint[], $2::numeric[]) as d (subscriber_id, total)
            join subscriber s on s.id = d.subscriber_id
        ), line as materialized (
            select l.subscriber_id, l.invoice_id, l.amount, l.service, l.inputs, l.stretches,
                row_number() over (partition by l.subscriber_id order by l.place)::integer as segment
            from unnest($3::bigint[], $4::bigint[], $5::numeric[], $6::text[], $7::jsonb[], $8::jsonb[]) with ordinality
                as l (subscriber_id, invoice_id, amount, service, inputs, stretches, place)
        ), block as (
            insert into number_counter as kept (year, last)
            select extract(year from $9::date)::integer, count(*) from due
            on conflict (year) do update set last = kept.last + excluded.last
            returning year, last
        ), issued as (
            insert into invoice (number, kind, subscriber_id, month, issued_on, due_on, account, name, address, total,
                created_at)
            select invoice_number(block.year, block.last - (select count(*) from due) + due.place), 'penalty', due.id,
                $10, $9, $11, due.account, due.name, due.address, due.total, $12
            from due cross join block order by due.place
            returning id, subscriber_id, total
        ), charged as (
            insert into charge (invoice_id, month, kind, segment, service, unit, tariff, source, inputs, quantity, price,
                days, days_of_month, amount)
            select i.id, $10, 'penalty', l.segment, l.service, $13, 'fixed', 'document', l.inputs, 1, l.amount, 1, 1,
                l.amount
            from issued i join line l on l.subscriber_id = i.subscriber_id order by i.id, l.segment
        ), accrued as (
            insert into penalty_accrual (invoice_id, document_id, upto, amount, stretches, created_at)
            select l.invoice_id, i.id, $14, l.amount, l.stretches, $12
            from issued i join line l on l.subscriber_id = i.subscriber_id order by i.id, l.segment
        )
        insert into ledger_entry (booked_on, debit, credit, amount, subscriber_id, document, document_id, created_at)
        select $14, 'receivable', 'penalty', total, subscriber_id, 'penalty', id, $12 from issued"#,
        &ids,
        &totals,
        &payers,
        &invoices,
        &sums,
        &names,
        &inputs,
        &stretches,
        document.issued_on,
        document.month.first_day(),
        document.due_on,
        document.now,
        line_unit(document.language),
        document.upto
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// How many documents of a month count, and their sum.
pub(super) async fn charged_in(conn: &mut PgConnection, month: Month) -> Result<(i64, Money), sqlx::Error> {
    let row = sqlx::query!(
        r#"select count(*) as "count!", coalesce(sum(total), 0) as "total!" from invoice
        where month = $1 and kind = 'penalty' and voided_at is null"#,
        month.first_day()
    )
    .fetch_one(conn)
    .await?;
    Ok((row.count, Money::round(row.total)))
}

/// Along `invoice_order`.
pub(super) async fn documents(
    conn: &mut PgConnection,
    month: Month,
    before: i64,
) -> Result<Vec<PenaltyDocument>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id, number, subscriber_id, account, name, total, paid, voided_at is not null as "is_void!"
        from invoice where month = $1 and kind = 'penalty' and id < $2 order by id desc limit $3"#,
        month.first_day(),
        before,
        PAGE_SIZE + 1
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| PenaltyDocument {
            id: row.id,
            number: row.number,
            subscriber_id: row.subscriber_id,
            account: row.account,
            name: row.name,
            total: Money::round(row.total),
            paid: Money::round(row.paid),
            is_void: row.is_void,
        })
        .collect())
}

pub(super) async fn count_documents(conn: &mut PgConnection, month: Month) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
            select from invoice where month = $1 and kind = 'penalty' limit $2) capped"#,
        month.first_day(),
        COUNT_CAP + 1
    )
    .fetch_one(conn)
    .await
}
