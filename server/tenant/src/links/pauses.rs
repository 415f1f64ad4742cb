//! Pauses of a link: days on which it is not charged. Days of charged months don't change sides.

use domain::links::{EndLinkForm, NewPause, PauseForm, PauseRefForm, may_change};
use domain::{Failure, Permission, Reason, typed};
use sqlx::PgConnection;

use super::{Period, sql};
use crate::store::{OnConstraint, OrFailure, transact};
use crate::{Ctx, events};

/// Adds a pause; gives the subscriber's id.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, `Conflict Archived` of an archived subscriber, `Invalid` on `from`: `Charged`
/// where an invoice stands on its days, `Overlaps` another pause; and those of the database.
pub async fn pause(ctx: &Ctx, form: &PauseForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditLinks)?;
    let pause = form.parse()?;
    transact(ctx, move |ctx, conn| Box::pin(pause_in(ctx, conn, pause))).await
}

async fn pause_in(ctx: &Ctx, conn: &mut PgConnection, pause: NewPause) -> Result<i64, Failure> {
    let (subscriber_id, known) = locked(ctx, conn, pause.link_id).await?;
    may_change(pause.from, known.last_charged).map_err(|reason| Failure::field("from", reason))?;
    let id = sql::insert_pause(conn, &pause, ctx.actor_name(), ctx.now)
        .await
        .on_constraint("link_pause_does_not_overlap", "from", Reason::Overlaps)?
        .or_failure(ctx)?;
    let details = serde_json::json!({
        "subscriber": subscriber_id, "pause": id, "from": pause.from, "to": pause.to, "reason": pause.reason,
    });
    events::record(conn, ctx, "paused", "link", Some(pause.link_id), details).await?;
    Ok(subscriber_id)
}

/// Sets the last day of a pause; gives the subscriber's id.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, `Conflict Archived`, `Invalid` on `to`: before the pause begins, `Charged` where
/// an invoice stands on a day that changes sides, `Overlaps`; and those of the database.
pub async fn end_pause(ctx: &Ctx, form: &EndLinkForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditLinks)?;
    let (id, to) = form.parse()?;
    transact(ctx, move |ctx, conn| Box::pin(end_pause_in(ctx, conn, id, to))).await
}

async fn end_pause_in(ctx: &Ctx, conn: &mut PgConnection, id: i64, to: chrono::NaiveDate) -> Result<i64, Failure> {
    let (link_id, from, before) = sql::pause(conn, id).await.or_failure(ctx)?.ok_or(Failure::NotFound)?;
    let (subscriber_id, known) = locked(ctx, conn, link_id).await?;
    if to < from {
        return Err(Failure::field("to", Reason::EndsBeforeItBegins));
    }
    if before != Some(to) {
        let last_alike = before.map_or(to, |before| before.min(to));
        may_change(last_alike.succ_opt().unwrap_or(last_alike), known.last_charged)
            .map_err(|reason| Failure::field("to", reason))?;
    }
    sql::set_pause_end(conn, id, to)
        .await
        .on_constraint("link_pause_does_not_overlap", "to", Reason::Overlaps)?
        .or_failure(ctx)?;
    let details = serde_json::json!({ "subscriber": subscriber_id, "pause": id, "was": before, "to": to });
    events::record(conn, ctx, "resumed", "link", Some(link_id), details).await?;
    Ok(subscriber_id)
}

/// Takes a pause away; gives the subscriber's id.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, `Conflict Archived`, `Conflict Charged` where an invoice stands on its days; and
/// those of the database.
pub async fn remove_pause(ctx: &Ctx, form: &PauseRefForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditLinks)?;
    let id = typed::id(&form.id).map_err(|_| Failure::NotFound)?;
    transact(ctx, move |ctx, conn| Box::pin(remove_pause_in(ctx, conn, id))).await
}

async fn remove_pause_in(ctx: &Ctx, conn: &mut PgConnection, id: i64) -> Result<i64, Failure> {
    let (link_id, from, to) = sql::pause(conn, id).await.or_failure(ctx)?.ok_or(Failure::NotFound)?;
    let (subscriber_id, known) = locked(ctx, conn, link_id).await?;
    may_change(from, known.last_charged).map_err(Failure::conflict)?;
    sql::remove_pause(conn, id).await.or_failure(ctx)?;
    let details = serde_json::json!({ "subscriber": subscriber_id, "pause": id, "from": from, "to": to });
    events::record(conn, ctx, "unpaused", "link", Some(link_id), details).await?;
    Ok(subscriber_id)
}

/// The subscriber of a link, locked as everything locks it that moves money, and what is known of the link.
async fn locked(ctx: &Ctx, conn: &mut PgConnection, link_id: i64) -> Result<(i64, Period), Failure> {
    let subscriber_id = sql::subscriber_of(conn, link_id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    let archived = sql::subscriber_archived_for_update(conn, subscriber_id)
        .await
        .or_failure(ctx)?;
    if archived == Some(true) {
        return Err(Failure::conflict(Reason::Archived));
    }
    let known = sql::period(conn, link_id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    Ok((subscriber_id, known))
}
