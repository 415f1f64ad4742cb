//! The box at the top of a form: what was refused, with the way to the fields that say why.

use domain::Failure;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::FormState;
use crate::boot::language;
use crate::icons::{Glyph, Icon};
use crate::texts;

/// Shows the form's failure; nothing while there is none.
#[component]
pub(super) fn Summary(state: FormState) -> impl IntoView {
    let language = language();
    let failure = state.failure();
    move || {
        let failure = failure.try_get().flatten()?;
        let lines = match &failure {
            Failure::Invalid { fields } => {
                let mut refused: Vec<_> = fields.iter().collect();
                refused.sort_by_key(|(name, _)| state.place(name));
                let lines = refused
                    .into_iter()
                    .map(|(name, why)| line(&state, name, texts::reason(language, why)))
                    .collect_view();
                view! { <p>{texts::of(language).check_fields}</p><ul>{lines}</ul> }.into_any()
            }
            other => view! { <p>{texts::failure(language, other)}</p> }.into_any(),
        };
        let title = heading(language, &failure).map(|title| view! { <p class="alert-title">{title}</p> });
        Some(view! {
            <div class="alert is-danger" role="alert" tabindex="-1">
                <Glyph icon=Icon::Error />
                <div class="alert-body">{title}{lines}</div>
            </div>
        })
    }
}

/// A field that is on the page says why itself; the box leads to it. One that is not has its reason here.
fn line(state: &FormState, name: &str, why: String) -> AnyView {
    match state.known(name) {
        Some(field) => {
            let id = field.id.clone();
            let go = move |event: MouseEvent| {
                event.prevent_default();
                let target = document().get_element_by_id(&id);
                if let Some(target) = target.and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok()) {
                    let _left = target.focus();
                }
            };
            view! { <li><a href=format!("#{}", field.id) rel="external" on:click=go>{field.label}</a></li> }.into_any()
        }
        None => view! { <li>{why}</li> }.into_any(),
    }
}

fn heading(language: domain::Language, failure: &Failure) -> Option<&'static str> {
    let words = texts::of(language);
    match failure {
        Failure::Invalid { .. } | Failure::Conflict { .. } => None,
        Failure::SignedOut => Some(words.signed_out_title),
        Failure::Forbidden => Some(words.forbidden_title),
        Failure::NotFound => None,
        Failure::Busy { .. } => Some(words.busy_title),
        Failure::Unreachable => Some(words.unreachable_title),
        Failure::Internal { .. } => Some(words.internal_title),
    }
}
