//! The servers on which tenants' databases stand: where new ones go, and what each takes.

mod sql;

use domain::fleet::{ServerLine, place};
use domain::landlords::Permission;
use domain::{Failure, Reason};
use serde_json::json;

use crate::store::OrFailure;
use crate::{Ctx, events};

/// The servers, with what stands on them.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and as every statement.
pub async fn servers(ctx: &Ctx) -> Result<Vec<ServerLine>, Failure> {
    ctx.authorize(Permission::SeeTenants)?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    let mut servers = sql::list(&mut conn).await.or_failure(ctx)?;
    for server in &mut servers {
        server.is_configured = ctx.home.knows(&server.name);
        if server.place.is_empty()
            && let Ok(options) = ctx.home.to_own()
        {
            server.place = format!("{}:{}", options.get_host(), options.get_port());
        }
    }
    Ok(servers)
}

/// What a change of a server says; nothing leaves things as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerChange {
    /// Its share of new tenants, 0 to 10 000.
    pub weight: Option<u16>,
    /// How many tenants it takes at most; nothing inside means no limit.
    pub capacity: Option<Option<u32>>,
    /// Whether new tenants may be placed on it.
    pub accepts_new: Option<bool>,
}

/// Changes what a server takes.
///
/// # Errors
/// `NotFound`; `Invalid` for a weight over 10 000; `SignedOut`, `Forbidden`; as every statement.
pub async fn change_server(ctx: &Ctx, name: &str, change: &ServerChange) -> Result<(), Failure> {
    ctx.authorize(Permission::RunFleet)?;
    if change.weight.is_some_and(|weight| weight > 10_000) {
        return Err(Failure::field("weight", Reason::TooLarge));
    }
    let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
    let id = sql::change(&mut transaction, name, change)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    let details = json!({ "weight": change.weight, "capacity": change.capacity, "accepts_new": change.accepts_new });
    events::record(&mut transaction, ctx, "changed", "pg_server", Some(id), details).await?;
    transaction.commit().await.or_failure(ctx)
}

/// The server for a new tenant.
pub(crate) async fn for_new(ctx: &Ctx) -> Result<String, Failure> {
    let servers = servers(ctx).await?;
    match place(&servers) {
        Some(server) => Ok(server.name.clone()),
        None => {
            tracing::error!(
                request_id = ctx.request_id,
                "no server takes a new tenant: all are full or closed"
            );
            Err(Failure::Busy { retry_after: 60 })
        }
    }
}
