//! A forgotten password: the e-mail, then the same answer, whoever it belongs to. The page behind the letter's link is
//! that of the invitation.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::page::ButtonKind;
use ui::prelude::*;

use crate::texts::people::doors::texts as own;

/// Asks for a letter with a link.
#[component]
pub fn ForgotPage() -> impl IntoView {
    let text = own();
    if use_query_map().with_untracked(|query| query.get("sent").is_some()) {
        return view! {
            <PublicFrame title=text.reset_title>
                <Alert tone=Tone::Good title=text.forgot_sent>
                    <p>{text.forgot_sent_text}</p>
                </Alert>
                <div class="form-actions">
                    <ButtonLink href="/login" label=text.to_log_in kind=ButtonKind::Secondary />
                </div>
            </PublicFrame>
        }
        .into_any();
    }
    view! {
        <PublicFrame title=text.reset_title text=text.forgot_text>
            <PlainForm action="/forgot">
                <TextField
                    name="email"
                    label=text.email
                    kind=Kind::Email
                    autocomplete="username"
                    inputmode="email"
                    required=true
                    autofocus=true
                />
                <FormActions>
                    <Submit label=text.forgot_send />
                    <ButtonLink href="/login" label=text.to_log_in kind=ButtonKind::Ghost />
                </FormActions>
            </PlainForm>
        </PublicFrame>
    }
    .into_any()
}
