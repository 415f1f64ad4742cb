//! The catalogue's rows of tenants and their labels.

use chrono::{DateTime, NaiveDate, Utc};
use domain::figures::Traffic;
use domain::host::{Address, HostName};
use domain::quotas::Quotas;
use domain::tenants::{NewTenant, Status, TenantCard, TenantChange};
use domain::{Currency, Language};
use sqlx::{PgConnection, query, query_scalar};

/// The address of a tenant's canonical host.
pub(super) fn url(address: &Address, slug: &str, canonical: Option<&str>) -> String {
    canonical
        .and_then(HostName::parse)
        .map_or_else(|| address.tenant(slug), |host| address.of(&host))
}

pub(super) async fn card(conn: &mut PgConnection, id: i64, address: &Address) -> sqlx::Result<Option<TenantCard>> {
    let row = query!(
        "select id, name, slug, status, time_zone, currency, language, admin_email, contact_email, contact_phone, database_name,
                schema_version, created_in_ms, created_at, trashed_at, suspended_for,
                plan, tags, is_copy, expires_at, copy_of, (select o.name from tenant o where o.id = tenant.copy_of) as original,
                (select d.name from tenant_domain d where d.tenant_id = tenant.id and d.is_canonical) as canonical
         from tenant where id = $1",
        id
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| TenantCard {
        id: row.id,
        name: row.name,
        url: url(address, &row.slug, row.canonical.as_deref()),
        subdomain: address.tenant(&row.slug),
        slug: row.slug,
        former_slugs: Vec::new(),
        status: Status::from_code(&row.status).unwrap_or(Status::Purging),
        time_zone: row.time_zone,
        currency: Currency::from_code(&row.currency).unwrap_or_default(),
        language: Language::from_tag(&row.language).unwrap_or_default(),
        admin_email: row.admin_email,
        contact_email: row.contact_email,
        contact_phone: row.contact_phone,
        database: row.database_name,
        schema_version: row.schema_version,
        created_in_ms: row.created_in_ms,
        created_at: row.created_at,
        trashed_at: row.trashed_at,
        suspended_for: row.suspended_for,
        purge_at: None,
        today: NaiveDate::default(),
        plan: row.plan,
        tags: row.tags,
        quotas: Quotas::default(),
        figures: None,
        traffic: Traffic::default(),
        copy_of: row.copy_of.zip(row.original),
        expires_at: if row.is_copy { row.expires_at } else { None },
    }))
}

pub(super) async fn former_labels(conn: &mut PgConnection, id: i64) -> sqlx::Result<Vec<String>> {
    query_scalar!(
        "select label from tenant_host where tenant_id = $1 and not is_current order by created_at, label",
        id
    )
    .fetch_all(conn)
    .await
}

/// The id is needed before the row, since the database is called after it.
pub(super) async fn next_id(conn: &mut PgConnection) -> sqlx::Result<i64> {
    query_scalar!(r#"select nextval(pg_get_serial_sequence('tenant', 'id')) as "id!""#)
        .fetch_one(conn)
        .await
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    id: i64,
    new: &NewTenant,
    (server, database): (&str, &str),
    version: i32,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    query!(
        "insert into tenant (id, name, slug, status, time_zone, currency, language, admin_email, pg_server_id, database_name, role_name, schema_version, created_at)
         overriding system value
         select $1, $2, $3, 'creating', $4, $5, $6, $7, s.id, $8, $8, $9, $10 from pg_server s where s.name = $11",
        id,
        new.name,
        new.slug.as_str(),
        new.time_zone,
        new.currency.code(),
        new.language.tag(),
        new.admin_email,
        database,
        version,
        now,
        server
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn insert_label(
    conn: &mut PgConnection,
    id: i64,
    label: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    query!(
        "insert into tenant_host (label, tenant_id, is_current, created_at) values ($1, $2, true, $3)",
        label,
        id,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn retire_labels(conn: &mut PgConnection, id: i64) -> sqlx::Result<()> {
    query!("update tenant_host set is_current = false where tenant_id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn revive_label(conn: &mut PgConnection, id: i64, label: &str) -> sqlx::Result<bool> {
    let revived = query!(
        "update tenant_host set is_current = true where tenant_id = $1 and label = $2",
        id,
        label
    )
    .execute(conn)
    .await?;
    Ok(revived.rows_affected() == 1)
}

pub(super) async fn activate(conn: &mut PgConnection, id: i64, created_in_ms: i32) -> sqlx::Result<()> {
    query!(
        "update tenant set status = 'active', created_in_ms = $2 where id = $1",
        id,
        created_in_ms
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn slug_for_update(conn: &mut PgConnection, id: i64) -> sqlx::Result<Option<String>> {
    query_scalar!("select slug from tenant where id = $1 for update", id)
        .fetch_optional(conn)
        .await
}

pub(super) async fn server_of(conn: &mut PgConnection, id: i64) -> sqlx::Result<String> {
    query_scalar!(
        "select s.name from tenant t join pg_server s on s.id = t.pg_server_id where t.id = $1",
        id
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn id_by_slug(conn: &mut PgConnection, slug: &str) -> sqlx::Result<Option<i64>> {
    query_scalar!(
        "select tenant_id from tenant_host where label = $1 and is_current",
        slug
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn update(conn: &mut PgConnection, change: &TenantChange) -> sqlx::Result<()> {
    query!(
        "update tenant set name = $2, slug = $3, time_zone = $4, contact_email = $5, contact_phone = $6 where id = $1",
        change.id,
        change.name,
        change.slug.as_str(),
        change.time_zone,
        change.contact_email,
        change.contact_phone
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn delete(conn: &mut PgConnection, id: i64) -> sqlx::Result<()> {
    query!("delete from tenant where id = $1", id).execute(conn).await?;
    Ok(())
}

pub(super) async fn part_of_all(conn: &mut PgConnection, parts: i64, rest: i64) -> sqlx::Result<Vec<(i64, String)>> {
    let rows = query!(
        "select id, slug from tenant where status = 'active' and id % $1 = $2 order by id",
        parts,
        rest
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.slug)).collect())
}
