//! The end of a tenant and the way back: trash, restore, permanent deletion; and the schema of all of them.

use domain::landlords::Permission;
use domain::tenants::{PurgeForm, Status, TenantRefForm};
use domain::{Failure, Reason, typed};
use serde_json::json;

use super::sql;
use crate::store::OrFailure;
use crate::{Ctx, events, provision, schema};

/// Moves a tenant to the trash: its door is shut, its data stays.
///
/// # Errors
/// `NotFound`; `Conflict(WrongStatus)` unless it is in service; `SignedOut`, `Forbidden`.
pub async fn trash(ctx: &Ctx, form: &TenantRefForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditTenants)?;
    turn(ctx, &form.id, Status::Active, Status::Trashed, "trashed").await
}

/// Takes a tenant back out of the trash.
///
/// # Errors
/// `NotFound`; `Conflict(WrongStatus)` unless it is in the trash; `SignedOut`, `Forbidden`.
pub async fn restore(ctx: &Ctx, form: &TenantRefForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditTenants)?;
    turn(ctx, &form.id, Status::Trashed, Status::Active, "restored").await
}

async fn turn(ctx: &Ctx, id: &str, from: Status, to: Status, verb: &str) -> Result<i64, Failure> {
    let id = typed::id(id).map_err(|_| Failure::NotFound)?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    sql::slug_for_update(&mut transaction, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    let at = (to == Status::Trashed).then_some(ctx.now);
    if !sql::turn(&mut transaction, id, from.code(), to.code(), at)
        .await
        .or_failure(ctx)?
    {
        return Err(Failure::conflict(Reason::WrongStatus));
    }
    events::record(&mut transaction, ctx, verb, "tenant", Some(id), json!({})).await?;
    transaction.commit().await.or_failure(ctx)?;
    ctx.registry.forget(id).await;
    Ok(id)
}

/// Deletes a tenant for good: database, role, addresses and row. Only from the trash, and only when its slug was typed.
///
/// # Errors
/// `NotFound`; `Invalid` when the slug differs; `Conflict(WrongStatus)` outside the trash; `SignedOut`, `Forbidden`.
pub async fn purge(ctx: &Ctx, form: &PurgeForm) -> Result<(), Failure> {
    ctx.authorize(Permission::PurgeTenants)?;
    let id = typed::id(&form.id).map_err(|_| Failure::NotFound)?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let slug = sql::slug_for_update(&mut transaction, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    if form.slug.trim().to_lowercase() != slug {
        return Err(Failure::field("slug", Reason::DoesNotMatch));
    }
    // A deletion that was cut short is taken up again where it stopped.
    let may = sql::turn(
        &mut transaction,
        id,
        Status::Trashed.code(),
        Status::Purging.code(),
        Some(ctx.now),
    )
    .await
    .or_failure(ctx)?
        || sql::turn(
            &mut transaction,
            id,
            Status::Purging.code(),
            Status::Purging.code(),
            Some(ctx.now),
        )
        .await
        .or_failure(ctx)?;
    if !may {
        return Err(Failure::conflict(Reason::WrongStatus));
    }
    transaction.commit().await.or_failure(ctx)?;
    ctx.registry.forget(id).await;
    let own = ctx.clone();
    let task = tokio::spawn(async move {
        provision::destroy(&own.home, id).await.or_failure(&own)?;
        remove_files(&own, id).await?;
        let mut transaction = own.db().begin().await.or_failure(&own)?;
        sql::delete(&mut transaction, id).await.or_failure(&own)?;
        events::record(
            &mut transaction,
            &own,
            "purged",
            "tenant",
            Some(id),
            json!({ "slug": slug }),
        )
        .await?;
        transaction.commit().await.or_failure(&own)?;
        own.registry.forget(id).await;
        Ok(())
    });
    task.await.unwrap_or_else(|_| {
        Err(Failure::Internal {
            reference: ctx.request_id.clone(),
        })
    })
}

/// The tenant's files go before its row does: a deletion that fails here is taken up again.
async fn remove_files(ctx: &Ctx, id: i64) -> Result<(), Failure> {
    let corner = provision::database_of(&ctx.home, id);
    let removed = ctx.home.files.remove_all(&corner).await.map_err(|error| {
        tracing::error!(request_id = ctx.request_id, tenant_id = id, %error, "a tenant's files could not be removed");
        Failure::Unreachable
    })?;
    tracing::info!(
        request_id = ctx.request_id,
        tenant_id = id,
        removed,
        "a tenant's files are removed"
    );
    Ok(())
}

/// The tenant in service that follows this id, as id and slug; after the last one comes nothing. A round over all tenants
/// is made of it.
///
/// # Errors
/// `SignedOut`, `Forbidden`; as every statement.
pub async fn after(ctx: &Ctx, id: i64) -> Result<Option<(i64, String)>, Failure> {
    ctx.authorize(Permission::SeeTenants)?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    sql::after(&mut conn, id).await.or_failure(ctx)
}

/// The id of a tenant by its current slug, whatever its status.
///
/// # Errors
/// `NotFound`; `SignedOut`, `Forbidden`.
pub async fn by_slug(ctx: &Ctx, slug: &str) -> Result<i64, Failure> {
    ctx.authorize(Permission::SeeTenants)?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    sql::id_by_slug(&mut conn, &slug.trim().to_lowercase())
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)
}

/// One tenant after a migration: its slug, and the versions before and after or what stood against it.
pub type Migrated = (String, Result<(i32, i32), String>);

/// Brings the template and every tenant that is behind up to date; one that fails does not stop the others.
///
/// # Errors
/// When the catalogue or the template can't be reached; failures of single tenants are in the list.
pub async fn migrate_all(ctx: &Ctx) -> Result<Vec<Migrated>, Failure> {
    ctx.authorize(Permission::EditTenants)?;
    provision::ensure_template(&ctx.home).await.or_failure(ctx)?;
    let behind = {
        let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
        sql::behind(&mut conn, schema::tenant_version()).await.or_failure(ctx)?
    };
    let mut report = Vec::with_capacity(behind.len());
    for (id, slug, database) in behind {
        let done = provision::migrate(&ctx.home, &database).await;
        if let Ok((_, after)) = done {
            let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
            sql::set_version(&mut conn, id, after).await.or_failure(ctx)?;
            ctx.registry.forget(id).await;
        }
        report.push((slug, done.map_err(|error| error.to_string())));
    }
    Ok(report)
}
