//! The cash desk: the account, then whose it is and what is open, then the sum. Keys alone will do: the focus goes on
//! by itself and Enter sends.

use domain::Permission;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::page::ButtonKind;
use ui::prelude::{
    Alert, ButtonLink, Card, FailureView, Glyph, Icon, Loaded, Page, SkeletonShape, TextField, Tone, boot, fill,
};

use super::api::{RecordPayment, open_desk};
use super::desk::PayerDesk;
use super::focus::{Focus, expect_receipt};
use crate::invoices::GetForm;
use crate::texts::money;

/// Takes a payment.
#[component]
pub fn RecordPage() -> impl IntoView {
    let words = money::texts();
    if !boot().may(Permission::RecordPayment) {
        return view! { <FailureView failure=domain::Failure::Forbidden /> }.into_any();
    }
    let address = use_query_map();
    let account = Memo::new(move |_| {
        address
            .with(|address| address.get("account"))
            .unwrap_or_default()
            .trim()
            .to_owned()
    });
    let desk = Resource::new(move || account.get(), open_desk);
    let record = ServerAction::<RecordPayment>::new();
    let (pending, answer) = (record.pending(), record.value());
    Effect::new(move || {
        let refused = answer.with(|answer| matches!(answer, Some(Err(_))));
        expect_receipt(pending.get() || !refused && answer.with(Option::is_some));
    });
    let back = ("/payments".to_owned(), words.payments.to_owned());
    view! {
        <Page title=words.desk_title back narrow=true>
            <Card>{move || view! { <AccountForm account=account.get() /> }}</Card>
            <Loaded resource=desk skeleton=SkeletonShape::Lines let:desk>
                {
                    let unknown = desk.unknown_account;
                    let (key, today, rule) = (desk.key, desk.today, desk.rule);
                    match desk.payer {
                        Some(payer) => view! { <PayerDesk payer key today rule action=record /> }.into_any(),
                        None if unknown => view! { <Unknown account=account.get_untracked() /> }.into_any(),
                        None => ().into_any(),
                    }
                }
            </Loaded>
        </Page>
    }
    .into_any()
}

/// The first step: whose money it is.
#[component]
fn AccountForm(account: String) -> impl IntoView {
    let words = money::texts();
    let first = account.is_empty();
    view! {
        <GetForm action="/payments/new" field="account" class="flex flex-col gap-3">
            <div class="flex items-end gap-3">
                <div class="min-w-0 flex-1">
                    <TextField name="account" label=words.desk_account value=account autocomplete="off" autofocus=first maxlength=20 />
                </div>
                <button type="submit" class=if first { "button is-primary" } else { "button" }>
                    <Glyph icon=Icon::Search />
                    <span>{words.desk_find}</span>
                </button>
            </div>
            {first.then(|| view! { <a class="link self-start text-sm" href="/subscribers">{words.desk_lost}</a> })}
        </GetForm>
        {first.then(|| view! { <Focus on="f-account" /> })}
    }
    .into_any()
}

/// Nobody has the account.
#[component]
fn Unknown(account: String) -> impl IntoView {
    let words = money::texts();
    let title = fill(words.desk_unknown, &[("account", &account)]);
    let href = format!("/subscribers?q={}", ui::loading::encode(&account));
    view! {
        <div role="alert" class="flex flex-col items-start gap-4">
            <Alert tone=Tone::Warning title><p>{words.desk_unknown_text}</p></Alert>
            <ButtonLink href label=words.desk_search icon=Icon::Search kind=ButtonKind::Secondary />
        </div>
        <Focus on="f-account" />
    }
    .into_any()
}
