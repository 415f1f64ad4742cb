//! Log-in: a plain form of the server's route.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::prelude::*;

use crate::texts::people::doors::texts as own;

/// E-mail, password, and back to where one wanted to go.
#[component]
pub fn LogInPage() -> impl IntoView {
    let text = own();
    let next = use_query_map()
        .with_untracked(|query| query.get("next"))
        .unwrap_or_default();
    view! {
        <PublicFrame title=text.log_in_title>
            <PlainForm action="/login">
                <HiddenField name="next" value=next />
                <TextField
                    name="email"
                    label=text.email
                    kind=Kind::Email
                    autocomplete="username"
                    inputmode="email"
                    required=true
                    autofocus=true
                />
                <TextField
                    name="password"
                    label=text.password
                    kind=Kind::Password
                    autocomplete="current-password"
                    required=true
                />
                <FormActions>
                    <Submit label=text.log_in />
                </FormActions>
            </PlainForm>
            <p class="mt-6 text-sm">
                <a class="link" href="/forgot">
                    {text.forgotten}
                </a>
            </p>
        </PublicFrame>
    }
    .into_any()
}
