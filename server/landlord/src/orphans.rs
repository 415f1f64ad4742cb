//! The reconciler: compares the catalogue with the server and mends what was cut short.

mod sql;

use std::collections::BTreeSet;

use chrono::TimeDelta;
use domain::Failure;
use domain::landlords::Permission;
use domain::orphans::{Comparison, Orphans};
use serde_json::json;
use sqlx::{Connection, PgConnection};

use crate::store::OrFailure;
use crate::{Ctx, events, tenants};

/// A creation takes seconds; one that is still open after this was cut short.
const PATIENCE: TimeDelta = TimeDelta::minutes(15);

/// What does not fit together. Changes nothing.
///
/// # Errors
/// `SignedOut`, `Forbidden`; as every statement.
pub async fn find(ctx: &Ctx) -> Result<Orphans, Failure> {
    ctx.authorize(Permission::SeeTenants)?;
    let prefix = ctx.home.named("t");
    let ours = |name: &String| {
        name.strip_prefix(&prefix)
            .is_some_and(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit()))
    };
    let known = {
        let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
        sql::known(&mut conn).await.or_failure(ctx)?
    };
    // A tenant that is being moved has its name on two servers.
    let named: BTreeSet<&str> = known.iter().map(|tenant| tenant.database.as_str()).collect();
    let mut found = Orphans::default();
    let mut standing = BTreeSet::new();
    for server in ctx.home.servers() {
        let options = ctx.home.to(server, "postgres").or_failure(ctx)?;
        let mut maintenance = PgConnection::connect_with(&options).await.or_failure(ctx)?;
        let databases = sql::databases(&mut maintenance, &prefix).await.or_failure(ctx)?;
        let roles = sql::roles(&mut maintenance, &prefix).await.or_failure(ctx)?;
        // The end of a connection has nothing to tell.
        let _closed = maintenance.close().await;
        let stray = |names: &[String]| -> Vec<String> {
            let names = names.iter().filter(|name| ours(name) && !named.contains(name.as_str()));
            names.cloned().collect()
        };
        let strays = stray(&databases);
        found
            .roles
            .extend(stray(&roles).into_iter().filter(|role| !strays.contains(role)));
        found.databases.extend(strays);
        standing.extend(databases.into_iter().map(|name| (server.to_owned(), name)));
    }
    found.without_database = known
        .into_iter()
        .filter(|tenant| tenant.should_stand)
        .filter(|tenant| !standing.contains(&(tenant.server.clone(), tenant.database.clone())))
        .map(|tenant| tenant.slug)
        .collect();
    Ok(found)
}

/// The latest comparisons, the newest first.
///
/// # Errors
/// `SignedOut`, `Forbidden`; as every statement.
pub async fn last(ctx: &Ctx) -> Result<Vec<Comparison>, Failure> {
    ctx.authorize(Permission::PurgeTenants)?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    sql::last(&mut conn).await.or_failure(ctx)
}

/// Takes back creations that were cut short, finishes deletions that were, and lists the rest.
///
/// # Errors
/// As [`find`]; what was mended before stays mended.
pub async fn mend(ctx: &Ctx) -> Result<Orphans, Failure> {
    ctx.authorize(Permission::PurgeTenants)?;
    let (cut_creations, cut_deletions) = {
        let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
        (
            sql::with_status(&mut conn, "creating", ctx.now - PATIENCE)
                .await
                .or_failure(ctx)?,
            sql::with_status(&mut conn, "purging", ctx.now).await.or_failure(ctx)?,
        )
    };
    let (mut taken_back, mut finished) = (Vec::new(), Vec::new());
    for (id, slug, server) in cut_creations {
        if tenants::take_back(ctx, id, &server).await {
            let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
            let details = json!({ "slug": slug });
            events::record(&mut conn, ctx, "taken_back", "tenant", Some(id), details).await?;
            taken_back.push(slug);
        }
    }
    for (id, slug, _) in cut_deletions {
        tenants::life::finish_purge(ctx, id, slug.clone()).await?;
        finished.push(slug);
    }
    Ok(Orphans {
        taken_back,
        finished,
        ..find(ctx).await?
    })
}
