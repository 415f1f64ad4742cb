//! A forgotten password of the landlord's people: the link by letter, and what it lets one do.

use chrono::TimeDelta;
use domain::mail::{ForgotForm, Kind, Link, letter};
use domain::sessions::{AcceptForm, Invitation, new_password};
use domain::{Failure, Language, Reason};
use serde_json::json;
use tenant::{passwords, tokens};

use super::{Opened, open, sql};
use crate::store::OrFailure;
use crate::{Actor, Ctx, events, letters};

/// How long a link works.
const LASTS: TimeDelta = TimeDelta::hours(1);

/// Sends a link to a new password to whom the e-mail belongs; where it belongs to nobody, nothing happens, and the answer
/// is the same. The letter is queued in the transaction of the link.
///
/// # Errors
/// `Invalid` when what was typed is no e-mail; as every statement.
pub async fn forgot(ctx: &Ctx, form: &ForgotForm, language: Language) -> Result<(), Failure> {
    let email = form.parse()?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    // Who has no password yet has an invitation, which nobody else can take away from here.
    let Some((who, Some(_))) = sql::by_email(&mut transaction, &email).await.or_failure(ctx)? else {
        return Ok(());
    };
    let tokens::Fresh { token, hash } = tokens::fresh();
    let id = sql::replace_reset(&mut transaction, who.id, &hash, ctx.now, ctx.now + LASTS)
        .await
        .or_failure(ctx)?;
    let link = format!("{}/reset/{token}", ctx.home.address.console());
    let about = Link {
        to: &who.email,
        place: "kvitok",
        link: &link,
        hours: LASTS.num_hours(),
    };
    let letter = letter(language, Kind::Reset, &about);
    letters::queue(&mut transaction, ctx, &format!("landlord_reset/{id}"), None, &letter).await?;
    events::record(
        &mut transaction,
        ctx,
        "password_forgotten",
        "landlord_user",
        Some(who.id),
        json!({}),
    )
    .await?;
    transaction.commit().await.or_failure(ctx)
}

/// Whom a link lets set a new password, if it still works.
///
/// # Errors
/// `Conflict(LinkExpired)` for a link that was used, replaced or has expired, or never was one; as every statement.
pub async fn reset_link(ctx: &Ctx, token: &str) -> Result<Invitation, Failure> {
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    let (_, who) = sql::reset(&mut conn, &tokens::hash(token), ctx.now)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::conflict(Reason::LinkExpired))?;
    Ok(Invitation {
        email: who.email,
        name: who.name,
        is_reset: true,
    })
}

/// Uses a link: sets the password, ends the person's sessions and opens one.
///
/// # Errors
/// `Conflict(LinkExpired)`; `Invalid` at the password.
pub async fn set_password(ctx: &Ctx, form: &AcceptForm) -> Result<Opened, Failure> {
    let known = reset_link(ctx, &form.token).await?;
    let password = new_password(&form.password, &[&known.email, &known.name])
        .map_err(|reason| Failure::field("password", reason))?;
    let password_hash = passwords::hash(password).await?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    // Hashing took its time: only a link that is still good, and now locked, counts.
    let (id, who) = sql::reset_for_update(&mut transaction, &tokens::hash(&form.token), ctx.now)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::conflict(Reason::LinkExpired))?;
    sql::use_reset(&mut transaction, id, who.id, &password_hash, ctx.now)
        .await
        .or_failure(ctx)?;
    let own = Ctx {
        actor: Actor::User {
            id: who.id,
            name: who.name.clone(),
            role: who.role,
        },
        ..ctx.clone()
    };
    events::record(
        &mut transaction,
        &own,
        "password_reset",
        "landlord_user",
        Some(who.id),
        json!({}),
    )
    .await?;
    transaction.commit().await.or_failure(ctx)?;
    open(ctx, who).await
}
