//! Copies of a tenant to try things on: the same data under another address, neutralised, and gone after some days.

mod sql;

use std::time::Instant;

use chrono::TimeDelta;
use domain::jobs::Task;
use domain::landlords::Permission;
use domain::tenants::{COPIES, COPY_DAYS, COPY_FILE_BYTES, DuplicateForm, NewTenant, Slug};
use domain::{Currency, Failure, Language, Reason};
use serde_json::json;
use sqlx::PgConnection;

use super::{context, life, next_id, sql as catalogue};
use crate::fleet::{self, Tools};
use crate::jobs::{self, NewJob};
use crate::store::{OrFailure, on_constraint};
use crate::{Ctx, events, provision};

/// Asks for a copy. Its row takes the address at once; a job makes the rest. Returns the job's id.
///
/// # Errors
/// `Invalid` for an address that can't be or is taken; `NotFound`; `Conflict(WrongStatus)` for a tenant that is not in
/// service, or a copy itself; `Conflict(QuotaFull)` when it has five copies; `SignedOut`, `Forbidden`.
pub async fn duplicate(ctx: &Ctx, form: &DuplicateForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditTenants)?;
    let (original, slug) = form.parse()?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let id = reserve(
        ctx,
        &mut transaction,
        original,
        &slug,
        COPIES,
        TimeDelta::days(COPY_DAYS),
    )
    .await?;
    let new = NewJob {
        tenant_id: Some(original),
        task: Task::DuplicateTenant,
        payload: json!({ "copy": id }),
        key: Some(format!("copy {id}")),
        asked_by: ctx.actor_name().to_owned(),
        run_at: None,
    };
    let job = jobs::ask(&mut transaction, &new, ctx.now).await.or_failure(ctx)?;
    let details = json!({ "copy": id, "slug": slug.as_str() });
    events::record(&mut transaction, ctx, "copied", "tenant", Some(original), details).await?;
    transaction.commit().await.or_failure(ctx)?;
    Ok(job)
}

/// The row of a copy, which takes the address.
async fn reserve(
    ctx: &Ctx,
    transaction: &mut PgConnection,
    original: i64,
    slug: &Slug,
    most: i64,
    lasts: TimeDelta,
) -> Result<i64, Failure> {
    let source = sql::source(&mut *transaction, original)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    if !source.may_be_copied {
        return Err(Failure::conflict(Reason::WrongStatus));
    }
    if source.copies >= most {
        return Err(Failure::conflict(Reason::QuotaFull { limit: most }));
    }
    let mut maintenance = provision::connect(&ctx.home, &source.server).await.or_failure(ctx)?;
    let id = next_id(ctx, transaction, &mut maintenance).await?;
    drop(maintenance);
    let database = provision::database_of(&ctx.home, id);
    let expires = ctx.now + lasts;
    sql::insert(&mut *transaction, id, original, slug, &database, ctx.now, expires)
        .await
        .or_failure(ctx)?;
    let taken = catalogue::insert_label(&mut *transaction, id, slug.as_str(), ctx.now).await;
    on_constraint(taken, ctx, "tenant_host_pkey", "slug", Reason::Taken)?;
    Ok(id)
}

/// A copy for the program's own use, made anew under an address that is its own; whoever asks for it has authorised what
/// it is for, and ends it by [`end_copy`]. One that nobody ends expires after a day. It doesn't count among the copies
/// that people may have, beyond one more.
///
/// # Errors
/// `SignedOut`, `Forbidden`; `Conflict` (`WrongStatus`, `QuotaFull`); as every statement.
pub async fn make_own_copy(ctx: &Ctx, original: i64, slug: &Slug, tools: &Tools) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditTenants)?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let left = sql::copy_at(&mut transaction, original, slug).await.or_failure(ctx)?;
    let id = match left {
        // What an attempt before left half made.
        Some(id) => id,
        None => {
            let id = reserve(ctx, &mut transaction, original, slug, COPIES + 1, TimeDelta::days(1)).await?;
            let details = json!({ "copy": id, "slug": slug.as_str() });
            events::record(&mut transaction, ctx, "copied", "tenant", Some(original), details).await?;
            id
        }
    };
    transaction.commit().await.or_failure(ctx)?;
    make_copy(ctx, id, tools).await?;
    Ok(id)
}

/// Deletes a copy of the program's own for good.
///
/// # Errors
/// `SignedOut`, `Forbidden`; `NotFound` where there is none at the address; as every statement.
pub async fn end_copy(ctx: &Ctx, original: i64, slug: &Slug) -> Result<(), Failure> {
    ctx.authorize(Permission::PurgeTenants)?;
    let found = {
        let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
        sql::copy_at(&mut conn, original, slug).await.or_failure(ctx)?
    };
    let id = found.ok_or(Failure::NotFound)?;
    {
        let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
        sql::abandon(&mut conn, id).await.or_failure(ctx)?;
    }
    ctx.registry.forget(id).await;
    life::finish_purge(ctx, id, slug.as_str().to_owned()).await
}

/// Makes what was asked for. What an earlier attempt left half made goes first, so it may be done again at any point;
/// a copy that stands is left alone. Nobody is let in before it is neutralised.
///
/// # Errors
/// `SignedOut`, `Forbidden`; `NotFound` when the original or the row is gone; as every statement.
pub async fn make_copy(ctx: &Ctx, id: i64, tools: &Tools) -> Result<(), Failure> {
    ctx.authorize(Permission::EditTenants)?;
    let began = Instant::now();
    let copy = {
        let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
        sql::copy(&mut conn, id)
            .await
            .or_failure(ctx)?
            .ok_or(Failure::NotFound)?
    };
    if !copy.is_waiting {
        return Ok(());
    }
    let (home, server, database) = (&ctx.home, copy.server.as_str(), copy.database.as_str());
    provision::destroy(home, server, id).await.or_failure(ctx)?;
    life::remove_files(ctx, id).await?;
    provision::create_empty(home, server, database, database)
        .await
        .or_failure(ctx)?;
    fleet::copy_database(ctx, tools, server, &copy.original_database, database).await?;
    provision::open(home, server, database).await.or_failure(ctx)?;
    let inside = context(ctx, id, &copy.as_new()?, server)?;
    let made = async {
        tenant::copies::neutralise(&inside, &copy.original_slug).await?;
        let from = home.files.of(&copy.original_database);
        tenant::copies::bring_files(&inside, &from, COPY_FILE_BYTES).await
    };
    let made = made.await;
    // An attempt after this one begins with another database of the name.
    ctx.registry.forget(id).await;
    let brought = made?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let taken_ms = i32::try_from(began.elapsed().as_millis()).unwrap_or(i32::MAX);
    catalogue::activate(&mut transaction, id, taken_ms)
        .await
        .or_failure(ctx)?;
    let details = json!({
        "copy_of": copy.original_slug,
        "slug": copy.slug,
        "files": brought.files,
        "files_left_out": brought.left_out,
    });
    events::record(&mut transaction, ctx, "created", "tenant", Some(id), details).await?;
    transaction.commit().await.or_failure(ctx)?;
    ctx.registry.forget(id).await;
    Ok(())
}

impl sql::Copy {
    fn as_new(&self) -> Result<NewTenant, Failure> {
        Ok(NewTenant {
            name: self.name.clone(),
            slug: Slug::parse(&self.slug).map_err(|reason| Failure::field("slug", reason))?,
            time_zone: self.time_zone.clone(),
            currency: Currency::from_code(&self.currency).unwrap_or_default(),
            language: Language::from_tag(&self.language).unwrap_or_default(),
            admin_email: self.admin_email.clone(),
        })
    }
}
