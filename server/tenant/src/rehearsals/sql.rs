//! The SQL of rehearsals.

use chrono::{DateTime, NaiveDate, Utc};
use domain::paging::{COUNT_CAP, PAGE_SIZE};
use domain::rehearsals::{DIFFERENCES, Difference, Outcome, RehearsalLine, Status};
use domain::{Money, Month};
use rust_decimal::Decimal;
use serde_json::Value;
use sqlx::PgConnection;

use crate::ledger::unknown_word;

/// Nothing where one of the month is under way.
pub(super) async fn insert(
    conn: &mut PgConnection,
    month: Month,
    by: &str,
    now: DateTime<Utc>,
) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into rehearsal (month, asked_by, created_at) values ($1, $2, $3)
        on conflict (month) where status in ('asked', 'running') do nothing returning id",
        month.first_day(),
        by,
        now
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn open(conn: &mut PgConnection, month: Month) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "select id from rehearsal where month = $1 and status in ('asked', 'running')",
        month.first_day()
    )
    .fetch_optional(conn)
    .await
}

struct LineRow {
    id: i64,
    month: NaiveDate,
    status: String,
    hash: Option<String>,
    accounts: Option<i64>,
    lines: Option<i64>,
    total: Option<Decimal>,
    parked: Option<i64>,
    changed: Option<i64>,
    cause: Option<String>,
    asked_by: String,
    created_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
}

impl LineRow {
    fn into_line(self) -> Result<RehearsalLine, sqlx::Error> {
        Ok(RehearsalLine {
            id: self.id,
            month: Month::of(self.month),
            status: Status::from_code(&self.status).ok_or_else(|| unknown_word("status", &self.status))?,
            hash: self.hash,
            accounts: self.accounts,
            lines: self.lines,
            total: self.total.map(Money::round),
            parked: self.parked,
            changed: self.changed,
            cause: self.cause,
            asked_by: self.asked_by,
            created_at: self.created_at,
            finished_at: self.finished_at,
        })
    }
}

pub(super) async fn list(conn: &mut PgConnection, before: i64) -> Result<Vec<RehearsalLine>, sqlx::Error> {
    let rows = sqlx::query_as!(
        LineRow,
        "select id, month, status, encode(hash, 'hex') as hash, accounts, lines, total, parked, changed, cause, asked_by,
            created_at, finished_at
        from rehearsal where id < $1 order by id desc limit $2",
        before,
        PAGE_SIZE + 1
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(LineRow::into_line).collect()
}

pub(super) async fn count(conn: &mut PgConnection) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from (select from rehearsal limit $1) r"#,
        COUNT_CAP + 1
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn line(conn: &mut PgConnection, id: i64) -> Result<Option<RehearsalLine>, sqlx::Error> {
    let row = sqlx::query_as!(
        LineRow,
        "select id, month, status, encode(hash, 'hex') as hash, accounts, lines, total, parked, changed, cause, asked_by,
            created_at, finished_at
        from rehearsal where id = $1",
        id
    )
    .fetch_optional(conn)
    .await?;
    row.map(LineRow::into_line).transpose()
}

pub(super) async fn differences(conn: &mut PgConnection, id: i64) -> Result<Value, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select coalesce(differences, '[]') as "differences!" from rehearsal where id = $1"#,
        id
    )
    .fetch_one(conn)
    .await
}

/// The first run of the month that was confirmed after the rehearsal, and whether its hash is the same.
pub(super) async fn run_after(conn: &mut PgConnection, id: i64) -> Result<Option<(i64, bool)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select r.id, coalesce(r.hash = h.hash, false) as "same!"
        from rehearsal h join billing_run r on r.month = h.month and r.confirmed_at >= h.finished_at
        where h.id = $1 and h.status = 'done' order by r.id limit 1"#,
        id
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.id, row.same)))
}

/// False once it is done.
pub(super) async fn begin(conn: &mut PgConnection, id: i64) -> Result<bool, sqlx::Error> {
    let begun = sqlx::query!(
        "update rehearsal set status = 'running', cause = null, finished_at = null where id = $1 and status <> 'done'",
        id
    )
    .execute(conn)
    .await?;
    Ok(begun.rows_affected() > 0)
}

/// False once it is done.
pub(super) async fn finish(
    conn: &mut PgConnection,
    id: i64,
    outcome: &Outcome,
    differences: &Value,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update rehearsal set status = 'done', hash = $2, accounts = $3, lines = $4, total = $5, parked = $6, changed = $7,
            differences = $8, cause = null, finished_at = $9
        where id = $1 and status <> 'done'",
        id,
        outcome.hash,
        outcome.accounts,
        outcome.lines,
        outcome.total.decimal(),
        outcome.parked,
        outcome.changed,
        differences,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn fail(conn: &mut PgConnection, id: i64, cause: &str, now: DateTime<Utc>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update rehearsal set status = 'failed', cause = $2, finished_at = $3 where id = $1 and status <> 'done'",
        id,
        cause,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

struct DifferenceRow {
    subscriber: i64,
    account: String,
    name: String,
    before: Decimal,
    now: Decimal,
    changed: i64,
}

/// What a run came to, and the accounts that changed most.
pub(super) async fn outcome(conn: &mut PgConnection, run_id: i64, month: Month) -> Result<Outcome, sqlx::Error> {
    let run = sqlx::query!(
        r#"select hash as "hash!", issued, total, parked,
            (select coalesce(sum(a.lines), 0) from run_account a where a.run_id = r.id and a.state = 'issued') as "lines!"
        from billing_run r where id = $1"#,
        run_id
    )
    .fetch_one(&mut *conn)
    .await?;
    let rows = sqlx::query_as!(
        DifferenceRow,
        r#"with before as (
            select subscriber_id, sum(total) as total from invoice
            where month = $1 and kind in ('regular', 'additional') and voided_at is null group by subscriber_id
        ), now as (
            select subscriber_id, sum(total) as total from invoice
            where month = $2 and kind in ('regular', 'additional') and voided_at is null group by subscriber_id
        )
        select s.id as subscriber, s.account, s.name, coalesce(b.total, 0) as "before!", coalesce(n.total, 0) as "now!",
            count(*) over () as "changed!"
        from before b full join now n using (subscriber_id) join subscriber s on s.id = subscriber_id
        where b.total is distinct from n.total
        order by abs(coalesce(n.total, 0) - coalesce(b.total, 0)) desc, s.account collate "C" limit $3"#,
        month.previous().first_day(),
        month.first_day(),
        i64::try_from(DIFFERENCES).unwrap_or(100)
    )
    .fetch_all(conn)
    .await?;
    let changed = rows.first().map_or(0, |row| row.changed);
    let differences = rows.into_iter().map(|row| Difference {
        subscriber: row.subscriber,
        account: row.account,
        name: row.name,
        before: Money::round(row.before),
        now: Money::round(row.now),
    });
    Ok(Outcome {
        hash: run.hash,
        accounts: run.issued,
        lines: run.lines,
        total: Money::round(run.total),
        parked: run.parked,
        changed,
        differences: differences.collect(),
    })
}
