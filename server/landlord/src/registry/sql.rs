//! The catalogue behind the doors: one query a label, one for all domains.

use std::collections::HashMap;

use domain::quotas::{Quota, Quotas, What};
use domain::tenants::Status;
use serde_json::Value;
use sqlx::{Executor, PgConnection, Row, query, raw_sql};

use super::Entry;

/// Whether the statement before this one left a transaction open: only then is the transaction older than the statement.
/// As one message of the simple protocol; the other one has several, each with an instant of its own.
pub(super) async fn is_in_transaction(conn: &mut PgConnection) -> sqlx::Result<bool> {
    let row = raw_sql("select transaction_timestamp() <> statement_timestamp()")
        .fetch_one(conn)
        .await?;
    row.try_get(0)
}

pub(super) async fn roll_back(conn: &mut PgConnection) -> sqlx::Result<()> {
    conn.execute("rollback").await.map(drop)
}

pub(super) async fn by_label(conn: &mut PgConnection, label: &str) -> sqlx::Result<Option<Entry>> {
    let row = query!(
        r#"select t.id, t.name, t.slug, t.status, t.time_zone, t.currency, t.language, t.database_name, t.role_name, t.schema_version,
                t.read_only_since is not null as "read_only!", s.name as server, h.is_current,
                t.suspended_for, case when t.is_copy then t.expires_at end as copy_until,
                (select jsonb_object_agg(q.what, jsonb_build_object('soft', q.soft, 'hard', q.hard)) from quota q where q.tenant_id = t.id) as quotas,
                d.name as "canonical?"
         from tenant_host h join tenant t on t.id = h.tenant_id join pg_server s on s.id = t.pg_server_id
             left join tenant_domain d on d.tenant_id = t.id and d.is_canonical
         where h.label = $1"#,
        label
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Entry {
        id: row.id,
        name: row.name,
        slug: row.slug,
        // A status that this program does not know keeps the door shut.
        status: Status::from_code(&row.status).unwrap_or(Status::Purging),
        time_zone: row.time_zone,
        currency: row.currency,
        language: row.language,
        database: row.database_name,
        role: row.role_name,
        schema_version: row.schema_version,
        server: row.server,
        read_only: row.read_only,
        is_current: row.is_current,
        suspended_for: row.suspended_for,
        copy_until: row.copy_until,
        quotas: row.quotas.as_ref().map(quotas).unwrap_or_default(),
        canonical: row.canonical,
    }))
}

/// The limits of a tenant out of one value of the catalogue.
fn quotas(value: &Value) -> Quotas {
    let mut quotas = Quotas::default();
    for what in What::ALL {
        if let Some(quota) = value.get(what.code()) {
            let limit = |name: &str| quota.get(name).and_then(Value::as_i64);
            let (soft, hard) = (limit("soft"), limit("hard"));
            quotas.set(what, Quota { soft, hard });
        }
    }
    quotas
}

/// Every verified domain with the current label of its tenant.
pub(super) async fn verified_domains(conn: &mut PgConnection) -> sqlx::Result<HashMap<String, String>> {
    let rows = query!(
        "select d.name, t.slug from tenant_domain d join tenant t on t.id = d.tenant_id where d.verified_at is not null"
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.name, row.slug)).collect())
}
