//! Bringing schemas up to date: the landlord's own, and that of a tenant's database.
//!
//! A runner of our own: every pending step and the version row in one transaction, on a dedicated connection, so that a
//! failure leaves the schema as it was. The files are compiled into the program.

mod sql;

use sqlx::PgConnection;
use sqlx::migrate::Migrator;

static LANDLORD: Migrator = sqlx::migrate!("../../migrations/landlord");
static TENANT: Migrator = sqlx::migrate!("../../migrations/tenant");

/// The version of the tenants' schema that this program serves.
#[must_use]
pub fn tenant_version() -> i32 {
    last(&TENANT)
}

fn last(steps: &Migrator) -> i32 {
    steps
        .iter()
        .map(|step| i32::try_from(step.version).unwrap_or(i32::MAX))
        .max()
        .unwrap_or_default()
}

/// # Errors
/// The database's error; the schema is then as it was.
pub async fn migrate_landlord(conn: &mut PgConnection) -> sqlx::Result<()> {
    migrate(conn, &LANDLORD).await.map(|_| ())
}

/// Brings a tenant's database (or the template) up to date; the connection acts as the owner of the tables.
/// Returns the version before and after.
///
/// # Errors
/// The database's error; the schema is then as it was.
pub async fn migrate_tenant(conn: &mut PgConnection) -> sqlx::Result<(i32, i32)> {
    migrate(conn, &TENANT).await
}

async fn migrate(conn: &mut PgConnection, steps: &Migrator) -> sqlx::Result<(i32, i32)> {
    sql::begin(conn).await?;
    let done = async {
        let before = sql::version(conn).await?;
        for step in steps.iter().filter(|step| step.version > i64::from(before)) {
            sql::apply(conn, step).await?;
        }
        let after = last(steps).max(before);
        if after != before {
            sql::set_version(conn, after).await?;
        }
        Ok((before, after))
    }
    .await;
    sql::end(conn, done.is_ok()).await?;
    done
}
