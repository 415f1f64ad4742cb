//! Fields that one types into.

use leptos::prelude::*;

use super::FormState;
use crate::boot::{boot, language};
use crate::icons::{Glyph, Icon};
use crate::texts;

/// What a text field is for: its `type`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Kind {
    #[default]
    Text,
    Email,
    Tel,
    Password,
    Search,
    Date,
    Month,
}

impl Kind {
    const fn html(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Email => "email",
            Self::Tel => "tel",
            Self::Password => "password",
            Self::Search => "search",
            Self::Date => "date",
            Self::Month => "month",
        }
    }
}

/// The attributes that tie a control to its label, hint and error.
#[derive(Clone)]
pub(super) struct Wiring {
    pub id: String,
    pub name: String,
    pub described: String,
    pub invalid: Signal<bool>,
}

impl Wiring {
    pub fn aria_invalid(&self) -> impl Fn() -> Option<&'static str> + Send + Sync + 'static {
        let invalid = self.invalid;
        move || invalid.get().then_some("true")
    }
}

/// What surrounds every control: label above, hint and error below.
pub(super) fn field(
    name: &str,
    label: String,
    hint: String,
    required: bool,
    control: impl FnOnce(&Wiring) -> AnyView,
) -> AnyView {
    let state = FormState::current();
    let language = language();
    state.register(name, &label);
    let reason = state.reason(name);
    let id = state.id(name);
    let wiring = Wiring {
        name: state.html_name(name),
        described: if hint.is_empty() {
            format!("{id}-error")
        } else {
            format!("{id}-hint {id}-error")
        },
        invalid: Signal::derive(move || reason.with(Option::is_some)),
        id,
    };
    let id = &wiring.id;
    let hint = (!hint.is_empty()).then(|| view! { <p class="field-hint" id=format!("{id}-hint")>{hint}</p> });
    let error = move || reason.get().map(|why| texts::reason(language, &why));
    view! {
        <div class="field">
            <label class="field-label" for=id.clone()>
                {label}
                {required.then(|| view! { <span class="field-required" aria-hidden="true">"*"</span> })}
            </label>
            {control(&wiring)}
            {hint}
            <p class="field-error" id=format!("{id}-error")>{error}</p>
        </div>
    }
    .into_any()
}

/// A line of text, an address, a date.
#[component]
pub fn TextField(
    /// The field's name in the form.
    #[prop(into)]
    name: String,
    #[prop(into)] label: String,
    /// The value to begin with.
    #[prop(optional, into)]
    value: String,
    #[prop(optional)] kind: Kind,
    #[prop(optional, into)] autocomplete: Option<&'static str>,
    #[prop(optional, into)] inputmode: Option<&'static str>,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] required: bool,
    #[prop(optional)] autofocus: bool,
    #[prop(optional)] maxlength: Option<u32>,
) -> impl IntoView {
    let state = FormState::current();
    let secret = kind == Kind::Password;
    let value = if secret {
        String::new()
    } else {
        state.text(&name, value)
    };
    field(&name, label, hint, required, |wiring| {
        let shown = RwSignal::new(false);
        let kind_now = move || if secret && shown.get() { "text" } else { kind.html() };
        let input = view! {
            <input
                class=match kind { Kind::Date | Kind::Month => "input is-date", _ => "input" }
                type=kind_now
                id=wiring.id.clone()
                name=wiring.name.clone()
                value=value
                autocomplete=autocomplete
                inputmode=inputmode
                placeholder=placeholder.or_else(|| (kind == Kind::Month).then(|| "2026-01".to_owned()))
                maxlength=maxlength
                autofocus=autofocus
                autocapitalize=(secret || kind == Kind::Email).then_some("none")
                spellcheck=(secret || kind == Kind::Email).then_some("false")
                aria-required=required.then_some("true")
                aria-describedby=wiring.described.clone()
                aria-invalid=wiring.aria_invalid()
            />
        };
        if secret {
            view! { <div class="input-group">{input}<Reveal shown /></div> }.into_any()
        } else {
            input.into_any()
        }
    })
}

/// Shows what was typed as a password. A comfort of the browser half: without it the button is not there.
#[component]
fn Reveal(shown: RwSignal<bool>) -> impl IntoView {
    let live = RwSignal::new(false);
    Effect::new(move || live.set(true));
    let words = texts::texts();
    view! {
        <button
            type="button"
            class="input-button"
            hidden=move || !live.get()
            aria-label=words.show_password
            aria-pressed=move || if shown.get() { "true" } else { "false" }
            on:click=move |_| shown.update(|shown| *shown = !*shown)
        >
            <Glyph icon=Icon::Eye />
        </button>
    }
}

/// A sum in the tenant's currency.
#[component]
pub fn MoneyField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// The value to begin with, as typed.
    #[prop(optional, into)]
    value: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] required: bool,
    #[prop(optional)] autofocus: bool,
    /// What stands after the sum instead of the currency's sign, `₽/м³`.
    #[prop(optional, into)]
    unit: Option<String>,
) -> impl IntoView {
    let value = FormState::current().text(&name, value);
    let unit = unit.unwrap_or_else(|| boot().currency.sign().to_owned());
    field(&name, label, hint, required, |wiring| {
        view! {
            <div class="input-group">
                <input
                    class="input is-sum"
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    id=wiring.id.clone()
                    name=wiring.name.clone()
                    value=value
                    autofocus=autofocus
                    aria-required=required.then_some("true")
                    aria-describedby=wiring.described.clone()
                    aria-invalid=wiring.aria_invalid()
                />
                <span class="input-unit" aria-hidden="true">{unit}</span>
            </div>
        }
        .into_any()
    })
}

/// Several lines of text.
#[component]
pub fn TextArea(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] required: bool,
    #[prop(optional)] maxlength: Option<u32>,
    #[prop(default = 3)] rows: u32,
) -> impl IntoView {
    let value = FormState::current().text(&name, value);
    field(&name, label, hint, required, |wiring| {
        view! {
            <textarea
                class="input is-area"
                id=wiring.id.clone()
                name=wiring.name.clone()
                rows=rows
                placeholder=placeholder
                maxlength=maxlength
                aria-required=required.then_some("true")
                aria-describedby=wiring.described.clone()
                aria-invalid=wiring.aria_invalid()
            >
                {value}
            </textarea>
        }
        .into_any()
    })
}

/// Puts fields side by side where there is room.
#[component]
pub fn FieldRow(children: Children) -> impl IntoView {
    view! { <div class="field-row">{children()}</div> }.into_any()
}
