//! The catalogue behind the doors: one query a label, one for all domains.

use std::collections::HashMap;

use domain::tenants::Status;
use sqlx::{PgConnection, query};

use super::Entry;

pub(super) async fn by_label(conn: &mut PgConnection, label: &str) -> sqlx::Result<Option<Entry>> {
    let row = query!(
        r#"select t.id, t.name, t.slug, t.status, t.time_zone, t.currency, t.language, t.database_name, t.role_name, t.schema_version, h.is_current,
             d.name as "canonical?"
         from tenant_host h join tenant t on t.id = h.tenant_id
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
        is_current: row.is_current,
        canonical: row.canonical,
    }))
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
