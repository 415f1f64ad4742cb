//! Tenants: create, show, change, trash, restore, and delete for good.
//!
//! What creates or removes a database can't share a transaction with the catalogue's row, so creation compensates: a
//! failure leaves neither row nor database nor role.

mod life;
mod sql;

use std::time::Instant;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::landlords::Permission;
use domain::mail::{Kind, Link, letter};
use domain::tenants::{Created, NewTenant, NewTenantForm, Slug, TenantCard, TenantForm, TenantLine};
use domain::users::InviteForm;
use domain::{Failure, Offsets, Reason, Role};
use serde_json::json;

use crate::registry::{Found, Resident};
use crate::store::{OrFailure, on_constraint};
use crate::{Ctx, events, letters, provision, schema};

pub use life::{after, by_slug, migrate_all, purge, restore, trash};

/// The tenants whose name, address or e-mail holds the typed text; `show` is `trashed` or nothing for those in service.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and as every statement.
pub async fn list(ctx: &Ctx, q: &str, show: &str) -> Result<Vec<TenantLine>, Failure> {
    ctx.authorize(Permission::SeeTenants)?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    let pattern = format!(
        "%{}%",
        q.trim()
            .to_lowercase()
            .replace('\\', r"\\")
            .replace('%', r"\%")
            .replace('_', r"\_")
    );
    let rows = sql::list(&mut conn, &pattern, show == "trashed")
        .await
        .or_failure(ctx)?;
    Ok(rows.into_iter().map(|row| row.into_line(&ctx.home.address)).collect())
}

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
    card.today = ctx
        .now
        .with_timezone(&zone(&card.time_zone).unwrap_or(Tz::UTC))
        .date_naive();
    Ok(card)
}

/// Opens a tenant: the row, the role, the database, the first administrator. The work goes on in a task of its own, so
/// that a client that hangs up leaves nothing half made.
///
/// # Errors
/// `Invalid` with reasons; `SignedOut`, `Forbidden`; as every statement.
pub async fn create(ctx: &Ctx, form: &NewTenantForm) -> Result<Created, Failure> {
    ctx.authorize(Permission::EditTenants)?;
    let new = form.parse()?;
    zone(&new.time_zone).map_err(|reason| Failure::field("time_zone", reason))?;
    let own = ctx.clone();
    let task = tokio::spawn(async move { create_in_task(&own, new).await });
    task.await.unwrap_or_else(|error| {
        tracing::error!(request_id = ctx.request_id, %error, "a creation's task ended early");
        Err(Failure::Internal {
            reference: ctx.request_id.clone(),
        })
    })
}

async fn create_in_task(ctx: &Ctx, new: NewTenant) -> Result<Created, Failure> {
    let started = Instant::now();
    let id = claim(ctx, &new).await?;
    match equip(ctx, id, &new, started).await {
        Ok(created) => Ok(created),
        Err(failure) => {
            compensate(ctx, id).await;
            Err(failure)
        }
    }
}

/// Takes the address and the row, in the status «creating»: nobody is let in yet.
async fn claim(ctx: &Ctx, new: &NewTenant) -> Result<i64, Failure> {
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let mut id = sql::next_id(&mut transaction).await.or_failure(ctx)?;
    while !provision::is_free(&ctx.home, id).await.or_failure(ctx)? {
        tracing::warn!(
            request_id = ctx.request_id,
            tenant_id = id,
            "an earlier installation left a database or role of that number"
        );
        id = sql::next_id(&mut transaction).await.or_failure(ctx)?;
    }
    let database = provision::database_of(&ctx.home, id);
    sql::insert(&mut transaction, id, new, &database, schema::tenant_version(), ctx.now)
        .await
        .or_failure(ctx)?;
    let taken = sql::insert_label(&mut transaction, id, new.slug.as_str(), ctx.now).await;
    on_constraint(taken, ctx, "tenant_host_pkey", "slug", Reason::Taken)?;
    transaction.commit().await.or_failure(ctx)?;
    Ok(id)
}

/// Database, role, first administrator; then the door opens.
async fn equip(ctx: &Ctx, id: i64, new: &NewTenant, started: Instant) -> Result<Created, Failure> {
    provision::ensure_template(&ctx.home).await.or_failure(ctx)?;
    provision::create(&ctx.home, id).await.or_failure(ctx)?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let taken_ms = i32::try_from(started.elapsed().as_millis()).unwrap_or(i32::MAX);
    sql::activate(&mut transaction, id, taken_ms).await.or_failure(ctx)?;
    events::record(
        &mut transaction,
        ctx,
        "created",
        "tenant",
        Some(id),
        json!({ "slug": new.slug.as_str(), "name": new.name }),
    )
    .await?;
    let inside = context(ctx, id, new).await?;
    let admin = InviteForm {
        name: new.admin_email.clone(),
        email: new.admin_email.clone(),
        role: Role::Admin.code().to_owned(),
    };
    let link = tenant::users::create(&inside, &admin).await?;
    inside.db.close().await;
    let url = ctx.home.address.tenant(new.slug.as_str());
    let invitation = format!("{url}{}", link.path);
    let about = Link {
        to: &link.email,
        place: &new.name,
        link: &invitation,
        hours: (link.expires_at - ctx.now).num_hours(),
    };
    let letter = letter(new.language, Kind::Invitation, &about);
    letters::queue(&mut transaction, ctx, &format!("first_admin/{id}"), Some(id), &letter).await?;
    transaction.commit().await.or_failure(ctx)?;
    ctx.registry.forget(id).await;
    Ok(Created {
        id,
        name: new.name.clone(),
        invitation,
        invited: link.email,
        url,
        created_in_ms: taken_ms,
    })
}

/// A context of the program itself in a tenant that is being made; its pool is not the registry's.
async fn context(ctx: &Ctx, id: i64, new: &NewTenant) -> Result<tenant::Ctx, Failure> {
    let name = provision::database_of(&ctx.home, id);
    let db = sqlx::postgres::PgPoolOptions::new()
        .max_connections(1)
        .connect_with(ctx.home.to_tenant(&name, &name))
        .await
        .or_failure(ctx)?;
    let today = ctx
        .now
        .with_timezone(&zone(&new.time_zone).unwrap_or(Tz::UTC))
        .date_naive();
    Ok(tenant::Ctx {
        tenant: std::sync::Arc::new(tenant::Tenant {
            slug: new.slug.as_str().to_owned(),
            name: new.name.clone(),
            currency: new.currency,
            language: new.language,
            offsets: Offsets::default(),
        }),
        actor: tenant::Actor::System,
        db,
        files: ctx.home.files.of(&name),
        outbox: tenant::outbox::Touched::default(),
        now: ctx.now,
        today,
        request_id: ctx.request_id.clone(),
    })
}

/// Takes back what a failed creation made. What can't be taken back now is in the log by name.
async fn compensate(ctx: &Ctx, id: i64) {
    if let Err(error) = provision::destroy(&ctx.home, id).await {
        tracing::error!(request_id = ctx.request_id, tenant_id = id, %error, "a half-made database could not be removed");
        return;
    }
    let removed = async {
        let mut conn = ctx.db().acquire().await?;
        sql::delete(&mut conn, id).await
    };
    if let Err(error) = removed.await {
        tracing::error!(request_id = ctx.request_id, tenant_id = id, %error, "a half-made tenant's row could not be removed");
    }
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
    let old = sql::slug_for_update(&mut transaction, change.id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    if old != change.slug.as_str() {
        move_label(ctx, &mut transaction, change.id, &change.slug).await?;
    }
    sql::update(&mut transaction, &change).await.or_failure(ctx)?;
    let details = json!({ "slug": [old, change.slug.as_str()], "name": change.name, "time_zone": change.time_zone });
    events::record(&mut transaction, ctx, "changed", "tenant", Some(change.id), details).await?;
    transaction.commit().await.or_failure(ctx)?;
    ctx.registry.forget(change.id).await;
    Ok(change.id)
}

/// The new label becomes the current one; it may be a former one of the same tenant, but nobody else's.
async fn move_label(ctx: &Ctx, conn: &mut sqlx::PgConnection, id: i64, slug: &Slug) -> Result<(), Failure> {
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
    Ok(inside_of(ctx, &resident).await)
}

/// The context of the program itself in a tenant whose door was found.
pub async fn inside_of(ctx: &Ctx, resident: &Resident) -> tenant::Ctx {
    tenant::Ctx {
        tenant: resident.tenant.clone(),
        actor: tenant::Actor::System,
        db: ctx.registry.pool(resident).await,
        files: ctx.home.files.of(&resident.database),
        outbox: tenant::outbox::Touched::default(),
        now: ctx.now,
        today: business_day(ctx.now, resident.time_zone),
        request_id: ctx.request_id.clone(),
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
