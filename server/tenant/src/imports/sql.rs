//! SQL of import batches and their rows: keeping, checking, looking. Posting stands in `posting`.

use chrono::{DateTime, Utc};
use domain::imports::{BatchLine, Row, Status};
use domain::{Money, Reason};
use rust_decimal::Decimal;
use serde_json::Value;
use sqlx::PgConnection;
use sqlx::types::Json;

use super::staging::{File, Staged};

/// A row as it is kept.
pub(super) struct Kept {
    pub line: i32,
    pub cells: Vec<String>,
    pub parsed: Option<Row>,
    pub errors: Vec<(String, Reason)>,
}

/// The headings of a file: all of them, and those that mean nothing to the program.
pub(super) struct Headings {
    pub known: Vec<String>,
    pub unknown: Vec<String>,
}

pub(super) async fn insert_batch(
    conn: &mut PgConnection,
    file: &File,
    uploaded_by: &str,
    now: DateTime<Utc>,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into import_batch (file_name, headings, unknown_headings, uploaded_by, created_at)
         values ($1, $2, $3, $4, $5) returning id",
        file.name,
        file.headings,
        file.unknown_headings,
        uploaded_by,
        now,
    )
    .fetch_one(conn)
    .await
}

/// Keeps a slice of rows in one statement.
pub(super) async fn insert_rows(conn: &mut PgConnection, batch_id: i64, rows: &[Staged]) -> Result<(), sqlx::Error> {
    let lines: Vec<i32> = rows.iter().map(|row| row.line).collect();
    let cells: Vec<Value> = rows.iter().map(|row| row.cells.clone()).collect();
    // JSON's own null stands for a row that could not be read.
    let parsed: Vec<Value> = rows.iter().map(|row| row.parsed.clone().unwrap_or_default()).collect();
    let errors: Vec<Value> = rows.iter().map(|row| row.errors.clone()).collect();
    sqlx::query!(
        "insert into import_row (batch_id, line, cells, parsed, errors)
         select $1, line, cells, nullif(parsed, 'null'), errors
         from unnest($2::integer[], $3::jsonb[], $4::jsonb[], $5::jsonb[]) as given(line, cells, parsed, errors)",
        batch_id,
        &lines,
        &cells,
        &parsed,
        &errors,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// An account that stands in an earlier line of the file.
pub(super) async fn refuse_repeated(conn: &mut PgConnection, batch_id: i64) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update import_row r
         set errors = r.errors || jsonb_build_array(jsonb_build_array(
             'account', jsonb_build_object('reason', 'repeated_in_file', 'line', earlier.first)))
         from (
             select line, min(line) over (partition by parsed->>'account') as first
             from import_row where batch_id = $1 and parsed is not null
         ) earlier
         where r.batch_id = $1 and r.line = earlier.line and earlier.line > earlier.first",
        batch_id,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// An account that somebody has, in the archive too.
pub(super) async fn refuse_taken(conn: &mut PgConnection, batch_id: i64) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"update import_row r set errors = r.errors || '[["account", {"reason": "taken"}]]'
           from subscriber s
           where r.batch_id = $1 and r.parsed is not null and s.account = r.parsed->>'account'"#,
        batch_id,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A service that is not there, is in the archive or has no price.
pub(super) async fn refuse_unknown_services(conn: &mut PgConnection, batch_id: i64) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"update import_row r set errors = r.errors || '[["services", {"reason": "unknown"}]]'
           where r.batch_id = $1 and r.parsed is not null and exists (
               select from jsonb_array_elements(r.parsed->'services') as wanted
               where not exists (
                   select from service v
                   where lower(v.name) = lower(wanted->>0) and v.archived_at is null
                     and exists (select from service_price c where c.service_id = v.id)))"#,
        batch_id,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A row with a reason against it is no longer a good one.
pub(super) async fn drop_refused(conn: &mut PgConnection, batch_id: i64) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update import_row set parsed = null where batch_id = $1 and parsed is not null and errors <> '[]'",
        batch_id,
    )
    .execute(conn)
    .await?;
    Ok(())
}

struct LineRow {
    id: i64,
    file_name: String,
    status: String,
    good: i64,
    refused: i64,
    debt: Decimal,
    advance: Decimal,
    uploaded_by: String,
    created_at: DateTime<Utc>,
}

fn status(code: &str) -> Result<Status, sqlx::Error> {
    Status::from_code(code).ok_or_else(|| sqlx::Error::Decode(format!("status of an import {code}").into()))
}

impl LineRow {
    fn line(self) -> Result<BatchLine, sqlx::Error> {
        Ok(BatchLine {
            id: self.id,
            file_name: self.file_name,
            status: status(&self.status)?,
            good: self.good,
            refused: self.refused,
            debt: Money::round(self.debt),
            advance: Money::round(self.advance),
            uploaded_by: self.uploaded_by,
            created_at: self.created_at,
        })
    }
}

pub(super) async fn list(conn: &mut PgConnection, limit: i64) -> Result<Vec<BatchLine>, sqlx::Error> {
    lines(conn, None, limit).await
}

pub(super) async fn line(conn: &mut PgConnection, id: i64) -> Result<Option<BatchLine>, sqlx::Error> {
    Ok(lines(conn, Some(id), 1).await?.pop())
}

async fn lines(conn: &mut PgConnection, id: Option<i64>, limit: i64) -> Result<Vec<BatchLine>, sqlx::Error> {
    let rows = sqlx::query_as!(
        LineRow,
        r#"with batch as materialized (
            select id, file_name, status, uploaded_by, created_at from import_batch
            where $1::bigint is null or id = $1
            order by id desc limit $2
        )
        select batch.id as "id!", batch.file_name as "file_name!", batch.status as "status!",
            batch.uploaded_by as "uploaded_by!", batch.created_at as "created_at!",
            rows.good as "good!", rows.refused as "refused!", rows.debt as "debt!", rows.advance as "advance!"
        from batch cross join lateral (
            select count(parsed) as good, count(*) - count(parsed) as refused,
                coalesce(sum(greatest((parsed->>'balance')::numeric, 0)) filter (where parsed is not null), 0) as debt,
                coalesce(sum(greatest(-(parsed->>'balance')::numeric, 0)) filter (where parsed is not null), 0)
                    as advance
            from import_row where batch_id = batch.id
        ) rows
        order by batch.id desc"#,
        id,
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(LineRow::line).collect()
}

pub(super) async fn headings(conn: &mut PgConnection, id: i64) -> Result<Headings, sqlx::Error> {
    let row = sqlx::query!(
        r#"select headings as "known: Json<Vec<String>>", unknown_headings as "unknown: Json<Vec<String>>"
           from import_batch where id = $1"#,
        id,
    )
    .fetch_one(conn)
    .await?;
    Ok(Headings {
        known: row.known.0,
        unknown: row.unknown.0,
    })
}

pub(super) async fn refused(conn: &mut PgConnection, id: i64, limit: i64) -> Result<Vec<Kept>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select line, cells as "cells: Json<Vec<String>>", errors as "errors: Json<Vec<(String, Reason)>>"
           from import_row where batch_id = $1 and parsed is null order by line limit $2"#,
        id,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Kept {
            line: row.line,
            cells: row.cells.0,
            parsed: None,
            errors: row.errors.0,
        })
        .collect())
}

pub(super) async fn good(conn: &mut PgConnection, id: i64, limit: i64) -> Result<Vec<Kept>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select line, cells as "cells: Json<Vec<String>>", parsed as "parsed!: Json<Row>"
           from import_row where batch_id = $1 and parsed is not null order by line limit $2"#,
        id,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Kept {
            line: row.line,
            cells: row.cells.0,
            parsed: Some(row.parsed.0),
            errors: Vec::new(),
        })
        .collect())
}

/// Locks the batch, so that it is posted or discarded once.
pub(super) async fn status_for_update(conn: &mut PgConnection, id: i64) -> Result<Option<Status>, sqlx::Error> {
    let code = sqlx::query_scalar!("select status from import_batch where id = $1 for update", id)
        .fetch_optional(conn)
        .await?;
    code.map(|code| status(&code)).transpose()
}

/// The job of a batch is asked for.
pub(super) async fn begin_posting(conn: &mut PgConnection, id: i64) -> Result<(), sqlx::Error> {
    sqlx::query!("update import_batch set status = 'posting' where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn end(
    conn: &mut PgConnection,
    id: i64,
    status: Status,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update import_batch set status = $2, ended_at = $3 where id = $1",
        id,
        status.code(),
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
