//! What the pages of promises ask of the server.

use domain::Page;
use domain::promises::{CancelForm, PromiseForm, PromiseLine, PromiseQuery, SeenForm, SubscriberPromises};
use leptos::prelude::*;
use ui::Fault;

/// A page of promises.
#[server(name = ListPromises, prefix = "/rpc", endpoint = "crm/promises/list")]
pub async fn list_promises(query: PromiseQuery) -> Result<Page<PromiseLine>, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::promises::list(&ctx, &query).await?)
}

/// The promises of a subscriber.
#[server(name = PromisesOfSubscriber, prefix = "/rpc", endpoint = "crm/promises/of_subscriber")]
pub async fn promises_of_subscriber(id: i64) -> Result<SubscriberPromises, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::promises::of_subscriber(&ctx, id).await?)
}

/// Takes a promise; then the subscriber's card.
#[server(name = TakePromise, prefix = "/rpc", endpoint = "crm/promises/take")]
pub async fn take_promise(form: PromiseForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let id = tenant::promises::take(&ctx, &form).await?;
    crate::server::go(&format!(
        "/subscribers/{}?done=promise_taken",
        form.subscriber_id.trim()
    ));
    Ok(id)
}

/// Ends a promise; then the subscriber's card.
#[server(name = CancelPromise, prefix = "/rpc", endpoint = "crm/promises/cancel")]
pub async fn cancel_promise(form: CancelForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let subscriber = tenant::promises::cancel(&ctx, &form).await?;
    crate::server::go(&format!("/subscribers/{subscriber}?done=promise_cancelled"));
    Ok(subscriber)
}

/// Somebody takes care of a broken one; then the list of the broken ones.
#[server(name = TakeCare, prefix = "/rpc", endpoint = "crm/promises/take_care")]
pub async fn take_care(form: SeenForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::promises::take_care(&ctx, &form).await?;
    crate::server::go("/promises?show=broken&done=promise_cared");
    Ok(())
}
