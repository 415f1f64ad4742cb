//! The fields of a payment's form, shared by the page of one payment and the desk.

use domain::payments::Method;
use leptos::prelude::*;
use ui::prelude::{CheckField, FormState, HiddenField, SelectField, boot};
use uuid::Uuid;

use crate::invoices::month_options;
use crate::texts::money;

/// The key of the entry. A form that comes back refused keeps its own, so that a second try can't pay twice.
#[component]
pub fn KeyField(fresh: Uuid) -> impl IntoView {
    let key = FormState::current().text("key", fresh.to_string());
    view! { <HiddenField name="key" value=key /> }.into_any()
}

/// How the money came in: arrows choose.
#[component]
pub fn MethodField(#[prop(optional, into)] value: String) -> impl IntoView {
    let words = money::texts();
    let state = FormState::current();
    let usual = if value.is_empty() {
        Method::default().code().to_owned()
    } else {
        value
    };
    let chosen = state.text("method", usual);
    let name = state.html_name("method");
    let choices = Method::OFFERED
        .into_iter()
        .map(|method| {
            let class = "flex min-h-(--control) cursor-pointer items-center gap-2 rounded-(--radius-field) border border-(--control-line) px-3 \
                         has-checked:border-primary has-checked:bg-(--primary-soft) has-focus-visible:outline-2 has-focus-visible:outline-primary";
            view! {
                <label class=class>
                    <input
                        class="size-4 accent-primary"
                        type="radio"
                        name=name.clone()
                        value=method.code()
                        checked=method.code() == chosen
                    />
                    <span>{words.method(method)}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field">
            <legend class="field-label mb-1.5">{words.payment_method}</legend>
            <div class="flex flex-wrap gap-2">{choices}</div>
        </fieldset>
    }
    .into_any()
}

/// The month that the payer names.
#[component]
pub fn MonthField(#[prop(optional, into)] value: String) -> impl IntoView {
    let own = money::desk::texts();
    let boot = boot();
    let options = month_options(boot.language, boot.today, 1, 23, &value);
    view! { <SelectField name="month" label=own.month options value blank=own.month_any hint=own.month_hint /> }
        .into_any()
}

/// Asks whether a payment that looks like one just taken is another; not there until it is asked.
#[component]
pub fn TwinField() -> impl IntoView {
    let state = FormState::current();
    let reason = state.reason("confirmed");
    let asked = Memo::new(move |_| reason.with(Option::is_some));
    // Once asked it stays until the form is a new one: the tick must be there when it is sent.
    let shown = Memo::new(move |before: Option<&bool>| before.copied().unwrap_or(false) || asked.get());
    move || {
        shown.get().then(|| {
            provide_context(state.clone());
            view! { <CheckField name="confirmed" label=money::desk::texts().confirmed /> }
        })
    }
}
