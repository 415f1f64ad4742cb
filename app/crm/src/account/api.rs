//! What the page of one's own account asks of the server.

use domain::users::PasswordForm;
use leptos::prelude::*;
use ui::Fault;

/// The token of the session in which this call is made: the one session that a changed password leaves open. The
/// session middleware provides it beside the context of the call. It has no `Debug`, so that no log shows it.
#[derive(Clone)]
pub struct CurrentToken(pub String);

/// Changes one's own password.
#[server(name = ChangePassword, prefix = "/rpc", endpoint = "crm/account/change_password")]
pub async fn change_password(form: PasswordForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    let CurrentToken(token) = use_context().ok_or(Fault(domain::Failure::SignedOut))?;
    tenant::users::change_password(&ctx, &form, &token).await?;
    crate::server::go("/account?done=password_changed");
    Ok(())
}
