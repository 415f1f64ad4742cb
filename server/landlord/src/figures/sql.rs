//! Collected figures.

use chrono::NaiveDate;
use domain::figures::{BusinessMonth, Figures};
use domain::{Currency, Money};
use sqlx::{PgConnection, query};

use super::Sum;

pub(super) async fn in_service(conn: &mut PgConnection) -> sqlx::Result<Vec<(i64, String, bool)>> {
    let rows = query!("select id, slug, is_copy from tenant where status = 'active' order by id")
        .fetch_all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.slug, row.is_copy)).collect())
}

pub(super) async fn keep(conn: &mut PgConnection, id: i64, figures: &Figures) -> sqlx::Result<()> {
    query!(
        "insert into tenant_figures (tenant_id, database_bytes, file_bytes, users, subscribers, last_log_in_at, collected_at)
         select id, $2, $3, $4, $5, $6, $7 from tenant where id = $1
         on conflict (tenant_id) do update set database_bytes = excluded.database_bytes, file_bytes = excluded.file_bytes, users = excluded.users,
            subscribers = excluded.subscribers, last_log_in_at = excluded.last_log_in_at, collected_at = excluded.collected_at",
        id,
        figures.database_bytes,
        figures.file_bytes,
        figures.users,
        figures.subscribers,
        figures.last_log_in_at,
        figures.collected_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn keep_month(
    conn: &mut PgConnection,
    month: NaiveDate,
    currency: &str,
    sum: &Sum,
) -> sqlx::Result<()> {
    query!(
        "insert into business_month (month, currency, tenants, subscribers, payments, score_sum, scores) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (month, currency) do update set tenants = excluded.tenants, subscribers = excluded.subscribers, payments = excluded.payments,
            score_sum = excluded.score_sum, scores = excluded.scores",
        month,
        currency,
        sum.tenants,
        sum.subscribers,
        sum.payments.decimal(),
        sum.score_sum,
        sum.scores
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn months(conn: &mut PgConnection, since: NaiveDate) -> sqlx::Result<Vec<BusinessMonth>> {
    let rows = query!(
        "select month, currency, tenants, subscribers, payments, score_sum, scores from business_month where month >= $1 order by month, currency",
        since
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| BusinessMonth {
            month: row.month,
            currency: Currency::from_code(&row.currency).unwrap_or_default(),
            tenants: row.tenants,
            subscribers: row.subscribers,
            payments: Money::round(row.payments),
            score_sum: row.score_sum,
            scores: row.scores,
        })
        .collect())
}
