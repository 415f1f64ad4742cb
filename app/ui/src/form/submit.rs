//! The buttons under a form.

use leptos::prelude::*;

use super::FormState;
use crate::icons::{Glyph, Icon};
use crate::page::ButtonKind;

/// The button that sends the form.
#[component]
pub fn Submit(
    #[prop(into)] label: String,
    /// `Primary` if not given.
    #[prop(optional)]
    kind: ButtonKind,
    #[prop(optional, into)] icon: Option<Icon>,
    /// Shows that Ctrl+Enter sends the form (it does in every form).
    #[prop(optional)]
    hotkey: bool,
    /// A name and a value of its own, where a form has several buttons.
    #[prop(optional, into)]
    choice: Option<(&'static str, String)>,
) -> impl IntoView {
    let state = FormState::current();
    let pending = state.pending();
    let (name, value) = choice.map(|(name, value)| (state.html_name(name), value)).unzip();
    view! {
        <button
            type="submit"
            class=kind.class()
            class:is-busy=move || pending.get()
            aria-disabled=move || pending.get().then_some("true")
            name=name
            value=value
        >
            {icon.map(|icon| view! { <Glyph icon /> })}
            <span>{label}</span>
            {hotkey.then(|| view! { <kbd class="hotkey" aria-hidden="true">"Ctrl ↵"</kbd> })}
        </button>
    }
    .into_any()
}

/// Puts the buttons of a form in a row.
#[component]
pub fn FormActions(children: Children) -> impl IntoView {
    view! { <div class="form-actions">{children()}</div> }.into_any()
}
