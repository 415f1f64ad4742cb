//! SQL of sessions.

use chrono::{DateTime, Utc};
use domain::sessions::Who;
use serde_json::Value;
use sqlx::PgConnection;

use super::Resumed;
use crate::users::role;
use crate::visits::Visit;

pub(super) struct Credentials {
    pub who: Who,
    pub password_hash: Option<String>,
    pub disabled: bool,
}

pub(super) async fn credentials(conn: &mut PgConnection, email: &str) -> Result<Option<Credentials>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id, name, email, role, password_hash, disabled_at is not null as "disabled!"
           from staff_user where email = $1"#,
        email,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Credentials {
            who: Who {
                id: row.id,
                name: row.name,
                email: row.email,
                role: role(&row.role)?,
            },
            password_hash: row.password_hash,
            disabled: row.disabled,
        })
    })
    .transpose()
}

/// False where the person is disabled or has another password by now. The update locks the row, so that a change of
/// the password either comes before this log-in and stops it or comes after it and ends its session.
pub(super) async fn note_log_in(
    conn: &mut PgConnection,
    user_id: i64,
    password_hash: &str,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update staff_user set last_log_in_at = $3 where id = $1 and password_hash = $2 and disabled_at is null",
        user_id,
        password_hash,
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    user_id: i64,
    token_hash: &[u8],
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into session (user_id, token_hash, created_at, seen_at, expires_at) values ($1, $2, $3, $3, $4)",
        user_id,
        token_hash,
        now,
        expires_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Sweeps out what has ended by itself.
pub(super) async fn delete_over(
    conn: &mut PgConnection,
    user_id: i64,
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from session where user_id = $1 and (expires_at <= $2 or seen_at <= $3)",
        user_id,
        now,
        idle_since,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn delete_of(conn: &mut PgConnection, user_id: i64, but: Option<&[u8]>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from session where user_id = $1 and ($2::bytea is null or token_hash <> $2)",
        user_id,
        but,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn delete(conn: &mut PgConnection, token_hash: &[u8]) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "delete from session where token_hash = $1 returning user_id",
        token_hash
    )
    .fetch_optional(conn)
    .await
}

/// Finds the session and, in the same round trip, notes the request when the last note is old enough.
pub(super) async fn resume(
    conn: &mut PgConnection,
    token_hash: &[u8],
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
    touched_before: DateTime<Utc>,
) -> Result<Option<Resumed>, sqlx::Error> {
    let row = sqlx::query!(
        "with found as (
            select s.id as session_id, s.seen_at, s.flash, s.visitor_id, s.visitor_name, s.expires_at,
                u.id, u.name, u.email, u.role
            from session s join staff_user u on u.id = s.user_id
            where s.token_hash = $1 and s.expires_at > $2 and s.seen_at > $3 and u.disabled_at is null
        ), touched as (
            update session set seen_at = $2
            where id in (select session_id from found where seen_at <= $4)
        )
        select id, name, email, role, flash, visitor_id, visitor_name, expires_at from found",
        token_hash,
        now,
        idle_since,
        touched_before,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Resumed {
            who: Who {
                id: row.id,
                name: row.name,
                email: row.email,
                role: role(&row.role)?,
            },
            visitor: row.visitor_id.zip(row.visitor_name).map(|(id, name)| Visit {
                id,
                name,
                ends_at: row.expires_at,
            }),
            flash: row.flash,
        })
    })
    .transpose()
}

/// The same without a note.
pub(super) async fn look(
    conn: &mut PgConnection,
    token_hash: &[u8],
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
) -> Result<Option<Resumed>, sqlx::Error> {
    let row = sqlx::query!(
        "select u.id, u.name, u.email, u.role, s.flash, s.visitor_id, s.visitor_name, s.expires_at
         from session s join staff_user u on u.id = s.user_id
         where s.token_hash = $1 and s.expires_at > $2 and s.seen_at > $3 and u.disabled_at is null",
        token_hash,
        now,
        idle_since,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Resumed {
            who: Who {
                id: row.id,
                name: row.name,
                email: row.email,
                role: role(&row.role)?,
            },
            visitor: row.visitor_id.zip(row.visitor_name).map(|(id, name)| Visit {
                id,
                name,
                ends_at: row.expires_at,
            }),
            flash: row.flash,
        })
    })
    .transpose()
}

pub(super) async fn put_flash(
    conn: &mut PgConnection,
    token_hash: &[u8],
    flash: Option<&Value>,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update session set flash = $2 where token_hash = $1", token_hash, flash)
        .execute(conn)
        .await?;
    Ok(())
}
