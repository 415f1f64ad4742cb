//! Databases made ahead. What a creation waits for is the copy of the template and what the server writes to its disk for
//! it; a database that stands already costs a row that changes hands.
//!
//! A ready database bears the number of the tenant that it will belong to, so nothing is renamed: the row that says it is
//! ready goes in the transaction in which the tenant's row comes. Whatever is half made has a row, too, so nothing here is
//! ever an orphan.

mod sql;

use chrono::TimeDelta;
use domain::Failure;
use domain::landlords::Permission;
use serde::Serialize;
use sqlx::{Connection, PgConnection};

use super::{connect, create, database_of, destroy, ensure_template, is_free};
use crate::store::OrFailure;
use crate::tenants::next_id;
use crate::{Ctx, Home, fleet, schema};

/// Making one takes seconds; what is still half made after this was cut short.
const PATIENCE: TimeDelta = TimeDelta::minutes(15);

/// What a round did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Filled {
    /// The numbers of those that were made.
    pub made: Vec<i64>,
    /// The numbers of those that were dropped: of an older schema, half made, or no longer wanted.
    pub dropped: Vec<i64>,
}

/// Takes a ready database of a server for good, as part of the caller's transaction: of two who take at once neither
/// waits for the other, and they never get the same. Nothing when there is none.
pub(crate) async fn claim(conn: &mut PgConnection, server: &str) -> sqlx::Result<Option<i64>> {
    sql::claim(conn, server, schema::tenant_version()).await
}

/// The names of all databases that are ready, being made or being dropped; their roles are called the same.
pub(crate) async fn names(conn: &mut PgConnection, home: &Home) -> sqlx::Result<Vec<String>> {
    let ids = sql::all(conn).await?;
    Ok(ids.into_iter().map(|id| database_of(home, id)).collect())
}

/// Drops what is of no use and makes as many as are wanted, none if that is nought, on the server that the next tenant would go to. Done again
/// after a crash at any point, it ends in the same.
///
/// # Errors
/// `SignedOut`, `Forbidden`; as every statement: what was made and dropped by then stays so.
pub async fn fill(ctx: &Ctx, wanted: u32) -> Result<Filled, Failure> {
    ctx.authorize(Permission::EditTenants)?;
    let mut filled = Filled::default();
    let useless = {
        let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
        let newest_useless = if wanted == 0 {
            schema::tenant_version()
        } else {
            schema::tenant_version() - 1
        };
        sql::useless(&mut conn, newest_useless, ctx.now - PATIENCE)
            .await
            .or_failure(ctx)?
    };
    for (id, server) in useless {
        if ctx.home.knows(&server) && remove(ctx, id, &server).await? {
            filled.dropped.push(id);
        }
    }
    if wanted == 0 {
        return Ok(filled);
    }
    let server = fleet::server_for_new(ctx).await?;
    let mut maintenance = connect(&ctx.home, &server).await.or_failure(ctx)?;
    let mut standing = 0;
    for id in standing_on(ctx, &server).await? {
        // Somebody may have dropped it by hand.
        if is_free(&mut maintenance, &ctx.home, id).await.or_failure(ctx)? {
            remove(ctx, id, &server).await?;
            filled.dropped.push(id);
        } else {
            standing += 1;
        }
    }
    for _ in standing..wanted {
        ensure_template(&ctx.home, &server).await.or_failure(ctx)?;
        filled.made.push(make(ctx, &mut maintenance, &server).await?);
    }
    // The end of a connection has nothing to tell.
    let _closed = maintenance.close().await;
    Ok(filled)
}

async fn standing_on(ctx: &Ctx, server: &str) -> Result<Vec<i64>, Failure> {
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    sql::made(&mut conn, server, schema::tenant_version())
        .await
        .or_failure(ctx)
}

/// The row first, then database and role, then the word that they are whole.
async fn make(ctx: &Ctx, maintenance: &mut PgConnection, server: &str) -> Result<i64, Failure> {
    let id = {
        let mut transaction = ctx.db().begin().await.or_failure(ctx)?;
        let id = next_id(ctx, &mut transaction, maintenance).await?;
        sql::begin(&mut transaction, id, server, schema::tenant_version(), ctx.now)
            .await
            .or_failure(ctx)?;
        transaction.commit().await.or_failure(ctx)?;
        id
    };
    if let Err(error) = furnish(&ctx.home, maintenance, id, server).await {
        remove(ctx, id, server).await?;
        return Err(error).or_failure(ctx);
    }
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    sql::finish(&mut conn, id, ctx.now).await.or_failure(ctx)?;
    Ok(id)
}

/// Database and role; and once in and out again, since the first to come into a database waits until the server has
/// written down what it needs to know of its catalogue.
async fn furnish(home: &Home, maintenance: &mut PgConnection, id: i64, server: &str) -> sqlx::Result<()> {
    create(maintenance, home, id).await?;
    let name = database_of(home, id);
    let inside = PgConnection::connect_with(&home.to_tenant(server, &name, &name)?).await?;
    inside.close().await
}

/// Out of reach first, then gone, then forgotten. Says no when a creation was quicker.
async fn remove(ctx: &Ctx, id: i64, server: &str) -> Result<bool, Failure> {
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    if !sql::withdraw(&mut conn, id, ctx.now).await.or_failure(ctx)? {
        return Ok(false);
    }
    drop(conn);
    destroy(&ctx.home, server, id).await.or_failure(ctx)?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    sql::forget(&mut conn, id).await.or_failure(ctx)?;
    Ok(true)
}
