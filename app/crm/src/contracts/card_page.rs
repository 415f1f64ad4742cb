//! The card of a contract: what is written in it, what it covers, its scan, its end.

use domain::Permission;
use domain::contracts::ContractCard;
use domain::links::LinkLine;
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::{EndContract, show_contract};
use super::scan::Scan;
use super::state::{StateBadge, term};
use crate::frame::path_id;
use crate::texts::contracts::texts as own;

/// The card.
#[component]
pub fn CardPage() -> impl IntoView {
    let id = path_id();
    let deeds = deeds();
    let card = Resource::new(move || (id.get(), deeds.get()), |(id, _)| show_contract(id));
    view! {
        <Loaded resource=card skeleton=SkeletonShape::Lines let:card>
            <View card />
        </Loaded>
    }
    .into_any()
}

#[component]
fn View(card: ContractCard) -> impl IntoView {
    let text = own();
    let may = boot().may(Permission::EditContracts);
    let title = fill(text.contract_no, &[("number", &card.terms.number)]);
    let id = card.id;
    let edit = move || {
        may.then(|| {
            view! {
                <ButtonLink
                    href=format!("/contracts/{id}/edit")
                    label=words().change
                    kind=ButtonKind::Secondary
                    icon=Icon::Edit
                />
            }
        })
    };
    let ended = card.ended.clone().map(|(day, why)| {
        let title = fill(text.ended_title, &[("day", &format::date(language(), day))]);
        view! { <Alert tone=Tone::Warning title><p>{why}</p></Alert> }
    });
    let subject = card.terms.subject.clone();
    view! {
        <Page title subtitle=subject back=("/contracts".to_owned(), text.title.to_owned()) actions=edit>
            {ended}
            <div class="grid grid-cols-1 items-start gap-6 lg:grid-cols-3">
                <div class="flex min-w-0 flex-col gap-6 lg:col-span-2">
                    <Facts card=card.clone() />
                    <Links links=card.links.clone() />
                </div>
                <div class="flex min-w-0 flex-col gap-6">
                    <Scan id=card.id scan=card.scan.clone() max_mb=card.max_mb may />
                    {may.then(|| view! { <End card /> })}
                </div>
            </div>
        </Page>
    }
    .into_any()
}

#[component]
fn Facts(card: ContractCard) -> impl IntoView {
    let text = own();
    let language = language();
    let terms = card.terms;
    let note = terms.note.map(|note| {
        view! {
            <Fact label=text.note>
                <span class="whitespace-pre-line">{note}</span>
            </Fact>
        }
    });
    let days = match terms.valid_to {
        None => format!("{}, {}", term(terms.valid_from, None), text.no_end),
        to => term(terms.valid_from, to),
    };
    let entered = format!("{}, {}", card.created_by, format::instant(&boot(), card.created_at));
    view! {
        <Card title=text.form_terms>
            <DefinitionList>
                <Fact label=text.state><StateBadge state=card.state /></Fact>
                <Fact label=text.subscriber>
                    <a class="link" href=format!("/subscribers/{}", card.subscriber_id)>
                        <span class="tabular-nums">{card.account}</span>
                        " "
                        {card.name}
                    </a>
                </Fact>
                <Fact label=text.party>{terms.party}</Fact>
                <Fact label=text.signed_on>{format::date(language, terms.signed_on)}</Fact>
                <Fact label=text.term>{days}</Fact>
                {note}
                <Fact label=text.entered>{entered}</Fact>
            </DefinitionList>
        </Card>
    }
    .into_any()
}

#[component]
fn Links(links: Vec<LinkLine>) -> impl IntoView {
    let text = own();
    let body = if links.is_empty() {
        view! { <p class="text-sm text-muted">{text.links_none}</p> }.into_any()
    } else {
        let rows = links
            .into_iter()
            .map(|link| {
                view! {
                    <li class="flex flex-wrap items-baseline justify-between gap-x-4">
                        <a class="link" href=format!("/services/{}", link.service_id)>{link.service}</a>
                        <span class="text-sm text-muted tabular-nums">{term(link.from, link.to)}</span>
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="flex flex-col gap-2">{rows}</ul> }.into_any()
    };
    view! { <Card title=text.links>{body}</Card> }.into_any()
}

/// Ends the contract early, or corrects such an end.
#[component]
fn End(card: ContractCard) -> impl IntoView {
    let text = own();
    let end = ServerAction::<EndContract>::new();
    let (title, day, reason) = match card.ended {
        Some((day, reason)) => (text.end_change, day.to_string(), reason),
        None => (text.end, String::new(), String::new()),
    };
    let submit = if reason.is_empty() { text.end_do } else { words().save };
    view! {
        <Card title>
            <Form action=end key=("id", card.id.to_string())>
                <HiddenField name="version" value=card.version.to_string() />
                <TextField name="ended_on" label=text.end_day kind=Kind::Date value=day required=true />
                <TextField
                    name="reason"
                    label=text.end_reason
                    value=reason
                    hint=text.end_reason_hint
                    autocomplete="off"
                    maxlength=500u32
                    required=true
                />
                <FormActions>
                    <Submit label=submit kind=ButtonKind::Secondary />
                </FormActions>
            </Form>
        </Card>
    }
    .into_any()
}
