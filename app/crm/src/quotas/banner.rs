//! The banner on every page of an administrator: how much is used of what is limited, and what the limit means.

use domain::Permission;
use domain::quotas::{Pressed, What};
use leptos::prelude::*;
use ui::prelude::*;

use super::api::pressed_quotas;
use crate::texts::quotas::{Words, texts};

/// Nothing while there is enough of everything, nor where that can't be found out: a page is not spoiled for it.
#[component]
pub fn QuotaBanner() -> impl IntoView {
    if !boot().may(Permission::ManageUsers) {
        return ().into_any();
    }
    let deeds = deeds();
    let pressed = Resource::new(move || deeds.get(), |_| pressed_quotas());
    view! {
        <Transition fallback=|| ()>
            {move || Suspend::new(async move {
                pressed.await.ok().filter(|pressed| !pressed.is_empty()).map(|pressed| show(&pressed))
            })}
        </Transition>
    }
    .into_any()
}

fn show(pressed: &[Pressed]) -> AnyView {
    let words = texts();
    let is_full = pressed.iter().any(Pressed::is_full);
    let (tone, title) = if is_full {
        (Tone::Danger, words.full_title)
    } else {
        (Tone::Warning, words.near_title)
    };
    let lines = pressed
        .iter()
        .map(|pressed| view! { <p>{line(words, pressed)}</p> })
        .collect_view();
    view! {
        <div class="mb-6" id="quotas">
            <Alert tone title>
                {lines}
                <p>{words.ask}</p>
            </Alert>
        </div>
    }
    .into_any()
}

fn line(words: &Words, pressed: &Pressed) -> String {
    let language = boot().language;
    let whole = |n: Option<i64>| format::whole(language, n.unwrap_or_default().unsigned_abs());
    let (near, full, soft) = match pressed.what {
        What::Subscribers => (words.subscribers_near, words.subscribers_full, words.subscribers_soft),
        What::Users => (words.users_near, words.users_full, words.users_soft),
        What::Megabytes => (words.megabytes_near, words.megabytes_full, words.megabytes_soft),
    };
    let text = match pressed.quota.hard {
        Some(_) if pressed.is_full() => full,
        Some(_) => near,
        None => soft,
    };
    let values = [
        ("used", whole(Some(pressed.used))),
        ("hard", whole(pressed.quota.hard)),
        ("soft", whole(pressed.quota.soft)),
    ];
    fill(text, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
}
