//! Moving a tenant's database to another server.
//!
//! The tenant can be read all the while and changed again when the move has ended. The copy is made by Postgres's own
//! tools, compared row by row, and only then does one transaction of the catalogue make it the tenant's database. Until
//! that transaction the old database serves; a move that is cut short at any step is taken back by the next one, or by
//! [`tidy`]. The old database is kept some days, closed.

mod copy;
mod kept;
mod sql;

use std::path::PathBuf;
use std::time::Instant;

use chrono::TimeDelta;
use domain::landlords::Permission;
use domain::{Failure, Reason};
use serde_json::json;

use super::lock::Lock;
use crate::store::OrFailure;
use crate::{Ctx, events, provision};
pub use kept::drop_expired;
pub(crate) use kept::drop_kept_of;
use kept::{close, drop_role_if_unused};
use sql::{Kept, Unfinished};

/// How long the old database is kept.
const KEPT: TimeDelta = TimeDelta::days(7);

/// Where Postgres's own tools are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tools {
    /// `pg_dump`, as new as the newest server or newer.
    pub dump: PathBuf,
    /// `pg_restore`, of the same version.
    pub restore: PathBuf,
}

/// How far a move has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The tenant can only be read.
    Frozen,
    /// There is an empty database on the new server.
    Prepared,
    /// It holds what the old one holds.
    Copied,
    /// Every table and sequence has been found equal.
    Compared,
    /// The tenant's role can connect to it.
    Opened,
    /// The catalogue says that it is the tenant's.
    Switched,
}

impl Step {
    /// Every step, in their order.
    pub const ALL: [Self; 6] = [
        Self::Frozen,
        Self::Prepared,
        Self::Copied,
        Self::Compared,
        Self::Opened,
        Self::Switched,
    ];
}

/// A move that has succeeded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Tables compared.
    pub tables: usize,
    /// Rows compared.
    pub rows: i64,
    /// How long the tenant could only be read, milliseconds.
    pub read_only_ms: u128,
    /// What the old database is called while it is kept.
    pub kept_as: String,
}

/// Moves a tenant's database. `tell` is told of each step as it is done.
///
/// # Errors
/// `NotFound` for the tenant; `Invalid` for a server that is none or is not configured; `Conflict` when the tenant is there
/// already, is neither in service nor in the trash, or another move or run is at work; `SignedOut`, `Forbidden`; as every
/// statement. What came in between is in the log, and the tenant is served as before.
pub async fn relocate(
    ctx: &Ctx,
    slug: &str,
    server: &str,
    tools: &Tools,
    tell: &(dyn Fn(Step) + Send + Sync),
) -> Result<Moved, Failure> {
    ctx.authorize(Permission::RunFleet)?;
    let lock = Lock::take(ctx).await?;
    let done = relocate_alone(ctx, slug, server, tools, tell).await;
    lock.give_back().await;
    done
}

async fn relocate_alone(
    ctx: &Ctx,
    slug: &str,
    server: &str,
    tools: &Tools,
    tell: &(dyn Fn(Step) + Send + Sync),
) -> Result<Moved, Failure> {
    tidy_alone(ctx).await?;
    let began = Instant::now();
    let moving = begin(ctx, slug, server).await?;
    let copied = copy::carry(&ctx.home, &moving, tools, tell).await;
    let switched = match copied {
        Ok(copied) => switch(ctx, &moving).await.map(|kept| (copied, kept)),
        Err(error) => {
            tracing::error!(tenant = slug, server, %error, "the move failed and is taken back");
            Err(Failure::Internal {
                reference: ctx.request_id.clone(),
            })
        }
    };
    match switched {
        Ok((copied, kept)) => {
            let read_only_ms = began.elapsed().as_millis();
            tell(Step::Switched);
            close(ctx, &kept).await?;
            Ok(Moved {
                tables: copied.tables,
                rows: copied.rows,
                read_only_ms,
                kept_as: kept.kept_name,
            })
        }
        Err(failure) => {
            take_back(ctx, &moving).await?;
            Err(failure)
        }
    }
}

/// Notes what is about to be done before anything is done.
async fn begin(ctx: &Ctx, slug: &str, server: &str) -> Result<Unfinished, Failure> {
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let to = sql::server(&mut transaction, server).await.or_failure(ctx)?;
    let (Some(to), true) = (to, ctx.home.knows(server)) else {
        return Err(Failure::field("server", Reason::Unknown));
    };
    let tenant = sql::tenant_for_update(&mut transaction, &slug.trim().to_lowercase())
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    if tenant.from == server {
        return Err(Failure::conflict(Reason::AlreadyDone));
    }
    // A tenant that is being made or deleted is no tenant to move.
    if !tenant.is_settled {
        return Err(Failure::conflict(Reason::WrongStatus));
    }
    let moving = Unfinished {
        to: server.to_owned(),
        ..tenant
    };
    if provision::stands(&ctx.home, server, &moving.database)
        .await
        .or_failure(ctx)?
    {
        tracing::error!(
            database = moving.database,
            server,
            "a database of that name stands there already"
        );
        return Err(Failure::conflict(Reason::Taken));
    }
    sql::begin(&mut transaction, moving.id, to, ctx.now)
        .await
        .or_failure(ctx)?;
    let details = json!({ "from": moving.from, "to": server });
    events::record(
        &mut transaction,
        ctx,
        "move_started",
        "tenant",
        Some(moving.id),
        details,
    )
    .await?;
    transaction.commit().await.or_failure(ctx)?;
    ctx.registry.forget(moving.id).await;
    Ok(moving)
}

/// Fills an empty database of a server with what another of the same server holds, as of one instant and without
/// holding up those who work in it.
///
/// # Errors
/// As every statement; `Internal` when the tools fail, whose words are in the log.
pub async fn copy_database(ctx: &Ctx, tools: &Tools, server: &str, from: &str, to: &str) -> Result<(), Failure> {
    let (source, target) = (
        ctx.home.to(server, from).or_failure(ctx)?,
        ctx.home.to(server, to).or_failure(ctx)?,
    );
    let owner = ctx.home.named("owner");
    copy::pipe(tools, &source, &target, &owner).await.map_err(|error| {
        tracing::error!(request_id = ctx.request_id, from, to, %error, "a database could not be copied");
        Failure::Internal {
            reference: ctx.request_id.clone(),
        }
    })
}

/// The one transaction that makes the copy the tenant's database.
async fn switch(ctx: &Ctx, moving: &Unfinished) -> Result<Kept, Failure> {
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let kept_name = format!("{}_kept{}", moving.database, ctx.now.timestamp());
    let Some(kept) = sql::switch(&mut transaction, moving, &kept_name, ctx.now, ctx.now + KEPT)
        .await
        .or_failure(ctx)?
    else {
        // Somebody is deleting the tenant.
        return Err(Failure::conflict(Reason::WrongStatus));
    };
    let details = json!({ "from": moving.from, "to": moving.to, "kept_as": kept_name });
    events::record(&mut transaction, ctx, "moved", "tenant", Some(moving.id), details).await?;
    transaction.commit().await.or_failure(ctx)?;
    ctx.registry.forget(moving.id).await;
    Ok(kept)
}

/// The tenant is served by its old server as if nothing had been; then the half-made copy goes.
async fn take_back(ctx: &Ctx, moving: &Unfinished) -> Result<(), Failure> {
    provision::thaw(&ctx.home, &moving.from, &moving.role)
        .await
        .or_failure(ctx)?;
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    sql::end_read_only(&mut transaction, moving.id).await.or_failure(ctx)?;
    let details = json!({ "from": moving.from, "to": moving.to });
    events::record(
        &mut transaction,
        ctx,
        "move_taken_back",
        "tenant",
        Some(moving.id),
        details,
    )
    .await?;
    transaction.commit().await.or_failure(ctx)?;
    ctx.registry.forget(moving.id).await;
    let removed = async {
        provision::drop_database(&ctx.home, &moving.to, &moving.database).await?;
        drop_role_if_unused(ctx, &moving.to, &moving.role).await
    };
    if let Err(error) = removed.await {
        // The note of the move stays, so the next look finds it.
        tracing::error!(tenant_id = moving.id, server = moving.to, %error, "a half-made copy could not be removed yet");
        return Ok(());
    }
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    sql::forget_move(&mut conn, moving.id).await.or_failure(ctx)
}

/// Takes back moves that were cut short, and closes what finished ones left open.
///
/// # Errors
/// `Conflict(AlreadyRunning)` while a move or a run is at work; `SignedOut`, `Forbidden`; as every statement.
pub async fn tidy(ctx: &Ctx) -> Result<(), Failure> {
    ctx.authorize(Permission::RunFleet)?;
    let lock = Lock::take(ctx).await?;
    let done = tidy_alone(ctx).await;
    lock.give_back().await;
    done
}

/// A tenant that is about to be deleted for good leaves no half-made copy behind.
pub(crate) async fn tidy_before_end(ctx: &Ctx, tenant_id: i64) -> Result<(), Failure> {
    let moves = {
        let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
        sql::unfinished(&mut conn).await.or_failure(ctx)?
    };
    match moves.iter().any(|moving| moving.id == tenant_id) {
        true => tidy(ctx).await,
        false => Ok(()),
    }
}

async fn tidy_alone(ctx: &Ctx) -> Result<(), Failure> {
    let (moves, kept) = {
        let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
        let moves = sql::unfinished(&mut conn).await.or_failure(ctx)?;
        (moves, sql::kept(&mut conn, None).await.or_failure(ctx)?)
    };
    for moving in &moves {
        take_back(ctx, moving).await?;
    }
    for kept in kept.iter().filter(|kept| !kept.is_closed) {
        close(ctx, kept).await?;
    }
    Ok(())
}
