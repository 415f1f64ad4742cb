//! The forms of the section: a promise, a plan, and the end of one.

use chrono::NaiveDate;
use domain::Money;
use leptos::prelude::*;
use ui::prelude::*;

use super::api::{CancelPromise, TakePromise};
use crate::texts::promises::texts as own;

/// The sum owed as a form shows it; nothing where nothing is owed.
fn proposed(debt: Money) -> String {
    if debt.is_positive() {
        format::money(boot().language, debt)
    } else {
        String::new()
    }
}

/// One sum by one day.
#[component]
pub(super) fn TakeForm(subscriber_id: i64, key_of_next: String, debt: Money) -> impl IntoView {
    let text = own();
    let take = ServerAction::<TakePromise>::new();
    view! {
        <Form action=take key=("kind", "promise".to_owned())>
            <HiddenField name="key" value=key_of_next />
            <HiddenField name="subscriber_id" value=subscriber_id.to_string() />
            <Unfold label=text.take>
                <FieldRow>
                    <MoneyField name="amount" label=text.amount value=proposed(debt) required=true />
                    <TextField name="due_on" label=text.due kind=Kind::Date required=true />
                </FieldRow>
                <TextField name="note" label=text.note maxlength=500 />
                <FormActions><Submit label=text.save /></FormActions>
            </Unfold>
        </Form>
    }
    .into_any()
}

/// Equal parts a month apart, or parts as agreed.
#[component]
pub(super) fn PlanForm(subscriber_id: i64, key_of_next: String, debt: Money, today: NaiveDate) -> impl IntoView {
    let text = own();
    let take = ServerAction::<TakePromise>::new();
    let first = domain::Month::of(today).last_day().to_string();
    view! {
        <Form action=take key=("kind", "instalments".to_owned())>
            <HiddenField name="key" value=key_of_next />
            <HiddenField name="subscriber_id" value=subscriber_id.to_string() />
            <Unfold label=text.plan>
                <FieldRow>
                    <MoneyField name="amount" label=text.amount value=proposed(debt) />
                    <TextField name="parts" label=text.parts value="3" inputmode="numeric" hint=text.parts_hint />
                    <TextField name="due_on" label=text.first_due kind=Kind::Date value=first />
                </FieldRow>
                <TextArea name="typed" label=text.typed hint=text.typed_hint />
                <TextField name="note" label=text.note maxlength=500 />
                <FormActions><Submit label=text.save /></FormActions>
            </Unfold>
        </Form>
    }
    .into_any()
}

/// Ends an open promise for a reason.
#[component]
pub(super) fn CancelForm(id: i64) -> impl IntoView {
    let text = own();
    let cancel = ServerAction::<CancelPromise>::new();
    view! {
        <Form action=cancel class="min-w-0 max-w-md" key=("id", id.to_string())>
            <Confirm label=text.cancel title=text.cancel_title text=text.cancel_text confirm=text.cancel_confirm>
                <TextField name="reason" label=text.reason maxlength=200 required=true />
            </Confirm>
        </Form>
    }
    .into_any()
}

/// Fields behind a button; they stay unfolded while there is a refusal to read. Stands inside a `Form`.
#[component]
fn Unfold(#[prop(into)] label: String, children: Children) -> impl IntoView {
    let failure = FormState::current().failure();
    view! {
        <details open=move || failure.with(Option::is_some)>
            <summary class="button"><Glyph icon=Icon::Plus /><span>{label}</span></summary>
            <div class="form pt-5">{children()}</div>
        </details>
    }
    .into_any()
}
