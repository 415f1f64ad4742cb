//! All tenants' databases together: runs that bring their schemas up to date, the servers on which they stand, moves
//! from one server to another.

mod lock;
pub mod moves;
mod run;
mod servers;
mod sql;

use domain::Failure;
use domain::fleet::{Fleet, RunReport, VersionLine};
use domain::landlords::Permission;

use crate::store::OrFailure;
use crate::{Ctx, schema};

pub use moves::{Moved, Step, Tools, drop_expired, relocate, tidy};
pub(crate) use moves::{drop_kept_of, tidy_before_end};
pub use run::{Running, start};
pub(crate) use servers::for_new as server_for_new;
pub use servers::{ServerChange, change_server, servers};

/// How many of the last runs the page shows.
const RUNS: i64 = 20;

/// Tenants by schema version, servers, the last runs.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and as every statement.
pub async fn show(ctx: &Ctx) -> Result<Fleet, Failure> {
    ctx.authorize(Permission::SeeTenants)?;
    let servers = servers(ctx).await?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    let version = schema::tenant_version();
    let (oldest, newest) = schema::served();
    let versions = sql::versions(&mut conn).await.or_failure(ctx)?;
    let versions = versions.into_iter().map(|(version, tenants)| VersionLine {
        version,
        tenants,
        is_served: (oldest..=newest).contains(&version),
    });
    let behind = sql::behind(&mut conn, version, false).await.or_failure(ctx)?;
    let failed = sql::behind(&mut conn, version, true).await.or_failure(ctx)?;
    Ok(Fleet {
        version,
        behind: i64::try_from(behind.len()).unwrap_or(i64::MAX),
        failed: i64::try_from(failed.len()).unwrap_or(i64::MAX),
        versions: versions.collect(),
        servers,
        runs: sql::runs(&mut conn, RUNS).await.or_failure(ctx)?,
    })
}

/// A run with what it did to each tenant.
///
/// # Errors
/// `NotFound`; `SignedOut`, `Forbidden`; as every statement.
pub async fn report(ctx: &Ctx, run_id: i64) -> Result<RunReport, Failure> {
    ctx.authorize(Permission::SeeTenants)?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    Ok(RunReport {
        run: sql::run(&mut conn, run_id)
            .await
            .or_failure(ctx)?
            .ok_or(Failure::NotFound)?,
        results: sql::results(&mut conn, run_id).await.or_failure(ctx)?,
    })
}
