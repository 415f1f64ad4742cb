//! The landlord's people as they are managed: invited, given another role, shut out; and one's own password.

mod links;
mod sql;

use domain::landlords::{Permission, Role};
use domain::people::{ColleagueForm, ColleagueLine, ColleagueLink, ColleagueRefForm, ColleagueRoleForm};
use domain::sessions::new_password;
use domain::users::{PasswordForm, keeps_an_admin};
use domain::{Failure, Fields, Reason, typed};
use serde_json::json;
use sqlx::PgConnection;
use tenant::{passwords, tokens};

use crate::store::{OrFailure, on_constraint};
use crate::{Ctx, events};

pub use links::{accept, invitation};

/// What the audit calls one of them.
const NOUN: &str = "landlord_user";

/// Everybody, by name.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and those of the database.
pub async fn list(ctx: &Ctx) -> Result<Vec<ColleagueLine>, Failure> {
    ctx.authorize(Permission::ManagePeople)?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    sql::list(&mut conn, ctx.actor_id()).await.or_failure(ctx)
}

/// Registers a colleague and makes the link by which they come in.
///
/// # Errors
/// `Forbidden`; `Invalid`, an e-mail that somebody has among it.
pub async fn invite(ctx: &Ctx, form: &ColleagueForm) -> Result<ColleagueLink, Failure> {
    ctx.authorize(Permission::ManagePeople)?;
    let colleague = form.parse()?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let made = sql::insert(&mut transaction, &colleague, ctx.now).await;
    let id = on_constraint(made, ctx, "landlord_user_email_once", "email", Reason::Taken)?;
    let details = json!({ "name": colleague.name, "email": colleague.email, "role": colleague.role });
    events::record(&mut transaction, ctx, "invited", NOUN, Some(id), details).await?;
    let link = links::hand(&mut transaction, ctx, id, colleague.email, false).await?;
    transaction.commit().await.or_failure(ctx)?;
    Ok(link)
}

/// A new link: the invitation once more, or the way to a new password for those who have one.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Conflict` when the person is disabled.
pub async fn renew_link(ctx: &Ctx, form: &ColleagueRefForm) -> Result<ColleagueLink, Failure> {
    ctx.authorize(Permission::ManagePeople)?;
    let id = parse_id(&form.id)?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let person = person(ctx, &mut transaction, id).await?;
    if person.disabled {
        return Err(Failure::conflict(Reason::Archived));
    }
    let details = json!({ "reset": person.has_password });
    events::record(&mut transaction, ctx, "link_made", NOUN, Some(id), details).await?;
    let link = links::hand(&mut transaction, ctx, id, person.email, person.has_password).await?;
    transaction.commit().await.or_failure(ctx)?;
    Ok(link)
}

/// Gives a person another role; it holds from their next request on.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid`; `Conflict` when it would leave the installation without an owner.
pub async fn change_role(ctx: &Ctx, form: &ColleagueRoleForm) -> Result<(), Failure> {
    ctx.authorize(Permission::ManagePeople)?;
    let (id, role) = form.parse()?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let (person, others) = lock_with_owners(ctx, &mut transaction, id).await?;
    if person.role == role {
        return Ok(());
    }
    keeps_an_admin(person.is_active_owner(), others).map_err(Failure::conflict)?;
    sql::set_role(&mut transaction, id, role).await.or_failure(ctx)?;
    let details = json!({ "role": { "from": person.role, "to": role } });
    events::record(&mut transaction, ctx, "role_changed", NOUN, Some(id), details).await?;
    transaction.commit().await.or_failure(ctx)
}

/// Shuts a person out at once: sessions end, links and passes are void.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` for oneself and for the last owner.
pub async fn disable(ctx: &Ctx, form: &ColleagueRefForm) -> Result<(), Failure> {
    ctx.authorize(Permission::ManagePeople)?;
    let id = parse_id(&form.id)?;
    if ctx.actor_id() == Some(id) {
        return Err(Failure::conflict(Reason::Oneself));
    }
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let (person, others) = lock_with_owners(ctx, &mut transaction, id).await?;
    if person.disabled {
        return Ok(());
    }
    keeps_an_admin(person.is_active_owner(), others).map_err(Failure::conflict)?;
    sql::set_disabled(&mut transaction, id, Some(ctx.now))
        .await
        .or_failure(ctx)?;
    sql::void_links(&mut transaction, id).await.or_failure(ctx)?;
    sql::end_sessions(&mut transaction, id, None).await.or_failure(ctx)?;
    events::record(&mut transaction, ctx, "disabled", NOUN, Some(id), json!({})).await?;
    transaction.commit().await.or_failure(ctx)
}

/// Lets a person in again, with the password they had.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn enable(ctx: &Ctx, form: &ColleagueRefForm) -> Result<(), Failure> {
    ctx.authorize(Permission::ManagePeople)?;
    let id = parse_id(&form.id)?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    if !person(ctx, &mut transaction, id).await?.disabled {
        return Ok(());
    }
    sql::set_disabled(&mut transaction, id, None).await.or_failure(ctx)?;
    events::record(&mut transaction, ctx, "enabled", NOUN, Some(id), json!({})).await?;
    transaction.commit().await.or_failure(ctx)
}

/// Changes one's own password and ends one's other sessions; the one with `current_token` stays.
///
/// # Errors
/// `SignedOut`; `Invalid`; `Conflict` when somebody changed it meanwhile.
pub async fn change_password(ctx: &Ctx, form: &PasswordForm, current_token: &str) -> Result<(), Failure> {
    ctx.authorize(Permission::ChangeOwnPassword)?;
    let id = ctx.actor_id().ok_or(Failure::SignedOut)?;
    let known = {
        let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
        sql::own(&mut conn, id).await.or_failure(ctx)?
    };
    let (email, old_hash) = known.ok_or(Failure::SignedOut)?;
    let mut fields = Fields::default();
    if form.current_password.is_empty() {
        fields.refuse("current_password", Reason::Required);
    }
    let around = [email.as_str(), ctx.actor_name()];
    let password = fields.keep("new_password", new_password(&form.new_password, &around));
    let (Some(password), true) = (password, fields.is_empty()) else {
        return Err(fields.into_failure());
    };
    if !passwords::verify(form.current_password.clone(), old_hash.clone()).await {
        return Err(Failure::field("current_password", Reason::WrongPassword));
    }
    let hash = passwords::hash(password).await?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    if !sql::replace_password(&mut transaction, id, old_hash.as_deref(), &hash)
        .await
        .or_failure(ctx)?
    {
        return Err(Failure::conflict(Reason::ChangedMeanwhile));
    }
    sql::void_links(&mut transaction, id).await.or_failure(ctx)?;
    sql::end_sessions(&mut transaction, id, Some(&tokens::hash(current_token)))
        .await
        .or_failure(ctx)?;
    events::record(&mut transaction, ctx, "password_changed", NOUN, Some(id), json!({})).await?;
    transaction.commit().await.or_failure(ctx)
}

async fn person(ctx: &Ctx, conn: &mut PgConnection, id: i64) -> Result<sql::Person, Failure> {
    sql::person_for_update(conn, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)
}

/// Locks every active owner and then the person, and counts the owners other than the person. All who could take the
/// last one away lock the same rows in the same order, so one waits for the other.
async fn lock_with_owners(ctx: &Ctx, conn: &mut PgConnection, id: i64) -> Result<(sql::Person, i64), Failure> {
    let owners = sql::active_owners_for_update(&mut *conn).await.or_failure(ctx)?;
    let person = person(ctx, conn, id).await?;
    let others = owners.iter().filter(|owner| **owner != id).count();
    Ok((person, i64::try_from(others).unwrap_or(i64::MAX)))
}

fn parse_id(typed: &str) -> Result<i64, Failure> {
    typed::id(typed).map_err(|_| Failure::NotFound)
}

/// The role of the database's word; a word that is none means a damaged row.
fn role(code: &str) -> Result<Role, sqlx::Error> {
    Role::from_code(code).ok_or_else(|| sqlx::Error::Decode(format!("role {code}").into()))
}
