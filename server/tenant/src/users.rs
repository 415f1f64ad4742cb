//! The tenant's staff and the links handed to them. Signing in stands in `sessions`.

mod invitations;
mod sql;

use domain::quotas::What;
use domain::sessions::new_password;
use domain::users::{HandedLink, InviteForm, PasswordForm, RoleForm, UserLine, UserRefForm, keeps_an_admin};
use domain::{Failure, Fields, Permission, Reason, Role, typed};
use serde_json::json;
use sqlx::PgConnection;

use crate::store::{OnConstraint, OrFailure, transact};
use crate::{Actor, Ctx, events, passwords, quotas, sessions};

use invitations::{Purpose, Way};
pub use invitations::{accept, forgot, invitation};

/// The role of the database's word; a word that is none means a damaged row.
pub(crate) fn role(code: &str) -> Result<Role, sqlx::Error> {
    Role::from_code(code).ok_or_else(|| sqlx::Error::Decode(format!("role {code}").into()))
}

/// Everybody, by name.
///
/// # Errors
/// `Forbidden` without the right; those of the database.
pub async fn list(ctx: &Ctx) -> Result<Vec<UserLine>, Failure> {
    ctx.authorize(Permission::ManageUsers)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    sql::list(&mut conn, ctx.user_id().ok()).await.or_failure(ctx)
}

/// Registers a person, makes the link with which they come in, and has it sent to them.
///
/// # Errors
/// `Forbidden`; `Invalid`, an e-mail that somebody has among it.
pub async fn invite(ctx: &Ctx, form: &InviteForm) -> Result<HandedLink, Failure> {
    ctx.authorize(Permission::ManageUsers)?;
    register(ctx, form, Way::ByLetter).await
}

async fn register(ctx: &Ctx, form: &InviteForm, way: Way) -> Result<HandedLink, Failure> {
    let invite = form.parse()?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            quotas::claim(conn, ctx, What::Users, 1).await?;
            let id = sql::insert(conn, &invite, ctx.now)
                .await
                .on_constraint("staff_user_email_once", "email", Reason::Taken)?
                .or_failure(ctx)?;
            let details = json!({ "name": invite.name, "email": invite.email, "role": invite.role });
            events::record(conn, ctx, "invited", "user", Some(id), details).await?;
            invitations::hand_link(conn, ctx, id, invite.email, Purpose::Invitation, way).await
        })
    })
    .await
}

/// The same from the command line and for the first person of a tenant: whoever calls hands the link over.
///
/// # Errors
/// `Forbidden` for anybody but the program itself; `Invalid`.
pub async fn create(ctx: &Ctx, form: &InviteForm) -> Result<HandedLink, Failure> {
    only_the_program(ctx)?;
    register(ctx, form, Way::ByHand).await
}

/// A new link by the person's e-mail, from the command line: for those who have lost every other way in.
///
/// # Errors
/// `Forbidden` for anybody but the program itself; `NotFound`; `Conflict` when the person is disabled.
pub async fn reset(ctx: &Ctx, email: &str) -> Result<HandedLink, Failure> {
    only_the_program(ctx)?;
    let email = typed::email(email).map_err(|reason| Failure::field("email", reason))?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            let id = sql::id_by_email(conn, &email).await.or_failure(ctx)?;
            invitations::renew(conn, ctx, id.ok_or(Failure::NotFound)?, Way::ByHand).await
        })
    })
    .await
}

/// A new link, sent to its person too: the invitation once more, or the way to a new password for those who have one.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Conflict` when the person is disabled.
pub async fn renew_link(ctx: &Ctx, form: &UserRefForm) -> Result<HandedLink, Failure> {
    ctx.authorize(Permission::ManageUsers)?;
    let id = parse_id(&form.id)?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move { invitations::renew(conn, ctx, id, Way::ByLetter).await })
    })
    .await
}

/// Gives a person another role; it holds from their next request on.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid`; `Conflict` when it would leave the tenant without an administrator.
pub async fn change_role(ctx: &Ctx, form: &RoleForm) -> Result<(), Failure> {
    ctx.authorize(Permission::ManageUsers)?;
    let (id, role) = form.parse()?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            let (user, others) = lock_with_admins(conn, ctx, id).await?;
            if user.role == role {
                return Ok(());
            }
            keeps_an_admin(user.is_active_admin(), others).map_err(Failure::conflict)?;
            sql::set_role(conn, id, role).await.or_failure(ctx)?;
            let details = json!({ "role": { "from": user.role, "to": role } });
            events::record(conn, ctx, "role_changed", "user", Some(id), details).await
        })
    })
    .await
}

/// Shuts a person out at once: sessions end, links are void.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` for oneself and for the last administrator.
pub async fn disable(ctx: &Ctx, form: &UserRefForm) -> Result<(), Failure> {
    ctx.authorize(Permission::ManageUsers)?;
    let id = parse_id(&form.id)?;
    if ctx.user_id() == Ok(id) {
        return Err(Failure::conflict(Reason::Oneself));
    }
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            let (user, others) = lock_with_admins(conn, ctx, id).await?;
            if user.disabled {
                return Ok(());
            }
            keeps_an_admin(user.is_active_admin(), others).map_err(Failure::conflict)?;
            sql::set_disabled(conn, id, Some(ctx.now)).await.or_failure(ctx)?;
            sql::void_links(conn, id).await.or_failure(ctx)?;
            sessions::end_all(conn, ctx, id, None).await?;
            events::record(conn, ctx, "disabled", "user", Some(id), json!({})).await
        })
    })
    .await
}

/// Lets a person in again, with the password they had.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn enable(ctx: &Ctx, form: &UserRefForm) -> Result<(), Failure> {
    ctx.authorize(Permission::ManageUsers)?;
    let id = parse_id(&form.id)?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            let user = sql::user_for_update(conn, id)
                .await
                .or_failure(ctx)?
                .ok_or(Failure::NotFound)?;
            if !user.disabled {
                return Ok(());
            }
            quotas::claim(conn, ctx, What::Users, 1).await?;
            sql::set_disabled(conn, id, None).await.or_failure(ctx)?;
            events::record(conn, ctx, "enabled", "user", Some(id), json!({})).await
        })
    })
    .await
}

/// Locks every active administrator and then the person, and counts the administrators other than the person. All who
/// could take the last one away lock the same rows in the same order, so one waits for the other.
async fn lock_with_admins(conn: &mut PgConnection, ctx: &Ctx, id: i64) -> Result<(sql::User, i64), Failure> {
    let admins = sql::active_admins_for_update(conn).await.or_failure(ctx)?;
    let user = sql::user_for_update(conn, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    let others = admins.iter().filter(|admin| **admin != id).count();
    Ok((user, i64::try_from(others).unwrap_or(i64::MAX)))
}

/// Changes one's own password and ends one's other sessions; the one with `current_token` stays.
///
/// # Errors
/// `SignedOut`; `Invalid`; `Conflict` when somebody changed it meanwhile.
pub async fn change_password(ctx: &Ctx, form: &PasswordForm, current_token: &str) -> Result<(), Failure> {
    ctx.authorize(Permission::ChangeOwnPassword)?;
    let id = ctx.user_id()?;
    let known = {
        let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
        sql::own(&mut conn, id).await.or_failure(ctx)?
    };
    let (email, old_hash) = known.ok_or(Failure::SignedOut)?;
    let around = [email.as_str(), ctx.actor_name(), ctx.tenant.name.as_str()];
    let mut fields = Fields::default();
    if form.current_password.is_empty() {
        fields.refuse("current_password", Reason::Required);
    }
    let password = fields.keep("new_password", new_password(&form.new_password, &around));
    let (Some(password), true) = (password, fields.is_empty()) else {
        return Err(fields.into_failure());
    };
    if !passwords::verify(form.current_password.clone(), old_hash.clone()).await {
        return Err(Failure::field("current_password", Reason::WrongPassword));
    }
    let password_hash = passwords::hash(password).await?;
    let token = current_token.to_owned();
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            if !sql::replace_password(conn, id, old_hash.as_deref(), &password_hash)
                .await
                .or_failure(ctx)?
            {
                return Err(Failure::conflict(Reason::ChangedMeanwhile));
            }
            sql::void_links(conn, id).await.or_failure(ctx)?;
            sessions::end_all(conn, ctx, id, Some(&token)).await?;
            events::record(conn, ctx, "password_changed", "user", Some(id), json!({})).await
        })
    })
    .await
}

fn only_the_program(ctx: &Ctx) -> Result<(), Failure> {
    if ctx.actor == Actor::System {
        Ok(())
    } else {
        Err(Failure::Forbidden)
    }
}

fn parse_id(typed: &str) -> Result<i64, Failure> {
    typed::id(typed).map_err(|_| Failure::NotFound)
}
