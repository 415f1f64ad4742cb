//! The catalogue of runs.

use chrono::{DateTime, Utc};
use domain::fleet::{Plan, ResultLine, RunLine, RunStatus};
use sqlx::{PgConnection, query, query_as, query_scalar};

use crate::Ctx;

/// A tenant whose schema is behind.
#[derive(Clone, Debug)]
pub(super) struct Behind {
    pub id: i64,
    pub slug: String,
    pub server: String,
    pub database: String,
    pub schema_version: i32,
    pub is_canary: bool,
}

pub(super) async fn try_lock(conn: &mut PgConnection) -> sqlx::Result<bool> {
    query_scalar!(r#"select pg_try_advisory_lock(8315612279) as "got!""#)
        .fetch_one(conn)
        .await
}

pub(super) async fn versions(conn: &mut PgConnection) -> sqlx::Result<Vec<(i32, i64)>> {
    let rows = query!(
        r#"select schema_version, count(*) as "tenants!" from tenant where status in ('active', 'trashed')
           group by schema_version order by schema_version desc"#
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.schema_version, row.tenants)).collect())
}

/// Those behind a version, in the order of their age; of them only those whose last result is a failure, if so asked.
pub(super) async fn behind(conn: &mut PgConnection, version: i32, failed_only: bool) -> sqlx::Result<Vec<Behind>> {
    query_as!(
        Behind,
        "select t.id, t.slug, s.name as server, t.database_name as database, t.schema_version, t.is_canary
         from tenant t join pg_server s on s.id = t.pg_server_id
         where t.schema_version < $1 and t.status in ('active', 'trashed')
           and (not $2 or exists (
                select from migration_result r where r.tenant_id = t.id and r.error is not null
                and r.run_id = (select max(run_id) from migration_result where tenant_id = t.id)))
         order by t.id",
        version,
        failed_only
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn is_in_service(conn: &mut PgConnection, slug: &str) -> sqlx::Result<bool> {
    query_scalar!(
        r#"select exists (select from tenant where slug = $1 and status in ('active', 'trashed')) as "is!""#,
        slug
    )
    .fetch_one(conn)
    .await
}

/// Whoever holds the lock knows that no other run is at work, whatever its row says.
pub(super) async fn end_orphans(conn: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<()> {
    query!(
        "update migration_run set status = 'stopped', finished_at = $1 where status = 'running'",
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn insert_run(
    conn: &mut PgConnection,
    ctx: &Ctx,
    plan: &Plan,
    (from, to): (i32, i32),
    canary: Option<i64>,
    tenants: i32,
) -> sqlx::Result<i64> {
    query_scalar!(
        "insert into migration_run (status, from_version, to_version, canary_tenant_id, parallel, stop_after, is_retry, tenants, actor_name, started_at)
         values ('running', $1, $2, $3, $4, $5, $6, $7, $8, $9) returning id",
        from,
        to,
        canary,
        i32::try_from(plan.parallel).unwrap_or(i32::MAX),
        i32::try_from(plan.stop_after).unwrap_or(i32::MAX),
        plan.retry,
        tenants,
        ctx.actor_name(),
        ctx.now
    )
    .fetch_one(conn)
    .await
}

/// What came of one tenant, in one statement with the run's counts and the catalogue's version.
pub(super) async fn note_result(
    conn: &mut PgConnection,
    run_id: i64,
    tenant_id: i64,
    (from, to): (i32, i32),
    ms: i32,
    attempts: i32,
    error: Option<&str>,
) -> sqlx::Result<()> {
    query!(
        "with noted as (
            insert into migration_result (run_id, tenant_id, from_version, to_version, ms, attempts, error) values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (run_id, tenant_id) do update set to_version = excluded.to_version, ms = excluded.ms, attempts = excluded.attempts, error = excluded.error
        ), counted as (
            update migration_run set migrated = migrated + ($7::text is null)::int, failed = failed + ($7::text is not null)::int where id = $1
        )
        update tenant set schema_version = greatest(schema_version, $4) where id = $2 and $7::text is null",
        run_id,
        tenant_id,
        from,
        to,
        ms,
        attempts,
        error
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn end_run(
    conn: &mut PgConnection,
    run_id: i64,
    status: RunStatus,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    query!(
        "update migration_run set status = $2, finished_at = $3 where id = $1",
        run_id,
        status.code(),
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

struct RunRow {
    id: i64,
    status: String,
    from_version: i32,
    to_version: i32,
    canary: Option<String>,
    tenants: i32,
    migrated: i32,
    failed: i32,
    actor_name: String,
    started_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
}

impl From<RunRow> for RunLine {
    fn from(row: RunRow) -> Self {
        Self {
            id: row.id,
            status: RunStatus::from_code(&row.status).unwrap_or(RunStatus::Stopped),
            from_version: row.from_version,
            to_version: row.to_version,
            canary: row.canary,
            tenants: row.tenants,
            migrated: row.migrated,
            failed: row.failed,
            actor_name: row.actor_name,
            started_at: row.started_at,
            finished_at: row.finished_at,
        }
    }
}

pub(super) async fn runs(conn: &mut PgConnection, limit: i64) -> sqlx::Result<Vec<RunLine>> {
    let rows = query_as!(
        RunRow,
        r#"select r.id, r.status, r.from_version, r.to_version, t.slug as "canary?", r.tenants, r.migrated, r.failed, r.actor_name, r.started_at, r.finished_at
           from migration_run r left join tenant t on t.id = r.canary_tenant_id order by r.id desc limit $1"#,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(RunLine::from).collect())
}

pub(super) async fn run(conn: &mut PgConnection, id: i64) -> sqlx::Result<Option<RunLine>> {
    let row = query_as!(
        RunRow,
        r#"select r.id, r.status, r.from_version, r.to_version, t.slug as "canary?", r.tenants, r.migrated, r.failed, r.actor_name, r.started_at, r.finished_at
           from migration_run r left join tenant t on t.id = r.canary_tenant_id where r.id = $1"#,
        id
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(RunLine::from))
}

pub(super) async fn results(conn: &mut PgConnection, run_id: i64) -> sqlx::Result<Vec<ResultLine>> {
    query_as!(
        ResultLine,
        "select r.tenant_id, t.slug, t.name, r.from_version, r.to_version, r.ms, r.error, r.attempts
         from migration_result r join tenant t on t.id = r.tenant_id where r.run_id = $1
         order by r.error is null, r.tenant_id limit 5000",
        run_id
    )
    .fetch_all(conn)
    .await
}
