//! Reading the landlord's audit.

use domain::audit::{AuditFilter, AuditLine};
use domain::paging::COUNT_CAP;
use sqlx::{PgConnection, query, query_scalar};

/// The newest first; what concerns a tenant either is one or names one in its details.
pub(super) async fn list(conn: &mut PgConnection, filter: &AuditFilter, limit: i64) -> sqlx::Result<Vec<AuditLine>> {
    let rows = query!(
        r#"select e.id, e.at, e.actor_name, host(e.ip) as ip, e.verb, e.noun, e.object_id, t.name as "object?", e.reason,
               e.details, e.request_id
           from landlord_event e left join tenant t on e.noun = 'tenant' and t.id = e.object_id
           where ($1::text is null or position($1 in lower(e.actor_name)) > 0)
               and ($2::bigint is null or (e.noun = 'tenant' and e.object_id = $2) or e.details ->> 'tenant_id' = $2::text)
               and ($3::text is null or e.verb = $3)
               and ($4::timestamptz is null or e.at >= $4)
               and ($5::timestamptz is null or e.at < $5)
               and ($6::bigint is null or e.id < $6)
           order by e.id desc limit $7"#,
        filter.actor,
        filter.tenant,
        filter.verb,
        filter.from,
        filter.before,
        filter.after,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| AuditLine {
            id: row.id,
            at: row.at,
            actor: row.actor_name,
            ip: row.ip,
            verb: row.verb,
            noun: row.noun,
            object_id: row.object_id,
            object: row.object,
            reason: row.reason,
            details: super::details(&row.details),
            request_id: row.request_id,
        })
        .collect())
}

/// How many there are, counted no further than a page tells.
pub(super) async fn count(conn: &mut PgConnection, filter: &AuditFilter) -> sqlx::Result<i64> {
    query_scalar!(
        r#"select count(*) as "count!" from (
               select from landlord_event e
               where ($1::text is null or position($1 in lower(e.actor_name)) > 0)
                   and ($2::bigint is null or (e.noun = 'tenant' and e.object_id = $2) or e.details ->> 'tenant_id' = $2::text)
                   and ($3::text is null or e.verb = $3)
                   and ($4::timestamptz is null or e.at >= $4)
                   and ($5::timestamptz is null or e.at < $5)
               limit $6
           ) capped"#,
        filter.actor,
        filter.tenant,
        filter.verb,
        filter.from,
        filter.before,
        COUNT_CAP + 1
    )
    .fetch_one(conn)
    .await
}

/// Every verb once, by a walk from one to the next in the index: as quick with a million events as with ten.
pub(super) async fn verbs(conn: &mut PgConnection) -> sqlx::Result<Vec<String>> {
    query_scalar!(
        r#"with recursive known as (
               (select verb from landlord_event order by verb limit 1)
               union all
               select (select e.verb from landlord_event e where e.verb > k.verb order by e.verb limit 1)
               from known k where k.verb is not null
           )
           select verb as "verb!" from known where verb is not null"#
    )
    .fetch_all(conn)
    .await
}
