//! The page behind a handed link of the console: a newcomer's greeting, a new password, or why the link no longer works.

use domain::sessions::Invitation;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use ui::page::ButtonKind;
use ui::prelude::*;

use crate::texts;
use crate::texts::people::texts as own;

/// What a link says before it is used; nothing for one that does not work.
#[server(name = ReadColleagueInvitation, prefix = "/rpc", endpoint = "console/doors/invitation")]
pub async fn read_colleague_invitation(token: String) -> Result<Option<Invitation>, Fault> {
    let ctx = crate::server::context()?;
    match landlord::people::colleagues::invitation(&ctx, &token).await {
        Ok(invitation) => Ok(Some(invitation)),
        Err(domain::Failure::Conflict { .. }) => Ok(None),
        Err(failure) => Err(failure.into()),
    }
}

/// Shows whom the link is for and takes a name and a password.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let text = own();
    let params = use_params_map();
    let token = params.with_untracked(|params| params.get("token")).unwrap_or_default();
    let asked = token.clone();
    let invitation = Resource::new(move || asked.clone(), read_colleague_invitation);
    view! {
        <PublicFrame title=text.welcome>
            <Loaded resource=invitation skeleton=SkeletonShape::Lines let:invitation>
                {match invitation {
                    Some(invitation) => view! { <Accept invitation token=token.clone() /> }.into_any(),
                    None => view! { <Expired /> }.into_any(),
                }}
            </Loaded>
        </PublicFrame>
    }
    .into_any()
}

#[component]
fn Accept(invitation: Invitation, token: String) -> impl IntoView {
    let text = own();
    let words = texts::texts();
    let Invitation { email, name, is_reset } = invitation;
    let about = if is_reset { text.reset_text } else { text.welcome_text };
    // A reset asks for nothing but the password: the name is known. Made within the form, whose state it shows.
    let name_field = move || {
        if is_reset {
            return view! { <HiddenField name="name" value=name /> }.into_any();
        }
        view! { <TextField name="name" label=words.your_name value=name autocomplete="name" maxlength=120 required=true /> }
            .into_any()
    };
    view! {
        <p class="public-text">{about}</p>
        <PlainForm action="/invitation">
            <HiddenField name="token" value=token />
            <div class="field">
                <label class="field-label" for="invitation-login">{text.email}</label>
                // Read-only, so that a password manager knows whose password it keeps.
                <input class="input text-muted" type="email" id="invitation-login" autocomplete="username" readonly value=email />
            </div>
            {name_field()}
            <TextField
                name="password"
                label=text.new
                kind=Kind::Password
                hint=words.new_password_hint
                autocomplete="new-password"
                required=true
                autofocus=true
            />
            <FormActions>
                <Submit label=text.accept />
            </FormActions>
        </PlainForm>
    }
    .into_any()
}

#[component]
fn Expired() -> impl IntoView {
    let text = own();
    if let Some(sink) = use_context::<StatusSink>() {
        (sink.0)(410);
    }
    view! {
        <Alert tone=Tone::Warning title=text.expired>
            <p>{text.expired_text}</p>
        </Alert>
        <div class="form-actions">
            <ButtonLink href="/login" label=texts::texts().do_log_in kind=ButtonKind::Primary />
        </div>
    }
    .into_any()
}
