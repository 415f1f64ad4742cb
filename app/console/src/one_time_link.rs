//! A link that is shown once: in a field that can be selected, with a button that copies it where the browser half is
//! there.

use leptos::html;
use leptos::prelude::*;
use ui::prelude::*;
use wasm_bindgen::JsCast;

use crate::texts;

/// The link.
#[component]
pub fn OneTimeLink(link: String, #[prop(into)] label: String, #[prop(into)] hint: String) -> impl IntoView {
    let words = texts::texts();
    let input = NodeRef::<html::Input>::new();
    let live = RwSignal::new(false);
    let copied = RwSignal::new(false);
    Effect::new(move || live.set(true));
    let select = move |_| {
        if let Some(input) = input.get_untracked() {
            input.select();
        }
    };
    let copy = move |_| {
        let Some(input) = input.get_untracked() else { return };
        input.select();
        // The way that works on plain http too; where it does not, the link stays selected for Ctrl+C.
        let done = document()
            .dyn_into::<web_sys::HtmlDocument>()
            .is_ok_and(|page| page.exec_command("copy").unwrap_or(false));
        copied.set(done);
    };
    let icon = move || {
        if copied.get() {
            view! { <Glyph icon=Icon::Check /> }
        } else {
            view! { <Glyph icon=Icon::Copy /> }
        }
    };
    view! {
        <div class="field">
            <label class="field-label" for="one-time-link">{label}</label>
            <div class="input-group">
                <input
                    node_ref=input
                    class="input"
                    type="text"
                    id="one-time-link"
                    readonly
                    value=link
                    aria-describedby="one-time-link-hint"
                    on:focus=select
                />
                <button type="button" class="input-button" hidden=move || !live.get() aria-label=words.copy title=words.copy on:click=copy>
                    {icon}
                </button>
            </div>
            <p class="field-hint" id="one-time-link-hint">{hint}</p>
            <p class="field-hint" role="status">{move || copied.get().then_some(words.copied)}</p>
        </div>
    }
    .into_any()
}
