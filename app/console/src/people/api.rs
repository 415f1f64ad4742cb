//! What the page of the landlord's people asks of the server.

use domain::people::{ColleagueForm, ColleagueLine, ColleagueLink, ColleagueRefForm, ColleagueRoleForm};
use leptos::prelude::*;
use ui::Fault;

#[server(name = ListColleagues, prefix = "/rpc", endpoint = "console/people/list")]
pub async fn list_colleagues() -> Result<Vec<ColleagueLine>, Fault> {
    let ctx = crate::server::context()?;
    Ok(landlord::people::colleagues::list(&ctx).await?)
}

/// No redirect: the page shows the link, which is told once.
#[server(name = InviteColleague, prefix = "/rpc", endpoint = "console/people/invite")]
pub async fn invite_colleague(form: ColleagueForm) -> Result<ColleagueLink, Fault> {
    let ctx = crate::server::context()?;
    Ok(landlord::people::colleagues::invite(&ctx, &form).await?)
}

#[server(name = RenewColleagueLink, prefix = "/rpc", endpoint = "console/people/renew_link")]
pub async fn renew_colleague_link(form: ColleagueRefForm) -> Result<ColleagueLink, Fault> {
    let ctx = crate::server::context()?;
    Ok(landlord::people::colleagues::renew_link(&ctx, &form).await?)
}

#[server(name = ChangeColleagueRole, prefix = "/rpc", endpoint = "console/people/change_role")]
pub async fn change_colleague_role(form: ColleagueRoleForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    landlord::people::colleagues::change_role(&ctx, &form).await?;
    crate::server::go("/people?done=role_changed");
    Ok(())
}

#[server(name = DisableColleague, prefix = "/rpc", endpoint = "console/people/disable")]
pub async fn disable_colleague(form: ColleagueRefForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    landlord::people::colleagues::disable(&ctx, &form).await?;
    crate::server::go("/people?done=disabled");
    Ok(())
}

#[server(name = EnableColleague, prefix = "/rpc", endpoint = "console/people/enable")]
pub async fn enable_colleague(form: ColleagueRefForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    landlord::people::colleagues::enable(&ctx, &form).await?;
    crate::server::go("/people?done=enabled");
    Ok(())
}
