//! The landlord's people: the setup link, log-in, sessions. How they are managed stands in `colleagues`.

pub mod colleagues;
mod reset;
mod sql;

use chrono::{DateTime, Duration, Utc};
use domain::landlords::{Role, SetupForm, Who};
use domain::sessions::LogInForm;
use domain::{Failure, Reason};
use serde_json::Value;
use tenant::{passwords, tokens};

pub use reset::{forgot, reset_link, set_password};

use crate::store::{OrFailure, on_constraint};
use crate::{Actor, Ctx, events};

/// How long a session lives without a request, and in all.
const IDLE: Duration = Duration::hours(12);
const ABSOLUTE: Duration = Duration::days(7);

/// A session that has just begun.
#[derive(Debug)]
pub struct Opened {
    /// The token for the cookie.
    pub token: String,
    /// When it ends whatever happens.
    pub expires_at: DateTime<Utc>,
    /// Who it is.
    pub who: Who,
}

/// A session found by its cookie.
#[derive(Debug)]
pub struct Resumed {
    /// Who it is.
    pub who: Who,
    /// What a refused form left for the next page.
    pub flash: Option<Value>,
}

/// Makes the one-time setup token, if nobody can sign in yet. An older one no longer works.
///
/// # Errors
/// As every statement.
pub async fn setup_token(ctx: &Ctx) -> Result<Option<String>, Failure> {
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    if sql::anybody(&mut transaction).await.or_failure(ctx)? {
        return Ok(None);
    }
    let fresh = tokens::fresh();
    sql::replace_setup_link(&mut transaction, &fresh.hash, ctx.now)
        .await
        .or_failure(ctx)?;
    transaction.commit().await.or_failure(ctx)?;
    Ok(Some(fresh.token))
}

/// Whether a setup link still works.
///
/// # Errors
/// As every statement.
pub async fn setup_is_open(ctx: &Ctx, token: &str) -> Result<bool, Failure> {
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    sql::setup_link_works(&mut conn, &tokens::hash(token))
        .await
        .or_failure(ctx)
}

/// Makes the first administrator out of the setup link and signs the person in.
///
/// # Errors
/// `Invalid` with reasons; `Conflict(LinkExpired)` for a link that was used or replaced.
pub async fn set_up(ctx: &Ctx, form: &SetupForm) -> Result<Opened, Failure> {
    let setup = form.parse()?;
    let hash = passwords::hash(setup.password).await?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    if !sql::use_setup_link(&mut transaction, &tokens::hash(&setup.token), ctx.now)
        .await
        .or_failure(ctx)?
    {
        return Err(Failure::conflict(Reason::LinkExpired));
    }
    let made = sql::insert(
        &mut transaction,
        &setup.name,
        &setup.email,
        Role::Owner.code(),
        &hash,
        ctx.now,
    )
    .await;
    let id = on_constraint(made, ctx, "landlord_user_email_once", "email", Reason::Taken)?;
    events::record(
        &mut transaction,
        ctx,
        "created",
        "landlord_user",
        Some(id),
        serde_json::json!({ "email": setup.email }),
    )
    .await?;
    transaction.commit().await.or_failure(ctx)?;
    open(
        ctx,
        Who {
            id,
            name: setup.name,
            email: setup.email,
            role: Role::Owner,
        },
    )
    .await
}

/// Signs in. An unknown e-mail takes as long as a wrong password and gets the same answer.
///
/// # Errors
/// `Invalid` with `WrongCredentials` at the password.
pub async fn log_in(ctx: &Ctx, form: &LogInForm) -> Result<Opened, Failure> {
    let email = form.email.trim().to_lowercase();
    let known = {
        let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
        sql::by_email(&mut conn, &email).await.or_failure(ctx)?
    };
    let (who, hash) = known.map_or((None, None), |(who, hash)| (Some(who), hash));
    let matches = passwords::verify(form.password.clone(), hash).await;
    match who {
        Some(who) if matches => open(ctx, who).await,
        _ => Err(Failure::field("password", Reason::WrongCredentials)),
    }
}

/// Opens a session for somebody who has proven who they are. Whoever was disabled meanwhile gets none.
async fn open(ctx: &Ctx, who: Who) -> Result<Opened, Failure> {
    let fresh = tokens::fresh();
    let expires_at = ctx.now + ABSOLUTE;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    if !sql::open_session(&mut transaction, who.id, &fresh.hash, ctx.now, expires_at)
        .await
        .or_failure(ctx)?
    {
        return Err(Failure::field("password", Reason::WrongCredentials));
    }
    let by = ctx.with_actor(Actor::User {
        id: who.id,
        name: who.name.clone(),
        role: who.role,
    });
    events::record(
        &mut transaction,
        &by,
        "opened",
        "session",
        Some(who.id),
        serde_json::json!({}),
    )
    .await?;
    transaction.commit().await.or_failure(ctx)?;
    Ok(Opened {
        token: fresh.token,
        expires_at,
        who,
    })
}

/// Finds the session of a cookie's token.
///
/// # Errors
/// As every statement.
pub async fn resume(ctx: &Ctx, token: &str) -> Result<Option<Resumed>, Failure> {
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    sql::resume(&mut conn, &tokens::hash(token), ctx.now, ctx.now - IDLE)
        .await
        .or_failure(ctx)
}

/// Ends the session of a cookie's token.
///
/// # Errors
/// As every statement.
pub async fn log_out(ctx: &Ctx, token: &str) -> Result<(), Failure> {
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    sql::close_session(&mut conn, &tokens::hash(token))
        .await
        .or_failure(ctx)
}

/// Leaves something for the next page of a session, or takes it away.
///
/// # Errors
/// As every statement.
pub async fn put_flash(ctx: &Ctx, token: &str, flash: Option<Value>) -> Result<(), Failure> {
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    sql::put_flash(&mut conn, &tokens::hash(token), flash)
        .await
        .or_failure(ctx)
}
