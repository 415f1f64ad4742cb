//! Runs over a month, in four steps: a draft is computed, its exceptions are looked at, somebody confirms it, its
//! invoices are issued in slices. What is charged is computed in the database by `month_charges`; what is issued is the
//! draft, line by line.

mod completeness;
mod draft;
mod issue;
mod list;
mod sql;
mod undo;

pub use completeness::completeness;
pub use draft::{delete_draft, draft, redraft, release};
pub use issue::{carry_on, confirm, issue_due, issue_slice};
pub use list::{accounts, list, show};
pub use undo::undo;

pub(crate) use draft::{draft_in, figures};
pub(crate) use issue::{confirm_in, finish};

use domain::runs::Status;
use domain::{Failure, Month, Permission, Reason};
use sqlx::PgConnection;

use crate::Ctx;
use crate::store::OrFailure;

/// Accounts of a slice: what one transaction issues.
pub const SLICE: i64 = 5_000;

/// A run as its steps lock it.
struct Run {
    id: i64,
    month: Month,
    status: Status,
    issued_on: Option<chrono::NaiveDate>,
    created_at: chrono::DateTime<chrono::Utc>,
    confirmed_at: Option<chrono::DateTime<chrono::Utc>>,
}

/// Locks a run until the transaction ends: its steps follow one another, whoever asks for them.
async fn lock(conn: &mut PgConnection, ctx: &Ctx, id: i64) -> Result<Run, Failure> {
    sql::run_for_update(conn, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)
}

/// The same of a run that is still a draft.
async fn lock_draft(conn: &mut PgConnection, ctx: &Ctx, id: i64) -> Result<Run, Failure> {
    let run = lock(conn, ctx, id).await?;
    if run.status == Status::Draft {
        Ok(run)
    } else {
        Err(Failure::conflict(Reason::WrongStatus))
    }
}

/// A month can be charged from the month before it on: in advance, but not by a slip of the year.
pub(crate) fn not_too_early(ctx: &Ctx, month: Month) -> Result<(), Failure> {
    if month > Month::of(ctx.today).next() {
        return Err(Failure::field("month", Reason::DateOutOfRange));
    }
    Ok(())
}

/// The first line of each use case here.
fn authorize(ctx: &Ctx) -> Result<(), Failure> {
    ctx.authorize(Permission::IssueInvoices)
}
