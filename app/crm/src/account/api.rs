//! What the page of one's own account asks of the server.

use domain::users::PasswordForm;
use leptos::prelude::*;
use ui::Fault;

/// Changes one's own password.
#[server(name = ChangePassword, prefix = "/rpc", endpoint = "crm/account/change_password")]
pub async fn change_password(form: PasswordForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::users::change_password(&ctx, &form, &crate::server::token()).await?;
    crate::server::go("/account?done=password_changed");
    Ok(())
}
