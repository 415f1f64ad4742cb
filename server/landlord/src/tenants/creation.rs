//! A tenant's creation: what has to be made is made, or a database that was made ahead is taken. What creates a database
//! can't share a transaction with the catalogue's row, so a creation that fails compensates.

use std::time::Instant;

use chrono_tz::Tz;
use domain::jobs::Task;
use domain::landlords::Permission;
use domain::mail::{Kind, Link, letter};
use domain::quotas::Quotas;
use domain::tenants::{Created, NewTenant, NewTenantForm};
use domain::users::InviteForm;
use domain::{Failure, Offsets, Reason, Role};
use serde_json::json;
use sqlx::PgConnection;

use super::{business_day, sql, zone};
use crate::store::{OrFailure, on_constraint};
use crate::{Ctx, events, fleet, jobs, letters, provision, schema};

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
    let server = fleet::server_for_new(ctx).await?;
    let claimed = claim(ctx, &new, &server).await?;
    let id = claimed.id;
    match equip(ctx, claimed, &new, &server, started).await {
        Ok(created) => Ok(created),
        Err(failure) => {
            take_back(ctx, id, &server).await;
            Err(failure)
        }
    }
}

/// A row in the catalogue. Where its database is yet to be made, the connection for all of that: each costs as much as a
/// dozen statements.
struct Claimed {
    id: i64,
    to_make: Option<PgConnection>,
}

/// Takes the address and the row, in the status «creating»: nobody is let in yet. A database that was made ahead goes
/// with it.
async fn claim(ctx: &Ctx, new: &NewTenant, server: &str) -> Result<Claimed, Failure> {
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let ready = provision::ready::claim(&mut transaction, server)
        .await
        .or_failure(ctx)?;
    let (id, to_make) = match ready {
        Some(id) => (id, None),
        None => {
            let mut maintenance = provision::connect(&ctx.home, server).await.or_failure(ctx)?;
            let id = next_id(ctx, &mut transaction, &mut maintenance).await?;
            (id, Some(maintenance))
        }
    };
    let database = provision::database_of(&ctx.home, id);
    let place = (server, database.as_str());
    sql::insert(&mut transaction, id, new, place, schema::tenant_version(), ctx.now)
        .await
        .or_failure(ctx)?;
    let taken = sql::insert_label(&mut transaction, id, new.slug.as_str(), ctx.now).await;
    on_constraint(taken, ctx, "tenant_host_pkey", "slug", Reason::Taken)?;
    transaction.commit().await.or_failure(ctx)?;
    Ok(Claimed { id, to_make })
}

/// The next number of which nothing is on the server.
pub(crate) async fn next_id(
    ctx: &Ctx,
    conn: &mut PgConnection,
    maintenance: &mut PgConnection,
) -> Result<i64, Failure> {
    loop {
        let id = sql::next_id(&mut *conn).await.or_failure(ctx)?;
        if provision::is_free(maintenance, &ctx.home, id).await.or_failure(ctx)? {
            return Ok(id);
        }
        tracing::warn!(
            request_id = ctx.request_id,
            tenant_id = id,
            "an earlier installation left a database or role of that number"
        );
    }
}

/// Database, role, first administrator; then the door opens.
async fn equip(
    ctx: &Ctx,
    Claimed { id, to_make }: Claimed,
    new: &NewTenant,
    server: &str,
    started: Instant,
) -> Result<Created, Failure> {
    let was_ready = to_make.is_none();
    if let Some(mut maintenance) = to_make {
        provision::ensure_template(&ctx.home, server).await.or_failure(ctx)?;
        provision::create(&mut maintenance, &ctx.home, id)
            .await
            .or_failure(ctx)?;
    }
    let inside = context(ctx, id, new, server)?;
    let admin = InviteForm {
        name: new.admin_email.clone(),
        email: new.admin_email.clone(),
        role: Role::Admin.code().to_owned(),
    };
    let link = tenant::users::create(&inside, &admin).await?;
    let url = ctx.home.address.tenant(new.slug.as_str());
    let invitation = format!("{url}{}", link.path);
    let about = Link {
        to: &link.email,
        place: &new.name,
        link: &invitation,
        hours: (link.expires_at - ctx.now).num_hours(),
    };
    let letter = letter(new.language, Kind::Invitation, &about);
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
    letters::queue(&mut transaction, ctx, &format!("first_admin/{id}"), Some(id), &letter).await?;
    if was_ready {
        jobs::ask_soon(&mut transaction, ctx, Task::PrepareDatabases).await?;
    }
    transaction.commit().await.or_failure(ctx)?;
    // Somebody may have looked there before. The connection stays open: the administrator comes next.
    ctx.registry.forget_label(new.slug.as_str()).await;
    Ok(Created {
        id,
        name: new.name.clone(),
        invitation,
        invited: link.email,
        url,
        created_in_ms: taken_ms,
    })
}

/// A context of the program itself in a tenant that is being made.
pub(super) fn context(ctx: &Ctx, id: i64, new: &NewTenant, server: &str) -> Result<tenant::Ctx, Failure> {
    let name = provision::database_of(&ctx.home, id);
    let today = business_day(ctx.now, zone(&new.time_zone).unwrap_or(Tz::UTC));
    Ok(tenant::Ctx {
        tenant: std::sync::Arc::new(tenant::Tenant {
            slug: new.slug.as_str().to_owned(),
            name: new.name.clone(),
            currency: new.currency,
            language: new.language,
            offsets: Offsets::default(),
            quotas: Quotas::default(),
            copy_until: None,
        }),
        actor: tenant::Actor::System,
        db: ctx.registry.enter(id, new.slug.as_str(), server, &name, &name)?,
        files: ctx.home.files.of(&name),
        outbox: tenant::outbox::Touched::default(),
        work: tenant::work::Work::default(),
        now: ctx.now,
        today,
        request_id: ctx.request_id.clone(),
    })
}

/// Takes back what a failed creation made; whether it succeeded. What can't be taken back now is in the log by name,
/// and the reconciler tries again.
pub(crate) async fn take_back(ctx: &Ctx, id: i64, server: &str) -> bool {
    ctx.registry.forget(id).await;
    if let Err(error) = provision::destroy(&ctx.home, server, id).await {
        tracing::error!(request_id = ctx.request_id, tenant_id = id, %error, "a half-made database could not be removed");
        return false;
    }
    let removed = async {
        let mut conn = ctx.db().acquire().await?;
        sql::delete(&mut conn, id).await
    };
    if let Err(error) = removed.await {
        tracing::error!(request_id = ctx.request_id, tenant_id = id, %error, "a half-made tenant's row could not be removed");
        return false;
    }
    true
}
