//! The SQL that all steps of a run share.

use domain::Month;
use domain::runs::Status;
use sqlx::PgConnection;

use super::Run;
use crate::ledger::unknown_word;

pub(super) async fn run_for_update(conn: &mut PgConnection, id: i64) -> Result<Option<Run>, sqlx::Error> {
    let row = sqlx::query!(
        "select id, month, status, issued_on, created_at, confirmed_at from billing_run where id = $1 for update",
        id
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Run {
        id: row.id,
        month: Month::of(row.month),
        status: Status::from_code(&row.status).ok_or_else(|| unknown_word("status", &row.status))?,
        issued_on: row.issued_on,
        created_at: row.created_at,
        confirmed_at: row.confirmed_at,
    }))
}

/// One draft of a month at a time; other months go on.
pub(super) async fn month_for_update(conn: &mut PgConnection, month: Month) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"select 1 as "one!" from pg_advisory_xact_lock(hashtext('kvitok.month'), to_char($1::date, 'YYYYMM')::integer)"#,
        month.first_day()
    )
    .fetch_one(conn)
    .await?;
    Ok(())
}
