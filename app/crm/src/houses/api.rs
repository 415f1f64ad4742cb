//! What the pages of houses ask of the server.

use domain::Page;
use domain::houses::{HouseCard, HouseForm, HouseLine};
use domain::premises::{PremisesForm, PremisesHistory, PremisesStateRefForm};
use leptos::prelude::*;
use ui::Fault;

/// One page of the list.
#[server(name = ListHouses, prefix = "/rpc", endpoint = "crm/houses/list")]
pub async fn list_houses(q: String, after: String) -> Result<Page<HouseLine>, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::houses::list(&ctx, &q, &after).await?)
}

/// The card.
#[server(name = ShowHouse, prefix = "/rpc", endpoint = "crm/houses/show")]
pub async fn show_house(id: i64) -> Result<HouseCard, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::houses::show(&ctx, id).await?)
}

/// Registers or changes a house and goes to its card.
#[server(name = SaveHouse, prefix = "/rpc", endpoint = "crm/houses/save")]
pub async fn save_house(form: HouseForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let id = tenant::houses::save(&ctx, &form).await?;
    crate::server::go(&format!("/houses/{id}?done={}", done(&form.id)));
    Ok(id)
}

/// Registers or changes premises and goes back to the house's card.
#[server(name = SavePremises, prefix = "/rpc", endpoint = "crm/houses/premises")]
pub async fn save_premises(form: PremisesForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let id = tenant::premises::save(&ctx, &form).await?;
    crate::server::go(&format!("/houses/{}?done={}", form.house_id.trim(), done(&form.id)));
    Ok(id)
}

/// The history of premises.
#[server(name = ShowHistory, prefix = "/rpc", endpoint = "crm/houses/history")]
pub async fn show_history(id: i64) -> Result<PremisesHistory, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::premises::history(&ctx, id).await?)
}

/// Takes the latest entry of a history back and goes to the house's card.
#[server(name = TakeBackState, prefix = "/rpc", endpoint = "crm/houses/take_back")]
pub async fn take_back_state(form: PremisesStateRefForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let house = tenant::premises::take_back(&ctx, &form).await?;
    let premises = form.id.trim();
    crate::server::go(&format!("/houses/{house}?premises={premises}&done=state_taken_back"));
    Ok(house)
}

/// What has been done with a thing that had this id in the form.
#[allow(dead_code, reason = "only the server tells")]
const fn done(id: &str) -> &'static str {
    if id.is_empty() { "created" } else { "saved" }
}
