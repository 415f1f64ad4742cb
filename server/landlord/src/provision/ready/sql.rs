//! The rows of databases that are made ahead.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, query, query_scalar};

pub(super) async fn claim(conn: &mut PgConnection, server: &str, version: i32) -> sqlx::Result<Option<i64>> {
    query_scalar!(
        "delete from ready_database where id = (
            select r.id from ready_database r join pg_server s on s.id = r.pg_server_id
            where s.name = $1 and r.schema_version = $2 and r.made_at is not null
            order by r.id limit 1 for update of r skip locked)
         returning id",
        server,
        version
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn all(conn: &mut PgConnection) -> sqlx::Result<Vec<i64>> {
    query_scalar!("select id from ready_database order by id")
        .fetch_all(conn)
        .await
}

/// Of that schema or an older one, or begun and not made in time. A newer program's are its own.
pub(super) async fn useless(
    conn: &mut PgConnection,
    version: i32,
    before: DateTime<Utc>,
) -> sqlx::Result<Vec<(i64, String)>> {
    let rows = query!(
        "select r.id, s.name from ready_database r join pg_server s on s.id = r.pg_server_id
         where r.schema_version <= $1 or (r.made_at is null and r.begun_at < $2) order by r.id",
        version,
        before
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

pub(super) async fn made(conn: &mut PgConnection, server: &str, version: i32) -> sqlx::Result<Vec<i64>> {
    query_scalar!(
        "select r.id from ready_database r join pg_server s on s.id = r.pg_server_id
         where s.name = $1 and r.schema_version = $2 and r.made_at is not null order by r.id",
        server,
        version
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn begin(
    conn: &mut PgConnection,
    id: i64,
    server: &str,
    version: i32,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    query!(
        "insert into ready_database (id, pg_server_id, schema_version, begun_at) select $1, s.id, $2, $3 from pg_server s where s.name = $4",
        id,
        version,
        now,
        server
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn finish(conn: &mut PgConnection, id: i64, now: DateTime<Utc>) -> sqlx::Result<()> {
    query!("update ready_database set made_at = $2 where id = $1", id, now)
        .execute(conn)
        .await?;
    Ok(())
}

/// Nobody takes it from now on; says no when somebody has.
pub(super) async fn withdraw(conn: &mut PgConnection, id: i64, now: DateTime<Utc>) -> sqlx::Result<bool> {
    let withdrawn = query!(
        "update ready_database set made_at = null, begun_at = $2 where id = $1",
        id,
        now
    )
    .execute(conn)
    .await?;
    Ok(withdrawn.rows_affected() == 1)
}

pub(super) async fn forget(conn: &mut PgConnection, id: i64) -> sqlx::Result<()> {
    query!("delete from ready_database where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}
