//! The pages for people who are not signed in: log-in, and the first start by the setup link. Cookies are the
//! server's business, so the forms post to its own routes.

mod forgot;
mod invitation_page;

pub use invitation_page::InvitationPage;

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use ui::page::ButtonKind;
use ui::prelude::*;

pub use forgot::{ForgotPage, LookAtResetLink, ResetPage};

use crate::texts;

/// Whether a setup link still works.
#[server(name = LookAtSetupLink, prefix = "/rpc", endpoint = "console/doors/setup_link")]
pub async fn look_at_setup_link(token: String) -> Result<bool, Fault> {
    let ctx = crate::server::context()?;
    Ok(landlord::people::setup_is_open(&ctx, &token).await?)
}

/// E-mail and password.
#[component]
pub fn LogInPage() -> impl IntoView {
    let words = texts::texts();
    let next = use_query_map()
        .with_untracked(|query| query.get("next"))
        .unwrap_or_default();
    view! {
        <PublicFrame title=words.log_in text=words.log_in_text>
            <PlainForm action="/login">
                <HiddenField name="next" value=next />
                <TextField name="email" label=words.email kind=Kind::Email autocomplete="username" required=true autofocus=true />
                <TextField name="password" label=words.password kind=Kind::Password autocomplete="current-password" required=true />
                <FormActions>
                    <Submit label=words.do_log_in />
                </FormActions>
            </PlainForm>
            <p class="mt-6 text-sm"><a class="link" href="/forgot">{texts::letters::texts().forgotten}</a></p>
        </PublicFrame>
    }
    .into_any()
}

/// The first administrator of the installation, by the link that the server printed.
#[component]
pub fn SetupPage() -> impl IntoView {
    let words = texts::texts();
    let token = use_params_map()
        .with_untracked(|params| params.get("token"))
        .unwrap_or_default();
    let asked = token.clone();
    let open = Resource::new(move || asked.clone(), look_at_setup_link);
    view! {
        <PublicFrame title=words.setup>
            <Loaded resource=open skeleton=SkeletonShape::Lines let:open>
                {if open {
                    view! { <SetupForm token=token.clone() /> }.into_any()
                } else {
                    view! { <UsedLink /> }.into_any()
                }}
            </Loaded>
        </PublicFrame>
    }
    .into_any()
}

#[component]
fn SetupForm(token: String) -> impl IntoView {
    let words = texts::texts();
    view! {
        <p class="public-text">{words.setup_text}</p>
        <PlainForm action="/setup">
            <HiddenField name="token" value=token />
            <TextField name="name" label=words.your_name autocomplete="name" maxlength=120 required=true autofocus=true />
            <TextField name="email" label=words.email kind=Kind::Email autocomplete="username" required=true />
            <TextField
                name="password"
                label=words.password
                kind=Kind::Password
                autocomplete="new-password"
                hint=words.new_password_hint
                required=true
            />
            <FormActions>
                <Submit label=words.do_setup />
            </FormActions>
        </PlainForm>
    }
    .into_any()
}

#[component]
fn UsedLink() -> impl IntoView {
    let words = texts::texts();
    view! {
        <Alert tone=Tone::Warning title=words.setup_used>
            <p>{words.setup_used_text}</p>
        </Alert>
        <div class="form-actions">
            <ButtonLink href="/login" label=words.do_log_in kind=ButtonKind::Primary />
        </div>
    }
    .into_any()
}
