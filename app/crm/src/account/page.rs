//! The page of one's own account.

use domain::Permission;
use leptos::prelude::*;
use ui::prelude::*;

use super::api::ChangePassword;
use crate::texts::people::account::texts as own;

/// Name, e-mail, role; the form for another password.
#[component]
pub fn AccountPage() -> impl IntoView {
    let text = own();
    let person = boot().person.clone().unwrap_or_default();
    let role = person.role.map_or("", |role| words().role(role));
    let login = person.email.clone();
    // Who acts in somebody's place has no password here to change.
    let may = boot().may(Permission::ChangeOwnPassword);
    view! {
        <Page title=text.title narrow=true>
            <Card title=text.about>
                <DefinitionList>
                    <Fact label=text.name>{person.name}</Fact>
                    <Fact label=text.email>{person.email}</Fact>
                    <Fact label=text.role>{role}</Fact>
                </DefinitionList>
                <p class="text-sm text-muted">{text.about_note}</p>
            </Card>
            {may.then(|| view! { <Password login /> })}
        </Page>
    }
    .into_any()
}

#[component]
fn Password(login: String) -> impl IntoView {
    let text = own();
    let change = ServerAction::<ChangePassword>::new();
    view! {
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
                    hint=text.new_hint
                    kind=Kind::Password
                    autocomplete="new-password"
                    required=true
                />
                <FormActions>
                    <Submit label=text.submit />
                </FormActions>
            </Form>
        </Card>
    }
    .into_any()
}
