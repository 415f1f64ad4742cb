//! The organisation's own details: what stands on its papers, who signs, where subscribers pay, the logo. One row, so
//! whoever changes it waits for whoever does already.

mod sql;

use bytes::Bytes;
use domain::files::Kind;
use domain::organisation::{
    BankAccountForm, BankAccountRefForm, Issuer, Organisation, OrganisationForm, SignatoriesForm,
};
use domain::{Failure, Permission, Reason, typed};
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::store::{OrFailure, transact};
use crate::{Ctx, events, files};

/// The kinds of files that a logo may be.
const PICTURES: [Kind; 3] = [Kind::Png, Kind::Jpeg, Kind::Webp];

/// Everything about the organisation.
///
/// # Errors
/// `SignedOut`, `Forbidden`; those of the database.
pub async fn show(ctx: &Ctx) -> Result<Organisation, Failure> {
    ctx.authorize(Permission::SeeOrganisation)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let own = sql::own(&mut conn).await.or_failure(ctx)?;
    let logo = match own.logo_id {
        Some(id) => files::line(&mut conn, ctx, id).await?,
        None => None,
    };
    Ok(Organisation {
        version: own.version,
        details: own.details,
        signatories: own.signatories,
        logo,
        accounts: sql::accounts(&mut conn).await.or_failure(ctx)?,
        max_mb: ctx.files.max_mb(),
    })
}

/// Who issues a paper.
pub(crate) async fn issuer(conn: &mut PgConnection, ctx: &Ctx) -> Result<Issuer, Failure> {
    let details = sql::own(conn).await.or_failure(ctx)?.details;
    Ok(Issuer {
        name: details.short_name.or(details.full_name),
        inn: details.inn,
        address: details.address,
    })
}

/// Changes the details.
///
/// # Errors
/// `SignedOut`, `Forbidden`; `Invalid` by field; `Conflict`: somebody changed them since they were opened.
pub async fn save(ctx: &Ctx, form: &OrganisationForm) -> Result<(), Failure> {
    ctx.authorize(Permission::EditSettings)?;
    let (version, details) = form.parse()?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            let old = opened(conn, ctx, version).await?;
            sql::update_details(conn, &details).await.or_failure(ctx)?;
            changed(conn, ctx, json!({ "from": old.details, "to": details })).await
        })
    })
    .await
}

/// Changes who signs.
///
/// # Errors
/// As [`save`].
pub async fn save_signatories(ctx: &Ctx, form: &SignatoriesForm) -> Result<(), Failure> {
    ctx.authorize(Permission::EditSettings)?;
    let (version, signatories) = form.parse()?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            let old = opened(conn, ctx, version).await?;
            sql::update_signatories(conn, &signatories).await.or_failure(ctx)?;
            changed(conn, ctx, json!({ "from": old.signatories, "to": signatories })).await
        })
    })
    .await
}

/// Locks the row; somebody else may have changed it meanwhile.
async fn opened(conn: &mut PgConnection, ctx: &Ctx, version: i32) -> Result<sql::Own, Failure> {
    let old = sql::own_for_update(conn).await.or_failure(ctx)?;
    if old.version == version {
        Ok(old)
    } else {
        Err(Failure::conflict(Reason::ChangedMeanwhile))
    }
}

async fn changed(conn: &mut PgConnection, ctx: &Ctx, details: Value) -> Result<(), Failure> {
    events::record(conn, ctx, "changed", "organisation", None, details).await
}

/// Keeps a picture among the files and makes it the logo; the file of the one before stays among the files.
///
/// # Errors
/// `SignedOut`, `Forbidden`; those of [`files::put`], and `Invalid` at `file`: no picture.
pub async fn put_logo(ctx: &Ctx, name: &str, bytes: Bytes) -> Result<(), Failure> {
    ctx.authorize(Permission::EditSettings)?;
    let id = files::put_only(ctx, name, bytes, &PICTURES, Reason::NotAPicture).await?;
    set_logo(ctx, Some(id)).await
}

/// Takes the logo away; its file stays among the files.
///
/// # Errors
/// `SignedOut`, `Forbidden`; those of the database.
pub async fn remove_logo(ctx: &Ctx) -> Result<(), Failure> {
    ctx.authorize(Permission::EditSettings)?;
    set_logo(ctx, None).await
}

async fn set_logo(ctx: &Ctx, logo: Option<Uuid>) -> Result<(), Failure> {
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            let old = sql::own_for_update(conn).await.or_failure(ctx)?;
            if let Some(id) = logo {
                // Nobody deletes it between its arrival and this.
                files::line_for_share(conn, ctx, id).await?.ok_or(Failure::NotFound)?;
            }
            sql::set_logo(conn, logo).await.or_failure(ctx)?;
            let change = json!({ "from": { "logo": old.logo_id }, "to": { "logo": logo } });
            changed(conn, ctx, change).await
        })
    })
    .await
}

/// Adds a bank account, or takes one out of the archive again. The first one becomes the main one by itself.
///
/// # Errors
/// `SignedOut`, `Forbidden`; `Invalid` by field, an account that is in use already among it.
pub async fn add_account(ctx: &Ctx, form: &BankAccountForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditSettings)?;
    let account = form.parse()?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            sql::own_for_update(conn).await.or_failure(ctx)?;
            let main = sql::main_account(conn).await.or_failure(ctx)?;
            let id = sql::put_account(conn, &account, ctx.now)
                .await
                .or_failure(ctx)?
                .ok_or_else(|| Failure::field("number", Reason::Taken))?;
            if account.is_main || main.is_none() {
                sql::set_main(conn, Some(id)).await.or_failure(ctx)?;
            }
            let details = json!({ "account": account, "main_before": main });
            events::record(conn, ctx, "created", "bank_account", Some(id), details).await?;
            Ok(id)
        })
    })
    .await
}

/// Makes an account the one that receipts name.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`; `Conflict`: it is archived.
pub async fn make_account_main(ctx: &Ctx, form: &BankAccountRefForm) -> Result<(), Failure> {
    ctx.authorize(Permission::EditSettings)?;
    let id = typed::id(&form.id).map_err(|_| Failure::NotFound)?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            sql::own_for_update(conn).await.or_failure(ctx)?;
            in_use(conn, ctx, id).await?;
            let before = sql::main_account(conn).await.or_failure(ctx)?;
            sql::set_main(conn, Some(id)).await.or_failure(ctx)?;
            let change = json!({ "from": { "main": before }, "to": { "main": id } });
            events::record(conn, ctx, "changed", "bank_account", Some(id), change).await
        })
    })
    .await
}

/// Takes an account out of use. Where it was the main one, the oldest of the others takes its place.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`; `Conflict`: it is archived already.
pub async fn archive_account(ctx: &Ctx, form: &BankAccountRefForm) -> Result<(), Failure> {
    ctx.authorize(Permission::EditSettings)?;
    let id = typed::id(&form.id).map_err(|_| Failure::NotFound)?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            sql::own_for_update(conn).await.or_failure(ctx)?;
            in_use(conn, ctx, id).await?;
            let main = sql::main_account(conn).await.or_failure(ctx)?;
            sql::archive_account(conn, id, ctx.now).await.or_failure(ctx)?;
            let mut next = main;
            if main == Some(id) {
                next = sql::oldest_account(conn).await.or_failure(ctx)?;
                sql::set_main(conn, next).await.or_failure(ctx)?;
            }
            let change = json!({ "from": { "main": main }, "to": { "main": next } });
            events::record(conn, ctx, "archived", "bank_account", Some(id), change).await
        })
    })
    .await
}

async fn in_use(conn: &mut PgConnection, ctx: &Ctx, id: i64) -> Result<(), Failure> {
    match sql::account_is_archived(conn, id).await.or_failure(ctx)? {
        None => Err(Failure::NotFound),
        Some(true) => Err(Failure::conflict(Reason::Archived)),
        Some(false) => Ok(()),
    }
}
