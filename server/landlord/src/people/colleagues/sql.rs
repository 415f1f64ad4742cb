//! SQL of the landlord's people as they are managed, and of the links handed to them.

use chrono::{DateTime, Utc};
use domain::landlords::{Role, Who};
use domain::people::{Colleague, ColleagueLine};
use sqlx::{PgConnection, query, query_scalar};

use super::role;

/// A person, locked.
pub(super) struct Person {
    pub email: String,
    pub role: Role,
    pub disabled: bool,
    pub has_password: bool,
}

impl Person {
    /// Can sign in as an owner.
    pub(super) fn is_active_owner(&self) -> bool {
        self.role == Role::Owner && !self.disabled && self.has_password
    }
}

/// A link that is still good.
pub(super) struct Link {
    pub id: i64,
    pub who: Who,
    pub is_reset: bool,
}

pub(super) async fn list(conn: &mut PgConnection, me: Option<i64>) -> sqlx::Result<Vec<ColleagueLine>> {
    let rows = query!(
        r#"select id, name, email, role, password_hash is null as "is_invited!",
               disabled_at is not null as "is_disabled!", last_log_in_at
           from landlord_user order by lower(name), id"#
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(ColleagueLine {
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

pub(super) async fn insert(conn: &mut PgConnection, colleague: &Colleague, now: DateTime<Utc>) -> sqlx::Result<i64> {
    query_scalar!(
        "insert into landlord_user (name, email, role, created_at) values ($1, $2, $3, $4) returning id",
        colleague.name,
        colleague.email,
        colleague.role.code(),
        now
    )
    .fetch_one(conn)
    .await
}

/// One's own e-mail and password hash.
pub(super) async fn own(conn: &mut PgConnection, id: i64) -> sqlx::Result<Option<(String, Option<String>)>> {
    let row = query!(
        "select email, password_hash from landlord_user where id = $1 and disabled_at is null",
        id
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.email, row.password_hash)))
}

pub(super) async fn person_for_update(conn: &mut PgConnection, id: i64) -> sqlx::Result<Option<Person>> {
    let row = query!(
        r#"select email, role, disabled_at is not null as "disabled!", password_hash is not null as "has_password!"
           from landlord_user where id = $1 for update"#,
        id
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Person {
            email: row.email,
            role: role(&row.role)?,
            disabled: row.disabled,
            has_password: row.has_password,
        })
    })
    .transpose()
}

/// In the order of their ids; whoever waited here sees the rows as the one before left them.
pub(super) async fn active_owners_for_update(conn: &mut PgConnection) -> sqlx::Result<Vec<i64>> {
    query_scalar!(
        "select id from landlord_user
         where role = 'owner' and disabled_at is null and password_hash is not null
         order by id for update"
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn set_role(conn: &mut PgConnection, id: i64, role: Role) -> sqlx::Result<()> {
    query!("update landlord_user set role = $2 where id = $1", id, role.code())
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn set_disabled(conn: &mut PgConnection, id: i64, at: Option<DateTime<Utc>>) -> sqlx::Result<()> {
    query!("update landlord_user set disabled_at = $2 where id = $1", id, at)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn set_name_and_password(
    conn: &mut PgConnection,
    id: i64,
    name: &str,
    hash: &str,
) -> sqlx::Result<()> {
    query!(
        "update landlord_user set name = $2, password_hash = $3 where id = $1",
        id,
        name,
        hash
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// False where the password is no longer the one that was checked.
pub(super) async fn replace_password(
    conn: &mut PgConnection,
    id: i64,
    old: Option<&str>,
    new: &str,
) -> sqlx::Result<bool> {
    let done = query!(
        "update landlord_user set password_hash = $3 where id = $1 and password_hash = $2 and disabled_at is null",
        id,
        old,
        new
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn end_sessions(conn: &mut PgConnection, user_id: i64, but: Option<&[u8]>) -> sqlx::Result<()> {
    query!(
        "delete from landlord_session where user_id = $1 and ($2::bytea is null or token_hash <> $2)",
        user_id,
        but
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn insert_link(
    conn: &mut PgConnection,
    user_id: i64,
    purpose: &str,
    hash: &[u8],
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    query!(
        "insert into landlord_link (user_id, purpose, token_hash, created_at, expires_at) values ($1, $2, $3, $4, $5)",
        user_id,
        purpose,
        hash,
        now,
        expires_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn void_links(conn: &mut PgConnection, user_id: i64) -> sqlx::Result<()> {
    query!(
        "delete from landlord_link where user_id = $1 and used_at is null",
        user_id
    )
    .execute(&mut *conn)
    .await?;
    // What was asked for at the door as well.
    query!(
        "delete from landlord_reset where user_id = $1 and used_at is null",
        user_id
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn link(conn: &mut PgConnection, hash: &[u8], now: DateTime<Utc>) -> sqlx::Result<Option<Link>> {
    let row = query!(
        r#"select l.id, l.user_id, l.purpose = 'reset' as "is_reset!", u.email, u.name, u.role
           from landlord_link l join landlord_user u on u.id = l.user_id
           where l.token_hash = $1 and l.used_at is null and l.expires_at > $2 and u.disabled_at is null"#,
        hash,
        now
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Link {
            id: row.id,
            who: Who {
                id: row.user_id,
                name: row.name,
                email: row.email,
                role: role(&row.role)?,
            },
            is_reset: row.is_reset,
        })
    })
    .transpose()
}

/// Locks the person first, as everybody else does, and then reads the link: of two who use it at once the second finds
/// it used.
pub(super) async fn link_for_update(
    conn: &mut PgConnection,
    hash: &[u8],
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Link>> {
    query!(
        "select id from landlord_user
         where id = (select user_id from landlord_link where token_hash = $1) for update",
        hash
    )
    .fetch_optional(&mut *conn)
    .await?;
    link(conn, hash, now).await
}

pub(super) async fn use_link(conn: &mut PgConnection, id: i64, now: DateTime<Utc>) -> sqlx::Result<()> {
    query!("update landlord_link set used_at = $2 where id = $1", id, now)
        .execute(conn)
        .await?;
    Ok(())
}
