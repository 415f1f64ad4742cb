//! The form of a contract: for a new one and for changes of a known one.

use domain::contracts::{ContractForm, Opened, link_key};
use domain::links::LinkLine;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::{SaveContract, open_contract_form};
use super::state::term;
use crate::frame::path_id;
use crate::texts::contracts::texts as own;

/// A new contract. `?account=` says whom it is with.
#[component]
pub fn NewPage() -> impl IntoView {
    let text = own();
    let address = use_query_map();
    let account = Memo::new(move |_| address.with(|address| address.get("account").unwrap_or_default()));
    let opened = Resource::new(move || account.get(), |account| open_contract_form(None, account));
    view! {
        <Page title=text.add back=("/contracts".to_owned(), text.title.to_owned()) narrow=true>
            <Loaded resource=opened skeleton=SkeletonShape::Lines let:opened>
                <Fields opened />
            </Loaded>
        </Page>
    }
    .into_any()
}

/// Changes a contract.
#[component]
pub fn EditPage() -> impl IntoView {
    let text = own();
    let id = path_id();
    let opened = Resource::new(move || id.get(), |id| open_contract_form(Some(id), String::new()));
    view! {
        <Loaded resource=opened skeleton=SkeletonShape::Lines let:opened>
            {
                let card = format!("/contracts/{}", opened.form.id);
                let number = fill(text.contract_no, &[("number", &opened.form.number)]);
                view! {
                    <Page title=text.edit_title back=(card, number) narrow=true>
                        <Fields opened />
                    </Page>
                }
            }
        </Loaded>
    }
    .into_any()
}

#[component]
fn Fields(opened: Opened) -> impl IntoView {
    let text = own();
    let words = words();
    let save = ServerAction::<SaveContract>::new();
    let Opened {
        form,
        subscriber,
        links,
    } = opened;
    let is_new = form.id.is_empty();
    let (submit, cancel) = match (is_new, &subscriber) {
        (false, _) => (words.save, format!("/contracts/{}", form.id)),
        (true, Some((id, _))) => (text.create, format!("/subscribers/{id}")),
        (true, None) => (text.create, "/contracts".to_owned()),
    };
    let known = subscriber.is_some();
    let ticked = form.links.clone();
    // Made inside of the form: its boxes are named after it.
    let covered = move || {
        if known {
            view! { <Covered links ticked /> }.into_any()
        } else {
            view! { <p class="text-sm text-muted">{text.form_links_later}</p> }.into_any()
        }
    };
    view! {
        <Form action=save>
            <HiddenField name="id" value=form.id.clone() />
            <HiddenField name="version" value=form.version.clone() />
            <Card title=text.form_terms>
                <Whom account=form.account.clone() subscriber />
                <Terms form />
            </Card>
            <Card title=text.form_links>{covered()}</Card>
            <FormActions>
                <Submit label=submit hotkey=true />
                <ButtonLink href=cancel label=words.cancel kind=ButtonKind::Ghost />
            </FormActions>
        </Form>
    }
    .into_any()
}

/// Whom the contract is with: known, or asked for by the account.
#[component]
fn Whom(account: String, subscriber: Option<(i64, String)>) -> impl IntoView {
    let text = own();
    match subscriber {
        Some((id, name)) => {
            let number = account.clone();
            view! {
                <HiddenField name="account" value=account />
                <DefinitionList>
                    <Fact label=text.subscriber>
                        <a class="link" href=format!("/subscribers/{id}")>
                            <span class="tabular-nums">{number}</span>
                            " "
                            {name}
                        </a>
                    </Fact>
                </DefinitionList>
            }
            .into_any()
        }
        None => view! {
            <TextField
                name="account"
                label=text.account
                value=account
                hint=text.account_hint
                autocomplete="off"
                maxlength=20u32
                required=true
                autofocus=true
            />
        }
        .into_any(),
    }
}

#[component]
fn Terms(form: ContractForm) -> impl IntoView {
    let text = own();
    view! {
        <FieldRow>
            <TextField
                name="number"
                label=text.number
                value=form.number
                autocomplete="off"
                maxlength=40u32
                required=true
            />
            <TextField name="signed_on" label=text.signed_on kind=Kind::Date value=form.signed_on required=true />
        </FieldRow>
        <TextField
            name="party"
            label=text.party
            value=form.party
            hint=text.party_hint
            autocomplete="off"
            maxlength=200u32
            required=true
        />
        <TextField
            name="subject"
            label=text.subject
            value=form.subject
            hint=text.subject_hint
            autocomplete="off"
            maxlength=300u32
            required=true
        />
        <FieldRow>
            <TextField name="valid_from" label=text.valid_from kind=Kind::Date value=form.valid_from required=true />
            <TextField
                name="valid_to"
                label=text.valid_to
                kind=Kind::Date
                value=form.valid_to
                hint=text.valid_to_hint
            />
        </FieldRow>
        <TextArea name="note" label=text.note value=form.note hint=text.note_hint maxlength=2000u32 />
    }
    .into_any()
}

/// The subscriber's links to tick.
#[component]
fn Covered(links: Vec<LinkLine>, ticked: std::collections::BTreeMap<String, String>) -> impl IntoView {
    let text = own();
    if links.is_empty() {
        return view! { <p class="text-sm text-muted">{text.form_links_none}</p> }.into_any();
    }
    let boxes = links
        .into_iter()
        .map(|link| {
            let key = link_key(link.id);
            let checked = ticked.contains_key(&key);
            let hint = term(link.from, link.to);
            view! { <CheckField name=format!("links[{key}]") label=link.service checked hint /> }
        })
        .collect_view();
    view! {
        <p class="text-sm text-muted">{text.form_links_hint}</p>
        {boxes}
    }
    .into_any()
}
