//! Tenants: create, show, change, trash, restore, and delete for good.

mod copies;
mod creation;
pub(crate) mod life;
mod list;
mod sql;
mod terms;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::landlords::Permission;
use domain::tenants::{Slug, TenantCard, TenantForm};
use domain::{Failure, Reason};
use serde_json::json;
use sqlx::PgConnection;

use crate::registry::{Found, Resident};
use crate::store::{OrFailure, on_constraint};
use crate::{Ctx, events, jobs};

pub use copies::{duplicate, end_copy, make_copy, make_own_copy};
use creation::context;
pub use creation::create;
pub(crate) use creation::{next_id, take_back};
pub use life::{Emptied, by_slug, empty_trash, part_of_all, purge, restore, resume, suspend, trash};
pub use list::{list, names};
pub use terms::set_terms;

/// One tenant's card.
///
/// # Errors
/// `NotFound`, and as [`list`].
pub async fn show(ctx: &Ctx, id: i64) -> Result<TenantCard, Failure> {
    ctx.authorize(Permission::SeeTenants)?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    let mut card = sql::card(&mut conn, id, &ctx.home.address)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    card.former_slugs = sql::former_labels(&mut conn, id).await.or_failure(ctx)?;
    card.figures = list::figures(&mut conn, id).await.or_failure(ctx)?;
    card.traffic = list::traffic(&mut conn, id, ctx.now).await.or_failure(ctx)?;
    card.quotas = terms::quotas(&mut conn, id).await.or_failure(ctx)?;
    card.purge_at = card
        .trashed_at
        .map(|at| at + chrono::TimeDelta::days(ctx.home.trash_days));
    card.today = ctx
        .now
        .with_timezone(&zone(&card.time_zone).unwrap_or(Tz::UTC))
        .date_naive();
    Ok(card)
}

/// Changes a tenant. A changed slug moves the address; the former one redirects from then on.
///
/// # Errors
/// `Invalid` with reasons; `NotFound`; as [`list`].
pub async fn change(ctx: &Ctx, form: &TenantForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditTenants)?;
    let change = form.parse()?;
    zone(&change.time_zone).map_err(|reason| Failure::field("time_zone", reason))?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let old_slug = sql::slug_for_update(&mut transaction, change.id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    let old = sql::card(&mut transaction, change.id, &ctx.home.address)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    if old_slug != change.slug.as_str() {
        move_label(ctx, &mut transaction, change.id, &change.slug).await?;
    }
    sql::update(&mut transaction, &change).await.or_failure(ctx)?;
    let details = json!({
        "slug": { "from": old_slug, "to": change.slug.as_str() },
        "name": { "from": old.name, "to": change.name },
        "time_zone": { "from": old.time_zone, "to": change.time_zone },
        "contact_email": { "from": old.contact_email, "to": change.contact_email },
        "contact_phone": { "from": old.contact_phone, "to": change.contact_phone },
    });
    events::record(&mut transaction, ctx, "changed", "tenant", Some(change.id), details).await?;
    transaction.commit().await.or_failure(ctx)?;
    ctx.registry.forget(change.id).await;
    Ok(change.id)
}

/// The new label becomes the current one; it may be a former one of the same tenant, but nobody else's.
async fn move_label(ctx: &Ctx, conn: &mut PgConnection, id: i64, slug: &Slug) -> Result<(), Failure> {
    sql::retire_labels(&mut *conn, id).await.or_failure(ctx)?;
    if sql::revive_label(&mut *conn, id, slug.as_str()).await.or_failure(ctx)? {
        return Ok(());
    }
    let taken = sql::insert_label(&mut *conn, id, slug.as_str(), ctx.now).await;
    on_constraint(taken, ctx, "tenant_host_pkey", "slug", Reason::Taken)
}

/// The context of the program itself in a tenant in service: what the command line works with.
///
/// # Errors
/// `NotFound` when no tenant is in service under that slug.
pub async fn inside(ctx: &Ctx, slug: &str) -> Result<tenant::Ctx, Failure> {
    ctx.authorize(Permission::EditTenants)?;
    let Found::Serve(resident) = ctx.registry.find(slug, &ctx.request_id).await? else {
        return Err(Failure::NotFound);
    };
    enter(ctx, &resident).await
}

/// The context of the program itself in a tenant in service. Whoever calls it has authorised what is done there.
///
/// # Errors
/// `Unreachable` and `Busy`, as [`crate::Registry::pool`].
pub async fn enter(ctx: &Ctx, resident: &Resident) -> Result<tenant::Ctx, Failure> {
    Ok(tenant::Ctx {
        tenant: resident.tenant.clone(),
        actor: tenant::Actor::System,
        db: ctx.registry.pool(resident).await?,
        files: ctx.home.files.of(&resident.database),
        outbox: tenant::outbox::Touched::default(),
        work: jobs::work_of(ctx, resident.id),
        now: ctx.now,
        today: business_day(ctx.now, resident.time_zone),
        request_id: ctx.request_id.clone(),
    })
}

/// The public address of a tenant in service, without a slash at its end.
///
/// # Errors
/// `NotFound` when no tenant is in service under that slug.
pub async fn url(ctx: &Ctx, slug: &str) -> Result<String, Failure> {
    ctx.authorize(Permission::SeeTenants)?;
    match ctx.registry.find(slug, &ctx.request_id).await? {
        Found::Serve(resident) => Ok(resident.url.clone()),
        _ => Err(Failure::NotFound),
    }
}

/// The business day of an instant in a zone.
#[must_use]
pub fn business_day(now: DateTime<Utc>, zone: Tz) -> chrono::NaiveDate {
    now.with_timezone(&zone).date_naive()
}

fn zone(name: &str) -> Result<Tz, Reason> {
    name.parse().map_err(|_| Reason::NotAChoice)
}
