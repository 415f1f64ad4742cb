//! Plan, tags and limits in the catalogue.

use domain::quotas::{Quota, Quotas, Terms, What};
use sqlx::{PgConnection, query};

/// Whether there is such a tenant.
pub(super) async fn set(conn: &mut PgConnection, terms: &Terms) -> sqlx::Result<bool> {
    let found = query!(
        "update tenant set plan = $2, tags = $3 where id = $1",
        terms.id,
        terms.plan,
        &terms.tags
    )
    .execute(&mut *conn)
    .await?;
    if found.rows_affected() == 0 {
        return Ok(false);
    }
    query!("delete from quota where tenant_id = $1", terms.id)
        .execute(&mut *conn)
        .await?;
    for what in What::ALL {
        let Quota { soft, hard } = terms.quotas.of(what);
        if soft.is_some() || hard.is_some() {
            query!(
                "insert into quota (tenant_id, what, soft, hard) values ($1, $2, $3, $4)",
                terms.id,
                what.code(),
                soft,
                hard
            )
            .execute(&mut *conn)
            .await?;
        }
    }
    Ok(true)
}

pub async fn quotas(conn: &mut PgConnection, id: i64) -> sqlx::Result<Quotas> {
    let rows = query!("select what, soft, hard from quota where tenant_id = $1", id)
        .fetch_all(conn)
        .await?;
    let mut quotas = Quotas::default();
    for row in rows {
        if let Some(what) = What::from_code(&row.what) {
            quotas.set(
                what,
                Quota {
                    soft: row.soft,
                    hard: row.hard,
                },
            );
        }
    }
    Ok(quotas)
}
