//! What has just been done, said once: the server redirects to `?done=<code>`, the page says it in words.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use crate::icons::{Glyph, Icon};
use crate::loading::encode;
use crate::texts;

/// Says what `?done=` of the address stands for; `lookup` knows the codes. With the browser half the notice goes away
/// by itself and the address is cleaned; without it a link closes it.
#[component]
pub fn Notices(lookup: fn(&str) -> Option<&'static str>) -> impl IntoView {
    let words = texts::texts();
    let location = use_location();
    let query = location.query;
    let path = location.pathname;
    let navigate = use_navigate();
    let code = move || query.with(|query| query.get("done"));
    let clean = move || {
        let kept: Vec<String> = query.with_untracked(|query| {
            query
                .into_iter()
                .filter(|(name, _)| *name != "done")
                .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
                .collect()
        });
        let path = path.get_untracked();
        if kept.is_empty() {
            path
        } else {
            format!("{path}?{}", kept.join("&"))
        }
    };
    let shown = RwSignal::new(
        query
            .with_untracked(|query| query.get("done"))
            .as_deref()
            .and_then(lookup),
    );
    let timer = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move || {
        let Some(text) = code().as_deref().and_then(lookup) else {
            return;
        };
        shown.set(Some(text));
        navigate(
            &clean(),
            NavigateOptions {
                replace: true,
                scroll: false,
                ..NavigateOptions::default()
            },
        );
        if let Some(earlier) = timer.get_value() {
            earlier.clear();
        }
        timer.set_value(
            set_timeout_with_handle(
                move || {
                    shown.try_set(None);
                },
                Duration::from_secs(6),
            )
            .ok(),
        );
    });
    let address = clean();
    view! {
        <div class="notices" role="status">
            {move || {
                shown.get().map(|text| {
                    view! {
                        <div class="notice">
                            <Glyph icon=Icon::Success />
                            <span>{text}</span>
                            <a
                                class="notice-close"
                                href=address.clone()
                                rel="external"
                                aria-label=words.close
                                on:click=move |event| {
                                    event.prevent_default();
                                    shown.set(None);
                                }
                            >
                                <Glyph icon=Icon::Close />
                            </a>
                        </div>
                    }
                })
            }}
        </div>
    }
    .into_any()
}
