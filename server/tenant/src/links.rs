//! Who has which service from when to when. What a link costs is computed by the run over a month, not here.

mod sql;

use domain::links::{EndLinkForm, Link, LinkForm, LinkLine};
use domain::{Failure, Month, Permission, Reason};
use sqlx::PgConnection;

use crate::store::{OnConstraint, OrFailure, transact};
use crate::{Ctx, events};

/// Links a service to a subscriber; gives the link's id.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound` without such a subscriber, `Invalid` by field (`from`: `Overlaps` another
/// link of the service), `Conflict Archived` where either is in the archive, and those of the database.
pub async fn add(ctx: &Ctx, form: &LinkForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditLinks)?;
    let link = form.parse()?;
    transact(ctx, move |ctx, conn| Box::pin(add_in(ctx, conn, link))).await
}

async fn add_in(ctx: &Ctx, conn: &mut PgConnection, link: Link) -> Result<i64, Failure> {
    let subscriber_archived = sql::subscriber_archived_for_update(conn, link.subscriber_id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    let service_archived = sql::service_archived_for_update(conn, link.service_id)
        .await
        .or_failure(ctx)?
        .ok_or_else(|| Failure::field("service_id", Reason::Unknown))?;
    if subscriber_archived || service_archived {
        return Err(Failure::conflict(Reason::Archived));
    }
    let id = sql::insert(conn, &link, ctx.now)
        .await
        .on_constraint("service_link_does_not_overlap", "from", Reason::Overlaps)?
        .or_failure(ctx)?;
    let details = serde_json::json!({
        "subscriber": link.subscriber_id, "service": link.service_id, "from": link.from, "to": link.to,
        "quantity": link.quantity.to_string(),
    });
    events::record(conn, ctx, "added", "link", Some(id), details).await?;
    Ok(id)
}

/// Sets the last day of a link; gives the subscriber's id.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, `Conflict Archived` of an archived subscriber, `Invalid` on `to`: before the
/// link begins, `InUse` where charges rest on the days (taken away, or left out of a charged month), `Overlaps`.
pub async fn end(ctx: &Ctx, form: &EndLinkForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditLinks)?;
    let (id, to) = form.parse()?;
    transact(ctx, move |ctx, conn| Box::pin(end_in(ctx, conn, id, to))).await
}

async fn end_in(ctx: &Ctx, conn: &mut PgConnection, id: i64, to: chrono::NaiveDate) -> Result<i64, Failure> {
    let subscriber_id = sql::subscriber_of(conn, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    // The subscriber's lock first, as everything that moves money takes it: a run can't charge the link meanwhile.
    let archived = sql::subscriber_archived_for_update(conn, subscriber_id)
        .await
        .or_failure(ctx)?;
    if archived == Some(true) {
        return Err(Failure::conflict(Reason::Archived));
    }
    let known = sql::period(conn, id).await.or_failure(ctx)?.ok_or(Failure::NotFound)?;
    if to < known.from {
        return Err(Failure::field("to", Reason::EndsBeforeItBegins));
    }
    if let Some(charged) = known.last_charged {
        // A month is charged once: days added to it would stay free, days taken from it would stay paid.
        let extends = known.to.is_some_and(|old| old < to && old < charged.last_day());
        let cuts = to < charged.last_day() && known.to.is_none_or(|old| to < old);
        if extends || cuts {
            return Err(Failure::field("to", Reason::InUse));
        }
    }
    sql::set_end(conn, id, to)
        .await
        .on_constraint("service_link_does_not_overlap", "to", Reason::Overlaps)?
        .or_failure(ctx)?;
    let details = serde_json::json!({ "subscriber": subscriber_id, "was": known.to, "to": to });
    events::record(conn, ctx, "ended", "link", Some(id), details).await?;
    Ok(subscriber_id)
}

/// A subscriber's links, current ones first.
pub(crate) async fn of_subscriber(
    conn: &mut PgConnection,
    ctx: &Ctx,
    subscriber_id: i64,
) -> Result<Vec<LinkLine>, Failure> {
    sql::of_subscriber(conn, subscriber_id, ctx.today).await.or_failure(ctx)
}

/// What is known of a link before it is ended.
pub(crate) struct Period {
    /// The first day.
    from: chrono::NaiveDate,
    /// The last day, if known.
    to: Option<chrono::NaiveDate>,
    /// The latest month that has been charged.
    last_charged: Option<Month>,
}
