//! The page of the cash desk: account, sum, Enter, and it is ready for the next.

use domain::Permission;
use domain::payments::spread::Rule;
use domain::payments::{Desk, PaymentLine};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlInputElement;
use leptos_router::hooks::use_query_map;
use ui::prelude::{
    Alert, Card, FailureView, FieldRow, Form, FormActions, FormState, HiddenField, Icon, Loaded, MoneyField, Page,
    SkeletonShape, Submit, TextField, Tone, boot, deeds, fill, format, outcome,
};

use super::latest::Latest;
use crate::payments::{
    AsOneTypes, Focus, KeyField, MethodField, MonthField, PreviewPayment, ReversePayment, ShowButton, Shown,
    TakePayment, open_desk, typed_before,
};
use crate::texts::money;

/// The cash desk.
#[component]
pub fn DeskPage() -> impl IntoView {
    let own = money::desk::texts();
    if !boot().may(Permission::RecordPayment) {
        return view! { <FailureView failure=domain::Failure::Forbidden /> }.into_any();
    }
    let address = use_query_map();
    let account = Memo::new(move |_| address.with(|address| address.get("account")).unwrap_or_default());
    let deeds = deeds();
    let desk = Resource::new(move || (account.get(), deeds.get()), |(account, _)| open_desk(account));
    let take = ServerAction::<TakePayment>::new();
    let reverse = ServerAction::<ReversePayment>::new();
    let taken = Memo::new(move |_| {
        let id = address.with(|address| address.get("taken")).unwrap_or_default();
        id.parse::<i64>().ok()
    });
    let loads = StoredValue::new(0_usize);
    view! {
        <Page title=own.title subtitle=own.subtitle narrow=true>
            <Loaded resource=desk skeleton=SkeletonShape::Lines let:desk>
                <div role="status">
                    {desk.latest.iter().find(|entry| taken.get_untracked() == Some(entry.line.id)).map(|entry| just_taken(&entry.line))}
                </div>
                <Entry desk=desk.clone() account=account.get_untracked() take again={counted(loads) > 1} />
                <Latest entries=desk.latest reverse />
            </Loaded>
        </Page>
    }
    .into_any()
}

/// How often the desk was shown, this time among them.
fn counted(loads: StoredValue<usize>) -> usize {
    loads.update_value(|loads| *loads += 1);
    loads.get_value()
}

/// What has just been taken, with the way to its slip.
fn just_taken(line: &PaymentLine) -> AnyView {
    let own = money::desk::texts();
    let boot = boot();
    let sum = format::money_with_sign(boot.language, boot.currency, line.amount);
    let title = fill(own.taken, &[("sum", &sum), ("name", &line.name)]);
    let href = format!("/payments/{}", line.id);
    view! {
        <Alert tone=Tone::Good title>
            <p><a class="link" href=href>{own.slip}</a></p>
        </Alert>
    }
    .into_any()
}

/// The form.
#[component]
fn Entry(
    desk: Desk,
    account: String,
    take: ServerAction<TakePayment>,
    /// The desk stood here before, for another entry.
    again: bool,
) -> impl IntoView {
    let (words, own) = (money::texts(), money::desk::texts());
    let answer = outcome(take);
    let ask = ServerAction::<PreviewPayment>::new();
    let live = ask.value();
    // Whoever came by a name's link has the account in the address and is shown at once.
    let known = desk.payer.clone().map(|payer| domain::payments::Preview {
        payer: Some(payer),
        ..domain::payments::Preview::default()
    });
    let preview = Signal::derive(move || match live.get() {
        Some(answer) => answer.ok(),
        None => answer
            .get()
            .and_then(Result::ok)
            .and_then(|taken| taken.shown().cloned())
            .or_else(|| known.clone()),
    });
    let before = typed_before(preview.get_untracked().as_ref());
    let key = before.key.parse().unwrap_or(desk.key);
    let account = if before.account.is_empty() {
        account
    } else {
        before.account
    };
    let knows = !account.is_empty();
    let fresh = again.then(|| (account.clone(), before.amount.clone()));
    let by_hand = (desk.rule == Rule::Manual).then(|| {
        view! {
            {move || preview.get().and_then(|preview| preview.payer).map(|payer| {
                let href = format!("/payments/new?account={}", ui::loading::encode(&payer.account));
                view! { <a class="link text-sm" href=href>{own.by_hand}</a> }
            })}
        }
    });
    view! {
        <Card>
            <AsOneTypes ask>
                <Form action=take>
                    <KeyField fresh=key />
                    <HiddenField name="received_on" value=desk.today.to_string() />
                    <div class="contents" on:keydown=move |event| go_on_to_the_sum(&event)>
                        <TextField name="account" label=own.account value=account required=true autocomplete="off" autofocus=!knows maxlength=80 />
                    </div>
                    <MoneyField name="amount" label=words.desk_amount value=before.amount required=true autofocus=knows />
                    <FieldRow>
                        <MethodField value=before.method />
                        <MonthField value=before.month />
                    </FieldRow>
                    <crate::payments::TwinField />
                    <FormActions>
                        <Submit label=words.desk_submit icon=Icon::Check />
                        <ShowButton />
                        <p class="text-sm text-(--muted)">{own.order(desk.rule)}</p>
                    </FormActions>
                    {fresh.map(|(account, amount)| view! { <Fresh account amount /> })}
                    <FocusField knows />
                </Form>
            </AsOneTypes>
            <Shown preview whole=true found_at="/desk" />
            {by_hand}
        </Card>
    }
    .into_any()
}

/// The fields are the ones of the entry before: what was typed into them gives way. (Not at the first time: somebody may
/// have typed before the browser half came.)
#[component]
fn Fresh(account: String, amount: String) -> impl IntoView {
    let state = FormState::current();
    let fields = [(state.id("account"), account), (state.id("amount"), amount)];
    Effect::new(move || {
        for (id, text) in &fields {
            let input = document().get_element_by_id(id);
            if let Some(input) = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) {
                input.set_value(text);
            }
        }
    });
}

/// Where the hand goes on: to the account, or to the sum where the account is known.
#[component]
fn FocusField(knows: bool) -> impl IntoView {
    let on = FormState::current().id(if knows { "amount" } else { "account" });
    view! { <Focus on /> }.into_any()
}

/// Enter in the account's field goes on to the sum while that is empty; without the browser half the form is sent and
/// says that the sum is missing.
fn go_on_to_the_sum(event: &KeyboardEvent) {
    if event.key() != "Enter" || event.ctrl_key() || event.meta_key() {
        return;
    }
    let field = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let sum = field
        .and_then(|field| field.form())
        .and_then(|form| form.query_selector("[name='form[amount]']").ok().flatten())
        .and_then(|element| element.dyn_into::<HtmlInputElement>().ok());
    if let Some(sum) = sum.filter(|sum| sum.value().trim().is_empty()) {
        event.prevent_default();
        // A field that can't take the focus leaves it where it was.
        let _left = sum.focus();
    }
}
