//! Hours of traffic.

use chrono::{DateTime, Utc};
use domain::figures::Traffic;
use sqlx::{PgPool, query};

/// Adds all or nothing, and forgets what is too old. A tenant that is gone meanwhile is passed over.
pub(super) async fn add(
    db: &PgPool,
    rows: &[((i64, DateTime<Utc>), Traffic)],
    forget_before: DateTime<Utc>,
) -> sqlx::Result<()> {
    let mut transaction = db.begin().await?;
    for ((tenant_id, hour), traffic) in rows {
        query!(
            "insert into tenant_hour as kept (tenant_id, hour, requests, errors, slower)
             select id, $2, $3, $4, $5 from tenant where id = $1
             on conflict (hour, tenant_id) do update set requests = kept.requests + excluded.requests, errors = kept.errors + excluded.errors,
                slower = (select array_agg(coalesce(a, 0) + coalesce(b, 0) order by n) from unnest(kept.slower, excluded.slower) with ordinality u(a, b, n))",
            tenant_id,
            hour,
            traffic.requests,
            traffic.errors,
            &traffic.times
        )
        .execute(&mut *transaction)
        .await?;
    }
    query!("delete from tenant_hour where hour < $1", forget_before)
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await
}
