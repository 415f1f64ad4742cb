//! What can be done with a colleague: another role, a new link, access closed or opened.

use domain::users::UserLine;
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::{ChangeRole, DisableUser, EnableUser, RenewLink};
use super::handed::Handed;
use super::invite::RoleField;
use crate::texts::people::users::texts as own;

/// The forms of one colleague. Their actions are made here, so that what was refused for one is not told of another.
#[component]
pub(super) fn Person(user: UserLine) -> impl IntoView {
    let text = own();
    let id = user.id.to_string();
    let role = ServerAction::<ChangeRole>::new();
    let done = move || {
        view! {
            <a class="button is-ghost" href="/users" aria-label=text.done title=text.done>
                <Glyph icon=Icon::Close />
            </a>
        }
    };
    let link = (!user.is_disabled && !user.is_me).then(|| view! { <NewLink id=id.clone() /> });
    view! {
        <Card title=user.name.clone() actions=done>
            <p class="text-sm text-muted wrap-anywhere">{user.email.clone()}</p>
            <Form action=role key=("id", id.clone())>
                <RoleField value=user.role />
                <FormActions>
                    <Submit label=text.role_submit kind=ButtonKind::Secondary />
                </FormActions>
            </Form>
            {link}
            <Access user />
        </Card>
    }
    .into_any()
}

#[component]
fn NewLink(id: String) -> impl IntoView {
    let text = own();
    let renew = ServerAction::<RenewLink>::new();
    let outcome = outcome(renew);
    let handed = move || outcome.get().and_then(Result::ok).map(|link| view! { <Handed link /> });
    view! {
        <section class="flex flex-col gap-3 border-t border-line pt-5">
            <h3 class="font-semibold">{text.link_heading}</h3>
            <p class="text-sm text-muted">{text.link_text}</p>
            <Form action=renew key=("id", id)>
                <FormActions>
                    <Submit label=text.link_submit kind=ButtonKind::Secondary icon=Icon::Link />
                </FormActions>
            </Form>
            {handed}
        </section>
    }
    .into_any()
}

#[component]
fn Access(user: UserLine) -> impl IntoView {
    let text = own();
    let disable = ServerAction::<DisableUser>::new();
    let enable = ServerAction::<EnableUser>::new();
    let key = ("id", user.id.to_string());
    let body = if user.is_me {
        view! {
            <p class="text-sm text-muted">
                {text.me_text} " " <a class="link" href="/account">
                    {text.to_account}
                </a>
            </p>
        }
        .into_any()
    } else if user.is_disabled {
        view! {
            <p class="text-sm text-muted">{text.enable_text}</p>
            <Form action=enable key>
                <FormActions>
                    <Submit label=text.enable kind=ButtonKind::Secondary icon=Icon::Key />
                </FormActions>
            </Form>
        }
        .into_any()
    } else {
        view! {
            <Form action=disable key>
                <Confirm
                    label=text.disable
                    icon=Icon::Lock
                    opener=ButtonKind::Danger
                    title=text.disable_title
                    text=fill(text.disable_text, &[("name", &user.name)])
                    confirm=text.disable
                />
            </Form>
        }
        .into_any()
    };
    view! {
        <section class="flex flex-col gap-3 border-t border-line pt-5">
            <h3 class="font-semibold">{text.access_heading}</h3>
            {body}
        </section>
    }
    .into_any()
}
