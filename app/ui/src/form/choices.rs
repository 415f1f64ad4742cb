//! Fields that one chooses in, and the ones without a face.

use leptos::prelude::*;

use super::fields::field;
use super::{FormState, Typed};
use crate::boot::language;
use crate::icons::{Glyph, Icon};
use crate::texts;

/// One of a few values: pairs of value and label.
#[component]
pub fn SelectField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    options: Vec<(String, String)>,
    /// The value chosen to begin with.
    #[prop(optional, into)]
    value: String,
    /// The label of an empty choice at the top; none if not given.
    #[prop(optional, into)]
    blank: Option<String>,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] required: bool,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    let value = FormState::current().text(&name, value);
    let blank = blank.map(|label| (String::new(), label));
    let options = blank
        .into_iter()
        .chain(options)
        .map(|(option, label)| view! { <option value=option.clone() selected=option == value>{label}</option> })
        .collect_view();
    field(&name, label, hint, required, |wiring| {
        view! {
            <div class="select-box"><select
                class="input is-select"
                id=wiring.id.clone()
                name=wiring.name.clone()
                autofocus=autofocus
                aria-required=required.then_some("true")
                aria-describedby=wiring.described.clone()
                aria-invalid=wiring.aria_invalid()
            >
                {options}
            </select><Glyph icon=Icon::Down /></div>
        }
        .into_any()
    })
}

/// A text with suggestions: pairs of value and explanation (the explanation may be empty).
#[component]
pub fn ComboField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    options: Vec<(String, String)>,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] required: bool,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    let value = FormState::current().text(&name, value);
    let options = options
        .into_iter()
        .map(|(option, label)| view! { <option value=option label=(!label.is_empty()).then_some(label)></option> })
        .collect_view();
    field(&name, label, hint, required, |wiring| {
        let list = format!("{}-list", wiring.id);
        view! {
            <input
                class="input"
                type="text"
                autocomplete="off"
                id=wiring.id.clone()
                name=wiring.name.clone()
                list=list.clone()
                value=value
                placeholder=placeholder
                autofocus=autofocus
                aria-required=required.then_some("true")
                aria-describedby=wiring.described.clone()
                aria-invalid=wiring.aria_invalid()
            />
            <datalist id=list>{options}</datalist>
        }
        .into_any()
    })
}

/// A box to tick. A form sends `on` for a ticked one and nothing for another.
#[component]
pub fn CheckField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional)] checked: bool,
    #[prop(optional, into)] hint: String,
) -> impl IntoView {
    let state = FormState::current();
    let language = language();
    let checked = match state.typed(&name) {
        Typed::Nothing => checked,
        Typed::Text(text) => domain::typed::ticked(&text),
        Typed::Absent => false,
    };
    state.register(&name, &label);
    let reason = state.reason(&name);
    let id = state.id(&name);
    let error = move || reason.get().map(|why| texts::reason(language, &why));
    let hint = (!hint.is_empty()).then(|| view! { <span class="field-hint">{hint}</span> });
    view! {
        <div class="field is-check">
            <label class="check">
                <input
                    type="checkbox"
                    id=id.clone()
                    name=state.html_name(&name)
                    checked=checked
                    aria-describedby=format!("{id}-error")
                    aria-invalid=move || reason.with(Option::is_some).then_some("true")
                />
                <span class="check-text"><span>{label}</span>{hint}</span>
            </label>
            <p class="field-error" id=format!("{id}-error")>{error}</p>
        </div>
    }
    .into_any()
}

/// A value that goes with the form unseen.
#[component]
pub fn HiddenField(#[prop(into)] name: String, #[prop(into)] value: String) -> impl IntoView {
    let name = FormState::current().html_name(&name);
    view! { <input type="hidden" name=name value=value /> }.into_any()
}

/// A file. Only in a `PlainForm` with `multipart`.
#[component]
pub fn FileField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// The kinds offered, `.csv,.xlsx`.
    #[prop(optional, into)]
    accept: Option<&'static str>,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    field(&name, label, hint, required, |wiring| {
        view! {
            <input
                class="input is-file"
                type="file"
                id=wiring.id.clone()
                name=wiring.name.clone()
                accept=accept
                aria-required=required.then_some("true")
                aria-describedby=wiring.described.clone()
                aria-invalid=wiring.aria_invalid()
            />
        }
        .into_any()
    })
}
