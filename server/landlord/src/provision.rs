//! Databases of tenants: the template, a copy of it under a role of its own, and the end of both.
//!
//! The tenant's role never owns its tables (an owner could switch the books' triggers off): an owner role without a
//! log-in does, and a group role is granted what a tenant may do.

mod sql;

use sqlx::{Connection, PgConnection};

use crate::Home;
use crate::schema;

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

/// Builds the template, unless it stands. It is made under another name and renamed when it is whole, so that a crash
/// leaves nothing that looks like one; nobody may ever connect to it, so that a copy never fails for an open connection.
///
/// # Errors
/// The database's error.
pub async fn ensure_template(home: &Home) -> sqlx::Result<()> {
    let template = template_of(home);
    let owner = home.named("owner");
    let group = home.named("tenants");
    let mut maintenance = PgConnection::connect_with(&home.to("postgres")).await?;
    // Two nodes that start at once must not build it twice. The lock is the session's, so it ends with the connection.
    sql::lock(&mut maintenance).await?;
    if sql::database_exists(&mut maintenance, &template).await? {
        bye(maintenance).await;
        return Ok(());
    }
    sql::ensure_role(&mut maintenance, &owner).await?;
    sql::ensure_role(&mut maintenance, &group).await?;
    let building = home.named("template_building");
    sql::drop_database(&mut maintenance, &building).await?;
    sql::create_owned_database(&mut maintenance, &building, &owner).await?;
    let mut inside = PgConnection::connect_with(&home.to(&building)).await?;
    sql::become_role(&mut inside, &owner).await?;
    schema::migrate_tenant(&mut inside).await?;
    sql::grant_to_group(&mut inside, &owner, &group).await?;
    bye(inside).await;
    sql::finish_template(&mut maintenance, &building, &template).await?;
    bye(maintenance).await;
    Ok(())
}

/// Nothing of that name is on the server: what an earlier installation left there is nobody's to take over.
///
/// # Errors
/// The database's error.
pub async fn is_free(home: &Home, tenant_id: i64) -> sqlx::Result<bool> {
    let name = database_of(home, tenant_id);
    let mut maintenance = PgConnection::connect_with(&home.to("postgres")).await?;
    let taken =
        sql::database_exists(&mut maintenance, &name).await? || sql::role_exists(&mut maintenance, &name).await?;
    bye(maintenance).await;
    Ok(!taken)
}

/// Makes a tenant's database and its role.
///
/// # Errors
/// The database's error; [`destroy`] then removes what was half made.
pub async fn create(home: &Home, tenant_id: i64) -> sqlx::Result<()> {
    let name = database_of(home, tenant_id);
    let mut maintenance = PgConnection::connect_with(&home.to("postgres")).await?;
    sql::create_tenant_role(
        &mut maintenance,
        &name,
        &home.password_of(&name),
        &home.named("tenants"),
    )
    .await?;
    // Closed until nobody but its role can come in.
    sql::copy_template(&mut maintenance, &template_of(home), &name, &home.named("owner")).await?;
    sql::open_to_role(&mut maintenance, &name).await?;
    bye(maintenance).await;
    Ok(())
}

/// Removes a tenant's database and role, whatever of them there is, also under people who are connected.
///
/// # Errors
/// The database's error.
pub async fn destroy(home: &Home, tenant_id: i64) -> sqlx::Result<()> {
    let name = database_of(home, tenant_id);
    let mut maintenance = PgConnection::connect_with(&home.to("postgres")).await?;
    sql::drop_database(&mut maintenance, &name).await?;
    sql::drop_role(&mut maintenance, &name).await?;
    bye(maintenance).await;
    Ok(())
}

/// Brings the schema of a tenant's database up to date. Returns the version before and after.
///
/// # Errors
/// The database's error; the schema is then as it was.
pub async fn migrate(home: &Home, database: &str) -> sqlx::Result<(i32, i32)> {
    let mut inside = PgConnection::connect_with(&home.to(database)).await?;
    sql::become_role(&mut inside, &home.named("owner")).await?;
    let done = schema::migrate_tenant(&mut inside).await;
    bye(inside).await;
    done
}
