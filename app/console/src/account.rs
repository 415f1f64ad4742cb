//! One's own account in the console: who one is, and the password.

use domain::users::PasswordForm;
use leptos::prelude::*;
use ui::prelude::*;

use crate::texts;
use crate::texts::people::texts as own;

/// Changes one's own password.
#[server(name = ChangeOwnPassword, prefix = "/rpc", endpoint = "console/account/change_password")]
pub async fn change_own_password(form: PasswordForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    landlord::people::colleagues::change_password(&ctx, &form, &crate::server::token()).await?;
    crate::server::go("/account?done=password_changed");
    Ok(())
}

/// Name, e-mail, role; the form for another password.
#[component]
pub fn AccountPage() -> impl IntoView {
    let text = own();
    let words = texts::texts();
    let person = boot().person.clone().unwrap_or_default();
    let role = person.landlord_role.map_or("", |role| text.role_name(role));
    let login = person.email.clone();
    let change = ServerAction::<ChangeOwnPassword>::new();
    view! {
        <Page title=text.account narrow=true>
            <Card title=text.about_me>
                <DefinitionList>
                    <Fact label=text.name>{person.name}</Fact>
                    <Fact label=text.email>{person.email}</Fact>
                    <Fact label=text.role>{role}</Fact>
                </DefinitionList>
            </Card>
            <Card title=text.password>
                <p class="text-sm text-muted">{text.password_text}</p>
                <Form action=change reset_on_ok=true>
                    // For the password manager: whose password this is.
                    <input type="hidden" autocomplete="username" value=login />
                    <TextField
                        name="current_password"
                        label=text.current
                        kind=Kind::Password
                        autocomplete="current-password"
                        required=true
                    />
                    <TextField
                        name="new_password"
                        label=text.new
                        hint=words.new_password_hint
                        kind=Kind::Password
                        autocomplete="new-password"
                        required=true
                    />
                    <FormActions>
                        <Submit label=text.password_submit />
                    </FormActions>
                </Form>
            </Card>
        </Page>
    }
    .into_any()
}
