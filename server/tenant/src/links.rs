//! Who has which service from when to when. What links cost is charged by the run over a month, not here.

mod pauses;
mod sql;

use domain::links::{EndLinkForm, Link, LinkForm, LinkLine};
use domain::{Failure, Month, Permission, Reason, tariffs as meaning};
use sqlx::PgConnection;

pub use pauses::{end_pause, pause, remove_pause};

use crate::store::{OnConstraint, OrFailure, transact};
use crate::{Ctx, events, tariffs};

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
        "quantity": link.quantity, "price": link.price,
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

/// A subscriber's links, current ones first, each with its pauses and with what this month costs.
pub(crate) async fn of_subscriber(
    conn: &mut PgConnection,
    ctx: &Ctx,
    subscriber_id: i64,
) -> Result<Vec<LinkLine>, Failure> {
    let mut links = sql::of_subscriber(conn, subscriber_id, ctx.today)
        .await
        .or_failure(ctx)?;
    for (link_id, pause) in sql::pauses(conn, subscriber_id).await.or_failure(ctx)? {
        if let Some(link) = links.iter_mut().find(|link| link.id == link_id) {
            link.pauses.push(pause);
        }
    }
    let linked: Vec<_> = links.iter().map(linked).collect();
    let mut lines = tariffs::month_of(conn, ctx, subscriber_id, &linked, Month::of(ctx.today)).await?;
    for link in &mut links {
        link.lines = lines.remove(&link.id).unwrap_or_default();
    }
    Ok(links)
}

fn linked(line: &LinkLine) -> tariffs::Linked {
    let pause = |pause: &domain::links::PauseLine| meaning::Pause {
        from: pause.from,
        to: pause.to,
    };
    tariffs::Linked {
        id: line.id,
        service_id: line.service_id,
        link: meaning::Link {
            from: line.from,
            to: line.to,
            quantity: line.quantity,
            price: line.own_price,
        },
        pauses: line.pauses.iter().map(pause).collect(),
    }
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
