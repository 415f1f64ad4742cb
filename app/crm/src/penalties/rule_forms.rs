//! The forms that add a row to the rules. Each unfolds in place and stays unfolded while there is a refusal to read.

use leptos::prelude::*;
use ui::prelude::*;

use super::api::{AddDueDay, AddPolicy, AddRate};
use crate::texts::penalties::texts as own;

/// From a month on invoices are due by another day.
#[component]
pub(super) fn DueDayForm() -> impl IntoView {
    let text = own();
    let add = ServerAction::<AddDueDay>::new();
    let next = domain::Month::of(boot().today).next().to_string();
    view! {
        <Form action=add>
            <Unfold label=text.add_due_day>
                <FieldRow>
                    <TextField name="from" label=text.from_month value=next placeholder="2027-01" required=true />
                    <TextField name="day" label=text.day_of_month inputmode="numeric" required=true />
                </FieldRow>
                <TextField name="source" label=text.source hint=text.source_hint maxlength=200 required=true />
                <FormActions><Submit label=words().add /></FormActions>
            </Unfold>
        </Form>
    }
    .into_any()
}

/// Invoices due from a day on follow another rule.
#[component]
pub(super) fn PolicyForm() -> impl IntoView {
    let text = own();
    let add = ServerAction::<AddPolicy>::new();
    let today = boot().today.to_string();
    let rules = vec![
        ("housing".to_owned(), text.rule_housing.to_owned()),
        ("daily".to_owned(), text.rule_daily.to_owned()),
        ("none".to_owned(), text.rule_none.to_owned()),
    ];
    view! {
        <Form action=add>
            <Unfold label=text.add_policy>
                <FieldRow>
                    <TextField name="from" label=text.from_due kind=Kind::Date value=today required=true />
                    <SelectField name="rule" label=text.rule options=rules required=true />
                </FieldRow>
                <FieldRow>
                    <TextField name="percent" label=text.percent_day inputmode="decimal" hint=text.daily_hint />
                    <TextField name="free_days" label=text.free_days inputmode="numeric" hint=text.daily_hint />
                </FieldRow>
                <FieldRow>
                    <TextField name="cap" label=text.cap inputmode="decimal" hint=text.cap_hint />
                    <TextField name="source" label=text.source hint=text.source_hint maxlength=200 required=true />
                </FieldRow>
                <FormActions><Submit label=words().add /></FormActions>
            </Unfold>
        </Form>
    }
    .into_any()
}

/// From a day on another rate holds.
#[component]
pub(super) fn RateForm() -> impl IntoView {
    let text = own();
    let add = ServerAction::<AddRate>::new();
    view! {
        <Form action=add>
            <Unfold label=text.add_rate>
                <FieldRow>
                    <TextField name="from" label=text.from kind=Kind::Date required=true />
                    <TextField name="to" label=text.until kind=Kind::Date hint=text.until_hint />
                </FieldRow>
                <FieldRow>
                    <TextField name="percent" label=text.percent_of_year inputmode="decimal" required=true />
                    <TextField name="source" label=text.source hint=text.source_hint maxlength=200 required=true />
                </FieldRow>
                <FormActions><Submit label=words().add /></FormActions>
            </Unfold>
        </Form>
    }
    .into_any()
}

/// Fields behind a button. Stands inside a `Form`.
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
