//! What the page of rules asks of the server.

use domain::settings::{BookRules, BookRulesForm};
use leptos::prelude::*;
use ui::Fault;

/// The rules in force.
#[server(name = ShowBookRules, prefix = "/rpc", endpoint = "crm/settings/rules")]
pub async fn show_book_rules() -> Result<BookRules, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::settings::rules(&ctx).await?)
}

/// Sets the rules.
#[server(name = SetBookRules, prefix = "/rpc", endpoint = "crm/settings/set_rules")]
pub async fn set_book_rules(form: BookRulesForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::settings::set_rules(&ctx, &form).await?;
    crate::server::go("/settings?done=saved");
    Ok(())
}
