//! Bringing schemas up to date: the landlord's own, and that of a tenant's database.
//!
//! A runner of our own: every pending step and the version row in one transaction, on a dedicated connection, so that a
//! failure leaves the schema as it was. The files are compiled into the program.

mod sql;

use sqlx::PgConnection;
use sqlx::migrate::Migrator;

static LANDLORD: Migrator = sqlx::migrate!("../../migrations/landlord");
static TENANT: Migrator = sqlx::migrate!("../../migrations/tenant");

/// How many versions of the tenants' schema this program serves besides its own: the one before, so that tenants are
/// served while a run brings them up to date one after the other. It rests on a rule for whoever writes a step: a step
/// only adds, and the program works without it (`docs/adding-a-room.md`).
pub const SERVED_BEFORE: i32 = 1;

/// The version of the tenants' schema that this program brings tenants to.
#[must_use]
pub fn tenant_version() -> i32 {
    last(&TENANT)
}

/// The oldest and the newest schema of tenants that this program serves.
#[must_use]
pub fn served() -> (i32, i32) {
    (tenant_version() - SERVED_BEFORE, tenant_version())
}

fn last(steps: &Migrator) -> i32 {
    steps.iter().map(version_of).max().unwrap_or_default()
}

fn version_of(step: &sqlx::migrate::Migration) -> i32 {
    i32::try_from(step.version).unwrap_or(i32::MAX)
}

/// The steps of a schema, in their order.
#[derive(Clone, Debug)]
pub struct Steps(Vec<(i32, String)>);

impl Steps {
    /// Those of the tenants' schema that are compiled into the program.
    #[must_use]
    pub fn tenant() -> Self {
        Self::of(&TENANT)
    }

    fn of(steps: &Migrator) -> Self {
        let mut steps: Vec<_> = steps
            .iter()
            .map(|step| (version_of(step), step.sql.as_str().to_owned()))
            .collect();
        steps.sort_by_key(|(version, _)| *version);
        Self(steps)
    }

    /// The same up to a version.
    #[must_use]
    pub fn up_to(mut self, version: i32) -> Self {
        self.0.retain(|(own, _)| *own <= version);
        self
    }

    /// The same with one more: what the next version of the program will bring.
    #[must_use]
    pub fn and(mut self, sql: &str) -> Self {
        self.0.push((self.version() + 1, sql.to_owned()));
        self
    }

    /// The version after the last of them.
    #[must_use]
    pub fn version(&self) -> i32 {
        self.0.last().map_or(0, |(version, _)| *version)
    }
}

/// Whether the landlord's database has this program's schema or a newer one: steps only add, so nodes of the release
/// before go on serving while they are replaced. An older one is what a restored backup has, or nobody's database.
///
/// # Errors
/// The database's error.
pub async fn serves_landlord(conn: &mut PgConnection) -> sqlx::Result<bool> {
    Ok(sql::found_version(conn).await? >= last(&LANDLORD))
}

/// # Errors
/// The database's error; the schema is then as it was.
pub async fn migrate_landlord(conn: &mut PgConnection) -> sqlx::Result<()> {
    migrate(conn, &Steps::of(&LANDLORD)).await.map(|_| ())
}

/// Brings a database up to date; the connection acts as the owner of the tables. Returns the version before and after.
///
/// # Errors
/// The database's error; the schema is then as it was.
pub async fn migrate(conn: &mut PgConnection, steps: &Steps) -> sqlx::Result<(i32, i32)> {
    sql::begin(conn).await?;
    let done = async {
        let before = sql::version(conn).await?;
        for (_, step) in steps.0.iter().filter(|(version, _)| *version > before) {
            sql::apply(conn, step).await?;
        }
        let after = steps.version().max(before);
        if after != before {
            sql::set_version(conn, after).await?;
        }
        Ok((before, after))
    }
    .await;
    let ended = sql::end(conn, done.is_ok()).await;
    // What went wrong first is what tells.
    done.and_then(|versions| ended.map(|()| versions))
}
