//! SQL of the staff and of the links handed to them.

use chrono::{DateTime, Utc};
use domain::Role;
use domain::users::{Invite, UserLine};
use sqlx::PgConnection;

use super::invitations::Link;
use super::role;

type Instant = DateTime<Utc>;

/// A person, locked.
pub(super) struct User {
    pub email: String,
    pub role: Role,
    pub disabled: bool,
    pub has_password: bool,
}

impl User {
    /// Can sign in as an administrator.
    pub(super) fn is_active_admin(&self) -> bool {
        self.role == Role::Admin && !self.disabled && self.has_password
    }
}

pub(super) async fn list(conn: &mut PgConnection, me: Option<i64>) -> Result<Vec<UserLine>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id, name, email, role, password_hash is null as "is_invited!",
               disabled_at is not null as "is_disabled!", last_log_in_at
           from staff_user order by lower(name), id"#,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(UserLine {
                id: row.id,
                name: row.name,
                email: row.email,
                role: role(&row.role)?,
                is_invited: row.is_invited,
                is_disabled: row.is_disabled,
                is_me: Some(row.id) == me,
                last_log_in_at: row.last_log_in_at,
            })
        })
        .collect()
}

pub(super) async fn insert(conn: &mut PgConnection, invite: &Invite, now: Instant) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into staff_user (name, email, role, created_at) values ($1, $2, $3, $4) returning id",
        invite.name,
        invite.email,
        invite.role.code(),
        now,
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn id_by_email(conn: &mut PgConnection, email: &str) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!("select id from staff_user where email = $1", email)
        .fetch_optional(conn)
        .await
}

/// One's own e-mail and password hash.
pub(super) async fn own(conn: &mut PgConnection, id: i64) -> Result<Option<(String, Option<String>)>, sqlx::Error> {
    let row = sqlx::query!(
        "select email, password_hash from staff_user where id = $1 and disabled_at is null",
        id
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.email, row.password_hash)))
}

/// Locks the person against a change of role, password or state.
pub(super) async fn user_for_update(conn: &mut PgConnection, id: i64) -> Result<Option<User>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select email, role, disabled_at is not null as "disabled!", password_hash is not null as "has_password!"
           from staff_user where id = $1 for update"#,
        id,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(User {
            email: row.email,
            role: role(&row.role)?,
            disabled: row.disabled,
            has_password: row.has_password,
        })
    })
    .transpose()
}

/// Locks all administrators who can sign in, in the order of their ids. Whoever waited here sees the rows as the one
/// before left them: one that is no longer an active administrator is not returned.
pub(super) async fn active_admins_for_update(conn: &mut PgConnection) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "select id from staff_user
         where role = 'admin' and disabled_at is null and password_hash is not null
         order by id for update"
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn set_role(conn: &mut PgConnection, id: i64, role: Role) -> Result<(), sqlx::Error> {
    sqlx::query!("update staff_user set role = $2 where id = $1", id, role.code())
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn set_disabled(conn: &mut PgConnection, id: i64, at: Option<Instant>) -> Result<(), sqlx::Error> {
    sqlx::query!("update staff_user set disabled_at = $2 where id = $1", id, at)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn set_name_and_password(
    conn: &mut PgConnection,
    id: i64,
    name: &str,
    password_hash: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update staff_user set name = $2, password_hash = $3, last_log_in_at = $4 where id = $1",
        id,
        name,
        password_hash,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// False where the password is no longer the one that was checked.
pub(super) async fn replace_password(
    conn: &mut PgConnection,
    id: i64,
    old_hash: Option<&str>,
    new_hash: &str,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update staff_user set password_hash = $3
         where id = $1 and password_hash = $2 and disabled_at is null",
        id,
        old_hash,
        new_hash,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn insert_link(
    conn: &mut PgConnection,
    user_id: i64,
    purpose: &str,
    token_hash: &[u8],
    now: Instant,
    expires_at: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into handed_link (user_id, purpose, token_hash, created_at, expires_at) values ($1, $2, $3, $4, $5)",
        user_id,
        purpose,
        token_hash,
        now,
        expires_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn void_links(conn: &mut PgConnection, user_id: i64) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from handed_link where user_id = $1 and used_at is null",
        user_id
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn link(
    conn: &mut PgConnection,
    token_hash: &[u8],
    now: Instant,
) -> Result<Option<Link>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select l.id, l.user_id, l.purpose = 'reset' as "is_reset!", u.email, u.name, u.role
           from handed_link l join staff_user u on u.id = l.user_id
           where l.token_hash = $1 and l.used_at is null and l.expires_at > $2 and u.disabled_at is null"#,
        token_hash,
        now,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Link {
            id: row.id,
            user_id: row.user_id,
            email: row.email,
            name: row.name,
            role: role(&row.role)?,
            is_reset: row.is_reset,
        })
    })
    .transpose()
}

/// Locks the person first, as everybody else does, and then reads the link: of two who use it at once the second finds
/// it used.
pub(super) async fn link_for_update(
    conn: &mut PgConnection,
    token_hash: &[u8],
    now: Instant,
) -> Result<Option<Link>, sqlx::Error> {
    sqlx::query!(
        "select id from staff_user
         where id = (select user_id from handed_link where token_hash = $1) for update",
        token_hash,
    )
    .fetch_optional(&mut *conn)
    .await?;
    link(conn, token_hash, now).await
}

pub(super) async fn use_link(conn: &mut PgConnection, id: i64, now: Instant) -> Result<(), sqlx::Error> {
    sqlx::query!("update handed_link set used_at = $2 where id = $1", id, now)
        .execute(conn)
        .await?;
    Ok(())
}
