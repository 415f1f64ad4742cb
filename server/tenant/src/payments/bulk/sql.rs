//! The SQL of many payments at once.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ledger::debited_by;
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
    let methods: Vec<&str> = payments.iter().map(|payment| payment.method.code()).collect();
    let debits: Vec<&str> = payments
        .iter()
        .map(|payment| debited_by(payment.method).code())
        .collect();
    let done = sqlx::query!(
        "with sent as materialized (
            select key, subscriber_id, received_on, amount, method, debit, place
            from unnest($1::uuid[], $2::bigint[], $3::date[], $4::numeric[], $5::text[], $6::text[]) with ordinality
                as s (key, subscriber_id, received_on, amount, method, debit, place)
        ), received as (
            insert into payment (key, subscriber_id, received_on, amount, advance, method, recorded_by, created_at)
            select key, subscriber_id, received_on, amount, amount, method, $7, $8 from sent order by received_on, place
            on conflict (key) do nothing
            returning id, key
        )
        insert into ledger_entry (booked_on, debit, credit, amount, subscriber_id, document, document_id, created_at)
        select s.received_on, s.debit, 'receivable', s.amount, s.subscriber_id, 'payment', r.id, $8
        from received r join sent s on s.key = r.key order by r.id",
        &keys,
        &subscribers,
        &days,
        &amounts,
        &methods as &[&str],
        &debits as &[&str],
        by,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
