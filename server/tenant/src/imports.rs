//! Imports: a table of subscribers is read and checked, looked at, and then posted in one batch or thrown away.
//! Reading files is for `documents`; what a row means is for `domain`; opening balances are booked by `ledger`.

mod posting;
mod sql;
mod staging;

use domain::imports::{BatchCard, BatchLine, BatchRefForm, PreviewRow, Status, Table, check_table, columns};
use domain::{Failure, Permission, Reason, typed};
use serde_json::json;
use sqlx::PgConnection;

use crate::store::{OrFailure, transact};
use crate::{Ctx, events};

/// Rows of one file at most.
pub const MAX_ROWS: usize = 100_000;
/// The largest file that the server takes; said where a file has too many rows.
const MAX_MB: u32 = 16;
/// Batches in the list.
const LATEST: i64 = 50;
/// Refused rows on the card.
const REFUSED: i64 = 100;
/// Good rows on the card.
const SAMPLE: i64 = 20;

/// The cells of a refused row, and why it is refused: column and reason.
pub type RefusedRow = (Vec<String>, Vec<(String, Reason)>);

/// The refused rows of a batch as they stand in the file, to be corrected and brought again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The headings of the file.
    pub headings: Vec<String>,
    /// The rows.
    pub rows: Vec<RefusedRow>,
}

/// Reads a table row by row and checks it against the database; nothing of it stands in the books yet. The answer is
/// the batch's id.
///
/// # Errors
/// `SignedOut`, `Forbidden`; `Invalid` on `file`: nothing in it, a column missing, too many rows.
pub async fn upload(ctx: &Ctx, file_name: &str, table: &Table) -> Result<i64, Failure> {
    ctx.authorize(Permission::ImportSubscribers)?;
    check_table(table)?;
    let file = staging::read(table, file_name, ctx.today).await?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            let id = sql::insert_batch(conn, &file, ctx.actor_name(), ctx.now)
                .await
                .or_failure(ctx)?;
            for rows in file.rows.chunks(staging::SLICE) {
                sql::insert_rows(conn, id, rows).await.or_failure(ctx)?;
            }
            sql::refuse_repeated(conn, id).await.or_failure(ctx)?;
            refuse_impossible(conn, ctx, id).await?;
            let details = json!({ "file": file.name, "rows": file.rows.len() });
            events::record(conn, ctx, "uploaded", "import", Some(id), details).await?;
            Ok(id)
        })
    })
    .await
}

/// What only the database knows: accounts that somebody has, services that nobody offers.
async fn refuse_impossible(conn: &mut PgConnection, ctx: &Ctx, id: i64) -> Result<(), Failure> {
    sql::refuse_taken(conn, id).await.or_failure(ctx)?;
    sql::refuse_unknown_services(conn, id).await.or_failure(ctx)?;
    sql::drop_refused(conn, id).await.or_failure(ctx)
}

/// The latest batches, the newest first.
///
/// # Errors
/// `SignedOut`, `Forbidden`; those of the database.
pub async fn list(ctx: &Ctx) -> Result<Vec<BatchLine>, Failure> {
    ctx.authorize(Permission::ImportSubscribers)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    sql::list(&mut conn, LATEST).await.or_failure(ctx)
}

/// A batch with the first of its refused rows and some of the good ones.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`.
pub async fn show(ctx: &Ctx, id: i64) -> Result<BatchCard, Failure> {
    ctx.authorize(Permission::ImportSubscribers)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let batch = sql::line(&mut conn, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    let headings = sql::headings(&mut conn, id).await.or_failure(ctx)?;
    let refused = sql::refused(&mut conn, id, REFUSED).await.or_failure(ctx)?;
    let sample = sql::good(&mut conn, id, SAMPLE).await.or_failure(ctx)?;
    let known = columns(&headings.known).unwrap_or_default();
    let preview = |row: sql::Kept| PreviewRow {
        line: row.line,
        label: staging::label(&known, &row.cells),
        row: row.parsed,
        errors: row.errors,
    };
    Ok(BatchCard {
        batch,
        unknown_headings: headings.unknown,
        refused: refused.into_iter().map(preview).collect(),
        sample: sample.into_iter().map(preview).collect(),
    })
}

/// The refused rows, to be written into a file.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`.
pub async fn refused(ctx: &Ctx, id: i64) -> Result<Refused, Failure> {
    ctx.authorize(Permission::ImportSubscribers)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    sql::line(&mut conn, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    let headings = sql::headings(&mut conn, id).await.or_failure(ctx)?;
    let rows = sql::refused(&mut conn, id, i64::MAX).await.or_failure(ctx)?;
    Ok(Refused {
        headings: headings.known,
        rows: rows.into_iter().map(|row| (row.cells, row.errors)).collect(),
    })
}

/// Registers the good rows: houses and premises that are new, subscribers, service links, opening balances. All or
/// nothing. Rows that have become impossible since the upload are refused and stay out.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`; `Conflict`: posted or discarded already, or no good row in it.
pub async fn post(ctx: &Ctx, form: &BatchRefForm) -> Result<BatchLine, Failure> {
    ctx.authorize(Permission::ImportSubscribers)?;
    let id = parse_id(form)?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            lock_previewed(conn, ctx, id).await?;
            refuse_impossible(conn, ctx, id).await?;
            posting::post(conn, ctx, id).await?;
            end(conn, ctx, id, Status::Posted).await
        })
    })
    .await
}

/// Throws a batch away before it is posted.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`; `Conflict`: posted or discarded already.
pub async fn discard(ctx: &Ctx, form: &BatchRefForm) -> Result<(), Failure> {
    ctx.authorize(Permission::ImportSubscribers)?;
    let id = parse_id(form)?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            lock_previewed(conn, ctx, id).await?;
            end(conn, ctx, id, Status::Discarded).await.map(|_| ())
        })
    })
    .await
}

async fn lock_previewed(conn: &mut PgConnection, ctx: &Ctx, id: i64) -> Result<(), Failure> {
    match sql::status_for_update(conn, id).await.or_failure(ctx)? {
        None => Err(Failure::NotFound),
        Some(Status::Previewed) => Ok(()),
        Some(Status::Posted | Status::Discarded) => Err(Failure::conflict(Reason::AlreadyDone)),
    }
}

async fn end(conn: &mut PgConnection, ctx: &Ctx, id: i64, status: Status) -> Result<BatchLine, Failure> {
    sql::end(conn, id, status, ctx.now).await.or_failure(ctx)?;
    let line = sql::line(conn, id).await.or_failure(ctx)?.ok_or(Failure::NotFound)?;
    let verb = if status == Status::Posted {
        "posted"
    } else {
        "discarded"
    };
    let details = json!({
        "file": line.file_name,
        "good": line.good,
        "refused": line.refused,
        "debt": line.debt,
        "advance": line.advance,
    });
    events::record(conn, ctx, verb, "import", Some(id), details).await?;
    Ok(line)
}

fn parse_id(form: &BatchRefForm) -> Result<i64, Failure> {
    typed::id(&form.id).map_err(|_| Failure::NotFound)
}
