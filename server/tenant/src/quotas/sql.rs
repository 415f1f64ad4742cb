//! How much is used, counted where it is limited.

use sqlx::{PgConnection, query, query_scalar};

pub(super) async fn queue_up(conn: &mut PgConnection) -> sqlx::Result<()> {
    query!("select pg_advisory_xact_lock(8315612279) as locked")
        .fetch_one(conn)
        .await
        .map(|_| ())
}

pub(super) async fn subscribers(conn: &mut PgConnection) -> sqlx::Result<i64> {
    query_scalar!(r#"select count(*) as "n!" from subscriber where archived_at is null"#)
        .fetch_one(conn)
        .await
}

pub(super) async fn users(conn: &mut PgConnection) -> sqlx::Result<i64> {
    query_scalar!(r#"select count(*) as "n!" from staff_user where disabled_at is null"#)
        .fetch_one(conn)
        .await
}

pub(super) async fn megabytes(conn: &mut PgConnection) -> sqlx::Result<i64> {
    query_scalar!(
        r#"select (pg_database_size(current_database())
                   + (select coalesce(sum(size), 0)::bigint from file where deleted_at is null)) / 1000000 as "n!""#
    )
    .fetch_one(conn)
    .await
}
