//! The second half of the cash desk: the payer with what is open, and the form of the payment.

use chrono::NaiveDate;
use domain::payments::{Method, Payer};
use domain::{Language, Money};
use leptos::prelude::*;
use ui::prelude::{
    Card, FieldRow, Form, FormActions, FormState, HiddenField, Icon, Kind, MoneyField, Submit, Sum, TextField, boot,
    fill, format,
};
use uuid::Uuid;

use super::api::RecordPayment;
use super::focus::Focus;
use crate::texts::money;

/// Shows the payer and takes the sum.
#[component]
pub fn PayerDesk(payer: Payer, key: Uuid, today: NaiveDate, action: ServerAction<RecordPayment>) -> impl IntoView {
    let words = money::texts();
    let amount = if payer.balance.is_positive() {
        as_typed(boot().language, payer.balance)
    } else {
        String::new()
    };
    let account = payer.account.clone();
    view! {
        <Card>
            {who(&payer)}
            {open(&payer)}
            <hr class="border-base-300" />
            <Form action key=("account", account)>
                <KeyField fresh=key />
                <MoneyField name="amount" label=words.desk_amount value=amount required=true autofocus=true />
                <MethodField />
                <FieldRow>
                    <TextField name="received_on" label=words.desk_received_on kind=Kind::Date value=today.to_string() required=true />
                    <TextField name="note" label=words.desk_note hint=words.desk_note_hint maxlength=200 autocomplete="off" />
                </FieldRow>
                <FormActions>
                    <Submit label=words.desk_submit icon=Icon::Check hotkey=true />
                    <p class="text-sm text-(--muted)">{words.desk_order}</p>
                </FormActions>
                <Focus on=amount_id() />
            </Form>
        </Card>
    }
    .into_any()
}

fn who(payer: &Payer) -> AnyView {
    let words = money::texts();
    let (label, sum) = match payer.balance {
        sum if sum.is_positive() => (words.debt, Some((sum, "sum is-danger"))),
        sum if sum.is_negative() => (words.advance, Some((-sum, "sum is-good"))),
        _ => (words.no_debt, None),
    };
    let sum = sum.map(|(sum, class)| {
        let boot = boot();
        let text = format::money_with_sign(boot.language, boot.currency, sum);
        view! { <p class="text-2xl font-semibold tracking-tight"><span class=class>{text}</span></p> }
    });
    view! {
        <div class="flex flex-wrap items-start justify-between gap-x-8 gap-y-3">
            <div class="min-w-0">
                <h2 class="text-lg">
                    <a class="hover:underline" href=format!("/subscribers/{}", payer.id)>{payer.name.clone()}</a>
                </h2>
                <p class="text-sm text-(--muted)">
                    <span class="tabular-nums">{payer.account.clone()}</span>
                    {(!payer.address.is_empty()).then(|| format!(" · {}", payer.address))}
                </p>
            </div>
            <div class="sm:text-right"><p class="text-sm text-(--muted)">{label}</p>{sum}</div>
        </div>
    }
    .into_any()
}

fn open(payer: &Payer) -> AnyView {
    let words = money::texts();
    let language = boot().language;
    if payer.open.is_empty() {
        return view! { <p class="text-sm text-(--muted)">{words.desk_paid_ahead}</p> }.into_any();
    }
    let lines = payer
        .open
        .iter()
        .map(|(id, number, month, sum)| {
            let month = format::month(language, *month);
            let label = fill(words.receipt_invoice, &[("number", number), ("month", &month)]);
            view! {
                <li class="flex items-baseline justify-between gap-4 py-1.5">
                    <a class="link" href=format!("/invoices/{id}")>{label}</a>
                    <Sum of=*sum />
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-label=words.desk_open>
            <p class="text-sm text-(--muted)">{words.desk_open}</p>
            <ul class="mt-1 divide-y divide-base-300 text-sm">{lines}</ul>
        </section>
    }
    .into_any()
}

/// The key of the entry. A form that comes back refused keeps its own, so that a second try can't pay twice.
#[component]
fn KeyField(fresh: Uuid) -> impl IntoView {
    let key = FormState::current().text("key", fresh.to_string());
    view! { <HiddenField name="key" value=key /> }.into_any()
}

/// How the money came in: arrows choose.
#[component]
fn MethodField() -> impl IntoView {
    let words = money::texts();
    let state = FormState::current();
    let chosen = state.text("method", Method::default().code().to_owned());
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

/// The id of the sum's field in the form around.
fn amount_id() -> String {
    FormState::current().id("amount")
}

/// A sum as a person would type it.
fn as_typed(language: Language, sum: Money) -> String {
    match language {
        Language::Ru => sum.to_string().replace('.', ","),
        Language::En => sum.to_string(),
    }
}
