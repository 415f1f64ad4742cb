//! A forgotten password: asking for a letter, and the page behind its link.

use domain::sessions::Invitation;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use ui::page::ButtonKind;
use ui::prelude::*;

use crate::texts;
use crate::texts::letters::texts as own;

/// Whom a link lets set a new password; nothing when it no longer works.
#[server(name = LookAtResetLink, prefix = "/rpc", endpoint = "console/doors/reset_link")]
pub async fn look_at_reset_link(token: String) -> Result<Option<Invitation>, Fault> {
    let ctx = crate::server::context()?;
    match landlord::people::reset_link(&ctx, &token).await {
        Err(domain::Failure::Conflict {
            reason: domain::Reason::LinkExpired,
        }) => Ok(None),
        found => Ok(Some(found?)),
    }
}

/// The e-mail; then the same answer, whoever it belongs to.
#[component]
pub fn ForgotPage() -> impl IntoView {
    let (words, shared) = (own(), texts::texts());
    if use_query_map().with_untracked(|query| query.get("sent").is_some()) {
        return view! {
            <PublicFrame title=words.forgot_title>
                <Alert tone=Tone::Good title=words.forgot_sent>
                    <p>{words.forgot_sent_text}</p>
                </Alert>
                <div class="form-actions">
                    <ButtonLink href="/login" label=words.back_to_log_in kind=ButtonKind::Secondary />
                </div>
            </PublicFrame>
        }
        .into_any();
    }
    view! {
        <PublicFrame title=words.forgot_title text=words.forgot_text>
            <PlainForm action="/forgot">
                <TextField name="email" label=shared.email kind=Kind::Email autocomplete="username" required=true autofocus=true />
                <FormActions>
                    <Submit label=words.forgot_send />
                    <ButtonLink href="/login" label=words.back_to_log_in kind=ButtonKind::Ghost />
                </FormActions>
            </PlainForm>
        </PublicFrame>
    }
    .into_any()
}

/// A new password under the link of a letter.
#[component]
pub fn ResetPage() -> impl IntoView {
    let words = own();
    let token = use_params_map()
        .with_untracked(|params| params.get("token"))
        .unwrap_or_default();
    let asked = token.clone();
    let person = Resource::new(move || asked.clone(), look_at_reset_link);
    view! {
        <PublicFrame title=words.forgot_title>
            <Loaded resource=person skeleton=SkeletonShape::Lines let:person>
                {match person {
                    Some(person) => view! { <ResetForm email=person.email token=token.clone() /> }.into_any(),
                    None => view! { <Expired /> }.into_any(),
                }}
            </Loaded>
        </PublicFrame>
    }
    .into_any()
}

#[component]
fn ResetForm(email: String, token: String) -> impl IntoView {
    let (words, shared) = (own(), texts::texts());
    view! {
        <p class="public-text">{words.reset_text}</p>
        <PlainForm action="/reset">
            <HiddenField name="token" value=token />
            <div class="field">
                <label class="field-label" for="reset-login">{shared.email}</label>
                // Read-only, so that a password manager knows whose password it keeps.
                <input class="input text-muted" type="email" id="reset-login" autocomplete="username" readonly value=email />
            </div>
            <TextField
                name="password"
                label=words.new_password
                kind=Kind::Password
                autocomplete="new-password"
                hint=shared.new_password_hint
                required=true
                autofocus=true
            />
            <FormActions>
                <Submit label=words.save />
            </FormActions>
        </PlainForm>
    }
    .into_any()
}

#[component]
fn Expired() -> impl IntoView {
    if let Some(sink) = use_context::<StatusSink>() {
        (sink.0)(410);
    }
    let words = own();
    view! {
        <Alert tone=Tone::Warning title=words.expired>
            <p>{words.expired_text}</p>
        </Alert>
        <div class="form-actions">
            <ButtonLink href="/forgot" label=words.forgot_send kind=ButtonKind::Primary />
        </div>
    }
    .into_any()
}
