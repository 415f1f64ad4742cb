//! Promised payments and instalment plans. They stop reminders, not penalties. Whether one is kept is decided by
//! `domain::promises::review` out of what was paid since; a broken one is a task for somebody.

mod sql;

use domain::promises::{
    CancelForm, Promise, PromiseCard, PromiseForm, PromiseLine, PromiseQuery, Reviewed, SeenForm, State,
    SubscriberPromises, review as decide,
};
use domain::{Count, Failure, Page, Permission, Reason};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::store::{OnConstraint, OrFailure, transact};
use crate::{Ctx, events, ledger};

/// The latest promises that the card shows.
const SHOWN: i64 = 5;

/// Takes a promise or agrees on a plan; gives its id. One at a time for a subscriber; the same key is the same promise.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound` without such a subscriber, `Invalid` by field, `Conflict PromiseOpen` where one
/// is open, `Conflict Archived`, `Conflict KeyReused`, and those of the database.
pub async fn take(ctx: &Ctx, form: &PromiseForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::TakePromises)?;
    let promise = form.parse(ctx.today)?;
    transact(ctx, move |ctx, conn| Box::pin(take_in(ctx, conn, promise))).await
}

async fn take_in(ctx: &Ctx, conn: &mut PgConnection, promise: Promise) -> Result<i64, Failure> {
    ledger::lock(conn, ctx, &[promise.subscriber_id]).await?;
    let archived = sql::subscriber_archived(conn, promise.subscriber_id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    if let Some((id, subscriber_id, amount)) = sql::by_key(conn, promise.key).await.or_failure(ctx)? {
        let same = subscriber_id == promise.subscriber_id && amount == promise.amount;
        return same.then_some(id).ok_or(Failure::conflict(Reason::KeyReused));
    }
    if archived {
        return Err(Failure::conflict(Reason::Archived));
    }
    // One whose day is over stands in nobody's way, whether the night has judged it yet or not.
    review_in(ctx, conn, Some(promise.subscriber_id)).await?;
    if sql::is_open(conn, promise.subscriber_id).await.or_failure(ctx)? {
        return Err(Failure::conflict(Reason::PromiseOpen));
    }
    let id = sql::insert(conn, &promise, ctx.today, ctx.actor_name(), ctx.now)
        .await
        .on_constraint("promise_key_once", "key", Reason::KeyReused)?
        .or_failure(ctx)?;
    let details = serde_json::json!({
        "subscriber": promise.subscriber_id, "kind": promise.kind, "amount": promise.amount, "parts": promise.parts,
    });
    events::record(conn, ctx, "taken", "promise", Some(id), details).await?;
    Ok(id)
}

/// Ends an open promise for a reason; gives the subscriber's id.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, `Invalid` without a reason, `Conflict WrongStatus` when it is not open, and those of
/// the database.
pub async fn cancel(ctx: &Ctx, form: &CancelForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::TakePromises)?;
    let (id, reason) = form.parse()?;
    transact(ctx, move |ctx, conn| Box::pin(cancel_in(ctx, conn, id, reason))).await
}

async fn cancel_in(ctx: &Ctx, conn: &mut PgConnection, id: i64, reason: String) -> Result<i64, Failure> {
    let subscriber_id = sql::subscriber_of(conn, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    ledger::lock(conn, ctx, &[subscriber_id]).await?;
    if !sql::end(conn, id, State::Cancelled, ctx.now).await.or_failure(ctx)? {
        return Err(Failure::conflict(Reason::WrongStatus));
    }
    let details = serde_json::json!({ "id": id, "subscriber": subscriber_id });
    events::record_with_reason(conn, ctx, "cancelled", "promise", &reason, details).await?;
    Ok(subscriber_id)
}

/// Notes that the context's actor takes care of a broken promise: it leaves the list of tasks. Again is harmless.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, `Conflict WrongStatus` when it is not broken, and those of the database.
pub async fn take_care(ctx: &Ctx, form: &SeenForm) -> Result<(), Failure> {
    ctx.authorize(Permission::TakePromises)?;
    let id = form.parse()?;
    transact(ctx, move |ctx, conn| Box::pin(take_care_in(ctx, conn, id))).await
}

async fn take_care_in(ctx: &Ctx, conn: &mut PgConnection, id: i64) -> Result<(), Failure> {
    let Some((state, seen)) = sql::state_for_update(conn, id).await.or_failure(ctx)? else {
        return Err(Failure::NotFound);
    };
    if state != State::Broken {
        return Err(Failure::conflict(Reason::WrongStatus));
    }
    if seen {
        return Ok(());
    }
    sql::set_seen(conn, id, ctx.actor_name(), ctx.now)
        .await
        .or_failure(ctx)?;
    events::record(conn, ctx, "taken_care_of", "promise", Some(id), serde_json::json!({})).await
}

/// Judges all open promises by what was paid since. The nightly job calls it; running it again changes nothing.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and those of the database.
pub async fn review(ctx: &Ctx) -> Result<Reviewed, Failure> {
    ctx.authorize(Permission::TakePromises)?;
    transact(ctx, move |ctx, conn| Box::pin(review_in(ctx, conn, None))).await
}

async fn review_in(ctx: &Ctx, conn: &mut PgConnection, subscriber_id: Option<i64>) -> Result<Reviewed, Failure> {
    let mut done = Reviewed::default();
    for open in sql::open(conn, subscriber_id, ctx.today).await.or_failure(ctx)? {
        let state = decide(&open.parts, open.paid, ctx.today);
        // Somebody may have ended it since it was read.
        if state == State::Open || !sql::end(conn, open.id, state, ctx.now).await.or_failure(ctx)? {
            continue;
        }
        match state {
            State::Kept => done.kept += 1,
            _ => done.broken += 1,
        }
        let details = serde_json::json!({ "subscriber": open.subscriber_id, "paid": open.paid });
        events::record(conn, ctx, state.code(), "promise", Some(open.id), details).await?;
    }
    Ok(done)
}

/// The promises of a subscriber; an open one is judged on the way.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, and those of the database.
pub async fn of_subscriber(ctx: &Ctx, subscriber_id: i64) -> Result<SubscriberPromises, Failure> {
    ctx.authorize(Permission::SeeSubscribers)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let archived = sql::subscriber_archived(&mut conn, subscriber_id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    let open = sql::open(&mut conn, Some(subscriber_id), ctx.today)
        .await
        .or_failure(ctx)?;
    let due = open
        .iter()
        .any(|open| decide(&open.parts, open.paid, ctx.today) != State::Open);
    if due && ctx.authorize(Permission::TakePromises).is_ok() {
        drop(conn);
        let judged = transact(ctx, move |ctx, conn| {
            Box::pin(review_in(ctx, conn, Some(subscriber_id)))
        })
        .await;
        // The page can be read while nothing can be written; the night will judge.
        if let Err(failure) = judged {
            tracing::warn!(request_id = ctx.request_id, tenant = ctx.tenant.slug, %failure, "a promise was not judged");
        }
        conn = ctx.db.acquire().await.or_failure(ctx)?;
    }
    let promises: Vec<PromiseCard> = sql::cards(&mut conn, subscriber_id, SHOWN, ctx.today)
        .await
        .or_failure(ctx)?;
    let is_open = promises.iter().any(|card| card.line.state == State::Open);
    Ok(SubscriberPromises {
        subscriber_id,
        key: Uuid::new_v4(),
        today: ctx.today,
        debt: ledger::balance(&mut conn, ctx, subscriber_id)
            .await?
            .max(domain::Money::ZERO),
        may_promise: !archived && !is_open,
        promises,
    })
}

/// A page of promises, the newest first.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and those of the database.
pub async fn list(ctx: &Ctx, query: &PromiseQuery) -> Result<Page<PromiseLine>, Failure> {
    ctx.authorize(Permission::SeeSubscribers)?;
    let wanted = match query.show.as_str() {
        "broken" => Some(State::Broken),
        "open" => Some(State::Open),
        _ => None,
    };
    let before = query.after.trim().parse().unwrap_or(i64::MAX);
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let rows = sql::list(&mut conn, wanted, before).await.or_failure(ctx)?;
    let counted = sql::count(&mut conn, wanted).await.or_failure(ctx)?;
    Ok(Page::cut(rows, Count::capped(counted), |line| line.id.to_string()))
}

/// An open promise with what decides over it.
struct Open {
    id: i64,
    subscriber_id: i64,
    parts: Vec<domain::promises::Due>,
    paid: domain::Money,
}
