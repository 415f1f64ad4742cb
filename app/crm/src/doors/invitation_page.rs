//! The page behind a handed link: a newcomer's greeting, a new password, or why the link no longer works.

use domain::sessions::Invitation;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use ui::prelude::*;

use super::api::read_invitation;
use crate::texts::people::doors::texts as own;

/// Shows whom the link is for and takes a name and a password.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let params = use_params_map();
    let token = Memo::new(move |_| params.with(|params| params.get("token").unwrap_or_default()));
    let invitation = Resource::new(move || token.get(), read_invitation);
    view! {
        <Transition fallback=|| {
            view! { <Skeleton shape=SkeletonShape::Lines /> }
        }>
            {move || Suspend::new(async move {
                match invitation.await {
                    Ok(Some(invitation)) => view! { <Accept invitation token=token.get_untracked() /> }.into_any(),
                    Ok(None) => view! { <Expired /> }.into_any(),
                    Err(fault) => {
                        view! {
                            <PublicFrame title=own().link_title>
                                <FailureView failure=fault.0 />
                            </PublicFrame>
                        }
                            .into_any()
                    }
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Accept(invitation: Invitation, token: String) -> impl IntoView {
    let text = own();
    let Invitation { email, name, is_reset } = invitation;
    let (title, about) = if is_reset {
        (text.reset_title, text.reset_text.to_owned())
    } else {
        (text.welcome_title, fill(text.welcome_text, &[("place", &boot().place)]))
    };
    // A reset asks for nothing but the password: the name is known. Made within the form, whose state it shows.
    let name_field = move || {
        if is_reset {
            return view! { <HiddenField name="name" value=name /> }.into_any();
        }
        view! {
            <TextField
                name="name"
                label=text.name
                value=name
                hint=text.name_hint
                autocomplete="name"
                maxlength=120u32
                required=true
            />
        }
        .into_any()
    };
    view! {
        <PublicFrame title text=about>
            <PlainForm action="/invitation">
                <HiddenField name="token" value=token />
                <div class="field">
                    <label class="field-label" for="invitation-login">
                        {text.email}
                    </label>
                    // Read-only, so that a password manager knows whose password it keeps.
                    <input
                        class="input text-muted"
                        type="email"
                        id="invitation-login"
                        autocomplete="username"
                        readonly
                        value=email
                    />
                </div>
                {name_field()}
                <TextField
                    name="password"
                    label=text.new_password
                    kind=Kind::Password
                    hint=text.password_hint
                    autocomplete="new-password"
                    required=true
                    autofocus=true
                />
                <FormActions>
                    <Submit label=text.accept />
                </FormActions>
            </PlainForm>
        </PublicFrame>
    }
    .into_any()
}

#[component]
fn Expired() -> impl IntoView {
    if let Some(sink) = use_context::<StatusSink>() {
        (sink.0)(410);
    }
    let text = own();
    view! {
        <PublicFrame title=text.expired_title text=text.expired_text>
            <p class="mb-6 text-muted">{text.expired_next}</p>
            <ButtonLink href="/login" label=text.to_log_in />
        </PublicFrame>
    }
    .into_any()
}
