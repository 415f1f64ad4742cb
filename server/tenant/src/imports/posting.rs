//! Posting a batch: a handful of statements over all its rows, in the order in which one thing rests on another.

mod sql;

use domain::quotas::What;
use domain::{Failure, Reason};
use sqlx::PgConnection;

use crate::store::OrFailure;
use crate::{Ctx, ledger, quotas};

/// So many lines go into one of the heavier statements, so that none of them meets the time limit of statements.
const SLICE: i32 = 10_000;

/// Registers every good row of a batch, inside the caller's transaction.
pub(super) async fn post(conn: &mut PgConnection, ctx: &Ctx, batch_id: i64) -> Result<(), Failure> {
    sql::wait_for_other_posts(conn).await.or_failure(ctx)?;
    let last_line = sql::last_line(conn, batch_id).await.or_failure(ctx)?;
    sql::insert_houses(conn, batch_id, ctx.now).await.or_failure(ctx)?;
    sql::insert_premises(conn, batch_id, ctx.now).await.or_failure(ctx)?;
    sql::insert_states(conn, batch_id).await.or_failure(ctx)?;
    let mut progress = Progress { passes: 0, last_line };
    let mut registered = 0;
    for (first, end) in slices(last_line) {
        progress.tell(ctx, first).await?;
        registered += sql::insert_subscribers(conn, batch_id, first, end, ctx.now)
            .await
            .or_failure(ctx)?;
    }
    if registered == 0 {
        return Err(Failure::conflict(Reason::FileEmpty));
    }
    // They are counted already: one too many takes all of them back.
    quotas::claim(conn, ctx, What::Subscribers, 0).await?;
    sql::refuse_left_over(conn, batch_id).await.or_failure(ctx)?;
    progress.passes = 1;
    for (first, end) in slices(last_line) {
        progress.tell(ctx, first).await?;
        sql::insert_links(conn, batch_id, first, end, ctx.now)
            .await
            .or_failure(ctx)?;
    }
    let balances = sql::balances(conn, batch_id).await.or_failure(ctx)?;
    if balances.is_empty() {
        return Ok(());
    }
    ledger::open_balances(conn, ctx, &balances).await
}

/// How far a posting is, in lines of the file. They are gone through twice.
struct Progress {
    passes: i64,
    last_line: i32,
}

impl Progress {
    /// Before the slice that begins at a line.
    async fn tell(&self, ctx: &Ctx, line: i32) -> Result<(), Failure> {
        let last = i64::from(self.last_line);
        let done = (self.passes * last + i64::from(line)) / 2;
        ctx.work.step(done, Some(last)).await
    }
}

/// The slices up to a line: the first line of each, and the line after its last.
fn slices(last_line: i32) -> impl Iterator<Item = (i32, i32)> {
    std::iter::successors(Some(0_i32), |first| first.checked_add(SLICE))
        .take_while(move |first| *first <= last_line)
        .map(|first| (first, first.saturating_add(SLICE)))
}
