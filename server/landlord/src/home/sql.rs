//! What the installation asks of its server. Names are of our own making (letters, digits, underscores), yet quoted.

use sqlx::{AssertSqlSafe, Executor, PgConnection, Row, query};

/// What the server is and what its login may do.
pub(super) struct Server {
    pub version: i32,
    pub user: String,
    pub may_create_databases: bool,
    pub may_create_roles: bool,
}

pub(super) async fn server(conn: &mut PgConnection) -> sqlx::Result<Server> {
    let row = query(
        "select current_setting('server_version_num')::int as version, rolname::text as user,
                rolcreatedb or rolsuper as databases, rolcreaterole or rolsuper as roles
         from pg_roles where rolname = current_user",
    )
    .fetch_one(conn)
    .await?;
    Ok(Server {
        version: row.try_get("version")?,
        user: row.try_get("user")?,
        may_create_databases: row.try_get("databases")?,
        may_create_roles: row.try_get("roles")?,
    })
}

pub(super) async fn database_exists(conn: &mut PgConnection, name: &str) -> sqlx::Result<bool> {
    Ok(query("select from pg_database where datname = $1")
        .bind(name)
        .fetch_optional(conn)
        .await?
        .is_some())
}

pub(super) async fn create_database(conn: &mut PgConnection, name: &str) -> sqlx::Result<()> {
    conn.execute(AssertSqlSafe(format!("create database \"{name}\"")))
        .await?;
    Ok(())
}

/// Nobody but the program connects to the landlord's database. `postgres` and `template1` are the server's owner's to
/// close; the cluster that the program starts by itself has them closed.
pub(super) async fn close_to_public(conn: &mut PgConnection, name: &str) -> sqlx::Result<()> {
    conn.execute(AssertSqlSafe(format!(
        "revoke connect, temporary on database \"{name}\" from public"
    )))
    .await?;
    Ok(())
}

/// A configured server has its row; the landlord's own settings of it stay.
pub(super) async fn register_server(conn: &mut PgConnection, name: &str, host: &str, port: i32) -> sqlx::Result<()> {
    query!(
        "insert into pg_server (name, host, port) values ($1, $2, $3)
         on conflict (name) do update set host = excluded.host, port = excluded.port",
        name,
        host,
        port
    )
    .execute(conn)
    .await?;
    Ok(())
}
