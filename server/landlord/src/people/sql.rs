//! The landlord's people and sessions in the database.

use chrono::{DateTime, Utc};
use domain::landlords::{Role, Who};
use serde_json::Value;
use sqlx::{PgConnection, query, query_scalar};

use super::Resumed;

pub(super) async fn anybody(conn: &mut PgConnection) -> sqlx::Result<bool> {
    query_scalar!(r#"select exists (select from landlord_user) as "any!""#)
        .fetch_one(conn)
        .await
}

pub(super) async fn replace_setup_link(conn: &mut PgConnection, hash: &[u8], now: DateTime<Utc>) -> sqlx::Result<()> {
    query!("delete from setup_link where used_at is null")
        .execute(&mut *conn)
        .await?;
    query!(
        "insert into setup_link (token_hash, created_at) values ($1, $2)",
        hash,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn setup_link_works(conn: &mut PgConnection, hash: &[u8]) -> sqlx::Result<bool> {
    query_scalar!(
        r#"select exists (select from setup_link where token_hash = $1 and used_at is null) as "any!""#,
        hash
    )
    .fetch_one(conn)
    .await
}

/// Of two who use it at once, the row's lock lets one through.
pub(super) async fn use_setup_link(conn: &mut PgConnection, hash: &[u8], now: DateTime<Utc>) -> sqlx::Result<bool> {
    let used = query!(
        "update setup_link set used_at = $2 where token_hash = $1 and used_at is null",
        hash,
        now
    )
    .execute(conn)
    .await?;
    Ok(used.rows_affected() == 1)
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    name: &str,
    email: &str,
    role: &str,
    hash: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<i64> {
    query_scalar!(
        "insert into landlord_user (name, email, role, password_hash, created_at) values ($1, $2, $3, $4, $5) returning id",
        name,
        email,
        role,
        hash,
        now
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn by_email(conn: &mut PgConnection, email: &str) -> sqlx::Result<Option<(Who, Option<String>)>> {
    let row = query!(
        "select id, name, email, role, password_hash from landlord_user where email = $1 and disabled_at is null",
        email
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.and_then(|row| {
        Some((
            Who {
                id: row.id,
                name: row.name,
                email: row.email,
                role: Role::from_code(&row.role)?,
            },
            row.password_hash,
        ))
    }))
}

pub(super) async fn open_session(
    conn: &mut PgConnection,
    user_id: i64,
    hash: &[u8],
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    // The update locks the row, so that a disabling either comes before and stops this or comes after and ends it.
    let noted = query!(
        "update landlord_user set last_log_in_at = $2 where id = $1 and disabled_at is null",
        user_id,
        now
    )
    .execute(&mut *conn)
    .await?;
    if noted.rows_affected() == 0 {
        return Ok(false);
    }
    query!("delete from landlord_session where expires_at < $1", now)
        .execute(&mut *conn)
        .await?;
    query!("insert into landlord_session (user_id, token_hash, created_at, seen_at, expires_at) values ($1, $2, $3, $3, $4)", user_id, hash, now, expires_at)
        .execute(conn)
        .await?;
    Ok(true)
}

pub(super) async fn resume(
    conn: &mut PgConnection,
    hash: &[u8],
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
) -> sqlx::Result<Option<Resumed>> {
    let row = query!(
        "select u.id, u.name, u.email, u.role, s.flash, s.seen_at
         from landlord_session s join landlord_user u on u.id = s.user_id
         where s.token_hash = $1 and s.expires_at > $2 and s.seen_at > $3 and u.disabled_at is null",
        hash,
        now,
        idle_since
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    // To a minute: a write for each request would be one too many.
    if (now - row.seen_at).num_seconds() >= 60 {
        query!(
            "update landlord_session set seen_at = $2 where token_hash = $1",
            hash,
            now
        )
        .execute(conn)
        .await?;
    }
    let Some(role) = Role::from_code(&row.role) else {
        return Ok(None);
    };
    Ok(Some(Resumed {
        who: Who {
            id: row.id,
            name: row.name,
            email: row.email,
            role,
        },
        flash: row.flash,
    }))
}

pub(super) async fn close_session(conn: &mut PgConnection, hash: &[u8]) -> sqlx::Result<()> {
    query!("delete from landlord_session where token_hash = $1", hash)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn put_flash(conn: &mut PgConnection, hash: &[u8], flash: Option<Value>) -> sqlx::Result<()> {
    query!(
        "update landlord_session set flash = $2 where token_hash = $1",
        hash,
        flash
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A new link makes every older one of the person void.
pub(super) async fn replace_reset(
    conn: &mut PgConnection,
    user_id: i64,
    hash: &[u8],
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> sqlx::Result<i64> {
    // Of two who ask at once the second waits, and then sees the first one's link.
    query!("select id from landlord_user where id = $1 for update", user_id)
        .fetch_one(&mut *conn)
        .await?;
    query!(
        "delete from landlord_reset where user_id = $1 and used_at is null",
        user_id
    )
    .execute(&mut *conn)
    .await?;
    query_scalar!(
        "insert into landlord_reset (user_id, token_hash, created_at, expires_at) values ($1, $2, $3, $4) returning id",
        user_id,
        hash,
        now,
        expires_at
    )
    .fetch_one(conn)
    .await
}

/// The link and its person.
pub(super) async fn reset(
    conn: &mut PgConnection,
    hash: &[u8],
    now: DateTime<Utc>,
) -> sqlx::Result<Option<(i64, Who)>> {
    let row = query!(
        r#"select r.id as link_id, u.id, u.name, u.email, u.role
           from landlord_reset r join landlord_user u on u.id = r.user_id
           where r.token_hash = $1 and r.used_at is null and r.expires_at > $2 and u.disabled_at is null"#,
        hash,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.and_then(|row| {
        let role = Role::from_code(&row.role)?;
        Some((
            row.link_id,
            Who {
                id: row.id,
                name: row.name,
                email: row.email,
                role,
            },
        ))
    }))
}

/// Locks the link: of two who use it at once the second finds it used.
pub(super) async fn reset_for_update(
    conn: &mut PgConnection,
    hash: &[u8],
    now: DateTime<Utc>,
) -> sqlx::Result<Option<(i64, Who)>> {
    query!("select id from landlord_reset where token_hash = $1 for update", hash)
        .fetch_optional(&mut *conn)
        .await?;
    reset(conn, hash, now).await
}

/// The password is set, every session ends.
pub(super) async fn use_reset(
    conn: &mut PgConnection,
    id: i64,
    user_id: i64,
    password_hash: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    query!("update landlord_reset set used_at = $2 where id = $1", id, now)
        .execute(&mut *conn)
        .await?;
    query!(
        "update landlord_user set password_hash = $2 where id = $1",
        user_id,
        password_hash
    )
    .execute(&mut *conn)
    .await?;
    // What was handed over by a colleague is void with it.
    query!(
        "delete from landlord_link where user_id = $1 and used_at is null",
        user_id
    )
    .execute(&mut *conn)
    .await?;
    query!("delete from landlord_session where user_id = $1", user_id)
        .execute(conn)
        .await?;
    Ok(())
}
