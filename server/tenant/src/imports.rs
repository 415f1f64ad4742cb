//! Imports: a table of subscribers is read and checked, looked at, and then posted in one batch or thrown away.
//! Reading files is for `documents`; what a row means is for `domain`; opening balances are booked by `ledger`.

mod posting;
mod sql;
mod staging;

use domain::imports::{
    AT_ONCE, BatchCard, BatchLine, BatchRefForm, PreviewRow, Status, Table, check_table, columns, job_key,
};
use domain::jobs::Task;
use domain::{Failure, Permission, Reason, typed};
use serde_json::json;
use sqlx::PgConnection;

use crate::store::{OnConstraint, OrFailure, transact};
use crate::{Ctx, events, outbox};

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
    drop(conn);
    let job = ctx.work.latest(&job_key(id)).await?;
    Ok(BatchCard {
        job: job.filter(|_| batch.status == Status::Posting),
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

/// Has the good rows registered: at once when they are few, by a job when they are many. Asked again while the job waits
/// or runs, it changes nothing; after the job has failed or was stopped it asks for another one.
///
/// # Errors
/// As [`post`].
pub async fn submit(ctx: &Ctx, form: &BatchRefForm) -> Result<BatchLine, Failure> {
    ctx.authorize(Permission::ImportSubscribers)?;
    let id = parse_id(form)?;
    let line = {
        let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
        sql::line(&mut conn, id).await.or_failure(ctx)?
    };
    let line = line.ok_or(Failure::NotFound)?;
    if line.status == Status::Previewed && line.good <= AT_ONCE {
        return post(ctx, form).await;
    }
    let asked = transact(ctx, move |ctx, conn| Box::pin(ask_to_post(conn, ctx, id))).await;
    match asked {
        // A schema of before knows no such status.
        Err(failure) if failure.reason_for(STATUS) == Some(&Reason::NotAChoice) => post(ctx, form).await,
        other => other,
    }
}

/// The field of a failure that nobody sees.
const STATUS: &str = "status";

async fn ask_to_post(conn: &mut PgConnection, ctx: &Ctx, id: i64) -> Result<BatchLine, Failure> {
    if lock_open(conn, ctx, id).await? == Status::Previewed {
        sql::begin_posting(conn, id)
            .await
            .on_constraint("import_batch_status_check", STATUS, Reason::NotAChoice)?
            .or_failure(ctx)?;
        events::record(conn, ctx, "submitted", "import", Some(id), json!({})).await?;
    }
    let given = json!({ "batch": id });
    outbox::put_job(conn, ctx, Task::PostImport, given, Some(job_key(id))).await?;
    sql::line(conn, id).await.or_failure(ctx)?.ok_or(Failure::NotFound)
}

/// What the job of a batch does. A batch that was posted or thrown away meanwhile, perhaps by an earlier attempt of this
/// very job, is left as it is.
///
/// # Errors
/// As [`post`]; `Conflict(Cancelled)` when the job was stopped: nothing is registered then.
pub async fn post_submitted(ctx: &Ctx, id: i64) -> Result<BatchLine, Failure> {
    match post(ctx, &BatchRefForm { id: id.to_string() }).await {
        Err(Failure::Conflict {
            reason: Reason::AlreadyDone,
        }) => {
            let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
            sql::line(&mut conn, id).await.or_failure(ctx)?.ok_or(Failure::NotFound)
        }
        other => other,
    }
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
            lock_open(conn, ctx, id).await?;
            refuse_impossible(conn, ctx, id).await?;
            posting::post(conn, ctx, id).await?;
            end(conn, ctx, id, Status::Posted).await
        })
    })
    .await
}

/// Throws a batch away before it is posted; a job that was to post it finds nothing to do.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`; `Conflict`: posted or discarded already.
pub async fn discard(ctx: &Ctx, form: &BatchRefForm) -> Result<(), Failure> {
    ctx.authorize(Permission::ImportSubscribers)?;
    let id = parse_id(form)?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            lock_open(conn, ctx, id).await?;
            end(conn, ctx, id, Status::Discarded).await.map(|_| ())
        })
    })
    .await
}

/// Locks a batch that is neither posted nor thrown away.
async fn lock_open(conn: &mut PgConnection, ctx: &Ctx, id: i64) -> Result<Status, Failure> {
    match sql::status_for_update(conn, id).await.or_failure(ctx)? {
        None => Err(Failure::NotFound),
        Some(status @ (Status::Previewed | Status::Posting)) => Ok(status),
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
