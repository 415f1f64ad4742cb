//! The links handed to the landlord's people. Each works once and for a while.

use chrono::TimeDelta;
use domain::landlords::Who;
use domain::people::ColleagueLink;
use domain::sessions::{AcceptForm, Invitation, new_password};
use domain::{Failure, Fields, Reason, typed};
use serde_json::json;
use sqlx::PgConnection;
use tenant::{passwords, tokens};

use super::{NOUN, sql};
use crate::people::{self, Opened};
use crate::store::OrFailure;
use crate::{Actor, Ctx, events};

/// How long an invitation works.
const INVITATION_LASTS: TimeDelta = TimeDelta::days(7);
/// How long a link to a new password works.
const RESET_LASTS: TimeDelta = TimeDelta::hours(24);

/// Makes a link; every older one of the person is void.
pub(super) async fn hand(
    conn: &mut PgConnection,
    ctx: &Ctx,
    user_id: i64,
    email: String,
    is_reset: bool,
) -> Result<ColleagueLink, Failure> {
    let tokens::Fresh { token, hash } = tokens::fresh();
    let (purpose, lasts) = if is_reset {
        ("reset", RESET_LASTS)
    } else {
        ("invitation", INVITATION_LASTS)
    };
    let expires_at = ctx.now + lasts;
    sql::void_links(&mut *conn, user_id).await.or_failure(ctx)?;
    sql::insert_link(conn, user_id, purpose, &hash, ctx.now, expires_at)
        .await
        .or_failure(ctx)?;
    Ok(ColleagueLink {
        email,
        url: format!("{}/invitation/{token}", ctx.home.address.console()),
        expires_at,
    })
}

/// What a link says before it is used.
///
/// # Errors
/// `Conflict` with `LinkExpired` for a link that was used, replaced or has expired, or never was one.
pub async fn invitation(ctx: &Ctx, token: &str) -> Result<Invitation, Failure> {
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    let link = sql::link(&mut conn, &tokens::hash(token), ctx.now)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::conflict(Reason::LinkExpired))?;
    Ok(Invitation {
        email: link.who.email,
        name: link.who.name,
        is_reset: link.is_reset,
    })
}

/// Uses a link: sets name and password, ends the person's sessions and opens one. A reset may leave the name as it is.
///
/// # Errors
/// `Conflict` with `LinkExpired`; `Invalid`.
pub async fn accept(ctx: &Ctx, form: &AcceptForm) -> Result<Opened, Failure> {
    let known = invitation(ctx, &form.token).await?;
    let mut fields = Fields::default();
    let name = if known.is_reset && form.name.trim().is_empty() {
        Some(known.name)
    } else {
        fields.keep("name", typed::text(&form.name, 120))
    };
    let around = [known.email.as_str(), form.name.as_str()];
    let password = fields.keep("password", new_password(&form.password, &around));
    let (Some(name), Some(password)) = (name, password) else {
        return Err(fields.into_failure());
    };
    let hash = passwords::hash(password).await?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    // Hashing took its time: only a link that is still good, and now locked, counts.
    let link = sql::link_for_update(&mut transaction, &tokens::hash(&form.token), ctx.now)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::conflict(Reason::LinkExpired))?;
    let who = Who { name, ..link.who };
    sql::use_link(&mut transaction, link.id, ctx.now)
        .await
        .or_failure(ctx)?;
    sql::set_name_and_password(&mut transaction, who.id, &who.name, &hash)
        .await
        .or_failure(ctx)?;
    sql::end_sessions(&mut transaction, who.id, None)
        .await
        .or_failure(ctx)?;
    let by = ctx.with_actor(Actor::User {
        id: who.id,
        name: who.name.clone(),
        role: who.role,
    });
    let verb = if link.is_reset { "password_reset" } else { "accepted" };
    events::record(&mut transaction, &by, verb, NOUN, Some(who.id), json!({})).await?;
    transaction.commit().await.or_failure(ctx)?;
    people::open(ctx, who).await
}
