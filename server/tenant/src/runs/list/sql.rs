//! The SQL of runs as records.

use chrono::{DateTime, NaiveDate, Utc};
use domain::paging::{COUNT_CAP, PAGE_SIZE};
use domain::runs::{AccountState, Cause, Rehearsed, RunAccount, RunCard, RunCharge, RunLine, Status};
use domain::{Money, Month};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::ledger::unknown_word;
use crate::runs::draft::causes;

struct LineRow {
    id: i64,
    month: NaiveDate,
    status: String,
    accounts: i64,
    lines: i64,
    planned: Decimal,
    parked: i64,
    issued: i64,
    total: Decimal,
    from_advances: Decimal,
    run_by: String,
    created_at: DateTime<Utc>,
}

impl LineRow {
    fn into_line(self) -> Result<RunLine, sqlx::Error> {
        Ok(RunLine {
            id: self.id,
            month: Month::of(self.month),
            status: Status::from_code(&self.status).ok_or_else(|| unknown_word("status", &self.status))?,
            accounts: self.accounts,
            lines: self.lines,
            planned: Money::round(self.planned),
            parked: self.parked,
            issued: self.issued,
            total: Money::round(self.total),
            from_advances: Money::round(self.from_advances),
            run_by: self.run_by,
            created_at: self.created_at,
        })
    }
}

pub(super) async fn runs(conn: &mut PgConnection, before: i64) -> Result<Vec<RunLine>, sqlx::Error> {
    let rows = sqlx::query_as!(
        LineRow,
        "select id, month, status, accounts, lines, planned, parked, issued, total, from_advances, run_by, created_at
        from billing_run where id < $1 order by id desc limit $2",
        before,
        PAGE_SIZE + 1
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(LineRow::into_line).collect()
}

pub(super) async fn count_runs(conn: &mut PgConnection) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from (select from billing_run limit $1) r"#,
        COUNT_CAP + 1
    )
    .fetch_one(conn)
    .await
}

/// The rehearsal that a run is compared with is the last one that was done before it was confirmed.
pub(super) async fn card(conn: &mut PgConnection, id: i64) -> Result<Option<RunCard>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select r.id, r.month, r.status, r.accounts, r.lines, r.planned, r.parked, r.issued, r.total, r.from_advances,
            r.run_by, r.created_at, encode(r.hash, 'hex') as hash, r.auto_issue_on, r.issued_on, r.confirmed_by,
            r.confirmed_at, r.finished_at, r.undone_by, r.undone_at, r.undo_reason,
            (select count(*) from run_account a where a.run_id = r.id and a.state in ('ready', 'released')) as "left!",
            (select count(*) from run_account a where a.run_id = r.id and 'outlier' = any(a.reasons)) as "outliers!",
            (select coalesce(sum(i.total), 0) from invoice i where i.month = (r.month - interval '1 month')::date
                and i.kind in ('regular', 'additional') and i.voided_at is null) as "previous_total!",
            (select count(*) from invoice i where i.month = (r.month - interval '1 month')::date
                and i.kind in ('regular', 'additional') and i.voided_at is null) as "previous_invoices!",
            h.id as "rehearsal_id?", h.hash = r.hash as "same?", h.accounts as "rehearsed_accounts?",
            h.total as "rehearsed_total?", h.parked as "rehearsed_parked?"
        from billing_run r
        left join lateral (
            select id, hash, accounts, total, parked from rehearsal
            where month = r.month and status = 'done' and (r.confirmed_at is null or finished_at <= r.confirmed_at)
            order by id desc limit 1) h on true
        where r.id = $1"#,
        id
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let line = LineRow {
        id: row.id,
        month: row.month,
        status: row.status,
        accounts: row.accounts,
        lines: row.lines,
        planned: row.planned,
        parked: row.parked,
        issued: row.issued,
        total: row.total,
        from_advances: row.from_advances,
        run_by: row.run_by,
        created_at: row.created_at,
    };
    let undone = row.undone_by.zip(row.undone_at).zip(row.undo_reason);
    Ok(Some(RunCard {
        run: line.into_line()?,
        hash: row.hash,
        left: row.left,
        outliers: row.outliers,
        previous_total: Money::round(row.previous_total),
        previous_invoices: row.previous_invoices,
        auto_issue_on: row.auto_issue_on,
        issued_on: row.issued_on,
        confirmed: row.confirmed_by.zip(row.confirmed_at),
        finished_at: row.finished_at,
        undone: undone.map(|((by, at), reason)| (by, at, reason)),
        rehearsed: row.rehearsal_id.map(|id| Rehearsed {
            id,
            same: row.same.unwrap_or_default(),
            accounts: row.rehearsed_accounts.unwrap_or_default(),
            total: Money::round(row.rehearsed_total.unwrap_or_default()),
            parked: row.rehearsed_parked.unwrap_or_default(),
        }),
    }))
}

struct AccountRow {
    subscriber_id: i64,
    place: i64,
    account: String,
    name: String,
    total: Decimal,
    previous: Option<Decimal>,
    state: String,
    reasons: Vec<String>,
    decision: Option<String>,
    decided_by: Option<String>,
    invoice_id: Option<i64>,
}

fn into_accounts(rows: Vec<AccountRow>) -> Result<Vec<RunAccount>, sqlx::Error> {
    let one = |row: AccountRow| {
        Ok(RunAccount {
            subscriber_id: row.subscriber_id,
            place: row.place,
            account: row.account,
            name: row.name,
            total: Money::round(row.total),
            previous: row.previous.map(Money::round),
            state: AccountState::from_code(&row.state).ok_or_else(|| unknown_word("state", &row.state))?,
            causes: causes(&row.reasons)?,
            decision: row.decision.zip(row.decided_by),
            invoice_id: row.invoice_id,
            lines: Vec::new(),
        })
    };
    rows.into_iter().map(one).collect()
}

pub(super) async fn all(conn: &mut PgConnection, run: i64, after: i64) -> Result<Vec<RunAccount>, sqlx::Error> {
    let rows = sqlx::query_as!(
        AccountRow,
        "select a.subscriber_id, a.place, s.account, s.name, a.total, a.previous, a.state, a.reasons, a.decision,
            a.decided_by, a.invoice_id
        from run_account a join subscriber s on s.id = a.subscriber_id
        where a.run_id = $1 and a.place > $2 order by a.place limit $3",
        run,
        after,
        PAGE_SIZE + 1
    )
    .fetch_all(conn)
    .await?;
    into_accounts(rows)
}

pub(super) async fn count_all(conn: &mut PgConnection, run: i64) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from (select from run_account where run_id = $1 limit $2) a"#,
        run,
        COUNT_CAP + 1
    )
    .fetch_one(conn)
    .await
}

/// Those that are parked or were.
pub(super) async fn parked(conn: &mut PgConnection, run: i64, after: i64) -> Result<Vec<RunAccount>, sqlx::Error> {
    let rows = sqlx::query_as!(
        AccountRow,
        "select a.subscriber_id, a.place, s.account, s.name, a.total, a.previous, a.state, a.reasons, a.decision,
            a.decided_by, a.invoice_id
        from run_account a join subscriber s on s.id = a.subscriber_id
        where a.run_id = $1 and a.state in ('parked', 'released') and a.place > $2 order by a.place limit $3",
        run,
        after,
        PAGE_SIZE + 1
    )
    .fetch_all(conn)
    .await?;
    into_accounts(rows)
}

pub(super) async fn count_parked(conn: &mut PgConnection, run: i64) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
            select from run_account where run_id = $1 and state in ('parked', 'released') limit $2) a"#,
        run,
        COUNT_CAP + 1
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn outliers(conn: &mut PgConnection, run: i64, after: i64) -> Result<Vec<RunAccount>, sqlx::Error> {
    let rows = sqlx::query_as!(
        AccountRow,
        "select a.subscriber_id, a.place, s.account, s.name, a.total, a.previous, a.state, a.reasons, a.decision,
            a.decided_by, a.invoice_id
        from run_account a join subscriber s on s.id = a.subscriber_id
        where a.run_id = $1 and 'outlier' = any(a.reasons) and a.place > $2 order by a.place limit $3",
        run,
        after,
        PAGE_SIZE + 1
    )
    .fetch_all(conn)
    .await?;
    into_accounts(rows)
}

pub(super) async fn count_outliers(conn: &mut PgConnection, run: i64) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
            select from run_account where run_id = $1 and 'outlier' = any(reasons) limit $2) a"#,
        run,
        COUNT_CAP + 1
    )
    .fetch_one(conn)
    .await
}

/// The lines of some accounts of a run, with the subscriber of each.
pub(super) async fn lines(
    conn: &mut PgConnection,
    run: i64,
    subscribers: &[i64],
) -> Result<Vec<(i64, RunCharge)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select subscriber_id, service, unit, quantity, price, days, days_of_month, amount, problem from run_charge
        where run_id = $1 and subscriber_id = any($2) order by subscriber_id, service, link_id, segment",
        run,
        subscribers
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let problem = match row.problem {
                Some(word) => Some(Cause::from_code(&word).ok_or_else(|| unknown_word("problem", &word))?),
                None => None,
            };
            let line = RunCharge {
                service: row.service,
                unit: row.unit,
                quantity: row.quantity,
                price: row.price,
                days: row.days,
                days_of_month: row.days_of_month,
                amount: row.amount.map(Money::round),
                problem,
            };
            Ok((row.subscriber_id, line))
        })
        .collect()
}
