//! The SQL of one invoice and of a month's. The lists are in the room beside.

use chrono::NaiveDate;
use domain::invoices::{ChargeLine, Voided};
use domain::tariffs::{self, Inputs, Source, Vat};
use domain::{Money, Month};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::list::sql::LineRow;
use super::{Done, Head, Issued};
use crate::ledger::unknown_word;

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
