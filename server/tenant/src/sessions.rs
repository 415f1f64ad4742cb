//! Signing in and out: who is behind the token of a cookie. Passwords are kept in `passwords`, links in `users`.

mod sql;

use chrono::{DateTime, TimeDelta, Utc};
use domain::sessions::{LogInForm, Who};
use domain::{Failure, Fields, Reason};
use serde_json::{Value, json};
use sqlx::PgConnection;

use crate::store::{OrFailure, is_read_only, transact};
use crate::visits::Visit;
use crate::{Actor, Ctx, events, passwords, tokens};

/// A session ends this long after its beginning, whatever happens.
const LASTS: TimeDelta = TimeDelta::days(7);
/// A session ends this long after its last request.
const IDLE: TimeDelta = TimeDelta::hours(12);
/// The last request is noted no more often than this.
const TOUCHED_EVERY: TimeDelta = TimeDelta::minutes(1);
/// Longer than any password that was ever accepted: not worth a hash.
const LONGEST_PASSWORD: usize = 256;

/// A session that has just begun. It has no `Debug`, so that no log shows the token.
pub struct Opened {
    /// What the cookie holds.
    pub token: String,
    /// When the session ends whatever happens.
    pub expires_at: DateTime<Utc>,
    /// Who is signed in.
    pub who: Who,
}

/// A session found behind a cookie.
#[derive(Clone, Debug, PartialEq)]
pub struct Resumed {
    /// Who is signed in, in the role of this moment.
    pub who: Who,
    /// Somebody of the landlord's acts in this person's place.
    pub visitor: Option<Visit>,
    /// What a refused form held and why, if it has not been shown yet.
    pub flash: Option<Value>,
}

impl Resumed {
    /// The actor of calls in this session.
    #[must_use]
    pub fn actor(&self) -> Actor {
        match &self.visitor {
            Some(visit) => visit.actor(&self.who),
            None => Actor::User {
                id: self.who.id,
                name: self.who.name.clone(),
                role: self.who.role,
            },
        }
    }
}

/// Signs in. An unknown e-mail, a wrong password and a disabled person are refused alike and after the same time.
///
/// # Errors
/// `Invalid`: nothing typed, or `WrongCredentials` on `password`.
pub async fn log_in(ctx: &Ctx, form: &LogInForm) -> Result<Opened, Failure> {
    let mut fields = Fields::default();
    let email = form.email.trim().to_lowercase();
    if email.is_empty() {
        fields.refuse("email", Reason::Required);
    }
    if form.password.is_empty() {
        fields.refuse("password", Reason::Required);
    }
    if !fields.is_empty() {
        return Err(fields.into_failure());
    }
    let wrong = || Failure::field("password", Reason::WrongCredentials);
    // The database keeps no NUL, so nobody's address has one.
    if form.password.chars().count() > LONGEST_PASSWORD || email.contains('\0') {
        return Err(wrong());
    }
    let known = {
        let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
        sql::credentials(&mut conn, &email).await.or_failure(ctx)?
    };
    let (who, kept, disabled) = match known {
        Some(sql::Credentials {
            who,
            password_hash,
            disabled,
        }) => (Some(who), password_hash, disabled),
        None => (None, None, false),
    };
    let holds = passwords::verify(form.password.clone(), kept.clone()).await;
    let (Some(who), Some(kept), true, false) = (who, kept, holds, disabled) else {
        tracing::info!(
            tenant = ctx.tenant.slug,
            request_id = ctx.request_id,
            "a log-in was refused"
        );
        return Err(wrong());
    };
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            // Nothing is found when the password was changed, or the person disabled, since it was checked.
            if !sql::note_log_in(conn, who.id, &kept, ctx.now).await.or_failure(ctx)? {
                return Err(Failure::field("password", Reason::WrongCredentials));
            }
            open(conn, ctx, who).await
        })
    })
    .await
}

/// Opens a session for somebody who has proven who they are, in the transaction of that proof.
pub(crate) async fn open(conn: &mut PgConnection, ctx: &Ctx, who: Who) -> Result<Opened, Failure> {
    let tokens::Fresh { token, hash } = tokens::fresh();
    let expires_at = ctx.now + LASTS;
    sql::delete_over(conn, who.id, ctx.now, ctx.now - IDLE)
        .await
        .or_failure(ctx)?;
    sql::insert(conn, who.id, &hash, ctx.now, expires_at)
        .await
        .or_failure(ctx)?;
    let ctx = ctx.with_actor(Actor::User {
        id: who.id,
        name: who.name.clone(),
        role: who.role,
    });
    events::record(conn, &ctx, "opened", "session", Some(who.id), json!({})).await?;
    Ok(Opened { token, expires_at, who })
}

/// Ends the sessions of a person, all but the one with this token.
pub(crate) async fn end_all(
    conn: &mut PgConnection,
    ctx: &Ctx,
    user_id: i64,
    but: Option<&str>,
) -> Result<(), Failure> {
    let but = but.map(tokens::hash);
    sql::delete_of(conn, user_id, but.as_deref()).await.or_failure(ctx)
}

/// Finds who is signed in; one round trip. The role is the one of this moment; a disabled person is nobody.
///
/// # Errors
/// Those of the database.
pub async fn resume(ctx: &Ctx, token: &str) -> Result<Option<Resumed>, Failure> {
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let (hash, idle_since) = (tokens::hash(token), ctx.now - IDLE);
    match sql::resume(&mut conn, &hash, ctx.now, idle_since, ctx.now - TOUCHED_EVERY).await {
        // People can go on reading while their database is being moved.
        Err(error) if is_read_only(&error) => sql::look(&mut conn, &hash, ctx.now, idle_since).await,
        found => found,
    }
    .or_failure(ctx)
}

/// Signs out. A token behind which there is nothing is signed out already.
///
/// # Errors
/// Those of the database.
pub async fn log_out(ctx: &Ctx, token: &str) -> Result<(), Failure> {
    let hash = tokens::hash(token);
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            if let Some(user_id) = sql::delete(conn, &hash).await.or_failure(ctx)? {
                events::record(conn, ctx, "ended", "session", Some(user_id), json!({})).await?;
            }
            Ok(())
        })
    })
    .await
}

/// Keeps what a refused form held until the next page shows it; nothing forgets it.
///
/// # Errors
/// Those of the database.
pub async fn put_flash(ctx: &Ctx, token: &str, flash: Option<Value>) -> Result<(), Failure> {
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    // The database's JSON holds no NUL; a form that was refused for one must not fail a second time here.
    let flash = flash.map(without_nul);
    sql::put_flash(&mut conn, &tokens::hash(token), flash.as_ref())
        .await
        .or_failure(ctx)
}

fn without_nul(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.replace('\0', "")),
        Value::Array(items) => Value::Array(items.into_iter().map(without_nul).collect()),
        Value::Object(entries) => Value::Object(
            entries
                .into_iter()
                .map(|(name, value)| (name.replace('\0', ""), without_nul(value)))
                .collect(),
        ),
        other => other,
    }
}
