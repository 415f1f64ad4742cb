//! Waiting for data and failing to get it.

use std::sync::Arc;

use domain::Failure;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Fault;
use crate::boot::{boot, language};
use crate::icons::{Glyph, Icon};
use crate::list::{Skeleton, SkeletonShape};
use crate::page::{ButtonKind, ButtonLink, window_title};
use crate::texts;

/// Where a page's HTTP status goes. The server provides it; in the browser there is none.
#[derive(Clone)]
pub struct StatusSink(pub Arc<dyn Fn(u16) + Send + Sync>);

/// Shows what a resource holds: `<Loaded resource let:list> .. </Loaded>`. A skeleton stands there at first; while it
/// is fetched again the old content stays.
#[component]
pub fn Loaded<T, F, V>(
    resource: Resource<Result<T, Fault>>,
    /// What stands there at first.
    #[prop(optional)]
    skeleton: SkeletonShape,
    children: F,
) -> impl IntoView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Fn(T) -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    view! {
        <Transition fallback=move || {
            view! { <Skeleton shape=skeleton /> }
        }>
            {move || {
                let children = children.clone();
                Suspend::new(async move {
                    match resource.await {
                        Ok(value) => children(value).into_any(),
                        Err(fault) => view! { <FailureView failure=fault.0 /> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

/// A failure in place of a page, with the way out. Sets the page's HTTP status and the window's title.
#[component]
pub fn FailureView(failure: Failure) -> impl IntoView {
    if let Some(sink) = use_context::<StatusSink>() {
        (sink.0)(failure.status());
    }
    let language = language();
    let words = texts::of(language);
    let text = texts::failure(language, &failure);
    let location = use_location();
    let here = format!(
        "{}{}",
        location.pathname.get_untracked(),
        location.search.with_untracked(|search| if search.is_empty() {
            String::new()
        } else {
            format!("?{}", search.trim_start_matches('?'))
        })
    );
    let (icon, title, action) = match &failure {
        Failure::SignedOut => (
            Icon::Lock,
            words.signed_out_title,
            (format!("/login?next={}", encode(&here)), words.log_in),
        ),
        Failure::Forbidden => (Icon::Lock, words.forbidden_title, ("/".to_owned(), words.to_start)),
        Failure::NotFound => (Icon::Search, words.not_found_title, ("/".to_owned(), words.to_start)),
        Failure::Invalid { .. } | Failure::Conflict { .. } => {
            (Icon::Warning, words.conflict_title, (here, words.try_again))
        }
        Failure::Busy { .. } => (Icon::Clock, words.busy_title, (here, words.try_again)),
        Failure::Unreachable => (Icon::Refresh, words.unreachable_title, (here, words.try_again)),
        Failure::Internal { .. } => (Icon::Warning, words.internal_title, (here, words.try_again)),
    };
    let (href, label) = action;
    view! {
        <Title text=window_title(title, &boot().place) />
        <div class="empty" role="alert">
            <span class="empty-icon"><Glyph icon /></span>
            <h2>{title}</h2>
            <p>{text}</p>
            <ButtonLink href label kind=ButtonKind::Secondary external=true />
        </div>
    }
    .into_any()
}

/// Makes a text fit for a value in an address.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn addresses_hold_any_text() {
        assert_eq!(super::encode("/a?q=Иван&b"), "/a%3Fq%3D%D0%98%D0%B2%D0%B0%D0%BD%26b");
    }
}
