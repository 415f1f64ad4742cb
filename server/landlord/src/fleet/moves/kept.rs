//! What moved tenants left behind: closed, kept for some days, then dropped.

use domain::Failure;
use domain::landlords::Permission;
use serde_json::json;

use super::sql::{self, Kept};
use super::{Lock, tidy_alone};
use crate::store::OrFailure;
use crate::{Ctx, events, provision};

/// Closes and renames what a moved tenant left behind.
pub(super) async fn close(ctx: &Ctx, kept: &Kept) -> Result<(), Failure> {
    provision::retire(&ctx.home, &kept.server, &kept.database, &kept.kept_name, &kept.role)
        .await
        .or_failure(ctx)?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    sql::note_closed(&mut conn, kept.id).await.or_failure(ctx)
}

/// Drops the databases that have been kept long enough, and says how many those were.
///
/// # Errors
/// As [`tidy`]: what is not dropped today is dropped tomorrow.
pub async fn drop_expired(ctx: &Ctx) -> Result<usize, Failure> {
    ctx.authorize(Permission::RunFleet)?;
    let lock = Lock::take(ctx).await?;
    let done = async {
        tidy_alone(ctx).await?;
        let kept = {
            let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
            sql::kept(&mut conn, None).await.or_failure(ctx)?
        };
        let expired: Vec<_> = kept.into_iter().filter(|kept| kept.drop_after <= ctx.now).collect();
        for kept in &expired {
            drop_kept(ctx, kept).await?;
        }
        Ok(expired.len())
    }
    .await;
    lock.give_back().await;
    done
}

/// Drops what a tenant that is deleted for good left on other servers.
pub(crate) async fn drop_kept_of(ctx: &Ctx, role: &str) -> Result<(), Failure> {
    let kept = {
        let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
        sql::kept(&mut conn, Some(role)).await.or_failure(ctx)?
    };
    for kept in &kept {
        drop_kept(ctx, kept).await?;
    }
    Ok(())
}

async fn drop_kept(ctx: &Ctx, kept: &Kept) -> Result<(), Failure> {
    if !kept.is_closed {
        close(ctx, kept).await?;
    }
    provision::drop_database(&ctx.home, &kept.server, &kept.kept_name)
        .await
        .or_failure(ctx)?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    sql::forget_kept(&mut transaction, kept.id).await.or_failure(ctx)?;
    let details = json!({ "server": kept.server, "database": kept.kept_name });
    events::record(
        &mut transaction,
        ctx,
        "dropped",
        "kept_database",
        Some(kept.id),
        details,
    )
    .await?;
    transaction.commit().await.or_failure(ctx)?;
    drop_role_if_unused(ctx, &kept.server, &kept.role).await.or_failure(ctx)
}

/// A role is needed where its tenant is, and where a database is kept to which it has rights.
pub(super) async fn drop_role_if_unused(ctx: &Ctx, server: &str, role: &str) -> sqlx::Result<()> {
    let used = {
        let mut conn = ctx.db().acquire().await?;
        sql::is_role_used(&mut conn, server, role).await?
    };
    if used {
        return Ok(());
    }
    provision::drop_role(&ctx.home, server, role).await
}
