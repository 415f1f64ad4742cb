//! SQL of visits.

use chrono::{DateTime, Utc};
use domain::sessions::Who;
use domain::visits::Seat;
use sqlx::PgConnection;

use super::Visit;
use crate::users::role;

pub(super) async fn seats(conn: &mut PgConnection) -> Result<Vec<Seat>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, name, role from staff_user
         where disabled_at is null and password_hash is not null
         order by case role when 'admin' then 1 when 'manager' then 2 else 3 end, lower(name), id"
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Seat {
                id: row.id,
                name: row.name,
                role: role(&row.role)?,
            })
        })
        .collect()
}

/// Locks the person, so that a disabling comes either before this and stops it or after it and ends the session.
pub(super) async fn who_for_update(conn: &mut PgConnection, id: i64) -> Result<Option<Who>, sqlx::Error> {
    let row = sqlx::query!(
        "select id, name, email, role from staff_user
         where id = $1 and disabled_at is null and password_hash is not null for update",
        id,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Who {
            id: row.id,
            name: row.name,
            email: row.email,
            role: role(&row.role)?,
        })
    })
    .transpose()
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    user_id: i64,
    token_hash: &[u8],
    now: DateTime<Utc>,
    visit: &Visit,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into session (user_id, token_hash, created_at, seen_at, expires_at, visitor_id, visitor_name)
         values ($1, $2, $3, $3, $4, $5, $6)",
        user_id,
        token_hash,
        now,
        visit.ends_at,
        visit.id,
        visit.name,
    )
    .execute(conn)
    .await?;
    Ok(())
}
