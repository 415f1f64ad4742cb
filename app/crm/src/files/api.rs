//! What the page of the files asks of the server. Upload and download are plain routes.

use domain::files::{FilePage, FileQuery, FileRefForm};
use leptos::prelude::*;
use ui::Fault;

/// A page of files.
#[server(name = ListFiles, prefix = "/rpc", endpoint = "crm/files/list")]
pub async fn list_files(query: FileQuery) -> Result<FilePage, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::files::list(&ctx, &query).await?)
}

/// Deletes a file.
#[server(name = RemoveFile, prefix = "/rpc", endpoint = "crm/files/remove")]
pub async fn remove_file(form: FileRefForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::files::remove(&ctx, &form).await?;
    crate::server::go("/files?done=file_deleted");
    Ok(())
}
