//! What the section asks of the server.

use domain::links::{EndLinkForm, LinkForm, PauseForm, PauseRefForm};
use leptos::prelude::*;
use ui::Fault;

/// Links a service to a subscriber; then the subscriber's card.
#[server(name = AddLink, prefix = "/rpc", endpoint = "crm/links/add")]
pub async fn add_link(form: LinkForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let id = tenant::links::add(&ctx, &form).await?;
    crate::server::go(&format!("/subscribers/{}?done=link_added", form.subscriber_id.trim()));
    Ok(id)
}

/// Gives a link its last day; then the subscriber's card.
#[server(name = EndLink, prefix = "/rpc", endpoint = "crm/links/end")]
pub async fn end_link(form: EndLinkForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let subscriber = tenant::links::end(&ctx, &form).await?;
    crate::server::go(&format!("/subscribers/{subscriber}?done=link_ended"));
    Ok(subscriber)
}

/// Pauses a link; then the subscriber's card.
#[server(name = PauseLink, prefix = "/rpc", endpoint = "crm/links/pause")]
pub async fn pause_link(form: PauseForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let subscriber = tenant::links::pause(&ctx, &form).await?;
    crate::server::go(&format!("/subscribers/{subscriber}?done=paused"));
    Ok(subscriber)
}

/// Gives a pause its last day; then the subscriber's card.
#[server(name = EndPause, prefix = "/rpc", endpoint = "crm/links/end_pause")]
pub async fn end_pause(form: EndLinkForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let subscriber = tenant::links::end_pause(&ctx, &form).await?;
    crate::server::go(&format!("/subscribers/{subscriber}?done=pause_ended"));
    Ok(subscriber)
}

/// Takes a pause away; then the subscriber's card.
#[server(name = RemovePause, prefix = "/rpc", endpoint = "crm/links/remove_pause")]
pub async fn remove_pause(form: PauseRefForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let subscriber = tenant::links::remove_pause(&ctx, &form).await?;
    crate::server::go(&format!("/subscribers/{subscriber}?done=pause_removed"));
    Ok(subscriber)
}
