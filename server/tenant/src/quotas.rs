//! The tenant's limits, held where something more is made.

mod sql;

use domain::Failure;
use domain::quotas::What;
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
    let used = match what {
        What::Subscribers => sql::subscribers(conn).await,
        What::Users => sql::users(conn).await,
        What::Megabytes => sql::megabytes(conn).await,
    };
    quota.allow(used.or_failure(ctx)?, more)
}
