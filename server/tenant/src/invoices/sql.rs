//! The SQL of one invoice and of a month's. The lists are in the room beside.

use chrono::{DateTime, NaiveDate, Utc};
use domain::invoices::{ChargeLine, Voided};
use domain::{Money, Month};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::list::sql::LineRow;
use super::{Done, Head, Issued};

/// Void invoices of a month don't count, nor do those of other kinds.
pub(super) async fn issued_in(conn: &mut PgConnection, month: Month) -> Result<Issued, sqlx::Error> {
    let row = sqlx::query!(
        r#"select count(*) as "count!", coalesce(sum(total), 0) as "total!" from invoice
        where month = $1 and kind in ('regular', 'additional') and voided_at is null"#,
        month.first_day()
    )
    .fetch_one(conn)
    .await?;
    Ok(Issued {
        count: row.count,
        total: Money::round(row.total),
    })
}

/// What a run has done; nothing where it is gone.
pub(super) async fn done(conn: &mut PgConnection, run_id: i64) -> Result<Option<Done>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select issued, total, from_advances, parked,
            (select count(distinct c.link_id) from run_charge c where c.run_id = r.id and c.problem = 'no_price')
                as "without_price!"
        from billing_run r where r.id = $1"#,
        run_id
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Done {
        issued: row.issued,
        total: Money::round(row.total),
        from_advances: Money::round(row.from_advances),
        parked: row.parked,
        without_price: row.without_price,
    }))
}

pub(super) async fn head(conn: &mut PgConnection, id: i64, today: NaiveDate) -> Result<Option<Head>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id, number, kind, month, issued_on, due_on, subscriber_id, account, name, address, total, paid,
            voided_at is not null as "is_void!", created_at, voided_on, voided_by, void_reason
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
        voided: row.voided_on.map(|on| Voided {
            on,
            by: row.voided_by.unwrap_or_default(),
            reason: row.void_reason.unwrap_or_default(),
        }),
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
}

pub(super) async fn charges(conn: &mut PgConnection, invoice_id: i64) -> Result<Vec<ChargeLine>, sqlx::Error> {
    let rows = sqlx::query_as!(
        ChargeRow,
        "select service, unit, quantity, price, days, days_of_month, amount from charge
        where invoice_id = $1 and voided_at is null order by service, link_id, segment",
        invoice_id
    )
    .fetch_all(conn)
    .await?;
    let line = |row: ChargeRow| ChargeLine {
        service: row.service,
        unit: row.unit,
        quantity: row.quantity,
        price: row.price,
        days: row.days,
        days_of_month: row.days_of_month,
        amount: Money::round(row.amount),
    };
    Ok(rows.into_iter().map(line).collect())
}

pub(super) async fn paid_by(
    conn: &mut PgConnection,
    invoice_id: i64,
) -> Result<Vec<(i64, NaiveDate, Money)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.id, p.received_on, sum(a.amount) as "amount!" from allocation a join payment p on p.id = a.payment_id
        where a.invoice_id = $1 group by p.id, p.received_on having sum(a.amount) <> 0 order by p.received_on, p.id"#,
        invoice_id
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, row.received_on, Money::round(row.amount)))
        .collect())
}
