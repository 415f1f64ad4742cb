//! The tenant's limits, held where something more is made.

mod sql;

use domain::quotas::{Pressed, What};
use domain::{Failure, Permission};
use sqlx::PgConnection;

use crate::Ctx;
use crate::store::OrFailure;

/// Refuses `more` of something beyond the hard limit, inside the transaction that makes it. Where there is a limit,
/// those who make more of it wait for one another, so that two don't both take the last place.
///
/// # Errors
/// `Conflict(QuotaFull)`; those of the database.
pub(crate) async fn claim(conn: &mut PgConnection, ctx: &Ctx, what: What, more: i64) -> Result<(), Failure> {
    let quota = ctx.tenant.quotas.of(what);
    if quota.hard.is_none() {
        return Ok(());
    }
    sql::queue_up(&mut *conn).await.or_failure(ctx)?;
    quota.allow(used(conn, what).await.or_failure(ctx)?, more)
}

/// What is at a limit or near one, for those who can do something about it. What is not limited is not counted.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and those of the database.
pub async fn pressed(ctx: &Ctx) -> Result<Vec<Pressed>, Failure> {
    ctx.authorize(Permission::ManageUsers)?;
    let limited: Vec<_> = What::ALL
        .into_iter()
        .map(|what| (what, ctx.tenant.quotas.of(what)))
        .filter(|(_, quota)| quota.soft.is_some() || quota.hard.is_some())
        .collect();
    if limited.is_empty() {
        return Ok(Vec::new());
    }
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let mut found = Vec::new();
    for (what, quota) in limited {
        let used = used(&mut conn, what).await.or_failure(ctx)?;
        found.extend(Pressed::of(what, quota, used));
    }
    Ok(found)
}

async fn used(conn: &mut PgConnection, what: What) -> sqlx::Result<i64> {
    match what {
        What::Subscribers => sql::subscribers(conn).await,
        What::Users => sql::users(conn).await,
        What::Megabytes => sql::megabytes(conn).await,
    }
}
