//! Asking before something serious. Without the browser half the question unfolds in place (`<details>`); with it the
//! same question is a modal `<dialog>`. The confirming button is a real submit of the form around.

use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;

use crate::form::{FormState, Submit};
use crate::icons::{Glyph, Icon};
use crate::page::ButtonKind;
use crate::texts;

/// A question in front of a submit. Stands inside a `Form`; its children (a reason, hidden fields) go with it.
#[component]
pub fn Confirm(
    /// What the opener says.
    #[prop(into)]
    label: String,
    /// The question.
    #[prop(into)]
    title: String,
    /// What will happen.
    #[prop(into)]
    text: String,
    /// What the confirming button says.
    #[prop(into)]
    confirm: String,
    /// The confirming button's kind, `Danger` or `Primary`.
    #[prop(default = ButtonKind::Danger)]
    kind: ButtonKind,
    /// The opener's kind.
    #[prop(default = ButtonKind::Secondary)]
    opener: ButtonKind,
    #[prop(optional, into)] icon: Option<Icon>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let words = texts::texts();
    let name = title.clone();
    let details = NodeRef::<html::Details>::new();
    let dialog = NodeRef::<html::Dialog>::new();
    let state = FormState::current();
    let cancel_button = NodeRef::<html::Button>::new();
    let live = RwSignal::new(false);
    Effect::new(move || live.set(true));
    // An answer has come: whatever it is, it is shown in the form around.
    let settled = state.settled();
    Effect::new(move |before: Option<usize>| {
        let now = settled.get();
        if before.is_some_and(|before| before != now)
            && let Some(dialog) = dialog.try_get_untracked().flatten()
        {
            dialog.close();
        }
        now
    });
    let open = move |event: MouseEvent| {
        let (Some(details), Some(dialog)) = (details.get_untracked(), dialog.get_untracked()) else {
            return;
        };
        event.prevent_default();
        details.set_open(true);
        // An open but not modal dialog can't become modal; it has to close first.
        dialog.set_open(false);
        let _already_modal = dialog.show_modal();
        // A click beside it closes it, in browsers that know how. Only while it is modal: the folded one must stay.
        let _unknown_there = dialog.set_attribute("closedby", "any");
        // The harmless button is the one that Enter finds.
        request_animation_frame(move || {
            if let Some(button) = cancel_button.try_get_untracked().flatten() {
                let _left = button.focus();
            }
        });
    };
    let closed = move |_| {
        if let (Some(details), Some(dialog)) = (
            details.try_get_untracked().flatten(),
            dialog.try_get_untracked().flatten(),
        ) {
            let _not_there = dialog.remove_attribute("closedby");
            details.set_open(false);
            dialog.set_open(true);
        }
    };
    let cancel = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <details class="confirm" class:is-live=move || live.get() node_ref=details>
            <summary class=opener.class() on:click=open>
                {icon.map(|icon| view! { <Glyph icon /> })}
                <span class="confirm-label">{label}</span>
                <span class="confirm-fold">{words.cancel}</span>
            </summary>
            <dialog open class="confirm-panel" node_ref=dialog aria-label=name on:close=closed>
                <p class="confirm-title">{title}</p>
                <p class="confirm-text">{text}</p>
                {children.map(|children| children())}
                <div class="form-actions">
                    <Submit label=confirm kind />
                    <button type="button" class="button" node_ref=cancel_button hidden=move || !live.get() on:click=cancel>
                        {words.cancel}
                    </button>
                </div>
            </dialog>
        </details>
    }
    .into_any()
}
