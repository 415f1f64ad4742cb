//! What the pages of subscribers ask of the server.

use domain::Page;
use domain::subscribers::{SubscriberCard, SubscriberForm, SubscriberLine, SubscriberQuery, SubscriberRefForm};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use ui::Fault;

/// What the form of a subscriber begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// The values.
    pub form: SubscriberForm,
    /// The houses to choose from: id and address.
    pub houses: Vec<(i64, String)>,
}

/// One page of the list.
#[server(name = ListSubscribers, prefix = "/rpc", endpoint = "crm/subscribers/list")]
pub async fn list_subscribers(query: SubscriberQuery) -> Result<Page<SubscriberLine>, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::subscribers::list(&ctx, &query).await?)
}

/// The card.
#[server(name = ShowSubscriber, prefix = "/rpc", endpoint = "crm/subscribers/show")]
pub async fn show_subscriber(id: i64) -> Result<SubscriberCard, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::subscribers::show(&ctx, id).await?)
}

/// What a form needs: the values of a known subscriber, or nothing for a new one, and the houses.
#[server(name = OpenSubscriberForm, prefix = "/rpc", endpoint = "crm/subscribers/form")]
pub async fn open_subscriber_form(id: Option<i64>) -> Result<Opened, Fault> {
    let ctx = crate::server::context()?;
    let form = match id {
        Some(id) => as_typed(tenant::subscribers::show(&ctx, id).await?),
        None => SubscriberForm::default(),
    };
    let houses = tenant::houses::choices(&ctx).await?;
    Ok(Opened { form, houses })
}

/// Registers or changes a subscriber and goes to the card.
#[server(name = SaveSubscriber, prefix = "/rpc", endpoint = "crm/subscribers/save")]
pub async fn save_subscriber(form: SubscriberForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let id = tenant::subscribers::save(&ctx, &form).await?;
    let done = if form.id.is_empty() { "created" } else { "saved" };
    crate::server::go(&format!("/subscribers/{id}?done={done}"));
    Ok(id)
}

/// Moves a subscriber to the archive.
#[server(name = ArchiveSubscriber, prefix = "/rpc", endpoint = "crm/subscribers/archive")]
pub async fn archive_subscriber(form: SubscriberRefForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::subscribers::archive(&ctx, &form).await?;
    crate::server::go(&format!("/subscribers/{}?done=archived", form.id));
    Ok(())
}

/// Brings a subscriber back from the archive.
#[server(name = RestoreSubscriber, prefix = "/rpc", endpoint = "crm/subscribers/restore")]
pub async fn restore_subscriber(form: SubscriberRefForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::subscribers::restore(&ctx, &form).await?;
    crate::server::go(&format!("/subscribers/{}?done=restored", form.id));
    Ok(())
}

/// The form that would have made this card.
#[allow(dead_code, reason = "only the server opens forms")]
fn as_typed(card: SubscriberCard) -> SubscriberForm {
    let (house_id, flat) = match card.premises {
        Some(premises) => (premises.house_id.to_string(), premises.number),
        None => (String::new(), String::new()),
    };
    SubscriberForm {
        id: card.id.to_string(),
        version: card.version.to_string(),
        account: card.account,
        kind: card.kind.code().to_owned(),
        name: card.name,
        inn: card.inn.unwrap_or_default(),
        house_id,
        flat,
        phone: card.phone.unwrap_or_default(),
        email: card.email.unwrap_or_default(),
        note: card.note.unwrap_or_default(),
    }
}
