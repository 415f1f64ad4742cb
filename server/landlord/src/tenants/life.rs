//! The end of a tenant and the way back: trash, restore, permanent deletion.

use domain::landlords::Permission;
use domain::tenants::{PurgeForm, Status, TenantRefForm};
use domain::{Failure, Reason, typed};
use serde_json::json;

use super::sql;
use crate::store::OrFailure;
use crate::{Ctx, events, fleet, provision};

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
    fleet::tidy_before_end(ctx, id).await?;
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
    let server = sql::server_of(&mut transaction, id).await.or_failure(ctx)?;
    transaction.commit().await.or_failure(ctx)?;
    ctx.registry.forget(id).await;
    let own = ctx.clone();
    let task = tokio::spawn(async move {
        provision::destroy(&own.home, &server, id).await.or_failure(&own)?;
        // What it left on other servers when it moved goes with it.
        fleet::drop_kept_of(&own, &provision::database_of(&own.home, id)).await?;
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
