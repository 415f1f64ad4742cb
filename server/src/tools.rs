//! Postgres's own tools.

use std::path::Path;

use anyhow::Context;
use landlord::fleet::Tools;

/// Finds `pg_dump` and `pg_restore`, where the program would find a Postgres to start.
///
/// # Errors
/// One sentence that says what is missing.
pub async fn find(data: &Path) -> anyhow::Result<Tools> {
    let data = data.to_owned();
    let found = tokio::task::spawn_blocking(move || cluster::client_tools(&data))
        .await
        .context("The search for pg_dump was cut short")??;
    Ok(Tools {
        dump: found.join("pg_dump"),
        restore: found.join("pg_restore"),
    })
}
