//! The rows of tenants' own domains.

use chrono::{DateTime, Utc};
use domain::domains::{Cause, DomainLine, Method, NewDomain, PROOF_PATH, record_name};
use domain::host::{Address, DomainName, HostName};
use sqlx::{PgConnection, query, query_as, query_scalar};

/// What a domain's use cases need of it.
pub(super) struct Known {
    pub tenant_id: i64,
    pub name: String,
    pub method: Method,
    pub token: String,
    pub verified: bool,
    pub cause: Option<Cause>,
}

pub(super) async fn slug(conn: &mut PgConnection, tenant_id: i64) -> sqlx::Result<Option<String>> {
    query_scalar!("select slug from tenant where id = $1", tenant_id)
        .fetch_optional(conn)
        .await
}

pub(super) async fn tenant_for_update(conn: &mut PgConnection, tenant_id: i64) -> sqlx::Result<Option<i64>> {
    query_scalar!("select id from tenant where id = $1 for update", tenant_id)
        .fetch_optional(conn)
        .await
}

/// A domain as it is kept.
struct Row {
    id: i64,
    name: String,
    method: String,
    token: String,
    verified_at: Option<DateTime<Utc>>,
    is_canonical: bool,
    last_checked_at: Option<DateTime<Utc>>,
    cause: Option<String>,
    missed_days: i32,
    lapsed_at: Option<DateTime<Utc>>,
}

impl Row {
    fn into_line(self, address: &Address) -> DomainLine {
        let host = HostName::parse(&self.name);
        let url = host.as_ref().map(|host| address.of(host)).unwrap_or_default();
        let shown = host
            .and_then(DomainName::of)
            .map_or_else(|| self.name.clone(), |name| name.shown());
        let method = Method::from_code(&self.method).unwrap_or_default();
        let (proof_at, proof) = match method {
            Method::Dns => (record_name(&self.name), self.token),
            Method::Http => (format!("http://{}{PROOF_PATH}{}", self.name, self.token), String::new()),
        };
        DomainLine {
            id: self.id,
            shown,
            url,
            method,
            proof_at,
            proof,
            verified_at: self.verified_at,
            is_canonical: self.is_canonical,
            last_checked_at: self.last_checked_at,
            cause: self.cause.as_deref().and_then(Cause::from_code),
            missed_days: self.missed_days,
            lapsed_at: self.lapsed_at,
        }
    }
}

pub(super) async fn list(conn: &mut PgConnection, tenant_id: i64, address: &Address) -> sqlx::Result<Vec<DomainLine>> {
    let rows = query_as!(
        Row,
        "select id, name, method, token, verified_at, is_canonical, last_checked_at, cause, missed_days, lapsed_at
         from tenant_domain where tenant_id = $1 order by id",
        tenant_id
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.into_line(address)).collect())
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    new: &NewDomain,
    token: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    query!(
        "insert into tenant_domain (tenant_id, name, method, token, created_at) values ($1, $2, $3, $4, $5)",
        new.tenant_id,
        new.name.as_str(),
        new.method.code(),
        token,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn by_id(conn: &mut PgConnection, id: i64) -> sqlx::Result<Option<Known>> {
    let row = query!(
        r#"select tenant_id, name, method, token, verified_at is not null as "verified!", cause from tenant_domain where id = $1"#,
        id
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Known {
        tenant_id: row.tenant_id,
        name: row.name,
        method: Method::from_code(&row.method).unwrap_or_default(),
        token: row.token,
        verified: row.verified,
        cause: row.cause.as_deref().and_then(Cause::from_code),
    }))
}

/// The name that was canonical until now.
pub(super) async fn clear_canonical(conn: &mut PgConnection, tenant_id: i64) -> sqlx::Result<Option<String>> {
    query_scalar!(
        "update tenant_domain set is_canonical = false where tenant_id = $1 and is_canonical returning name",
        tenant_id
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn set_canonical(conn: &mut PgConnection, id: i64) -> sqlx::Result<()> {
    query!("update tenant_domain set is_canonical = true where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn delete(conn: &mut PgConnection, id: i64) -> sqlx::Result<()> {
    query!("delete from tenant_domain where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}
