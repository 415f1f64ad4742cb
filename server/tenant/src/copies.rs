//! What makes a copy of a tenant harmless: nobody is signed in to it, no link of the original works in it, and nothing
//! that waited to be sent is sent a second time.

mod sql;

use domain::{Failure, Permission};
use serde_json::json;

use crate::store::{OrFailure, transact};
use crate::{Ctx, events};

/// Neutralises a fresh copy. Doing it twice changes nothing more.
///
/// # Errors
/// `Forbidden` for anybody but the program itself; those of the database.
pub async fn neutralise(ctx: &Ctx, original: &str) -> Result<(), Failure> {
    ctx.authorize(Permission::ManageUsers)?;
    let original = original.to_owned();
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            sql::end_sessions(conn).await.or_failure(ctx)?;
            sql::forget_links(conn).await.or_failure(ctx)?;
            sql::empty_outbox(conn).await.or_failure(ctx)?;
            sql::forget_jobs(conn).await.or_failure(ctx)?;
            let details = json!({ "copy_of": original });
            events::record(conn, ctx, "neutralised", "tenant", None, details).await
        })
    })
    .await
}
