//! The end of a tenant and the way back: suspended, trash, restore, permanent deletion.

mod sql;

use chrono::TimeDelta;
use domain::landlords::Permission;
use domain::tenants::{PurgeForm, SuspendForm, TenantRefForm, TrashDay, WARN_DAYS};
use domain::{Failure, Reason, typed};
use serde::Serialize;
use serde_json::{Value, json};

use crate::store::OrFailure;
use crate::{Ctx, events, fleet, provision};

/// Moves a tenant to the trash: its door is shut, its data stays for the days of grace.
///
/// # Errors
/// `NotFound`; `Conflict(WrongStatus)` unless it is in service or suspended; `SignedOut`, `Forbidden`.
pub async fn trash(ctx: &Ctx, form: &TenantRefForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditTenants)?;
    let id = typed::id(&form.id).map_err(|_| Failure::NotFound)?;
    turn(ctx, id, Turn::Trash, "trashed", json!({})).await
}

/// Takes a tenant back out of the trash, as it was before: in service or suspended.
///
/// # Errors
/// `NotFound`; `Conflict(WrongStatus)` unless it is in the trash; `SignedOut`, `Forbidden`.
pub async fn restore(ctx: &Ctx, form: &TenantRefForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditTenants)?;
    let id = typed::id(&form.id).map_err(|_| Failure::NotFound)?;
    turn(ctx, id, Turn::Restore, "restored", json!({})).await
}

/// Suspends a tenant: its people read why, its data stays.
///
/// # Errors
/// `Invalid` without a reason; `NotFound`; `Conflict(WrongStatus)` unless it is in service; `SignedOut`, `Forbidden`.
pub async fn suspend(ctx: &Ctx, form: &SuspendForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditTenants)?;
    let (id, reason) = form.parse()?;
    let details = json!({ "reason": reason });
    turn(ctx, id, Turn::Suspend(reason), "suspended", details).await
}

/// Lets a suspended tenant work again.
///
/// # Errors
/// `NotFound`; `Conflict(WrongStatus)` unless it is suspended; `SignedOut`, `Forbidden`.
pub async fn resume(ctx: &Ctx, form: &TenantRefForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditTenants)?;
    let id = typed::id(&form.id).map_err(|_| Failure::NotFound)?;
    turn(ctx, id, Turn::Resume, "resumed", json!({})).await
}

/// A change of status that a person asks for.
enum Turn {
    Trash,
    Restore,
    Suspend(String),
    Resume,
}

async fn turn(ctx: &Ctx, id: i64, turn: Turn, verb: &str, details: Value) -> Result<i64, Failure> {
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    super::sql::slug_for_update(&mut transaction, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    let turned = match turn {
        Turn::Trash => sql::trash(&mut transaction, id, ctx.now).await,
        Turn::Restore => sql::restore(&mut transaction, id).await,
        Turn::Suspend(reason) => sql::suspend(&mut transaction, id, &reason, ctx.now).await,
        Turn::Resume => sql::resume(&mut transaction, id).await,
    };
    if !turned.or_failure(ctx)? {
        return Err(Failure::conflict(Reason::WrongStatus));
    }
    events::record(&mut transaction, ctx, verb, "tenant", Some(id), details).await?;
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
    let slug = super::sql::slug_for_update(&mut transaction, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    if form.slug.trim().to_lowercase() != slug {
        return Err(Failure::field("slug", Reason::DoesNotMatch));
    }
    // A deletion that was cut short is taken up again where it stopped.
    let may = sql::begin_purge(&mut transaction, id).await.or_failure(ctx)?;
    if !may {
        return Err(Failure::conflict(Reason::WrongStatus));
    }
    transaction.commit().await.or_failure(ctx)?;
    ctx.registry.forget(id).await;
    finish_purge(ctx, id, slug).await
}

/// The part of a deletion that can be done again: database and role, then the row.
pub(crate) async fn finish_purge(ctx: &Ctx, id: i64, slug: String) -> Result<(), Failure> {
    let own = ctx.clone();
    let task = tokio::spawn(async move {
        let server = {
            let mut conn = own.db().acquire().await.or_failure(&own)?;
            super::sql::server_of(&mut conn, id).await.or_failure(&own)?
        };
        provision::destroy(&own.home, &server, id).await.or_failure(&own)?;
        // What it left on other servers when it moved goes with it.
        fleet::drop_kept_of(&own, &provision::database_of(&own.home, id)).await?;
        remove_files(&own, id).await?;
        let mut transaction = own.db().begin().await.or_failure(&own)?;
        super::sql::delete(&mut transaction, id).await.or_failure(&own)?;
        let details = json!({ "slug": slug });
        events::record(&mut transaction, &own, "purged", "tenant", Some(id), details).await?;
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

/// What a day's round through the trash did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Emptied {
    /// Copies whose time was over: now in the trash.
    pub expired: Vec<String>,
    /// Tenants whose end was announced.
    pub warned: Vec<String>,
    /// Tenants deleted for good.
    pub purged: Vec<String>,
}

/// The daily round: copies past their day go to the trash, the end of a tenant's time there is announced two days
/// ahead, and what was announced is deleted.
///
/// # Errors
/// `SignedOut`, `Forbidden`; as every statement. What was done before stays done; the next round goes on.
pub async fn empty_trash(ctx: &Ctx) -> Result<Emptied, Failure> {
    ctx.authorize(Permission::PurgeTenants)?;
    let mut emptied = Emptied::default();
    let (expired, trashed) = {
        let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
        (
            sql::expired(&mut conn, ctx.now).await.or_failure(ctx)?,
            sql::trashed(&mut conn).await.or_failure(ctx)?,
        )
    };
    for (id, slug) in expired {
        turn(ctx, id, Turn::Trash, "trashed", json!({ "expired": true })).await?;
        emptied.expired.push(slug);
    }
    for entry in trashed {
        match TrashDay::decide(ctx.now, entry.trashed_at, entry.purge_warned_at, ctx.home.trash_days) {
            TrashDay::Keep => {}
            TrashDay::Warn => {
                let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
                sql::warned(&mut transaction, entry.id, ctx.now).await.or_failure(ctx)?;
                let details = json!({ "slug": entry.slug, "after": ctx.now + TimeDelta::days(WARN_DAYS) });
                events::record(
                    &mut transaction,
                    ctx,
                    "purge_announced",
                    "tenant",
                    Some(entry.id),
                    details,
                )
                .await?;
                transaction.commit().await.or_failure(ctx)?;
                emptied.warned.push(entry.slug);
            }
            TrashDay::Purge => {
                let form = PurgeForm {
                    id: entry.id.to_string(),
                    slug: entry.slug.clone(),
                };
                purge(ctx, &form).await?;
                emptied.purged.push(entry.slug);
            }
        }
    }
    Ok(emptied)
}

/// The tenant's files go before its row does: a deletion that fails here is taken up again.
pub(super) async fn remove_files(ctx: &Ctx, id: i64) -> Result<(), Failure> {
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

/// A part of the tenants in service, as ids and slugs: those whose id leaves `rest` when divided by `parts`. A round over
/// all tenants is made of as many parts.
///
/// # Errors
/// `SignedOut`, `Forbidden`; as every statement.
pub async fn part_of_all(ctx: &Ctx, parts: i64, rest: i64) -> Result<Vec<(i64, String)>, Failure> {
    ctx.authorize(Permission::SeeTenants)?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    super::sql::part_of_all(&mut conn, parts.max(1), rest)
        .await
        .or_failure(ctx)
}

/// The id of a tenant by its current slug, whatever its status.
///
/// # Errors
/// `NotFound`; `SignedOut`, `Forbidden`.
pub async fn by_slug(ctx: &Ctx, slug: &str) -> Result<i64, Failure> {
    ctx.authorize(Permission::SeeTenants)?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    super::sql::id_by_slug(&mut conn, &slug.trim().to_lowercase())
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)
}
