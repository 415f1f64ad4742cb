//! The catalogue of moves, and what two databases are compared by.

use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, Executor, PgConnection, Row, query, query_as, query_scalar};

/// A move that has begun.
#[derive(Clone, Debug)]
pub(in crate::fleet) struct Unfinished {
    pub id: i64,
    pub from: String,
    pub to: String,
    pub database: String,
    pub role: String,
    /// In service or in the trash.
    pub is_settled: bool,
}

/// A database that a tenant has left.
#[derive(Clone, Debug)]
pub(in crate::fleet) struct Kept {
    pub id: i64,
    pub server: String,
    pub database: String,
    pub kept_name: String,
    pub role: String,
    pub drop_after: DateTime<Utc>,
    pub is_closed: bool,
}

pub(super) async fn server(conn: &mut PgConnection, name: &str) -> sqlx::Result<Option<i64>> {
    query_scalar!("select id from pg_server where name = $1", name)
        .fetch_optional(conn)
        .await
}

pub(super) async fn tenant_for_update(conn: &mut PgConnection, slug: &str) -> sqlx::Result<Option<Unfinished>> {
    query_as!(
        Unfinished,
        r#"select t.id, s.name as "from", s.name as "to", t.database_name as database, t.role_name as role,
                  t.status in ('active', 'trashed') as "is_settled!"
           from tenant t join pg_server s on s.id = t.pg_server_id where t.slug = $1 for update of t"#,
        slug
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn begin(conn: &mut PgConnection, id: i64, to: i64, now: DateTime<Utc>) -> sqlx::Result<()> {
    query!(
        "with begun as (
            insert into tenant_move (tenant_id, from_server_id, to_server_id, started_at) select id, pg_server_id, $2, $3 from tenant where id = $1
        )
        update tenant set read_only_since = $3 where id = $1",
        id,
        to,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn unfinished(conn: &mut PgConnection) -> sqlx::Result<Vec<Unfinished>> {
    query_as!(
        Unfinished,
        r#"select t.id, f.name as "from", s.name as "to", t.database_name as database, t.role_name as role,
                  t.status in ('active', 'trashed') as "is_settled!"
           from tenant_move m join tenant t on t.id = m.tenant_id join pg_server f on f.id = m.from_server_id
           join pg_server s on s.id = m.to_server_id"#
    )
    .fetch_all(conn)
    .await
}

/// Nothing where the tenant is not there any more, or is being deleted.
pub(super) async fn switch(
    conn: &mut PgConnection,
    moving: &Unfinished,
    kept_name: &str,
    now: DateTime<Utc>,
    drop_after: DateTime<Utc>,
) -> sqlx::Result<Option<Kept>> {
    let id = query_scalar!(
        "with moved as (
            update tenant set pg_server_id = (select id from pg_server where name = $2), read_only_since = null
            where id = $1 and status in ('active', 'trashed') returning id, slug
        ), over as (
            delete from tenant_move where tenant_id in (select id from moved) returning from_server_id
        )
        insert into kept_database (pg_server_id, database_name, kept_name, role_name, slug, kept_at, drop_after)
        select over.from_server_id, $3, $4, $5, moved.slug, $6, $7 from moved, over returning id",
        moving.id,
        moving.to,
        moving.database,
        kept_name,
        moving.role,
        now,
        drop_after
    )
    .fetch_optional(conn)
    .await?;
    Ok(id.map(|id| Kept {
        id,
        server: moving.from.clone(),
        database: moving.database.clone(),
        kept_name: kept_name.to_owned(),
        role: moving.role.clone(),
        drop_after,
        is_closed: false,
    }))
}

pub(super) async fn end_read_only(conn: &mut PgConnection, id: i64) -> sqlx::Result<()> {
    query!("update tenant set read_only_since = null where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn forget_move(conn: &mut PgConnection, id: i64) -> sqlx::Result<()> {
    query!("delete from tenant_move where tenant_id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}

/// What is kept; of one role only, if one is given.
pub(super) async fn kept(conn: &mut PgConnection, role: Option<&str>) -> sqlx::Result<Vec<Kept>> {
    query_as!(
        Kept,
        "select k.id, s.name as server, k.database_name as database, k.kept_name, k.role_name as role, k.drop_after, k.is_closed
         from kept_database k join pg_server s on s.id = k.pg_server_id where $1::text is null or k.role_name = $1 order by k.id",
        role
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn note_closed(conn: &mut PgConnection, id: i64) -> sqlx::Result<()> {
    query!("update kept_database set is_closed = true where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn forget_kept(conn: &mut PgConnection, id: i64) -> sqlx::Result<()> {
    query!("delete from kept_database where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn is_role_used(conn: &mut PgConnection, server: &str, role: &str) -> sqlx::Result<bool> {
    query_scalar!(
        r#"select exists (select from tenant t join pg_server s on s.id = t.pg_server_id where s.name = $1 and t.role_name = $2)
               or exists (select from kept_database k join pg_server s on s.id = k.pg_server_id where s.name = $1 and k.role_name = $2) as "used!""#,
        server,
        role
    )
    .fetch_one(conn)
    .await
}

/// What a table or a sequence holds, in few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Content {
    pub name: String,
    pub is_sequence: bool,
    /// Rows, or where a sequence stands.
    pub count: i64,
    /// Of all rows, in whatever order they lie; a sequence has none.
    pub hash: String,
}

pub(super) async fn become_role(conn: &mut PgConnection, role: &str) -> sqlx::Result<()> {
    conn.execute(AssertSqlSafe(format!("set role \"{role}\""))).await?;
    Ok(())
}

pub(super) async fn analyze(conn: &mut PgConnection) -> sqlx::Result<()> {
    conn.execute("analyze").await?;
    Ok(())
}

/// Every table and sequence of the schema. The names come quoted out of the catalogue of Postgres. A row's hash is of
/// its text, and the sum of the hashes does not depend on the order of rows.
pub(super) async fn content(conn: &mut PgConnection) -> sqlx::Result<Vec<Content>> {
    let rows = query(
        "select format('%I.%I', n.nspname, c.relname) as name, c.relkind = 'S' as is_sequence
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('r', 'S') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' order by 1",
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let (name, is_sequence): (String, bool) = (row.try_get("name")?, row.try_get("is_sequence")?);
        let statement = if is_sequence {
            format!("select last_value * 2 + is_called::int as count, '' as hash from {name}")
        } else {
            format!(
                "select count(*) as count, coalesce(sum(('x' || left(md5(t::text), 16))::bit(64)::bigint::numeric), 0)::text as hash from {name} t"
            )
        };
        let row = query(AssertSqlSafe(statement)).fetch_one(&mut *conn).await?;
        found.push(Content {
            name,
            is_sequence,
            count: row.try_get("count")?,
            hash: row.try_get("hash")?,
        });
    }
    Ok(found)
}
