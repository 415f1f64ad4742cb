//! Where a job's organisation is, and the jobs of a key.

use sqlx::{PgConnection, query_scalar};

pub(super) async fn slug(conn: &mut PgConnection, tenant_id: i64) -> sqlx::Result<Option<String>> {
    query_scalar!("select slug from tenant where id = $1", tenant_id)
        .fetch_optional(conn)
        .await
}

pub(super) async fn latest(conn: &mut PgConnection, tenant_id: i64, key: &str) -> sqlx::Result<Option<i64>> {
    query_scalar!(
        "select id from job where tenant_id = $1 and key = $2 order by id desc limit 1",
        tenant_id,
        key
    )
    .fetch_optional(conn)
    .await
}
