//! The SQL of many payments at once.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ledger::debited_by;
use domain::payments::Method;
use rust_decimal::Decimal;
use sqlx::PgConnection;
use uuid::Uuid;

use super::BulkPayment;

/// Each payment begins as an advance; spreading is a statement of its own. Entries are written for new payments only.
pub(super) async fn insert(
    conn: &mut PgConnection,
    payments: &[BulkPayment],
    by: &str,
    now: DateTime<Utc>,
) -> Result<u64, sqlx::Error> {
    let keys: Vec<Uuid> = payments.iter().map(|payment| payment.key).collect();
    let subscribers: Vec<i64> = payments.iter().map(|payment| payment.subscriber_id).collect();
    let days: Vec<NaiveDate> = payments.iter().map(|payment| payment.received_on).collect();
    let amounts: Vec<Decimal> = payments.iter().map(|payment| payment.amount.decimal()).collect();
    let methods: Vec<String> = payments
        .iter()
        .map(|payment| payment.method.code().to_owned())
        .collect();
    let accounts = Method::OFFERED.map(|method| method.code().to_owned());
    let debits = Method::OFFERED.map(|method| debited_by(method).code().to_owned());
    let done = sqlx::query!(
        "with received as (
            insert into payment (key, subscriber_id, received_on, amount, advance, method, recorded_by, created_at)
            select key, subscriber_id, received_on, amount, amount, method, $6, $7
            from unnest($1::uuid[], $2::bigint[], $3::date[], $4::numeric[], $5::text[]) with ordinality
                as s (key, subscriber_id, received_on, amount, method, place)
            order by received_on, place
            on conflict (key) do nothing
            returning id, subscriber_id, received_on, amount, method
        )
        insert into ledger_entry (booked_on, debit, credit, amount, subscriber_id, document, document_id, created_at)
        select r.received_on, a.debit, 'receivable', r.amount, r.subscriber_id, 'payment', r.id, $7
        from received r join unnest($8::text[], $9::text[]) as a (method, debit) on a.method = r.method
        order by r.id",
        &keys,
        &subscribers,
        &days,
        &amounts,
        &methods,
        by,
        now,
        &accounts,
        &debits
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
