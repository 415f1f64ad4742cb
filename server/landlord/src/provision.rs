//! Databases of tenants: the template, a copy of it under a role of its own, and the end of both.
//!
//! The tenant's role never owns its tables (an owner could switch the books' triggers off): an owner role without a
//! log-in does, and a group role is granted what a tenant may do.

pub mod ready;
mod sql;

use sqlx::{Connection, PgConnection};

use crate::Home;
use crate::schema::{self, Steps};

/// A connection's end has nothing to tell: what was to be done is done.
async fn bye(connection: PgConnection) {
    let _ = connection.close().await;
}

/// The names that a tenant's database and role share.
#[must_use]
pub fn database_of(home: &Home, tenant_id: i64) -> String {
    home.named(&format!("t{tenant_id}"))
}

/// The template of the schema that this program serves.
fn template_of(home: &Home) -> String {
    home.named(&format!("template_v{}", schema::tenant_version()))
}

/// Builds the template on a server, unless it stands. It is made under another name and renamed when it is whole, so that a crash
/// leaves nothing that looks like one; nobody may ever connect to it, so that a copy never fails for an open connection.
///
/// # Errors
/// The database's error.
pub async fn ensure_template(home: &Home, server: &str) -> sqlx::Result<()> {
    if home.has_template(server) {
        return Ok(());
    }
    let template = template_of(home);
    let owner = home.named("owner");
    let group = home.named("tenants");
    let mut maintenance = connect(home, server).await?;
    // Two nodes that start at once must not build it twice. The lock is the session's, so it ends with the connection.
    sql::lock(&mut maintenance).await?;
    if sql::database_exists(&mut maintenance, &template).await? {
        bye(maintenance).await;
        home.note_template(server);
        return Ok(());
    }
    sql::ensure_role(&mut maintenance, &owner).await?;
    sql::ensure_role(&mut maintenance, &group).await?;
    let building = home.named("template_building");
    sql::drop_database(&mut maintenance, &building).await?;
    sql::create_owned_database(&mut maintenance, &building, &owner).await?;
    let mut inside = PgConnection::connect_with(&home.to(server, &building)?).await?;
    sql::become_role(&mut inside, &owner).await?;
    schema::migrate(&mut inside, &Steps::tenant()).await?;
    sql::grant_to_group(&mut inside, &owner, &group).await?;
    bye(inside).await;
    sql::finish_template(&mut maintenance, &building, &template).await?;
    bye(maintenance).await;
    home.note_template(server);
    Ok(())
}

/// A connection on which databases of a server are made. Its end is the caller's: dropping it is enough.
///
/// # Errors
/// The database's error.
pub async fn connect(home: &Home, server: &str) -> sqlx::Result<PgConnection> {
    PgConnection::connect_with(&home.to(server, "postgres")?).await
}

/// Nothing of that name is on the server: what an earlier installation left there is nobody's to take over.
///
/// # Errors
/// The database's error.
pub async fn is_free(maintenance: &mut PgConnection, home: &Home, tenant_id: i64) -> sqlx::Result<bool> {
    let name = database_of(home, tenant_id);
    Ok(!sql::database_exists(maintenance, &name).await? && !sql::role_exists(maintenance, &name).await?)
}

/// Makes a tenant's database and its role.
///
/// # Errors
/// The database's error; [`destroy`] then removes what was half made.
pub async fn create(maintenance: &mut PgConnection, home: &Home, tenant_id: i64) -> sqlx::Result<()> {
    let name = database_of(home, tenant_id);
    sql::create_tenant_role(maintenance, &name, &home.password_of(&name), &home.named("tenants")).await?;
    // Closed until nobody but its role can come in.
    sql::copy_template(maintenance, &template_of(home), &name, &home.named("owner")).await?;
    sql::open_to_role(maintenance, &name).await
}

/// Removes a tenant's database and role, whatever of them there is, also under people who are connected.
///
/// # Errors
/// The database's error.
pub async fn destroy(home: &Home, server: &str, tenant_id: i64) -> sqlx::Result<()> {
    let name = database_of(home, tenant_id);
    let mut maintenance = connect(home, server).await?;
    sql::drop_database(&mut maintenance, &name).await?;
    sql::drop_role(&mut maintenance, &name).await?;
    bye(maintenance).await;
    Ok(())
}

/// Brings the schema of a tenant's database up to date. Waits for locks a few seconds only: whoever comes after this
/// waits for it in turn. Returns the version before and after.
///
/// # Errors
/// The database's error; the schema is then as it was.
pub async fn migrate(home: &Home, server: &str, database: &str, steps: &Steps) -> sqlx::Result<(i32, i32)> {
    let mut inside = PgConnection::connect_with(&home.to(server, database)?).await?;
    sql::become_role(&mut inside, &home.named("owner")).await?;
    sql::limit_locks(&mut inside).await?;
    let done = schema::migrate(&mut inside, steps).await;
    bye(inside).await;
    done
}

/// Whether a database of that name is on a server.
///
/// # Errors
/// The database's error.
pub(crate) async fn stands(home: &Home, server: &str, database: &str) -> sqlx::Result<bool> {
    let mut maintenance = connect(home, server).await?;
    let stands = sql::database_exists(&mut maintenance, database).await?;
    bye(maintenance).await;
    Ok(stands)
}

/// From now on the tenant's role can only read. Its connections end: an open one would not know.
pub(crate) async fn freeze(home: &Home, server: &str, database: &str, role: &str) -> sqlx::Result<()> {
    let mut maintenance = connect(home, server).await?;
    sql::set_read_only(&mut maintenance, role, true).await?;
    sql::end_connections(&mut maintenance, role).await?;
    sql::wait_until_left(&mut maintenance, database, role).await?;
    bye(maintenance).await;
    Ok(())
}

/// The role can write again.
pub(crate) async fn thaw(home: &Home, server: &str, role: &str) -> sqlx::Result<()> {
    let mut maintenance = connect(home, server).await?;
    sql::set_read_only(&mut maintenance, role, false).await?;
    sql::end_connections(&mut maintenance, role).await?;
    bye(maintenance).await;
    Ok(())
}

/// Makes a tenant's role and an empty database to which nobody but the program can connect.
pub(crate) async fn create_empty(home: &Home, server: &str, database: &str, role: &str) -> sqlx::Result<()> {
    let mut maintenance = connect(home, server).await?;
    // A tenant that comes back finds its role still there.
    if !sql::role_exists(&mut maintenance, role).await? {
        sql::create_tenant_role(&mut maintenance, role, &home.password_of(role), &home.named("tenants")).await?;
    }
    sql::create_owned_database(&mut maintenance, database, &home.named("owner")).await?;
    bye(maintenance).await;
    Ok(())
}

/// Lets a tenant's role into its database.
pub(crate) async fn open(home: &Home, server: &str, database: &str) -> sqlx::Result<()> {
    let mut maintenance = connect(home, server).await?;
    sql::open_to_role(&mut maintenance, database).await?;
    bye(maintenance).await;
    Ok(())
}

/// Closes a database for everybody and renames it. What has been done already is passed over.
pub(crate) async fn retire(home: &Home, server: &str, database: &str, kept_name: &str, role: &str) -> sqlx::Result<()> {
    let mut maintenance = connect(home, server).await?;
    if !sql::database_exists(&mut maintenance, kept_name).await? {
        sql::close_database(&mut maintenance, database).await?;
        sql::end_connections(&mut maintenance, role).await?;
        sql::rename_database(&mut maintenance, database, kept_name).await?;
    }
    sql::set_read_only(&mut maintenance, role, false).await?;
    bye(maintenance).await;
    Ok(())
}

/// Drops a database if it is there, also under people who are connected.
pub(crate) async fn drop_database(home: &Home, server: &str, database: &str) -> sqlx::Result<()> {
    let mut maintenance = connect(home, server).await?;
    sql::drop_database(&mut maintenance, database).await?;
    bye(maintenance).await;
    Ok(())
}

/// Drops a role if it is there.
pub(crate) async fn drop_role(home: &Home, server: &str, role: &str) -> sqlx::Result<()> {
    let mut maintenance = connect(home, server).await?;
    sql::drop_role(&mut maintenance, role).await?;
    bye(maintenance).await;
    Ok(())
}
