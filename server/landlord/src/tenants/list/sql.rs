//! The list of tenants in the catalogue, beside the figures that were collected last.

use chrono::{DateTime, TimeDelta, Utc};
use domain::Count;
use domain::figures::{Figures, Traffic};
use domain::host::Address;
use domain::paging::{COUNT_CAP, PAGE_SIZE};
use domain::tenants::{Sort, Status, TenantLine};
use sqlx::{PgConnection, query, query_as, query_scalar};

use crate::tenants::sql::url;

/// What is asked for.
pub(super) struct Asked {
    pub pattern: String,
    pub show: String,
    pub plan: String,
    pub tag: String,
    pub sort: Sort,
    pub after: Option<i64>,
}

struct Row {
    id: i64,
    name: String,
    slug: String,
    status: String,
    canonical: Option<String>,
    created_at: DateTime<Utc>,
    plan: String,
    tags: Vec<String>,
    is_copy: bool,
    database_bytes: Option<i64>,
    file_bytes: Option<i64>,
    users: Option<i64>,
    subscribers: Option<i64>,
    last_log_in_at: Option<DateTime<Utc>>,
    collected_at: Option<DateTime<Utc>>,
    pressed: bool,
}

impl Row {
    fn into_line(self, address: &Address) -> TenantLine {
        TenantLine {
            id: self.id,
            url: url(address, &self.slug, self.canonical.as_deref()),
            name: self.name,
            slug: self.slug,
            status: Status::from_code(&self.status).unwrap_or(Status::Purging),
            is_copy: self.is_copy,
            plan: self.plan,
            tags: self.tags,
            figures: self.collected_at.map(|collected_at| Figures {
                database_bytes: self.database_bytes.unwrap_or_default(),
                file_bytes: self.file_bytes.unwrap_or_default(),
                users: self.users.unwrap_or_default(),
                subscribers: self.subscribers.unwrap_or_default(),
                last_log_in_at: self.last_log_in_at,
                collected_at,
            }),
            pressed: self.pressed,
            created_at: self.created_at,
        }
    }
}

pub(super) async fn count(conn: &mut PgConnection, asked: &Asked) -> sqlx::Result<Count> {
    let counted = query_scalar!(
        r#"select count(*) as "n!" from (
         select from tenant t
         where (lower(t.name) like $1 or t.slug like $1 or t.admin_email like $1)
           and case $2 when 'trashed' then t.status in ('trashed', 'purging') when 'suspended' then t.status = 'suspended'
                       when 'copies' then t.is_copy and t.status not in ('trashed', 'purging') else t.status not in ('trashed', 'purging') end
           and ($3 = '' or t.plan = $3) and ($4 = '' or t.tags @> array[$4])
         limit $5) counted"#,
        asked.pattern,
        asked.show,
        asked.plan,
        asked.tag,
        COUNT_CAP + 1
    )
    .fetch_one(conn)
    .await?;
    Ok(Count::capped(counted))
}

pub(super) async fn list(conn: &mut PgConnection, asked: &Asked, address: &Address) -> sqlx::Result<Vec<TenantLine>> {
    let rows = match asked.sort {
        Sort::Name => by_name(conn, asked).await?,
        Sort::Size | Sort::Users | Sort::Subscribers | Sort::Activity => by_figure(conn, asked).await?,
    };
    Ok(rows.into_iter().map(|row| row.into_line(address)).collect())
}

async fn by_name(conn: &mut PgConnection, asked: &Asked) -> sqlx::Result<Vec<Row>> {
    query_as!(
        Row,
        r#"select t.id, t.name, t.slug, t.status, t.created_at, t.plan, t.tags, t.is_copy,
                (select d.name from tenant_domain d where d.tenant_id = t.id and d.is_canonical) as canonical,
                f.database_bytes as "database_bytes?", f.file_bytes as "file_bytes?", f.users as "users?", f.subscribers as "subscribers?",
                f.last_log_in_at as "last_log_in_at?", f.collected_at as "collected_at?",
                coalesce((select bool_or(case q.what when 'users' then f.users when 'subscribers' then f.subscribers
                                                     else (f.database_bytes + f.file_bytes) / 1000000 end >= coalesce(q.soft, q.hard))
                          from quota q where q.tenant_id = t.id), false) as "pressed!"
         from tenant t left join tenant_figures f on f.tenant_id = t.id
         where (lower(t.name) like $1 or t.slug like $1 or t.admin_email like $1)
           and case $2 when 'trashed' then t.status in ('trashed', 'purging') when 'suspended' then t.status = 'suspended'
                       when 'copies' then t.is_copy and t.status not in ('trashed', 'purging') else t.status not in ('trashed', 'purging') end
           and ($3 = '' or t.plan = $3) and ($4 = '' or t.tags @> array[$4])
           and ($5::bigint is null or (lower(t.name), t.id) > (select lower(a.name), a.id from tenant a where a.id = $5))
         order by lower(t.name), t.id limit $6"#,
        asked.pattern,
        asked.show,
        asked.plan,
        asked.tag,
        asked.after,
        PAGE_SIZE + 1
    )
    .fetch_all(conn)
    .await
}

async fn by_figure(conn: &mut PgConnection, asked: &Asked) -> sqlx::Result<Vec<Row>> {
    query_as!(
        Row,
        r#"select t.id, t.name, t.slug, t.status, t.created_at, t.plan, t.tags, t.is_copy,
                (select d.name from tenant_domain d where d.tenant_id = t.id and d.is_canonical) as canonical,
                f.database_bytes as "database_bytes?", f.file_bytes as "file_bytes?", f.users as "users?", f.subscribers as "subscribers?",
                f.last_log_in_at as "last_log_in_at?", f.collected_at as "collected_at?",
                coalesce((select bool_or(case q.what when 'users' then f.users when 'subscribers' then f.subscribers
                                                     else (f.database_bytes + f.file_bytes) / 1000000 end >= coalesce(q.soft, q.hard))
                          from quota q where q.tenant_id = t.id), false) as "pressed!"
         from tenant t left join tenant_figures f on f.tenant_id = t.id
         where (lower(t.name) like $1 or t.slug like $1 or t.admin_email like $1)
           and case $2 when 'trashed' then t.status in ('trashed', 'purging') when 'suspended' then t.status = 'suspended'
                       when 'copies' then t.is_copy and t.status not in ('trashed', 'purging') else t.status not in ('trashed', 'purging') end
           and ($3 = '' or t.plan = $3) and ($4 = '' or t.tags @> array[$4])
           and ($6::bigint is null
                or (coalesce(case $5 when 'size' then f.database_bytes when 'users' then f.users when 'subscribers' then f.subscribers
                              when 'activity' then extract(epoch from f.last_log_in_at)::bigint end, -1), t.id)
                   < (select coalesce(case $5 when 'size' then a.database_bytes when 'users' then a.users when 'subscribers' then a.subscribers
                              when 'activity' then extract(epoch from a.last_log_in_at)::bigint end, -1), b.id from tenant b left join tenant_figures a on a.tenant_id = b.id where b.id = $6))
         order by coalesce(case $5 when 'size' then f.database_bytes when 'users' then f.users when 'subscribers' then f.subscribers
                              when 'activity' then extract(epoch from f.last_log_in_at)::bigint end, -1) desc, t.id desc limit $7"#,
        asked.pattern,
        asked.show,
        asked.plan,
        asked.tag,
        asked.sort.code(),
        asked.after,
        PAGE_SIZE + 1
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn names(conn: &mut PgConnection) -> sqlx::Result<Vec<(i64, String)>> {
    let rows = query!(
        "select id, name from tenant where status not in ('trashed', 'purging') order by lower(name), id limit 1000"
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

pub(super) async fn plans(conn: &mut PgConnection) -> sqlx::Result<Vec<String>> {
    query_scalar!("select distinct plan from tenant where plan <> '' order by plan limit 50")
        .fetch_all(conn)
        .await
}

pub(super) async fn tags(conn: &mut PgConnection) -> sqlx::Result<Vec<String>> {
    query_scalar!(
        r#"select tag as "tag!" from tenant, unnest(tags) tag group by tag order by count(*) desc, tag limit 50"#
    )
    .fetch_all(conn)
    .await
}

pub async fn figures(conn: &mut PgConnection, id: i64) -> sqlx::Result<Option<Figures>> {
    query_as!(
        Figures,
        "select database_bytes, file_bytes, users, subscribers, last_log_in_at, collected_at from tenant_figures where tenant_id = $1",
        id
    )
    .fetch_optional(conn)
    .await
}

/// Requests of the last 24 hours.
pub async fn traffic(conn: &mut PgConnection, id: i64, now: DateTime<Utc>) -> sqlx::Result<Traffic> {
    let rows = query!(
        "select requests, errors, slower from tenant_hour where tenant_id = $1 and hour > $2",
        id,
        now - TimeDelta::hours(24)
    )
    .fetch_all(conn)
    .await?;
    let mut traffic = Traffic::default();
    for row in rows {
        traffic.add(&Traffic {
            requests: row.requests,
            errors: row.errors,
            times: row.slower,
        });
    }
    Ok(traffic)
}
