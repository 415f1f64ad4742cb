//! What the page of volumes asks of the server.

use domain::volumes::{VolumeChoices as Choices, VolumePage, VolumeQuery, VolumesForm};
use leptos::prelude::*;
use ui::Fault;
use ui::loading::encode;

/// A page of links of a month.
#[server(name = ListVolumes, prefix = "/rpc", endpoint = "crm/volumes/list")]
pub async fn list_volumes(query: VolumeQuery) -> Result<VolumePage, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::volumes::list(&ctx, &query).await?)
}

/// The services and houses that one can choose among.
#[server(name = VolumeChoices, prefix = "/rpc", endpoint = "crm/volumes/choices")]
pub async fn volume_choices() -> Result<Choices, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::volumes::choices(&ctx).await?)
}

/// Enters a page of volumes and comes back to it.
#[server(name = EnterVolumes, prefix = "/rpc", endpoint = "crm/volumes/enter")]
pub async fn enter_volumes(form: VolumesForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let changed = tenant::volumes::enter(&ctx, &form).await?;
    crate::server::go(&back(&form));
    Ok(changed)
}

/// Where the form stood.
#[allow(dead_code, reason = "only the server sends the browser on")]
fn back(form: &VolumesForm) -> String {
    let place = [
        ("month", &form.month),
        ("service", &form.service),
        ("house", &form.house),
        ("q", &form.q),
        ("after", &form.after),
    ];
    let place = place.into_iter().filter(|(_, value)| !value.trim().is_empty());
    let place: Vec<_> = place
        .map(|(name, value)| format!("{name}={}", encode(value.trim())))
        .collect();
    format!("/volumes?done=volumes_saved&{}", place.join("&"))
}
