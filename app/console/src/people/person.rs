//! What can be done with a colleague: another role, a new link, access closed or opened.

use domain::people::ColleagueLine;
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::Handed;
use super::api::{ChangeColleagueRole, DisableColleague, EnableColleague, RenewColleagueLink};
use super::invite::RoleField;
use crate::texts::people::texts as own;

/// The forms of one colleague. Their actions are made here, so that what was refused for one is not told of another.
#[component]
pub(super) fn Person(person: ColleagueLine) -> impl IntoView {
    let text = own();
    let id = person.id.to_string();
    let role = ServerAction::<ChangeColleagueRole>::new();
    let close = move || {
        view! {
            <a class="button is-ghost" href="/people" aria-label=text.close title=text.close>
                <Glyph icon=Icon::Close />
            </a>
        }
    };
    let link = (!person.is_disabled && !person.is_me).then(|| view! { <NewLink id=id.clone() /> });
    view! {
        <Card title=person.name.clone() actions=close>
            <p class="text-sm text-muted wrap-anywhere">{person.email.clone()}</p>
            <Form action=role key=("id", id.clone())>
                <RoleField value=person.role />
                <FormActions>
                    <Submit label=text.role_submit kind=ButtonKind::Secondary />
                </FormActions>
            </Form>
            {link}
            <Access person />
        </Card>
    }
    .into_any()
}

#[component]
fn NewLink(id: String) -> impl IntoView {
    let text = own();
    let renew = ServerAction::<RenewColleagueLink>::new();
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
fn Access(person: ColleagueLine) -> impl IntoView {
    let text = own();
    let disable = ServerAction::<DisableColleague>::new();
    let enable = ServerAction::<EnableColleague>::new();
    let key = ("id", person.id.to_string());
    let body = if person.is_me {
        view! {
            <p class="text-sm text-muted">
                {text.me_text} " " <a class="link" href="/account">{text.account}</a>
            </p>
        }
        .into_any()
    } else if person.is_disabled {
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
                    text=fill(text.disable_text, &[("name", &person.name)])
                    confirm=text.disable
                />
            </Form>
        }
        .into_any()
    };
    view! {
        <section class="flex flex-col gap-3 border-t border-line pt-5">
            <h3 class="font-semibold">{text.state}</h3>
            {body}
        </section>
    }
    .into_any()
}
