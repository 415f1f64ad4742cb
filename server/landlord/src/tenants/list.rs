//! The list of tenants: searched, narrowed down, sorted by what they use, in keyset pages.

mod sql;

use domain::landlords::Permission;
use domain::tenants::{Sort, TenantList, TenantQuery};
use domain::{Failure, Page};

use crate::Ctx;
use crate::store::OrFailure;

pub(super) use sql::{figures, traffic};

/// The tenants that are asked for.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and as every statement.
pub async fn list(ctx: &Ctx, query: &TenantQuery) -> Result<TenantList, Failure> {
    ctx.authorize(Permission::SeeTenants)?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    let asked = sql::Asked {
        pattern: pattern(&query.q),
        show: query.show.clone(),
        plan: query.plan.clone(),
        tag: query.tag.clone(),
        sort: Sort::from_code(&query.sort),
        after: query.after.parse().ok(),
    };
    let count = sql::count(&mut conn, &asked).await.or_failure(ctx)?;
    let lines = sql::list(&mut conn, &asked, &ctx.home.address).await.or_failure(ctx)?;
    Ok(TenantList {
        page: Page::cut(lines, count, |line| line.id.to_string()),
        plans: sql::plans(&mut conn).await.or_failure(ctx)?,
        tags: sql::tags(&mut conn).await.or_failure(ctx)?,
    })
}

/// The names of the tenants that are not in the trash, with their ids, to choose one of.
///
/// # Errors
/// As [`list`].
pub async fn names(ctx: &Ctx) -> Result<Vec<(i64, String)>, Failure> {
    ctx.authorize(Permission::SeeTenants)?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    sql::names(&mut conn).await.or_failure(ctx)
}

fn pattern(typed: &str) -> String {
    let escaped = typed
        .trim()
        .to_lowercase()
        .replace('\\', r"\\")
        .replace('%', r"\%")
        .replace('_', r"\_");
    format!("%{escaped}%")
}
