//! The SQL of the lists of payments.

use chrono::{DateTime, Utc};
use domain::Money;
use domain::paging::{COUNT_CAP, PAGE_SIZE};
use domain::payments::PaymentLine;
use domain::payments::returns::State;
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::Wanted;
use crate::payments::sql::method;

struct LineRow {
    id: i64,
    subscriber_id: i64,
    account: String,
    name: String,
    received_on: chrono::NaiveDate,
    amount: Decimal,
    advance: Decimal,
    method: String,
    returned: Decimal,
    is_reversed: bool,
}

fn lines(rows: Vec<LineRow>) -> Result<Vec<PaymentLine>, sqlx::Error> {
    rows.into_iter()
        .map(|row| {
            Ok(PaymentLine {
                id: row.id,
                subscriber_id: row.subscriber_id,
                account: row.account,
                name: row.name,
                received_on: row.received_on,
                amount: Money::round(row.amount),
                advance: Money::round(row.advance),
                method: method(&row.method)?,
                state: State::of(Money::round(row.amount), Money::round(row.returned), row.is_reversed),
            })
        })
        .collect()
}

/// Along `payment_order`: the page is cut before the names are fetched.
pub(super) async fn all(conn: &mut PgConnection, wanted: &Wanted) -> Result<Vec<PaymentLine>, sqlx::Error> {
    let rows = sqlx::query_as!(
        LineRow,
        r#"select p.id, p.subscriber_id, s.account, s.name, p.received_on, p.amount, p.advance, p.method, p.returned,
            p.returned > 0 and exists (
            select from payment_return r where r.payment_id = p.id and r.kind = 'reversal') as "is_reversed!"
        from (
            select id, subscriber_id, received_on, amount, advance, method, returned from payment
            where received_on >= $1 and (received_on, id) < ($2, $3) order by received_on desc, id desc limit $4) p
        join subscriber s on s.id = p.subscriber_id order by p.received_on desc, p.id desc"#,
        wanted.since,
        wanted.after.0,
        wanted.after.1,
        PAGE_SIZE + 1
    )
    .fetch_all(conn)
    .await?;
    lines(rows)
}

pub(super) async fn count_all(conn: &mut PgConnection, wanted: &Wanted) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
            select from payment where received_on >= $1 and (received_on, id) < ($2, $3) limit $4) capped"#,
        wanted.since,
        wanted.after.0,
        wanted.after.1,
        COUNT_CAP + 1
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn of_payers(
    conn: &mut PgConnection,
    wanted: &Wanted,
    payers: &[i64],
) -> Result<Vec<PaymentLine>, sqlx::Error> {
    let rows = sqlx::query_as!(
        LineRow,
        r#"select p.id, p.subscriber_id, s.account, s.name, p.received_on, p.amount, p.advance, p.method, p.returned,
            p.returned > 0 and exists (
            select from payment_return r where r.payment_id = p.id and r.kind = 'reversal') as "is_reversed!"
        from (
            select id, subscriber_id, received_on, amount, advance, method, returned from payment
            where subscriber_id = any($4) and received_on >= $1 and (received_on, id) < ($2, $3)
            order by received_on desc, id desc limit $5) p
        join subscriber s on s.id = p.subscriber_id order by p.received_on desc, p.id desc"#,
        wanted.since,
        wanted.after.0,
        wanted.after.1,
        payers,
        PAGE_SIZE + 1
    )
    .fetch_all(conn)
    .await?;
    lines(rows)
}

pub(super) async fn count_of_payers(
    conn: &mut PgConnection,
    wanted: &Wanted,
    payers: &[i64],
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
            select from payment where subscriber_id = any($4) and received_on >= $1 and (received_on, id) < ($2, $3)
            limit $5) capped"#,
        wanted.since,
        wanted.after.0,
        wanted.after.1,
        payers,
        COUNT_CAP + 1
    )
    .fetch_one(conn)
    .await
}

/// Along `payment_subscriber`.
pub(super) async fn of_subscriber(
    conn: &mut PgConnection,
    subscriber_id: i64,
    limit: i64,
) -> Result<Vec<PaymentLine>, sqlx::Error> {
    let rows = sqlx::query_as!(
        LineRow,
        r#"select p.id, p.subscriber_id, s.account, s.name, p.received_on, p.amount, p.advance, p.method, p.returned,
            p.returned > 0 and exists (
            select from payment_return r where r.payment_id = p.id and r.kind = 'reversal') as "is_reversed!"
        from payment p join subscriber s on s.id = p.subscriber_id
        where p.subscriber_id = $1 order by p.id desc limit $2"#,
        subscriber_id,
        limit
    )
    .fetch_all(conn)
    .await?;
    lines(rows)
}

/// Along `payment_recorder`, the newest first, with the instant of each entry.
pub(super) async fn recorded_by(
    conn: &mut PgConnection,
    user_id: i64,
    limit: i64,
) -> Result<Vec<(PaymentLine, DateTime<Utc>)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.id, p.subscriber_id, s.account, s.name, p.received_on, p.amount, p.advance, p.method, p.returned,
            p.returned > 0 and exists (
            select from payment_return r where r.payment_id = p.id and r.kind = 'reversal') as "is_reversed!",
            p.created_at
        from payment p join subscriber s on s.id = p.subscriber_id
        where p.recorded_by_id = $1 order by p.id desc limit $2"#,
        user_id,
        limit
    )
    .fetch_all(conn)
    .await?;
    let at: Vec<DateTime<Utc>> = rows.iter().map(|row| row.created_at).collect();
    let rows = rows
        .into_iter()
        .map(|row| LineRow {
            id: row.id,
            subscriber_id: row.subscriber_id,
            account: row.account,
            name: row.name,
            received_on: row.received_on,
            amount: row.amount,
            advance: row.advance,
            method: row.method,
            returned: row.returned,
            is_reversed: row.is_reversed,
        })
        .collect();
    Ok(lines(rows)?.into_iter().zip(at).collect())
}
