//! The links handed to the staff: an invitation, or the way to a new password. Each works once and for a while.

use chrono::TimeDelta;
use domain::mail::{ForgotForm, Kind};
use domain::sessions::{AcceptForm, Invitation, Who, new_password};
use domain::users::HandedLink;
use domain::{Failure, Fields, Reason, Role, typed};
use serde_json::json;
use sqlx::PgConnection;

use super::sql;
use crate::sessions::{self, Opened};
use crate::store::{OrFailure, transact};
use crate::{Actor, Ctx, events, outbox, passwords, tokens};

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Greets a newcomer.
    Invitation,
    /// A new password, made by somebody who may.
    Reset,
    /// A new password, asked for by whoever knows the e-mail.
    Forgotten,
}

impl Purpose {
    /// How long the link works.
    const fn lasts(self) -> TimeDelta {
        match self {
            Self::Invitation => TimeDelta::days(7),
            Self::Reset => TimeDelta::hours(24),
            Self::Forgotten => TimeDelta::hours(1),
        }
    }

    /// The word in the database, which is that of the address too.
    const fn code(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reset | Self::Forgotten => "reset",
        }
    }

    /// The letter that carries the link.
    const fn letter(self) -> Kind {
        match self {
            Self::Invitation => Kind::Invitation,
            Self::Reset | Self::Forgotten => Kind::Reset,
        }
    }
}

/// How a link reaches its person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Whoever asked hands it over: the command line, the landlord.
    ByHand,
    /// By letter; whoever asked sees it as well.
    ByLetter,
}

/// A link that is still good.
pub(super) struct Link {
    pub id: i64,
    pub user_id: i64,
    pub email: String,
    pub name: String,
    pub role: Role,
    pub is_reset: bool,
}

/// Makes a new link for a known person.
pub(super) async fn renew(conn: &mut PgConnection, ctx: &Ctx, id: i64, way: Way) -> Result<HandedLink, Failure> {
    let user = sql::user_for_update(conn, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    if user.disabled {
        return Err(Failure::conflict(Reason::Archived));
    }
    events::record(
        conn,
        ctx,
        "link_made",
        "user",
        Some(id),
        json!({ "reset": user.has_password }),
    )
    .await?;
    let purpose = if user.has_password {
        Purpose::Reset
    } else {
        Purpose::Invitation
    };
    hand_link(conn, ctx, id, user.email, purpose, way).await
}

/// Sends a link to a new password to whom the e-mail belongs. Where it belongs to nobody who could sign in, nothing
/// happens, and the answer is the same: what exists here is nobody's business.
///
/// # Errors
/// `Invalid` when what was typed is no e-mail; those of the database.
pub async fn forgot(ctx: &Ctx, form: &ForgotForm) -> Result<(), Failure> {
    let email = form.parse()?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            let Some(id) = sql::id_by_email(conn, &email).await.or_failure(ctx)? else {
                return Ok(());
            };
            let user = sql::user_for_update(conn, id).await.or_failure(ctx)?;
            // Who has no password yet has an invitation, which nobody else can take away from here.
            let Some(user) = user.filter(|user| user.has_password && !user.disabled) else {
                return Ok(());
            };
            events::record(conn, ctx, "password_forgotten", "user", Some(id), json!({})).await?;
            hand_link(conn, ctx, id, user.email, Purpose::Forgotten, Way::ByLetter)
                .await
                .map(drop)
        })
    })
    .await
}

/// Makes a link; every older one of the person is void.
pub(super) async fn hand_link(
    conn: &mut PgConnection,
    ctx: &Ctx,
    user_id: i64,
    email: String,
    purpose: Purpose,
    way: Way,
) -> Result<HandedLink, Failure> {
    let tokens::Fresh { token, hash } = tokens::fresh();
    let expires_at = ctx.now + purpose.lasts();
    sql::void_links(conn, user_id).await.or_failure(ctx)?;
    sql::insert_link(conn, user_id, purpose.code(), &hash, ctx.now, expires_at)
        .await
        .or_failure(ctx)?;
    let path = format!("/{}/{token}", purpose.code());
    if way == Way::ByLetter {
        let letter = outbox::Letter {
            kind: purpose.letter(),
            to: email.clone(),
            path: path.clone(),
            hours: purpose.lasts().num_hours(),
        };
        outbox::put(conn, ctx, outbox::LETTER, &letter).await?;
    }
    Ok(HandedLink {
        email,
        path,
        expires_at,
    })
}

/// What a link says before it is used.
///
/// # Errors
/// `Conflict` with `LinkExpired` for a link that was used, replaced or has expired, or never was one.
pub async fn invitation(ctx: &Ctx, token: &str) -> Result<Invitation, Failure> {
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let link = sql::link(&mut conn, &tokens::hash(token), ctx.now)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::conflict(Reason::LinkExpired))?;
    Ok(Invitation {
        email: link.email,
        name: link.name,
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
    let around = [known.email.as_str(), form.name.as_str(), ctx.tenant.name.as_str()];
    let password = fields.keep("password", new_password(&form.password, &around));
    let (Some(name), Some(password)) = (name, password) else {
        return Err(fields.into_failure());
    };
    let password_hash = passwords::hash(password).await?;
    let token_hash = tokens::hash(&form.token);
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            // Hashing took its time: only a link that is still good, and now locked, counts.
            let link = sql::link_for_update(conn, &token_hash, ctx.now)
                .await
                .or_failure(ctx)?
                .ok_or(Failure::conflict(Reason::LinkExpired))?;
            let id = link.user_id;
            sql::use_link(conn, link.id, ctx.now).await.or_failure(ctx)?;
            sql::set_name_and_password(conn, id, &name, &password_hash, ctx.now)
                .await
                .or_failure(ctx)?;
            sessions::end_all(conn, ctx, id, None).await?;
            let verb = if link.is_reset { "password_reset" } else { "accepted" };
            let who = Who {
                id,
                name,
                email: link.email,
                role: link.role,
            };
            let ctx = ctx.with_actor(Actor::User {
                id,
                name: who.name.clone(),
                role: who.role,
            });
            events::record(conn, &ctx, verb, "user", Some(id), json!({})).await?;
            sessions::open(conn, &ctx, who).await
        })
    })
    .await
}
