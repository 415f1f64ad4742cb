//! Who is signed in, language, colours, the way out: plain forms of the server's own routes.

use domain::Language;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::boot::{Theme, boot};
use crate::icons::{Glyph, Icon};
use crate::texts;

/// The path and query of the page, for coming back to it.
fn here() -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let location = use_location();
    move || {
        let search = location.search.get();
        let search = search.trim_start_matches('?');
        let path = location.pathname.get();
        if search.is_empty() {
            path
        } else {
            format!("{path}?{search}")
        }
    }
}

/// The person's menu at the foot of the side bar and at the top of a phone.
#[component]
pub(super) fn PersonMenu(node: NodeRef<html::Details>) -> impl IntoView {
    let words = texts::texts();
    let boot = boot();
    let person = boot.person.clone().unwrap_or_default();
    let role = person.role.map(|role| words.role(role));
    let initial: String = person
        .name
        .chars()
        .next()
        .or_else(|| person.email.chars().next())
        .unwrap_or('·')
        .to_uppercase()
        .collect();
    let name = if person.name.is_empty() {
        person.email.clone()
    } else {
        person.name.clone()
    };
    let has_account = boot.visitor.is_none();
    let note = role.map_or_else(|| person.email.clone(), str::to_owned);
    view! {
        <details class="person" node_ref=node>
            <summary aria-label=format!("{}: {name}", words.account)>
                <span class="avatar" aria-hidden="true">{initial}</span>
                <span class="person-words"><span class="person-name">{name.clone()}</span><span class="person-note">{note}</span></span>
                <Glyph icon=Icon::Down />
            </summary>
            <div class="person-menu">
                <div class="person-card"><span class="person-name">{name}</span><span class="person-note">{person.email}</span></div>
                {has_account.then(|| view! { <a href="/account" class="menu-item"><Glyph icon=Icon::User /><span>{words.my_account}</span></a> })}
                <LanguageSwitch />
                <ThemeSwitch />
                <form action="/logout" method="post">
                    <button type="submit" class="menu-item"><Glyph icon=Icon::LogOut /><span>{words.log_out}</span></button>
                </form>
            </div>
        </details>
    }
    .into_any()
}

/// Russian or English: a form that posts to `/preferences`.
#[component]
pub(super) fn LanguageSwitch() -> impl IntoView {
    let words = texts::texts();
    let now = boot().language;
    let next = here();
    let choices = Language::ALL
        .into_iter()
        .map(|language| {
            let name = match language {
                Language::Ru => "Русский",
                Language::En => "English",
            };
            view! {
                <button type="submit" name="language" value=language.tag() lang=language.tag() aria-pressed=if language == now { "true" } else { "false" }>
                    {name}
                </button>
            }
        })
        .collect_view();
    view! {
        <form class="switch-form" action="/preferences" method="post">
            <input type="hidden" name="next" value=next />
            <div class="switch" role="group" aria-label=words.language>
                {choices}
            </div>
        </form>
    }
    .into_any()
}

/// Light, dark or as the device says: a form that posts to `/preferences`.
#[component]
pub(super) fn ThemeSwitch() -> impl IntoView {
    let words = texts::texts();
    let now = boot().theme;
    let next = here();
    let choices = Theme::ALL
        .into_iter()
        .map(|theme| {
            let (icon, name) = match theme {
                Theme::Auto => (Icon::Monitor, words.theme_auto),
                Theme::Light => (Icon::Sun, words.theme_light),
                Theme::Dark => (Icon::Moon, words.theme_dark),
            };
            view! {
                <button type="submit" name="theme" value=theme.code() title=name aria-label=name aria-pressed=if theme == now { "true" } else { "false" }>
                    <Glyph icon />
                </button>
            }
        })
        .collect_view();
    view! {
        <form class="switch-form" action="/preferences" method="post">
            <input type="hidden" name="next" value=next />
            <div class="switch" role="group" aria-label=words.theme>
                {choices}
            </div>
        </form>
    }
    .into_any()
}
