//! What a worker does with a job: begin, step, settle; and the schedules from which jobs come by themselves.

mod sql;

use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use croner::Cron;
use domain::jobs::{Task, back_off, may_pass};
use domain::{Failure, Reason};
use serde_json::Value;

use super::{NewJob, ask, pointer, sql as queue};
use crate::Ctx;
use crate::store::OrFailure;

/// Finished jobs of tasks that this program does not know are kept so long.
const KEPT: TimeDelta = TimeDelta::days(30);

/// A job that a worker has begun.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Its id.
    pub id: i64,
    /// The organisation that it works for.
    pub tenant_id: Option<i64>,
    /// What is to be done.
    pub task: Task,
    /// What the task needs to know.
    pub payload: Value,
    /// Which attempt this is; whoever comes back with an older one has been taken for dead.
    pub attempt: i32,
    /// How many there may be.
    pub max_attempts: i32,
    /// Who asked for it.
    pub asked_by: String,
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Done,
    /// It failed and waits for another attempt.
    Waits,
    /// It failed for good.
    Failed,
    /// It was stopped by a person.
    Cancelled,
    /// Somebody else has taken it over, or it was over before.
    NotOurs,
}

/// Begins a job. Nothing when there is nothing to do: it is over, or this program does not know the task. A job whose
/// attempts are used up by killed workers has failed.
///
/// # Errors
/// As every statement.
pub async fn begin(ctx: &Ctx, id: i64, worker: &str) -> Result<Option<Claimed>, Failure> {
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    let Some(claimed) = sql::begin(&mut conn, id, worker, ctx.now).await.or_failure(ctx)? else {
        return Ok(None);
    };
    if claimed.attempt > claimed.max_attempts {
        let cause = Failure::Internal {
            reference: ctx.request_id.clone(),
        };
        sql::fail(&mut conn, &claimed, &cause, ctx.now).await.or_failure(ctx)?;
        return Ok(None);
    }
    Ok(Some(claimed))
}

/// Notes how far a job has come.
///
/// # Errors
/// `Conflict(Cancelled)` when somebody asked to stop it or another worker has taken it over: the work ends here.
pub async fn step(ctx: &Ctx, job: &Claimed, done: i64, total: Option<i64>) -> Result<(), Failure> {
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    match sql::step(&mut conn, job, done, total).await.or_failure(ctx)? {
        Some(false) => Ok(()),
        Some(true) | None => Err(Failure::conflict(Reason::Cancelled)),
    }
}

/// Notes how an attempt ended, and has it tried again where that may help.
///
/// # Errors
/// As every statement; the queue then runs the job again.
pub async fn settle(ctx: &Ctx, job: &Claimed, result: Result<Value, Failure>) -> Result<Outcome, Failure> {
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let (ours, outcome) = match result {
        Ok(value) => {
            let ours = sql::finish(&mut transaction, job, &value, ctx.now).await;
            (ours, Outcome::Done)
        }
        Err(Failure::Conflict {
            reason: Reason::Cancelled,
        }) => (sql::stopped(&mut transaction, job, ctx.now).await, Outcome::Cancelled),
        Err(cause) if may_pass(&cause) && job.attempt < job.max_attempts => {
            let run_at = ctx.now + TimeDelta::seconds(back_off(job.attempt));
            let ours = sql::wait(&mut transaction, job, &cause, run_at).await;
            if matches!(ours, Ok(true)) {
                let place = queue::place(&mut transaction, job.tenant_id).await.or_failure(ctx)?;
                queue::point(&mut transaction, &pointer(job.id, job.tenant_id, run_at, place))
                    .await
                    .or_failure(ctx)?;
            }
            (ours, Outcome::Waits)
        }
        Err(cause) => (sql::fail(&mut transaction, job, &cause, ctx.now).await, Outcome::Failed),
    };
    let ours = ours.or_failure(ctx)?;
    transaction.commit().await.or_failure(ctx)?;
    Ok(if ours { outcome } else { Outcome::NotOurs })
}

/// Makes sure that the installation's own schedules are there.
///
/// # Errors
/// As every statement.
pub async fn keep_schedules(ctx: &Ctx) -> Result<(), Failure> {
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    for task in Task::ALL {
        if let Some(cron) = task.cron() {
            let next = next(cron, Tz::UTC, ctx.now).unwrap_or(ctx.now);
            sql::keep_schedule(&mut conn, task, cron, next).await.or_failure(ctx)?;
        }
    }
    Ok(())
}

/// Asks for the jobs whose time has come. The row is locked while its next time is written, so that two nodes don't
/// both ask; what was missed while nothing ran is done once. A clock that jumps back only waits longer.
///
/// # Errors
/// As every statement.
pub async fn fire_schedules(ctx: &Ctx) -> Result<usize, Failure> {
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let due = sql::due(&mut transaction, ctx.now).await.or_failure(ctx)?;
    let fired = due.len();
    for schedule in due {
        let zone = schedule.time_zone.parse().unwrap_or(Tz::UTC);
        // A pattern that nobody can read is asked again in a day, loudly.
        let next = next(&schedule.cron, zone, ctx.now).unwrap_or_else(|| {
            tracing::error!(schedule = schedule.id, cron = schedule.cron, "an unreadable schedule");
            ctx.now + TimeDelta::days(1)
        });
        if let Some(task) = Task::from_code(&schedule.task) {
            let new = NewJob {
                tenant_id: schedule.tenant_id,
                task,
                payload: Value::Null,
                key: Some(super::key_of(task)),
                asked_by: "schedule".to_owned(),
                run_at: None,
            };
            ask(&mut transaction, &new, ctx.now).await.or_failure(ctx)?;
        }
        sql::fired(&mut transaction, schedule.id, next).await.or_failure(ctx)?;
    }
    transaction.commit().await.or_failure(ctx)?;
    Ok(fired)
}

/// The next time of a pattern after an instant, on the clock of a zone.
fn next(cron: &str, zone: Tz, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let cron = Cron::from_str(cron).ok()?;
    let next = cron.find_next_occurrence(&after.with_timezone(&zone), false).ok()?;
    Some(next.with_timezone(&Utc))
}

/// Forgets finished jobs of long ago.
///
/// # Errors
/// As every statement.
pub async fn forget_old(ctx: &Ctx) -> Result<u64, Failure> {
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    let mut gone = sql::forget(&mut conn, None, ctx.now - KEPT).await.or_failure(ctx)?;
    for task in Task::ALL {
        let before = ctx.now - TimeDelta::days(task.kept_days());
        gone += sql::forget(&mut conn, Some(task), before).await.or_failure(ctx)?;
    }
    Ok(gone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_follow_the_clock_on_the_wall() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let table = [
            (
                "0 6 * * *",
                "Europe/Moscow",
                "2026-11-22T02:59:59Z",
                "2026-11-22T03:00:00Z",
            ),
            (
                "0 6 * * *",
                "Europe/Moscow",
                "2026-11-22T03:00:00Z",
                "2026-11-23T03:00:00Z",
            ),
            (
                "0 6 * * *",
                "Asia/Kamchatka",
                "2026-11-22T12:00:00Z",
                "2026-11-22T18:00:00Z",
            ),
            // The clock goes forward over 02:30: the day's run is not lost.
            (
                "30 2 * * *",
                "Europe/Berlin",
                "2026-03-28T12:00:00Z",
                "2026-03-29T01:00:00Z",
            ),
            (
                "5 0 1 * *",
                "Europe/Moscow",
                "2026-11-30T21:04:00Z",
                "2026-11-30T21:05:00Z",
            ),
        ];
        for (cron, zone, after, want) in table {
            assert_eq!(
                next(cron, zone.parse().unwrap(), at(after)),
                Some(at(want)),
                "{cron} {zone} {after}"
            );
        }
        assert_eq!(next("every day", Tz::UTC, at("2026-11-22T00:00:00Z")), None);
        for task in Task::ALL {
            assert!(task.cron().is_none_or(|cron| Cron::from_str(cron).is_ok()));
        }
    }
}
