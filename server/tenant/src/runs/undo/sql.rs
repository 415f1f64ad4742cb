//! The SQL of taking a run back.

use chrono::{DateTime, NaiveDate, Utc};
use domain::Money;
use sqlx::PgConnection;

use super::Voided;

/// Whose invoices of the run still count.
pub(super) async fn subscribers(conn: &mut PgConnection, id: i64) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "select distinct subscriber_id from invoice where run_id = $1 and voided_at is null",
        id
    )
    .fetch_all(conn)
    .await
}

/// Whether a payment that was recorded after the confirmation pays any of the run's invoices.
pub(super) async fn is_paid_since(
    conn: &mut PgConnection,
    id: i64,
    confirmed_at: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (
            select from invoice i
            join allocation a on a.invoice_id = i.id
            join payment p on p.id = a.payment_id
            where i.run_id = $1 and i.voided_at is null and p.created_at > $2
            group by a.payment_id, a.invoice_id having sum(a.amount) > 0) as "paid!""#,
        id,
        confirmed_at
    )
    .fetch_one(conn)
    .await
}

/// Whether penalties that still count were charged on any of the run's invoices.
pub(super) async fn has_penalties(conn: &mut PgConnection, id: i64) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (
            select from penalty_accrual a
            join invoice i on i.id = a.invoice_id
            join invoice d on d.id = a.document_id
            where i.run_id = $1 and i.voided_at is null and d.voided_at is null) as "any!""#,
        id
    )
    .fetch_one(conn)
    .await
}

/// What payments gave to the run's invoices goes back to them; what is taken back is a row below zero.
pub(super) async fn free_advances(
    conn: &mut PgConnection,
    id: i64,
    by: &str,
    now: DateTime<Utc>,
) -> Result<Money, sqlx::Error> {
    let freed = sqlx::query_scalar!(
        r#"with part as materialized (
            select a.payment_id, a.invoice_id, sum(a.amount) as amount
            from invoice i join allocation a on a.invoice_id = i.id
            where i.run_id = $1 and i.voided_at is null
            group by a.payment_id, a.invoice_id having sum(a.amount) <> 0
        ), freed as (
            update payment p set advance = p.advance + f.amount
            from (select payment_id, sum(amount) as amount from part group by payment_id) f
            where p.id = f.payment_id
        ), opened as (
            update invoice i set paid = i.paid - f.amount
            from (select invoice_id, sum(amount) as amount from part group by invoice_id) f
            where i.id = f.invoice_id
        ), kept as (
            insert into allocation (payment_id, invoice_id, amount, created_at, cause, made_by)
            select payment_id, invoice_id, -amount, $3, 'undo', $2 from part order by payment_id, invoice_id
        )
        select coalesce(sum(amount), 0) as "freed!" from part"#,
        id,
        by,
        now
    )
    .fetch_one(conn)
    .await?;
    Ok(Money::round(freed))
}

pub(super) async fn void_invoices(
    conn: &mut PgConnection,
    id: i64,
    today: NaiveDate,
    by: &str,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<Voided, sqlx::Error> {
    let row = sqlx::query!(
        r#"with voided as (
            update invoice set voided_at = $5, voided_on = $2, voided_by = $3, void_reason = $4
            where run_id = $1 and voided_at is null
            returning id, subscriber_id, total
        ), booked as (
            insert into ledger_entry (booked_on, debit, credit, amount, subscriber_id, document, document_id, created_at)
            select $2, 'revenue', 'receivable', total, subscriber_id, 'void', id, $5 from voided where total > 0 order by id
        )
        select count(*) as "count!", coalesce(sum(total), 0) as "total!" from voided"#,
        id,
        today,
        by,
        reason,
        now
    )
    .fetch_one(conn)
    .await?;
    Ok(Voided {
        count: row.count,
        total: Money::round(row.total),
    })
}

pub(super) async fn mark_undone(
    conn: &mut PgConnection,
    id: i64,
    by: &str,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update billing_run set status = 'undone', undone_by = $2, undone_at = $3, undo_reason = $4 where id = $1",
        id,
        by,
        now,
        reason
    )
    .execute(conn)
    .await?;
    Ok(())
}
