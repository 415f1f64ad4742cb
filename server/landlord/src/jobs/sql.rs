//! The table of jobs, and the pointers of the queue library. Its schema is its own, so calls of its functions are not
//! checked at compile time.

use chrono::{DateTime, Utc};
use domain::Count;
use domain::jobs::{JobLine, Standing, Status, Task};
use domain::paging::{COUNT_CAP, PAGE_SIZE};
use sqlx::{PgConnection, query, query_as, query_scalar};

use super::{NewJob, POINTER};

/// Where a new job of an organisation would stand.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub waiting: i64,
    pub paused: bool,
}

/// What the queue library is told.
pub(super) struct Pointer {
    pub id: i64,
    pub lane: Option<String>,
    pub run_at: DateTime<Utc>,
    pub priority: i32,
}

pub(super) struct Locked {
    pub tenant_id: Option<i64>,
    pub status: Status,
}

pub(super) async fn place(conn: &mut PgConnection, tenant_id: Option<i64>) -> sqlx::Result<Place> {
    query_as!(
        Place,
        r#"select (select count(*) from (select from job where tenant_id = $1 and status = 'queued' limit 10000) waiting) as "waiting!",
                  coalesce((select jobs_paused_at is not null from tenant where id = $1), false) as "paused!""#,
        tenant_id
    )
    .fetch_one(conn)
    .await
}

/// The new job's id; nothing when one of its key is open, or when it comes from a place in an outbox that was emptied.
pub(super) async fn insert(
    conn: &mut PgConnection,
    new: &NewJob,
    outbox_id: Option<i64>,
    now: DateTime<Utc>,
    run_at: DateTime<Utc>,
) -> sqlx::Result<Option<i64>> {
    query_scalar!(
        "insert into job (tenant_id, task, payload, key, status, max_attempts, asked_by, created_at, run_at, outbox_id)
         values ($1, $2, $3, $4, 'queued', $5, $6, $7, $8, $9)
         on conflict do nothing
         returning id",
        new.tenant_id,
        new.task.code(),
        new.payload,
        new.key,
        new.task.attempts(),
        new.asked_by,
        now,
        run_at,
        outbox_id
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn open_with_key(
    conn: &mut PgConnection,
    tenant_id: Option<i64>,
    key: Option<&str>,
) -> sqlx::Result<i64> {
    query_scalar!(
        "select id from job where coalesce(tenant_id, 0) = coalesce($1::bigint, 0) and key = $2 and status in ('queued', 'running')",
        tenant_id,
        key
    )
    .fetch_one(conn)
    .await
}

/// Puts the pointer into the queue, or moves the one that waits there.
pub(super) async fn point(conn: &mut PgConnection, pointer: &Pointer) -> sqlx::Result<()> {
    query("select graphile_worker.add_job($1, json_build_object('id', $2::bigint), $3, $4, 1000, $5, $6)")
        .bind(POINTER)
        .bind(pointer.id)
        .bind(&pointer.lane)
        .bind(pointer.run_at)
        .bind(format!("job {}", pointer.id))
        .bind(pointer.priority)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn unpoint(conn: &mut PgConnection, id: i64) -> sqlx::Result<()> {
    query("select graphile_worker.remove_job($1)")
        .bind(format!("job {id}"))
        .execute(conn)
        .await?;
    Ok(())
}

/// The words of the tasks that are an organisation's own: what the landlord does to it is not for its people.
fn own() -> Vec<String> {
    Task::OF_TENANTS.map(|task| task.code().to_owned()).to_vec()
}

/// What is done every minute and has been done is not told of unasked.
pub(super) async fn list(
    conn: &mut PgConnection,
    tenant_id: Option<i64>,
    status: Option<&str>,
    after: Option<i64>,
) -> sqlx::Result<(Vec<JobLine>, Count)> {
    let counted = query_scalar!(
        r#"select count(*) as "n!" from (select from job where ($1::bigint is null or tenant_id = $1 and task = any($4)) and ($2::text is null and (status <> 'done' or task not in ('send_letters', 'sweep_outboxes')) or status = $2) limit $3) counted"#,
        tenant_id,
        status,
        COUNT_CAP + 1,
        &own()
    )
    .fetch_one(&mut *conn)
    .await?;
    let lines = query_as!(
        Row,
        "select j.id, j.tenant_id, t.name as \"tenant?\", j.task, j.status, j.done, j.total, j.attempts, j.max_attempts, j.cause, j.cancel_asked,
                j.asked_by, j.created_at, j.run_at, j.started_at, j.finished_at
         from job j left join tenant t on t.id = j.tenant_id
         where ($1::bigint is null or j.tenant_id = $1 and j.task = any($5)) and ($2::text is null and (j.status <> 'done' or j.task not in ('send_letters', 'sweep_outboxes')) or j.status = $2) and ($3::bigint is null or j.id < $3)
         order by j.id desc limit $4",
        tenant_id,
        status,
        after,
        PAGE_SIZE + 1,
        &own()
    )
    .fetch_all(conn)
    .await?;
    Ok((lines.into_iter().map(JobLine::from).collect(), Count::capped(counted)))
}

pub(super) async fn one(conn: &mut PgConnection, tenant_id: Option<i64>, id: i64) -> sqlx::Result<Option<JobLine>> {
    let row = query_as!(
        Row,
        "select j.id, j.tenant_id, t.name as \"tenant?\", j.task, j.status, j.done, j.total, j.attempts, j.max_attempts, j.cause, j.cancel_asked,
                j.asked_by, j.created_at, j.run_at, j.started_at, j.finished_at
         from job j left join tenant t on t.id = j.tenant_id
         where ($1::bigint is null or j.tenant_id = $1 and j.task = any($3)) and j.id = $2",
        tenant_id,
        id,
        &own()
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(JobLine::from))
}

struct Row {
    id: i64,
    tenant_id: Option<i64>,
    tenant: Option<String>,
    task: String,
    status: String,
    done: i64,
    total: Option<i64>,
    attempts: i32,
    max_attempts: i32,
    cause: Option<String>,
    cancel_asked: bool,
    asked_by: String,
    created_at: DateTime<Utc>,
    run_at: DateTime<Utc>,
    started_at: Option<DateTime<Utc>>,
    finished_at: Option<DateTime<Utc>>,
}

impl From<Row> for JobLine {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            tenant: row.tenant_id.zip(row.tenant),
            task: Task::from_code(&row.task),
            status: Status::from_code(&row.status).unwrap_or(Status::Failed),
            done: row.done,
            total: row.total,
            attempts: row.attempts,
            max_attempts: row.max_attempts,
            cause: row.cause.and_then(|text| serde_json::from_str(&text).ok()),
            cancel_asked: row.cancel_asked,
            asked_by: row.asked_by,
            created_at: row.created_at,
            run_at: row.run_at,
            started_at: row.started_at,
            finished_at: row.finished_at,
        }
    }
}

pub(super) async fn standing(conn: &mut PgConnection, tenant_id: Option<i64>) -> sqlx::Result<Standing> {
    query_as!(
        Standing,
        r#"select count(*) filter (where status = 'queued') as "queued!", count(*) filter (where status = 'running') as "running!",
                  count(*) filter (where status = 'failed') as "failed!",
                  coalesce((select jobs_paused_at is not null from tenant where id = $1), false) as "paused!"
           from job where status in ('queued', 'running', 'failed') and ($1::bigint is null or tenant_id = $1 and task = any($2))"#,
        tenant_id,
        &own()
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn lock(conn: &mut PgConnection, tenant_id: Option<i64>, id: i64) -> sqlx::Result<Option<Locked>> {
    let row = query!(
        "select tenant_id, status from job where id = $1 and ($2::bigint is null or tenant_id = $2 and task = any($3)) for update",
        id,
        tenant_id,
        &own()
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Locked {
        tenant_id: row.tenant_id,
        status: Status::from_code(&row.status).unwrap_or(Status::Done),
    }))
}

pub(super) async fn cancel(conn: &mut PgConnection, id: i64, now: DateTime<Utc>) -> sqlx::Result<()> {
    query!(
        "update job set status = 'cancelled', finished_at = $2 where id = $1",
        id,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn ask_to_cancel(conn: &mut PgConnection, id: i64) -> sqlx::Result<()> {
    query!("update job set cancel_asked = true where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn again(conn: &mut PgConnection, id: i64, now: DateTime<Utc>) -> sqlx::Result<()> {
    query!(
        "update job set status = 'queued', attempts = 0, done = 0, cancel_asked = false, run_at = $2, finished_at = null where id = $1",
        id,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn pause(conn: &mut PgConnection, tenant_id: i64, since: Option<DateTime<Utc>>) -> sqlx::Result<bool> {
    let paused = query!("update tenant set jobs_paused_at = $2 where id = $1", tenant_id, since)
        .execute(conn)
        .await?;
    Ok(paused.rows_affected() == 1)
}

pub(super) async fn waiting(conn: &mut PgConnection, tenant_id: i64) -> sqlx::Result<Vec<(i64, DateTime<Utc>)>> {
    let rows = query!(
        "select id, run_at from job where tenant_id = $1 and status = 'queued' order by id for update",
        tenant_id
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.run_at)).collect())
}
