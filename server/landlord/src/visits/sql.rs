//! The rows of passes.

use chrono::{DateTime, Utc};
use domain::landlords::Role;
use sqlx::{PgConnection, query, query_scalar};
use tenant::visits::Grant;

/// A pass to be kept.
pub(super) struct NewPass<'a> {
    pub tenant_id: i64,
    pub staff_id: i64,
    pub user_id: i64,
    pub user_name: &'a str,
    pub reason: &'a str,
}

/// A pass that has just been used up, with the visitor's role of this moment.
pub(super) struct Used {
    pub grant: Grant,
    pub role: Role,
}

pub(super) async fn slug(conn: &mut PgConnection, tenant_id: i64) -> sqlx::Result<Option<String>> {
    query_scalar!("select slug from tenant where id = $1", tenant_id)
        .fetch_optional(conn)
        .await
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    pass: &NewPass<'_>,
    hash: &[u8],
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    // Passes of yesterday tell nothing that the audit does not.
    query!(
        "delete from visit_pass where expires_at < $1::timestamptz - interval '1 day'",
        now
    )
    .execute(&mut *conn)
    .await?;
    query!(
        "insert into visit_pass (tenant_id, staff_id, user_id, user_name, reason, token_hash, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        pass.tenant_id,
        pass.staff_id,
        pass.user_id,
        pass.user_name,
        pass.reason,
        hash,
        now,
        expires_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Of two who use it at once, the row's lock lets one through. Whoever was disabled meanwhile is not let in.
pub(super) async fn use_up(
    conn: &mut PgConnection,
    hash: &[u8],
    tenant_id: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Used>> {
    let row = query!(
        "update visit_pass p set used_at = $3 from landlord_user u
         where p.token_hash = $1 and p.tenant_id = $2 and p.used_at is null and p.expires_at > $3
             and u.id = p.user_id and u.disabled_at is null
         returning p.staff_id, p.user_id, p.user_name, p.reason, u.role",
        hash,
        tenant_id,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.and_then(|row| {
        Some(Used {
            grant: Grant {
                staff_id: row.staff_id,
                visitor_id: row.user_id,
                visitor_name: row.user_name,
                reason: row.reason,
            },
            role: Role::from_code(&row.role)?,
        })
    }))
}
