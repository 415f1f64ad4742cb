//! Copies in the catalogue.

use chrono::{DateTime, Utc};
use domain::tenants::Slug;
use sqlx::{PgConnection, query, query_as, query_scalar};

pub(super) struct Source {
    pub server: String,
    pub may_be_copied: bool,
    pub copies: i64,
}

pub(super) struct Copy {
    pub slug: String,
    pub name: String,
    pub time_zone: String,
    pub currency: String,
    pub language: String,
    pub admin_email: String,
    pub server: String,
    pub database: String,
    pub is_waiting: bool,
    pub original_slug: String,
    pub original_database: String,
}

/// Locks the original, so that two people can't make the fifth copy at once.
pub(super) async fn source(conn: &mut PgConnection, id: i64) -> sqlx::Result<Option<Source>> {
    query_as!(
        Source,
        r#"select s.name as server, t.status in ('active', 'suspended') and not t.is_copy and t.read_only_since is null as "may_be_copied!",
                  (select count(*) from tenant c where c.copy_of = t.id and c.status not in ('trashed', 'purging')) as "copies!"
           from tenant t join pg_server s on s.id = t.pg_server_id where t.id = $1 for update of t"#,
        id
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    id: i64,
    original: i64,
    slug: &Slug,
    database: &str,
    now: DateTime<Utc>,
    expires: DateTime<Utc>,
) -> sqlx::Result<()> {
    query!(
        "insert into tenant (id, name, slug, status, time_zone, currency, language, admin_email, pg_server_id, database_name, role_name, schema_version,
                             created_at, is_copy, copy_of, expires_at)
         overriding system value
         select $1, name, $3, 'creating', time_zone, currency, language, admin_email, pg_server_id, $4, $4, schema_version, $5, true, id, $6
         from tenant where id = $2",
        id,
        original,
        slug.as_str(),
        database,
        now,
        expires
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn copy(conn: &mut PgConnection, id: i64) -> sqlx::Result<Option<Copy>> {
    query_as!(
        Copy,
        r#"select c.slug, c.name, c.time_zone, c.currency, c.language, c.admin_email, s.name as server, c.database_name as database,
                  c.status = 'creating' as "is_waiting!", o.slug as original_slug, o.database_name as original_database
           from tenant c join tenant o on o.id = c.copy_of join pg_server s on s.id = c.pg_server_id
           where c.id = $1 and c.is_copy and o.pg_server_id = c.pg_server_id"#,
        id
    )
    .fetch_optional(conn)
    .await
}

/// The copy of a tenant that has an address.
pub(super) async fn copy_at(conn: &mut PgConnection, original: i64, slug: &Slug) -> sqlx::Result<Option<i64>> {
    query_scalar!(
        "select id from tenant where copy_of = $1 and is_copy and slug = $2",
        original,
        slug.as_str()
    )
    .fetch_optional(conn)
    .await
}

/// A copy goes at once, wherever it stands: there is nothing in it that anybody would want back.
pub(super) async fn abandon(conn: &mut PgConnection, id: i64) -> sqlx::Result<()> {
    query!("update tenant set status = 'purging' where id = $1 and is_copy", id)
        .execute(conn)
        .await?;
    Ok(())
}
