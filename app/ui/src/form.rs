//! Forms that work before the browser half arrives and keep what was typed. The fields are in `form/fields.rs` and
//! `form/choices.rs`; nothing here knows what a form is about.

mod choices;
mod fields;
mod state;
mod submit;
mod summary;

pub use choices::{CheckField, ComboField, FileField, HiddenField, SelectField};
pub use fields::{FieldRow, Kind, MoneyField, TextArea, TextField};
pub use state::{FormState, Typed};
pub use submit::{FormActions, Submit};

use domain::Failure;
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::form::FromFormData;
use leptos::html;
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use server_fn::ServerFn;
use wasm_bindgen::JsCast;

use crate::Fault;
use crate::boot::{Deeds, Echo};
use state::fresh_echo;
use summary::Summary;

/// A form of a server function that takes one argument `form`. Its fields are named `form[field]`.
///
/// `reset_on_ok` empties it after a success. `key` is a hidden field that tells forms of the same function on one page
/// apart: `key=("id", id.to_string())`.
#[component]
pub fn Form<F>(
    /// The action of the server function.
    action: ServerAction<F>,
    /// Classes of the `<form>`; `form` if none.
    #[prop(optional)]
    class: &'static str,
    /// Empties the form after a success.
    #[prop(optional)]
    reset_on_ok: bool,
    /// A hidden field that tells forms of the same function on one page apart.
    #[prop(optional, into)]
    key: Option<(&'static str, String)>,
    children: Children,
) -> impl IntoView
where
    F: ServerFn<Error = Fault> + DeserializeOwned + Clone + Send + Sync + 'static,
    F::Output: Send + Sync + 'static,
{
    let echo = fresh_echo(F::url()).filter(|echo| match &key {
        Some((name, value)) => echo.values.get(&format!("form[{name}]")) == Some(value),
        None => true,
    });
    let before = echo.as_ref().and_then(|echo| echo.outcome.as_ref().err().cloned());
    let value = action.value();
    let version = action.version();
    let pending = action.pending();
    let deeds = use_context::<Deeds>();
    Effect::new(move |seen: Option<usize>| {
        let now = version.get();
        let succeeded = value.with_untracked(|value| matches!(value, Some(Ok(_))));
        if let Some(deeds) = deeds
            && succeeded
            && seen.is_some_and(|seen| seen != now)
        {
            deeds.0.update(|deeds| *deeds += 1);
        }
        now
    });
    let failure = Signal::derive(move || {
        value.with(|value| match value {
            None => before.clone(),
            Some(Ok(_)) => None,
            Some(Err(fault)) => Some(fault.0.clone()),
        })
    });
    let send = Callback::new(move |event: SubmitEvent| match F::from_event(&event) {
        Ok(input) => {
            action.dispatch(input);
        }
        Err(error) => {
            leptos::logging::error!("the form does not fit its function: {error}");
            value.set(Some(Err(Fault(Failure::Internal {
                reference: String::new(),
            }))));
        }
    });
    let live = Live {
        failure,
        settled: Signal::derive(move || version.get()),
        pending: Signal::derive(move || pending.get()),
        send,
        reset_on_ok,
    };
    live_form(F::url(), class, key, echo, live, children)
}

/// What a form of a server function has and a plain one has not.
struct Live {
    failure: Signal<Option<Failure>>,
    settled: Signal<usize>,
    pending: Signal<bool>,
    send: Callback<SubmitEvent>,
    reset_on_ok: bool,
}

/// The part of [`Form`] that is compiled once.
fn live_form(
    url: &'static str,
    class: &'static str,
    key: Option<(&'static str, String)>,
    echo: Option<Echo>,
    live: Live,
    children: Children,
) -> AnyView {
    let Live {
        failure,
        settled,
        pending,
        send,
        reset_on_ok,
    } = live;
    let scope = state::scope(url, key.as_ref().map(|(_, value)| value.as_str()));
    let state = FormState::new(true, scope, echo, failure, pending, settled);
    let node = NodeRef::<html::Form>::new();
    Effect::new(move |before: Option<usize>| {
        let now = settled.get();
        if before.is_some_and(|before| before != now) {
            match failure.try_get_untracked().flatten() {
                Some(_) => request_animation_frame(move || focus_first_error(node)),
                None if reset_on_ok => {
                    if let Some(form) = node.try_get_untracked().flatten() {
                        form.reset();
                    }
                }
                None => {}
            }
        }
        now
    });
    let submit = move |event: SubmitEvent| {
        if event.default_prevented() {
            return;
        }
        event.prevent_default();
        if !pending.get_untracked() {
            send.run(event);
        }
    };
    let body = inside(&state, key, children);
    view! {
        <form
            node_ref=node
            class=class_or_form(class)
            action=url
            method="post"
            novalidate
            aria-busy=move || pending.get().then_some("true")
            on:submit=submit
            on:keydown=send_by_keys
        >
            {body}
        </form>
    }
    .into_any()
}

/// A form of a plain POST route of the server (log in, preferences, uploads). Its fields are named as they are.
#[component]
pub fn PlainForm(
    /// The path of the route.
    #[prop(into)]
    action: String,
    /// The form carries files.
    #[prop(optional)]
    multipart: bool,
    /// Classes of the `<form>`; `form` if none.
    #[prop(optional)]
    class: &'static str,
    children: Children,
) -> impl IntoView {
    let echo = fresh_echo(&action);
    let failure = echo.as_ref().and_then(|echo| echo.outcome.as_ref().err().cloned());
    let state = FormState::new(
        false,
        state::scope(&action, None),
        echo,
        Signal::stored(failure),
        Signal::stored(false),
        Signal::stored(0),
    );
    let body = inside(&state, None, children);
    view! {
        <form
            class=class_or_form(class)
            action=action
            method="post"
            novalidate
            enctype=multipart.then_some("multipart/form-data")
            on:keydown=send_by_keys
        >
            {body}
        </form>
    }
    .into_any()
}

/// The fields are made first, so that the box above them knows which failures they show themselves.
fn inside(state: &FormState, key: Option<(&'static str, String)>, children: Children) -> AnyView {
    let state = state.clone();
    // A provider of its own, so that two forms on a page don't see each other's state.
    let owner = Owner::new();
    owner.with(|| {
        provide_context(state.clone());
        let key = key.map(|(name, value)| view! { <HiddenField name=name value=value /> });
        let body = children();
        leptos::tachys::reactive_graph::OwnedView::new(view! {
            <Summary state=state.clone() />
            {key}
            {body}
        })
        .into_any()
    })
}

/// What came of an action: its own value or, before the browser half sent anything, what the server did with the
/// plain post before this page.
#[must_use]
pub fn outcome<F>(action: ServerAction<F>) -> Signal<Option<Result<F::Output, Failure>>>
where
    F: ServerFn<Error = Fault> + Clone + Send + Sync + 'static,
    F::Output: Clone + DeserializeOwned + Send + Sync + 'static,
{
    let before: Option<Result<F::Output, Failure>> = fresh_echo(F::url()).and_then(|echo| match echo.outcome {
        Ok(value) => serde_json::from_value(value).ok().map(Ok),
        Err(failure) => Some(Err(failure)),
    });
    let value = action.value();
    Signal::derive(move || match value.get() {
        Some(result) => Some(result.map_err(|fault| fault.0)),
        None => before.clone(),
    })
}

fn class_or_form(class: &'static str) -> &'static str {
    if class.is_empty() { "form" } else { class }
}

/// Ctrl+Enter (Cmd+Enter) sends the form from any field.
fn send_by_keys(event: KeyboardEvent) {
    if event.key() != "Enter" || !(event.ctrl_key() || event.meta_key()) {
        return;
    }
    let form = event
        .current_target()
        .and_then(|target| target.dyn_into::<web_sys::HtmlFormElement>().ok());
    if let Some(form) = form {
        event.prevent_default();
        // A form without a submit button can't be asked; then nothing happens.
        let _unasked = form.request_submit();
    }
}

/// The frame may come after the form has gone, together with the page that its answer led away from.
fn focus_first_error(node: NodeRef<html::Form>) {
    let Some(form) = node.try_get_untracked().flatten() else {
        return;
    };
    for what in ["[aria-invalid=true]", "[role=alert]"] {
        let found = form.query_selector(what).ok().flatten();
        if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            // An element that can't take the focus leaves it where it was.
            let _left = element.focus();
            return;
        }
    }
}
