//! What the doors ask of the server.

use domain::sessions::Invitation;
use leptos::prelude::*;
use ui::Fault;

/// What a link says; nothing when it no longer works.
#[server(name = ReadInvitation, prefix = "/rpc", endpoint = "crm/doors/invitation")]
pub async fn read_invitation(token: String) -> Result<Option<Invitation>, Fault> {
    let ctx = crate::server::context()?;
    match tenant::users::invitation(&ctx, &token).await {
        Err(domain::Failure::Conflict {
            reason: domain::Reason::LinkExpired,
        }) => Ok(None),
        found => Ok(Some(found?)),
    }
}
