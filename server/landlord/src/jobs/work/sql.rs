//! What a worker writes. Every statement after the first names the attempt, so that a worker which has been taken for
//! dead changes nothing any more.

use chrono::{DateTime, Utc};
use domain::Failure;
use domain::jobs::Task;
use serde_json::Value;
use sqlx::{PgConnection, query, query_as, query_scalar};

use super::Claimed;

pub(super) struct Due {
    pub id: i64,
    pub tenant_id: Option<i64>,
    pub task: String,
    pub cron: String,
    pub time_zone: String,
}

fn cause(value: &Failure) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

pub(super) async fn begin(
    conn: &mut PgConnection,
    id: i64,
    worker: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Claimed>> {
    let row = query!(
        "update job set status = 'running', attempts = attempts + 1, worker = $2, started_at = $3
         where id = $1 and status in ('queued', 'running')
         returning id, tenant_id, task, payload, attempts, max_attempts, asked_by",
        id,
        worker,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.and_then(|row| {
        Some(Claimed {
            id: row.id,
            tenant_id: row.tenant_id,
            task: Task::from_code(&row.task)?,
            payload: row.payload,
            attempt: row.attempts,
            max_attempts: row.max_attempts,
            asked_by: row.asked_by,
        })
    }))
}

/// Whether somebody asked to stop it; nothing when the job is no longer this worker's.
pub(super) async fn step(
    conn: &mut PgConnection,
    job: &Claimed,
    done: i64,
    total: Option<i64>,
) -> sqlx::Result<Option<bool>> {
    query_scalar!(
        "update job set done = $3, total = coalesce($4, total) where id = $1 and attempts = $2 and status = 'running' returning cancel_asked",
        job.id,
        job.attempt,
        done,
        total
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn finish(
    conn: &mut PgConnection,
    job: &Claimed,
    result: &Value,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = query!(
        "update job set status = 'done', result = $3, cause = null, finished_at = $4 where id = $1 and attempts = $2 and status = 'running'",
        job.id,
        job.attempt,
        result,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn stopped(conn: &mut PgConnection, job: &Claimed, now: DateTime<Utc>) -> sqlx::Result<bool> {
    let done = query!(
        "update job set status = 'cancelled', finished_at = $3 where id = $1 and attempts = $2 and status = 'running'",
        job.id,
        job.attempt,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn wait(
    conn: &mut PgConnection,
    job: &Claimed,
    why: &Failure,
    run_at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = query!(
        "update job set status = 'queued', cause = $3, run_at = $4 where id = $1 and attempts = $2 and status = 'running'",
        job.id,
        job.attempt,
        cause(why),
        run_at
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn fail(
    conn: &mut PgConnection,
    job: &Claimed,
    why: &Failure,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = query!(
        "update job set status = 'failed', cause = $3, finished_at = $4 where id = $1 and attempts = $2 and status = 'running'",
        job.id,
        job.attempt,
        cause(why),
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn keep_schedule(
    conn: &mut PgConnection,
    task: Task,
    cron: &str,
    next: DateTime<Utc>,
) -> sqlx::Result<()> {
    query!(
        "insert into schedule (task, cron, next_at) values ($1, $2, $3)
         on conflict on constraint schedule_once do update set cron = excluded.cron, next_at = excluded.next_at
         where schedule.cron <> excluded.cron",
        task.code(),
        cron,
        next
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn due(conn: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<Vec<Due>> {
    query_as!(
        Due,
        r#"select s.id, s.tenant_id, s.task, s.cron, coalesce(t.time_zone, 'UTC') as "time_zone!"
           from schedule s left join tenant t on t.id = s.tenant_id
           where s.next_at <= $1 order by s.next_at limit 200 for update of s skip locked"#,
        now
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn fired(conn: &mut PgConnection, id: i64, next: DateTime<Utc>) -> sqlx::Result<()> {
    query!("update schedule set next_at = $2 where id = $1", id, next)
        .execute(conn)
        .await?;
    Ok(())
}

/// Of one task, or of all.
pub(super) async fn forget(conn: &mut PgConnection, task: Option<Task>, before: DateTime<Utc>) -> sqlx::Result<u64> {
    let gone = query!(
        "delete from job where finished_at < $1 and status <> 'failed' and ($2::text is null or task = $2)",
        before,
        task.map(Task::code)
    )
    .execute(conn)
    .await?;
    Ok(gone.rows_affected())
}
