//! The SQL of money that goes back.

use chrono::{DateTime, NaiveDate, Utc};
use domain::Money;
use domain::ledger::debited_by;
use domain::payments::ReturnSlip;
use domain::payments::returns::{Return, ReturnKind};
use rust_decimal::Decimal;
use sqlx::PgConnection;
use uuid::Uuid;

use super::Back;
use crate::ledger::unknown_word;
use crate::payments::sql::method;

/// What stands under a key.
pub(super) struct Known {
    pub(super) id: i64,
    pub(super) kind: String,
    pub(super) payment_id: i64,
    pub(super) subscriber_id: i64,
    pub(super) amount: Money,
}

pub(super) async fn by_key(conn: &mut PgConnection, key: Uuid) -> Result<Vec<Known>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, kind, payment_id, subscriber_id, amount from payment_return where key = $1 order by place",
        key
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Known {
            id: row.id,
            kind: row.kind,
            payment_id: row.payment_id,
            subscriber_id: row.subscriber_id,
            amount: Money::round(row.amount),
        })
        .collect())
}

/// Along `payment_advance`, the newest first. A write-off is nobody's money.
pub(super) async fn advances(conn: &mut PgConnection, subscriber_id: i64) -> Result<Vec<(i64, Money)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, advance from payment where subscriber_id = $1 and advance > 0 and method <> 'writeoff'
        order by received_on desc, id desc",
        subscriber_id
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, Money::round(row.advance)))
        .collect())
}

/// Returns, what is left of the payments, and the entries, in one statement.
pub(super) async fn insert(
    conn: &mut PgConnection,
    back: &Back<'_>,
    parts: &[(i64, Money)],
    today: NaiveDate,
    by: &str,
    now: DateTime<Utc>,
) -> Result<i64, sqlx::Error> {
    let (payments, sums): (Vec<i64>, Vec<Decimal>) = parts.iter().map(|(id, sum)| (*id, sum.decimal())).unzip();
    sqlx::query_scalar!(
        r#"with part as materialized (
            select payment_id, amount, place::integer from unnest($1::bigint[], $2::numeric[]) with ordinality
                as p (payment_id, amount, place)
        ), given as (
            update payment p set advance = p.advance - part.amount, returned = p.returned + part.amount
            from part where p.id = part.payment_id
        ), written as (
            insert into payment_return (key, place, payment_id, subscriber_id, kind, amount, method, returned_on, reason,
                recorded_by, created_at)
            select $3, place, payment_id, $4, $5, amount, $6, $7, $8, $9, $10 from part order by place
            returning id, amount
        ), booked as (
            insert into ledger_entry (booked_on, debit, credit, amount, subscriber_id, document, document_id, created_at)
            select $7, 'receivable', $11, amount, $4, $5, id, $10 from written order by id
        )
        select min(id) as "id!" from written"#,
        &payments,
        &sums,
        back.key,
        back.subscriber_id,
        back.kind.code(),
        back.method.code(),
        today,
        back.reason,
        by,
        now,
        debited_by(back.method).code()
    )
    .fetch_one(conn)
    .await
}

fn kind(word: &str) -> Result<ReturnKind, sqlx::Error> {
    ReturnKind::from_code(word).ok_or_else(|| unknown_word("kind", word))
}

/// What went back of a payment, the earliest first.
pub(in crate::payments) async fn of_payment(
    conn: &mut PgConnection,
    payment_id: i64,
) -> Result<Vec<Return>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, kind, amount, method, returned_on, reason, recorded_by, created_at from payment_return
        where payment_id = $1 order by id",
        payment_id
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Return {
                id: row.id,
                kind: kind(&row.kind)?,
                amount: Money::round(row.amount),
                method: method(&row.method)?,
                returned_on: row.returned_on,
                reason: row.reason,
                recorded_by: row.recorded_by,
                recorded_at: row.created_at,
            })
        })
        .collect()
}

/// All rows of the key that one of them has.
pub(super) async fn slip(conn: &mut PgConnection, id: i64) -> Result<Option<ReturnSlip>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select r.id, r.kind, r.payment_id, r.subscriber_id, r.amount, r.method, r.returned_on, r.reason,
            r.recorded_by, r.created_at, s.account, s.name, s.address, p.received_on,
            coalesce(b.balance, 0) as "balance!"
        from payment_return r
        join payment p on p.id = r.payment_id
        join subscriber s on s.id = r.subscriber_id
        left join subscriber_balance b on b.subscriber_id = r.subscriber_id
        where r.key = (select key from payment_return where id = $1) order by r.place"#,
        id
    )
    .fetch_all(conn)
    .await?;
    let payments = rows
        .iter()
        .map(|row| (row.payment_id, row.received_on, Money::round(row.amount)))
        .collect();
    let amount = rows.iter().map(|row| Money::round(row.amount)).sum();
    let Some(row) = rows.into_iter().next() else {
        return Ok(None);
    };
    Ok(Some(ReturnSlip {
        issuer: domain::organisation::Issuer::default(),
        id: row.id,
        kind: kind(&row.kind)?,
        subscriber_id: row.subscriber_id,
        account: row.account,
        name: row.name,
        address: row.address,
        amount,
        method: method(&row.method)?,
        returned_on: row.returned_on,
        payments,
        reason: row.reason,
        balance: Money::round(row.balance),
        recorded_by: row.recorded_by,
        recorded_at: row.created_at,
    }))
}
