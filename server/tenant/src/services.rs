//! What subscribers are charged for, with tariffs from a day. Who has which service is the room `links`.

mod sql;

use chrono::NaiveDate;
use domain::services::{
    PRIORITY, PriceForm, RemovePriceForm, Service, ServiceCard, ServiceForm, ServiceLine, ServiceRefForm, may_begin,
};
use domain::tariffs::Version;
use domain::{Failure, Permission, Reason, typed};
use sqlx::PgConnection;

use crate::store::{OnConstraint, OrFailure, transact};
use crate::{Ctx, events, tariffs};

/// All services, by name; archived ones last.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and those of the database.
pub async fn list(ctx: &Ctx) -> Result<Vec<ServiceLine>, Failure> {
    ctx.authorize(Permission::SeeSubscribers)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    sql::list(&mut conn, ctx.today, None).await.or_failure(ctx)
}

/// A service with its tariffs, the newest first.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, and those of the database.
pub async fn show(ctx: &Ctx, id: i64) -> Result<ServiceCard, Failure> {
    ctx.authorize(Permission::SeeSubscribers)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let service = sql::list(&mut conn, ctx.today, Some(id))
        .await
        .or_failure(ctx)?
        .pop()
        .ok_or(Failure::NotFound)?;
    let charged = sql::last_charged(&mut conn, id).await.or_failure(ctx)?;
    let versions = tariffs::sql::lines(&mut conn, id, ctx.today, charged)
        .await
        .or_failure(ctx)?;
    Ok(ServiceCard { service, versions })
}

/// Registers a service with its first tariff, or changes the name, unit and priority of a known one; gives its id. What has been
/// charged keeps the name that it was charged under.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, `Invalid` by field (`name`: `Taken`), and those of the database.
pub async fn save(ctx: &Ctx, form: &ServiceForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditServices)?;
    let service = form.parse()?;
    transact(ctx, move |ctx, conn| Box::pin(save_in(ctx, conn, service))).await
}

async fn save_in(ctx: &Ctx, conn: &mut PgConnection, service: Service) -> Result<i64, Failure> {
    let (verb, saved) = match service.id {
        Some(id) => ("changed", sql::change(conn, id, &service).await),
        None => {
            let priority = service.priority.unwrap_or(PRIORITY);
            let inserted = sql::insert(conn, &service.name, &service.unit, priority, ctx.now).await;
            ("created", inserted.map(Some))
        }
    };
    let id = saved
        .on_constraint("service_name_once", "name", Reason::Taken)?
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    if let Some(version) = &service.version {
        tariffs::sql::put(conn, id, version, ctx.actor_name(), ctx.now)
            .await
            .or_failure(ctx)?;
    }
    let details = serde_json::json!({
        "name": service.name, "unit": service.unit, "priority": service.priority, "tariff": service.version,
    });
    events::record(conn, ctx, verb, "service", Some(id), details).await?;
    Ok(id)
}

/// Sets the tariff from a day on. A tariff of the same day is replaced, as long as nothing has been charged by it.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, `Invalid` (`from`: `InUse` where charges rest on the days), and those of the
/// database.
pub async fn set_price(ctx: &Ctx, form: &PriceForm) -> Result<(), Failure> {
    ctx.authorize(Permission::EditServices)?;
    let (id, version) = form.parse()?;
    transact(ctx, move |ctx, conn| Box::pin(set_price_in(ctx, conn, id, version))).await
}

async fn set_price_in(ctx: &Ctx, conn: &mut PgConnection, id: i64, version: Version) -> Result<(), Failure> {
    sql::prices_for_update(conn).await.or_failure(ctx)?;
    sql::archived_for_update(conn, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    let charged = sql::last_charged(conn, id).await.or_failure(ctx)?;
    may_begin(version.from, charged.map(domain::Month::last_day)).map_err(|reason| Failure::field("from", reason))?;
    tariffs::sql::put(conn, id, &version, ctx.actor_name(), ctx.now)
        .await
        .or_failure(ctx)?;
    events::record(conn, ctx, "priced", "service", Some(id), serde_json::json!(version)).await
}

/// Takes away a tariff that lies ahead.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, `Conflict InUse` where it holds already or charges rest on its days, and those
/// of the database.
pub async fn remove_price(ctx: &Ctx, form: &RemovePriceForm) -> Result<(), Failure> {
    ctx.authorize(Permission::EditServices)?;
    let (id, from) = form.parse()?;
    transact(ctx, move |ctx, conn| Box::pin(remove_price_in(ctx, conn, id, from))).await
}

async fn remove_price_in(ctx: &Ctx, conn: &mut PgConnection, id: i64, from: NaiveDate) -> Result<(), Failure> {
    sql::prices_for_update(conn).await.or_failure(ctx)?;
    let charged = sql::last_charged(conn, id).await.or_failure(ctx)?;
    if from <= ctx.today || may_begin(from, charged.map(domain::Month::last_day)).is_err() {
        return Err(Failure::conflict(Reason::InUse));
    }
    if !tariffs::sql::remove(conn, id, from).await.or_failure(ctx)? {
        return Err(Failure::NotFound);
    }
    let details = serde_json::json!({ "from": from });
    events::record(conn, ctx, "unpriced", "service", Some(id), details).await
}

/// Keeps prices as they are until the transaction ends: a run holds this while it computes and charges.
pub(crate) async fn hold_prices(conn: &mut PgConnection, ctx: &Ctx) -> Result<(), Failure> {
    sql::prices_for_share(conn).await.or_failure(ctx)
}

/// Puts a service into the archive: no new link can be made.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, `Conflict InUse` while links reach beyond today, `Conflict Archived`, and
/// those of the database.
pub async fn archive(ctx: &Ctx, form: &ServiceRefForm) -> Result<(), Failure> {
    ctx.authorize(Permission::EditServices)?;
    let id = typed::id(&form.id).map_err(|_| Failure::NotFound)?;
    transact(ctx, move |ctx, conn| Box::pin(archive_in(ctx, conn, id))).await
}

async fn archive_in(ctx: &Ctx, conn: &mut PgConnection, id: i64) -> Result<(), Failure> {
    if sql::archived_for_update(conn, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?
    {
        return Err(Failure::conflict(Reason::Archived));
    }
    if sql::has_links_after(conn, id, ctx.today).await.or_failure(ctx)? {
        return Err(Failure::conflict(Reason::InUse));
    }
    sql::set_archived(conn, id, Some(ctx.now)).await.or_failure(ctx)?;
    events::record(conn, ctx, "archived", "service", Some(id), serde_json::json!({})).await
}

/// Takes a service out of the archive.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`, `Conflict NotArchived`, and those of the database.
pub async fn restore(ctx: &Ctx, form: &ServiceRefForm) -> Result<(), Failure> {
    ctx.authorize(Permission::EditServices)?;
    let id = typed::id(&form.id).map_err(|_| Failure::NotFound)?;
    transact(ctx, move |ctx, conn| Box::pin(restore_in(ctx, conn, id))).await
}

async fn restore_in(ctx: &Ctx, conn: &mut PgConnection, id: i64) -> Result<(), Failure> {
    if !sql::archived_for_update(conn, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?
    {
        return Err(Failure::conflict(Reason::NotArchived));
    }
    sql::set_archived(conn, id, None).await.or_failure(ctx)?;
    events::record(conn, ctx, "restored", "service", Some(id), serde_json::json!({})).await
}
