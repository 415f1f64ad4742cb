//! The bank accounts: which one receipts name, which ones are in use, which ones were.

use domain::organisation::BankAccount;
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::{AddAccount, ArchiveAccount, MakeAccountMain};
use super::details::Number;
use crate::texts::organisation::texts as own;

/// The table, and the form of a new one.
#[component]
pub(super) fn Accounts(accounts: Vec<BankAccount>, may: bool) -> impl IntoView {
    let text = own();
    let table = if accounts.is_empty() {
        view! { <p class="p-5 text-muted">{text.no_accounts}</p> }.into_any()
    } else {
        table(accounts, may)
    };
    let add = may.then(|| view! { <Card title=text.add_title><Add /></Card> });
    view! {
        <Card title=text.accounts flush=true>{table}</Card>
        {add}
    }
    .into_any()
}

fn table(accounts: Vec<BankAccount>, may: bool) -> AnyView {
    let text = own();
    let mut head = vec![
        Column::text(text.bank),
        Column::text(text.bic),
        Column::text(text.number),
        Column::text(text.correspondent),
        Column::text(text.state),
    ];
    if may {
        head.push(Column::text(text.actions));
    }
    let rows = accounts
        .into_iter()
        .map(|account| view! { <Line account may /> })
        .collect_view();
    view! { <Table head caption=text.accounts>{rows}</Table> }.into_any()
}

#[component]
fn Line(account: BankAccount, may: bool) -> impl IntoView {
    let text = own();
    let archived = account.archived_at.is_some();
    let (tone, state) = if archived {
        (Tone::Neutral, text.archived)
    } else if account.is_main {
        (Tone::Good, text.main)
    } else {
        (Tone::Neutral, text.in_use)
    };
    let digits = |digits: String| view! { <span class="tabular-nums wrap-anywhere">{digits}</span> };
    let actions = may.then(|| {
        let forms = (!archived).then(|| {
            view! { <Deeds id=account.id number=account.number.clone() is_main=account.is_main /> }
        });
        view! {
            <Cell label=text.actions>
                <div class="flex flex-wrap items-center gap-2 max-sm:justify-end">{forms}</div>
            </Cell>
        }
    });
    view! {
        <Row faded=archived>
            <Cell><span class="font-medium">{account.bank}</span></Cell>
            <Cell label=text.bic>{digits(account.bic)}</Cell>
            <Cell label=text.number>{digits(account.number)}</Cell>
            <Cell label=text.correspondent>{account.correspondent.map(digits)}</Cell>
            <Cell label=text.state><Badge tone>{state}</Badge></Cell>
            {actions}
        </Row>
    }
    .into_any()
}

#[component]
fn Deeds(id: i64, number: String, is_main: bool) -> impl IntoView {
    let text = own();
    let make_main = ServerAction::<MakeAccountMain>::new();
    let archive = ServerAction::<ArchiveAccount>::new();
    let prefer = (!is_main).then(|| {
        view! {
            <Form action=make_main class="min-w-0" key=("id", id.to_string())>
                <Submit label=text.make_main kind=ButtonKind::Ghost />
            </Form>
        }
    });
    view! {
        {prefer}
        <Form action=archive class="min-w-0" key=("id", id.to_string())>
            <Confirm
                label=words().archive
                icon=Icon::Archive
                opener=ButtonKind::Ghost
                title=text.archive_title
                text=fill(text.archive_text, &[("number", &number)])
                confirm=words().archive
            />
        </Form>
    }
    .into_any()
}

#[component]
fn Add() -> impl IntoView {
    let text = own();
    let add = ServerAction::<AddAccount>::new();
    view! {
        <Form action=add reset_on_ok=true>
            <FieldRow>
                <Number name="bic" label=text.bic required=true />
                <TextField
                    name="bank"
                    label=text.bank
                    hint=text.bank_hint
                    autocomplete="off"
                    maxlength=200u32
                    required=true
                />
            </FieldRow>
            <FieldRow>
                <Number name="number" label=text.number required=true />
                <Number name="correspondent" label=text.correspondent />
            </FieldRow>
            <CheckField name="main" label=text.main hint=text.main_hint />
            <FormActions>
                <Submit label=text.add />
            </FormActions>
        </Form>
    }
    .into_any()
}
