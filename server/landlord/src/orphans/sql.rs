//! The two sides that are compared: what the server has, and what the catalogue says.

use chrono::{DateTime, Utc};
use domain::jobs::Task;
use domain::orphans::Comparison;
use sqlx::{PgConnection, query, query_as, query_scalar};

pub(super) struct Known {
    pub slug: String,
    pub server: String,
    pub database: String,
    pub should_stand: bool,
}

pub(super) async fn databases(conn: &mut PgConnection, prefix: &str) -> sqlx::Result<Vec<String>> {
    query_scalar!(
        r#"select datname::text as "name!" from pg_database where starts_with(datname::text, $1) order by 1"#,
        prefix
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn roles(conn: &mut PgConnection, prefix: &str) -> sqlx::Result<Vec<String>> {
    query_scalar!(
        r#"select rolname::text as "name!" from pg_roles where starts_with(rolname::text, $1) order by 1"#,
        prefix
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn known(conn: &mut PgConnection) -> sqlx::Result<Vec<Known>> {
    query_as!(
        Known,
        r#"select t.slug, s.name as server, t.database_name as database, t.status in ('active', 'suspended', 'trashed') as "should_stand!"
           from tenant t join pg_server s on s.id = t.pg_server_id"#
    )
    .fetch_all(conn)
    .await
}

/// A fortnight of nights. A comparison is kept as long as its job is.
pub(super) async fn last(conn: &mut PgConnection) -> sqlx::Result<Vec<Comparison>> {
    let rows = query!(
        r#"select id, finished_at as "at!", asked_by, result as "result!" from job
           where task = $1 and status = 'done' and result is not null order by id desc limit 14"#,
        Task::FindOrphans.code()
    )
    .fetch_all(conn)
    .await?;
    let told = rows.into_iter().map(|row| {
        Ok(Comparison {
            job: row.id,
            at: row.at,
            asked_by: row.asked_by,
            found: serde_json::from_value(row.result).map_err(|error| sqlx::Error::Decode(error.into()))?,
        })
    });
    told.collect()
}

pub(super) async fn with_status(
    conn: &mut PgConnection,
    status: &str,
    before: DateTime<Utc>,
) -> sqlx::Result<Vec<(i64, String, String)>> {
    let rows = query!(
        "select t.id, t.slug, s.name as server from tenant t join pg_server s on s.id = t.pg_server_id where t.status = $1 and t.created_at < $2
           and not exists (select from job j where j.key = 'copy ' || t.id and j.status in ('queued', 'running')) order by t.id",
        status,
        before
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.slug, row.server)).collect())
}
