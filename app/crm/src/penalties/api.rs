//! What the pages of penalties ask of the server.

use domain::penalties::{
    ChargeForm, Charged, Documents, DueDayForm, PenaltyPreview, PenaltyQuery, PolicyForm, RateForm, Rules,
    SubscriberPenalties, WriteOffForm, WrittenOff,
};
use leptos::prelude::*;
use ui::Fault;

/// What charging a month would do.
#[server(name = PreviewPenalties, prefix = "/rpc", endpoint = "crm/penalties/preview")]
pub async fn preview_penalties(form: ChargeForm) -> Result<PenaltyPreview, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::penalties::preview(&ctx, &form).await?)
}

/// Charges a month. Again is harmless.
#[server(name = ChargePenalties, prefix = "/rpc", endpoint = "crm/penalties/charge")]
pub async fn charge_penalties(form: ChargeForm) -> Result<Charged, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::penalties::charge(&ctx, &form).await?)
}

/// The penalty documents of a month.
#[server(name = ListPenalties, prefix = "/rpc", endpoint = "crm/penalties/list")]
pub async fn list_penalties(query: PenaltyQuery) -> Result<Documents, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::penalties::list(&ctx, &query).await?)
}

/// The penalties of a subscriber, day by day.
#[server(name = ShowPenalties, prefix = "/rpc", endpoint = "crm/penalties/show")]
pub async fn show_penalties(id: i64) -> Result<SubscriberPenalties, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::penalties::schedule(&ctx, id).await?)
}

/// Gives up what is open of an invoice; then the subscriber's calculation.
#[server(name = WriteOff, prefix = "/rpc", endpoint = "crm/penalties/write_off")]
pub async fn write_off(form: WriteOffForm) -> Result<WrittenOff, Fault> {
    let ctx = crate::server::context()?;
    let done = tenant::penalties::write_off(&ctx, &form).await?;
    crate::server::go(&format!(
        "/subscribers/{}/penalties?done=written_off",
        done.subscriber_id
    ));
    Ok(done)
}

/// All rules.
#[server(name = PenaltyRules, prefix = "/rpc", endpoint = "crm/penalties/rules")]
pub async fn penalty_rules() -> Result<Rules, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::penalties::rules(&ctx).await?)
}

/// From a month on invoices are due by another day.
#[server(name = AddDueDay, prefix = "/rpc", endpoint = "crm/penalties/add_due_day")]
pub async fn add_due_day(form: DueDayForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::penalties::add_due_day(&ctx, &form).await?;
    crate::server::go("/penalties/rules?done=rule_added");
    Ok(())
}

/// Invoices due from a day on follow another rule.
#[server(name = AddPolicy, prefix = "/rpc", endpoint = "crm/penalties/add_policy")]
pub async fn add_policy(form: PolicyForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::penalties::add_policy(&ctx, &form).await?;
    crate::server::go("/penalties/rules?done=rule_added");
    Ok(())
}

/// From a day on another rate holds.
#[server(name = AddRate, prefix = "/rpc", endpoint = "crm/penalties/add_rate")]
pub async fn add_rate(form: RateForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::penalties::add_rate(&ctx, &form).await?;
    crate::server::go("/penalties/rules?done=rule_added");
    Ok(())
}
