//! Proofs of isolation: canaries, attempts on the level of the database, and the kept results.

mod sql;

use domain::Failure;
use domain::isolation::Proof;
use domain::landlords::Permission;
use sqlx::{Connection, Executor, PgConnection};

use crate::store::OrFailure;
use crate::{Ctx, Home, Resident};

/// What a tenant's role must not be able to do in its own database.
const FORBIDDEN: [&str; 9] = [
    "update ledger_entry set amount = amount",
    "delete from event",
    "alter table ledger_entry disable trigger all",
    "drop table event",
    "create role kvitok_isolation_probe",
    "create database kvitok_isolation_probe",
    "select pg_read_file('/etc/passwd')",
    "copy house to program 'true'",
    "select rolpassword from pg_authid",
];

/// Writes a canary into every text of a tenant's database that can hold one. Returns how many columns hold it now.
///
/// # Errors
/// `SignedOut`, `Forbidden`; as every statement.
pub async fn plant(ctx: &Ctx, resident: &Resident, canary: &str) -> Result<i64, Failure> {
    ctx.authorize(Permission::ManageJobs)?;
    let options = ctx.home.to(&resident.server, &resident.database).or_failure(ctx)?;
    let mut conn = PgConnection::connect_with(&options).await.or_failure(ctx)?;
    let planted = sql::plant(&mut conn, &ctx.home.named("owner"), canary).await;
    // Its end has nothing to tell.
    let _closed = conn.close().await;
    planted.or_failure(ctx)
}

/// Tries, as each tenant's role, to enter every other tenant's database of a list, the landlord's, and what only an
/// owner may do in its own.
///
/// # Errors
/// `SignedOut`, `Forbidden`; `Unreachable` when a tenant's role can't enter its own database.
pub async fn attempt(ctx: &Ctx, residents: &[std::sync::Arc<Resident>], proof: &mut Proof) -> Result<(), Failure> {
    ctx.authorize(Permission::ManageJobs)?;
    let landlords = ctx
        .home
        .to_own()
        .or_failure(ctx)?
        .get_database()
        .unwrap_or_default()
        .to_owned();
    for resident in residents {
        let mut foreign: Vec<&str> = residents
            .iter()
            .filter(|other| other.id != resident.id && other.server == resident.server)
            .map(|other| other.database.as_str())
            .collect();
        foreign.push(&landlords);
        for database in foreign {
            let entered = enter(&ctx.home, resident, database).await.is_ok();
            proof.check(!entered, || format!("role {} can connect to {database}", resident.role));
        }
        let mut own = enter(&ctx.home, resident, &resident.database).await.or_failure(ctx)?;
        for statement in FORBIDDEN {
            let done = async {
                let mut transaction = own.begin().await?;
                let done = transaction.execute(statement).await.map(|_| ());
                transaction.rollback().await?;
                done
            };
            // A statement outside transactions is refused for that alone; the rights are asked before.
            proof.check(done.await.is_err(), || {
                format!("role {} may: {statement}", resident.role)
            });
        }
        let _closed = own.close().await;
    }
    Ok(())
}

async fn enter(home: &Home, resident: &Resident, database: &str) -> sqlx::Result<PgConnection> {
    let options = home.to_tenant(&resident.server, database, &resident.role)?;
    PgConnection::connect_with(&options).await
}

/// Every tenant in service, as the catalogue has it now.
///
/// # Errors
/// `SignedOut`, `Forbidden`; as every statement.
pub async fn residents(ctx: &Ctx, limit: i64) -> Result<Vec<String>, Failure> {
    ctx.authorize(Permission::SeeTenants)?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    sql::some_in_service(&mut conn, limit).await.or_failure(ctx)
}

/// Keeps a proof.
///
/// # Errors
/// `SignedOut`, `Forbidden`; as every statement.
pub async fn keep(ctx: &Ctx, proof: &Proof) -> Result<(), Failure> {
    ctx.authorize(Permission::ManageJobs)?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    sql::keep(&mut conn, proof).await.or_failure(ctx)
}

/// The last proofs, newest first.
///
/// # Errors
/// `SignedOut`, `Forbidden`; as every statement.
pub async fn last(ctx: &Ctx) -> Result<Vec<Proof>, Failure> {
    ctx.authorize(Permission::SeeJobs)?;
    let mut conn = ctx.db().acquire().await.or_failure(ctx)?;
    sql::last(&mut conn).await.or_failure(ctx)
}
