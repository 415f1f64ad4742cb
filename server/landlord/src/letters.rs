//! Letters on their way out: queued with what they follow from, listed, sent again. Who carries them to a mail server is
//! not known here.

mod sql;

use chrono::{DateTime, TimeDelta, Utc};
use domain::jobs::Task;
use domain::landlords::Permission;
use domain::mail::{Letter, LetterCard, LetterLine, LetterQuery, LetterRefForm, Status};
use domain::{Count, Failure, Page, Reason, typed};
use serde_json::json;
use sqlx::PgConnection;

use crate::store::OrFailure;
use crate::{Ctx, events, jobs};

/// After so many attempts a letter is given up.
pub const ATTEMPTS: i32 = 8;
/// The first attempt that failed is repeated after this time; each further one waits twice as long.
const FIRST_WAIT: TimeDelta = TimeDelta::minutes(1);
/// Whoever has claimed a letter has this long; then another may take it over. Longer than any attempt may take.
const LEASE: TimeDelta = TimeDelta::minutes(5);

/// Queues a letter in the transaction of what it follows from. `key` says what the letter is about once and for all: the
/// same key again changes nothing. Says whether it is new.
///
/// # Errors
/// As every statement.
pub async fn queue(
    conn: &mut PgConnection,
    ctx: &Ctx,
    key: &str,
    tenant_id: Option<i64>,
    letter: &Letter,
) -> Result<bool, Failure> {
    // A name that can't exist (RFC 2606): trial tenants have such addresses.
    if letter.to.ends_with(".invalid") {
        return Ok(false);
    }
    let is_new = sql::insert(&mut *conn, key, tenant_id, letter, ctx.now)
        .await
        .or_failure(ctx)?;
    if is_new {
        jobs::ask_soon(conn, ctx, Task::SendLetters).await?;
    }
    Ok(is_new)
}

/// Queues a letter that a tenant's outbox holds. The tenant and the outbox's id are its key, so that a letter handed over
/// twice is one letter.
///
/// # Errors
/// `Forbidden` for anybody but the program itself; as every statement.
pub async fn take_over(ctx: &Ctx, tenant_id: i64, outbox_id: i64, letter: &Letter) -> Result<bool, Failure> {
    only_the_program(ctx)?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let key = format!("outbox/{tenant_id}/{outbox_id}");
    let is_new = queue(&mut transaction, ctx, &key, Some(tenant_id), letter).await?;
    transaction.commit().await.or_failure(ctx)?;
    Ok(is_new)
}

/// A page of the letters, the latest first, without their texts.
///
/// # Errors
/// `SignedOut`, `Forbidden`; as every statement.
pub async fn list(ctx: &Ctx, query: &LetterQuery) -> Result<Page<LetterLine>, Failure> {
    ctx.authorize(Permission::SeeTenants)?;
    let status = Status::from_code(query.status.trim()).map(Status::code);
    let after = query.after.trim().parse().unwrap_or(i64::MAX);
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    let lines = sql::list(&mut conn, status, after).await.or_failure(ctx)?;
    let counted = sql::count(&mut conn, status).await.or_failure(ctx)?;
    Ok(Page::cut(lines, Count::capped(counted), |line| line.id.to_string()))
}

/// One letter; its text only for those who may read letters, since a one-time link may stand in it.
///
/// # Errors
/// `NotFound`; `SignedOut`, `Forbidden`; as every statement.
pub async fn show(ctx: &Ctx, id: i64) -> Result<LetterCard, Failure> {
    ctx.authorize(Permission::SeeTenants)?;
    let may_read = ctx.authorize(Permission::ReadLetters).is_ok();
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    let mut card = sql::card(&mut conn, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    card.body = card.body.filter(|body| may_read && !body.is_empty());
    card.may_retry = may_read && matches!(card.line.status, Status::Failed | Status::Kept);
    Ok(card)
}

/// Puts a letter that was given up, or kept, back into the queue.
///
/// # Errors
/// `NotFound`; `Conflict(WrongStatus)` for one that waits or has been sent; `SignedOut`, `Forbidden`.
pub async fn retry(ctx: &Ctx, form: &LetterRefForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::ReadLetters)?;
    let id = typed::id(&form.id).map_err(|_| Failure::NotFound)?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let status = sql::status_for_update(&mut transaction, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    if !matches!(status, Status::Failed | Status::Kept) {
        return Err(Failure::conflict(Reason::WrongStatus));
    }
    sql::requeue(&mut transaction, id, ctx.now).await.or_failure(ctx)?;
    jobs::ask_soon(&mut transaction, ctx, Task::SendLetters).await?;
    events::record(&mut transaction, ctx, "requeued", "letter", Some(id), json!({})).await?;
    transaction.commit().await.or_failure(ctx)?;
    Ok(id)
}

/// A letter in the hands of whoever sends it. It may hold a one-time link, so it has no `Debug`.
pub struct Claimed {
    /// The id.
    pub id: i64,
    /// The address it goes to.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
    /// Which attempt this is, from 1.
    pub attempt: i32,
    /// When it was queued.
    pub created_at: DateTime<Utc>,
}

/// Claims the letter that has been due longest; what another has in its hands is passed over. Whoever claims and then
/// dies holds it up for five minutes and no longer.
///
/// # Errors
/// `Forbidden` for anybody but the program itself; as every statement.
pub async fn claim(ctx: &Ctx) -> Result<Option<Claimed>, Failure> {
    only_the_program(ctx)?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    sql::claim(&mut conn, ctx.now, ctx.now + LEASE).await.or_failure(ctx)
}

/// The mail server took a letter: its text goes, since it is where it belongs.
///
/// # Errors
/// As [`claim`].
pub async fn mark_sent(ctx: &Ctx, letter: &Claimed) -> Result<(), Failure> {
    only_the_program(ctx)?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    sql::mark_sent(&mut conn, letter.id, letter.attempt, ctx.now)
        .await
        .or_failure(ctx)
}

/// An attempt failed: the letter waits, or is given up after the last attempt. Says whether it was given up.
///
/// # Errors
/// As [`claim`].
pub async fn mark_refused(ctx: &Ctx, letter: &Claimed, cause: &str) -> Result<bool, Failure> {
    only_the_program(ctx)?;
    let given_up = letter.attempt >= ATTEMPTS;
    let status = if given_up { Status::Failed } else { Status::Queued };
    let cause: String = cause.chars().filter(|c| !c.is_control()).take(300).collect();
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    let next = ctx.now + wait_after(letter.attempt);
    sql::mark_refused(&mut conn, letter.id, letter.attempt, status, &cause, next)
        .await
        .or_failure(ctx)?;
    Ok(given_up)
}

/// One minute after the first attempt, two after the second, four after the third.
fn wait_after(attempt: i32) -> TimeDelta {
    let doublings = u32::try_from(attempt - 1).unwrap_or_default().min(10);
    FIRST_WAIT * 2_i32.saturating_pow(doublings)
}

/// Without a mail server what is due is kept, to be read in the console. Says how many.
///
/// # Errors
/// As [`claim`].
pub async fn keep_due(ctx: &Ctx) -> Result<u64, Failure> {
    only_the_program(ctx)?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    sql::keep_due(&mut conn, ctx.now).await.or_failure(ctx)
}

/// The last letters with their texts, the latest first: for the command line.
///
/// # Errors
/// `SignedOut`, `Forbidden`; as every statement.
pub async fn last(ctx: &Ctx, limit: i64) -> Result<Vec<LetterCard>, Failure> {
    ctx.authorize(Permission::ReadLetters)?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    sql::last(&mut conn, limit).await.or_failure(ctx)
}

fn only_the_program(ctx: &Ctx) -> Result<(), Failure> {
    ctx.authorize(Permission::ReadLetters)?;
    if ctx.actor == crate::Actor::System {
        Ok(())
    } else {
        Err(Failure::Forbidden)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_from_a_minute() {
        let waits: Vec<i64> = (1..=8).map(|attempt| wait_after(attempt).num_minutes()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128]);
        assert_eq!(wait_after(0).num_minutes(), 1);
    }
}
