//! What the page of the staff asks of the server.

use domain::users::{HandedLink, InviteForm, RoleForm, UserLine, UserRefForm};
use leptos::prelude::*;
use ui::Fault;

/// Everybody.
#[server(name = ListUsers, prefix = "/rpc", endpoint = "crm/users/list")]
pub async fn list_users() -> Result<Vec<UserLine>, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::users::list(&ctx).await?)
}

/// Registers a colleague. The link is in the answer and nowhere else, so nothing leads away from the page.
#[server(name = InviteUser, prefix = "/rpc", endpoint = "crm/users/invite")]
pub async fn invite_user(form: InviteForm) -> Result<HandedLink, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::users::invite(&ctx, &form).await?)
}

/// Makes a new link for a colleague; the earlier ones stop working.
#[server(name = RenewLink, prefix = "/rpc", endpoint = "crm/users/renew_link")]
pub async fn renew_link(form: UserRefForm) -> Result<HandedLink, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::users::renew_link(&ctx, &form).await?)
}

/// Gives a colleague another role.
#[server(name = ChangeRole, prefix = "/rpc", endpoint = "crm/users/change_role")]
pub async fn change_role(form: RoleForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::users::change_role(&ctx, &form).await?;
    crate::server::go("/users?done=role_changed");
    Ok(())
}

/// Shuts a colleague out.
#[server(name = DisableUser, prefix = "/rpc", endpoint = "crm/users/disable")]
pub async fn disable_user(form: UserRefForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::users::disable(&ctx, &form).await?;
    crate::server::go("/users?done=disabled");
    Ok(())
}

/// Lets a colleague in again.
#[server(name = EnableUser, prefix = "/rpc", endpoint = "crm/users/enable")]
pub async fn enable_user(form: UserRefForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::users::enable(&ctx, &form).await?;
    crate::server::go("/users?done=enabled");
    Ok(())
}
