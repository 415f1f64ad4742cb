//! The second half of the cash desk: the payer with what is open, and the form of the payment.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::payments::Payer;
use domain::payments::spread::Rule;
use domain::{Language, Money};
use leptos::prelude::*;
use ui::prelude::{
    Card, FieldRow, Form, FormActions, FormState, Icon, Kind, MoneyField, Submit, Sum, TextField, boot, fill, format,
    outcome,
};
use uuid::Uuid;

use super::api::{PreviewPayment, RecordPayment};
use super::entry::{KeyField, MethodField, MonthField, TwinField};
use super::focus::Focus;
use super::preview::{AsOneTypes, ShowButton, Shown, typed_before};
use crate::texts::money;

/// Shows the payer and takes the sum.
#[component]
pub fn PayerDesk(
    payer: Payer,
    key: Uuid,
    today: NaiveDate,
    rule: Rule,
    action: ServerAction<RecordPayment>,
) -> impl IntoView {
    let (words, own) = (money::texts(), money::desk::texts());
    let answer = outcome(action);
    let ask = ServerAction::<PreviewPayment>::new();
    let live = ask.value();
    let preview = Signal::derive(move || match live.get() {
        Some(answer) => answer.ok(),
        None => answer
            .get()
            .and_then(Result::ok)
            .and_then(|taken| taken.shown().cloned()),
    });
    let before = typed_before(preview.get_untracked().as_ref());
    let amount = if !before.amount.is_empty() {
        before.amount
    } else if payer.balance.is_positive() {
        as_typed(boot().language, payer.balance)
    } else {
        String::new()
    };
    let key = before.key.parse().unwrap_or(key);
    let received_on = if before.received_on.is_empty() {
        today.to_string()
    } else {
        before.received_on
    };
    let account = payer.account.clone();
    let parts = (rule == Rule::Manual).then(|| by_hand(&payer, &before.parts));
    view! {
        <Card>
            {who(&payer)}
            {(rule != Rule::Manual).then(|| open(&payer))}
            <hr class="border-base-300" />
            <AsOneTypes ask>
                <Form action key=("account", account)>
                    <KeyField fresh=key />
                    <MoneyField name="amount" label=words.desk_amount value=amount required=true autofocus=true />
                    {parts}
                    <MethodField value=before.method />
                    <MonthField value=before.month />
                    <FieldRow>
                        <TextField name="received_on" label=words.desk_received_on kind=Kind::Date value=received_on required=true />
                        <TextField name="note" label=words.desk_note value=before.note hint=words.desk_note_hint maxlength=200 autocomplete="off" />
                    </FieldRow>
                    <TwinField />
                    <FormActions>
                        <Submit label=words.desk_submit icon=Icon::Check hotkey=true />
                        <ShowButton />
                        <p class="text-sm text-(--muted)">{own.order(rule)}</p>
                    </FormActions>
                    <Focus on=amount_id() />
                </Form>
            </AsOneTypes>
            <Shown preview />
        </Card>
    }
    .into_any()
}

/// The open invoices with a field for the part of each.
fn by_hand(payer: &Payer, typed: &BTreeMap<String, String>) -> AnyView {
    let own = money::desk::texts();
    let boot = boot();
    let fields = payer
        .open
        .iter()
        .map(|(id, number, month, open)| {
            let month = format::month(boot.language, *month);
            let open = format::money_with_sign(boot.language, boot.currency, *open);
            let label = fill(own.part_of, &[("number", number), ("month", &month), ("sum", &open)]);
            let value = typed.get(&id.to_string()).cloned().unwrap_or_default();
            view! { <MoneyField name=format!("parts[{id}]") label value /> }
        })
        .collect_view();
    view! {
        <div class="flex flex-col gap-3">
            {fields}
            <p class="text-sm text-(--muted)">{own.parts_hint}</p>
        </div>
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
