//! The SQL of allocations. What counts is the sum by payment and invoice; a sum of nothing is as if there were none.

use chrono::{DateTime, Utc};
use domain::payments::spread::{OpenInvoice, Rule};
use domain::{Money, Month};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::Cause;
use crate::ledger::unknown_word;

pub(super) async fn give(
    conn: &mut PgConnection,
    payment_id: i64,
    parts: &[(i64, Money)],
    cause: Cause,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let (invoices, sums): (Vec<i64>, Vec<Decimal>) = parts.iter().map(|(id, sum)| (*id, sum.decimal())).unzip();
    sqlx::query!(
        "with part as materialized (
            select invoice_id, amount from unnest($2::bigint[], $3::numeric[]) as p (invoice_id, amount)
        ), used as (
            update payment set advance = advance - (select sum(amount) from part) where id = $1
        ), settled as (
            update invoice i set paid = i.paid + part.amount from part where i.id = part.invoice_id
        )
        insert into allocation (payment_id, invoice_id, amount, created_at, cause, made_by)
        select $1, invoice_id, amount, $4, $5, $6 from part",
        payment_id,
        &invoices,
        &sums,
        now,
        cause.code(),
        by
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn release(
    conn: &mut PgConnection,
    payments: &[i64],
    invoices: &[i64],
    cause: Cause,
    by: &str,
    now: DateTime<Utc>,
) -> Result<Money, sqlx::Error> {
    let released = sqlx::query_scalar!(
        r#"with standing as materialized (
            select payment_id, invoice_id, sum(amount) as amount from allocation
            where payment_id = any($1) or invoice_id = any($2)
            group by payment_id, invoice_id having sum(amount) <> 0
        ), freed as (
            update payment p set advance = p.advance + back.amount
            from (select payment_id, sum(amount) as amount from standing group by payment_id) back
            where p.id = back.payment_id
        ), opened as (
            update invoice i set paid = i.paid - back.amount
            from (select invoice_id, sum(amount) as amount from standing group by invoice_id) back
            where i.id = back.invoice_id
        ), kept as (
            insert into allocation (payment_id, invoice_id, amount, created_at, cause, made_by)
            select payment_id, invoice_id, -amount, $3, $4, $5 from standing order by payment_id, invoice_id
        )
        select coalesce(sum(amount), 0) as "released!" from standing"#,
        payments,
        invoices,
        now,
        cause.code(),
        by
    )
    .fetch_one(conn)
    .await?;
    Ok(Money::round(released))
}

pub(super) async fn rule(conn: &mut PgConnection) -> Result<Rule, sqlx::Error> {
    let word = sqlx::query_scalar!("select allocation_rule from setting")
        .fetch_one(conn)
        .await?;
    Rule::from_code(&word).ok_or_else(|| unknown_word("allocation_rule", &word))
}

/// Along `invoice_open`, the oldest first. Nothing is locked: whoever writes has locked the subscriber.
pub(super) async fn open_of(conn: &mut PgConnection, subscriber_id: i64) -> Result<Vec<OpenInvoice>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, month, due_on, kind, total, paid from invoice
        where subscriber_id = $1 and paid < total and voided_at is null order by due_on, id",
        subscriber_id
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| OpenInvoice {
            id: row.id,
            month: Month::of(row.month),
            due_on: row.due_on,
            is_penalty: row.kind == "penalty",
            total: Money::round(row.total),
            paid: Money::round(row.paid),
            lines: Vec::new(),
        })
        .collect())
}

/// What invoices charge by the priority of services: invoice, priority, sum.
pub(super) async fn lines_of(conn: &mut PgConnection, invoices: &[i64]) -> Result<Vec<(i64, i32, Money)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select c.invoice_id, coalesce(s.priority, 100) as "priority!", sum(c.amount) as "amount!"
        from charge c
        left join service_link l on l.id = c.link_id
        left join service s on s.id = coalesce(c.service_id, l.service_id)
        where c.invoice_id = any($1) and c.voided_at is null
        group by 1, 2"#,
        invoices
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.invoice_id, row.priority, Money::round(row.amount)))
        .collect())
}
