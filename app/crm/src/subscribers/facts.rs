//! The card's figures, contacts and premises.

use domain::Permission;
use domain::premises::PremisesLine;
use domain::subscribers::SubscriberCard;
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::form::kind_name;
use crate::houses::{area, kind_name as premises_kind, people};
use crate::texts::people::subscribers::texts as own;

/// The balance in words, and the latest invoice and payment.
#[component]
pub(super) fn Figures(card: SubscriberCard) -> impl IntoView {
    let SubscriberCard {
        balance,
        invoices,
        payments,
        ..
    } = card;
    let text = own();
    let (language, currency) = (boot().language, boot().currency);
    let sum = move |of| format::money_with_sign(language, currency, of);
    let (label, note, tone) = if balance.is_positive() {
        (text.debt_title, text.debt_note, Tone::Danger)
    } else if balance.is_negative() {
        (text.advance_title, text.advance_note, Tone::Good)
    } else {
        (text.even_title, text.even_note, Tone::Neutral)
    };
    let invoice = invoices.first().map(|invoice| {
        (
            sum(invoice.total),
            format::month(language, invoice.month),
            format!("/invoices/{}", invoice.id),
        )
    });
    let payment = payments.first().map(|payment| {
        (
            sum(payment.amount),
            format::date(language, payment.received_on),
            format!("/payments/{}", payment.id),
        )
    });
    view! {
        <Stats>
            <Stat label value=sum(balance.abs()) note tone />
            <Latest label=text.last_invoice found=invoice none=text.no_invoice />
            <Latest label=text.last_payment found=payment none=text.no_payment />
        </Stats>
    }
    .into_any()
}

/// A latest document: sum, day and address; or that there is none.
#[component]
fn Latest(label: &'static str, found: Option<(String, String, String)>, none: &'static str) -> impl IntoView {
    match found {
        Some((value, note, href)) => view! { <Stat label value note href /> }.into_any(),
        None => view! { <Stat label value=words().nothing note=none /> }.into_any(),
    }
}

/// Who pays and how to reach them.
#[component]
pub(super) fn Contacts(card: SubscriberCard) -> impl IntoView {
    let text = own();
    let language = language();
    let phone = card.phone.map(|phone| {
        let href = format!("tel:{phone}");
        view! {
            <Fact label=text.phone>
                <a class="whitespace-nowrap tabular-nums" href=href rel="external">
                    {format::phone(&phone)}
                </a>
            </Fact>
        }
    });
    let email = card.email.map(|email| {
        let href = format!("mailto:{email}");
        view! {
            <Fact label=text.email>
                <a href=href rel="external">
                    {email}
                </a>
            </Fact>
        }
    });
    let nothing = phone.is_none() && email.is_none();
    let may_edit = card.archived_at.is_none() && boot().may(Permission::EditSubscribers);
    let missing = nothing.then(|| {
        let add = may_edit.then(|| {
            view! { <Add href=format!("/subscribers/{}/edit", card.id) label=text.contacts_add /> }
        });
        view! { <p class="text-sm text-muted">{text.contacts_empty} {add}</p> }
    });
    let inn = card.inn.map(|inn| {
        view! {
            <Fact label=text.inn>
                <span class="tabular-nums">{inn}</span>
            </Fact>
        }
    });
    let note = card.note.map(|note| {
        view! {
            <Fact label=text.note>
                <span class="whitespace-pre-line">{note}</span>
            </Fact>
        }
    });
    view! {
        <Card title=text.contacts>
            {missing}
            <DefinitionList>
                {phone} {email} <Fact label=text.payer>{kind_name(card.kind)}</Fact> {inn}
                <Fact label=text.since>{format::date(language, card.created_at.date_naive())}</Fact> {note}
            </DefinitionList>
        </Card>
    }
    .into_any()
}

/// Where the account is.
#[component]
pub(super) fn Premises(id: i64, premises: Option<PremisesLine>, is_archived: bool) -> impl IntoView {
    let text = own();
    let language = language();
    let body = match premises {
        Some(premises) => {
            let area = premises
                .area
                .map(|of| view! { <Fact label=text.area>{area(language, of)}</Fact> });
            let residents = premises
                .residents
                .map(|n| view! { <Fact label=text.residents>{people(language, n)}</Fact> });
            view! {
                <DefinitionList>
                    <Fact label=text.address>
                        <a href=format!("/houses/{}", premises.house_id)>{premises.address}</a>
                    </Fact>
                    <Fact label=text.premises_kind>{premises_kind(premises.kind)}</Fact>
                    {area}
                    {residents}
                </DefinitionList>
            }
            .into_any()
        }
        None => {
            let add = (!is_archived && boot().may(Permission::EditSubscribers)).then(|| {
                view! { <Add href=format!("/subscribers/{id}/edit") label=text.premises_add /> }
            });
            view! { <p class="text-sm text-muted">{text.premises_empty} {add}</p> }.into_any()
        }
    };
    view! { <Card title=text.premises>{body}</Card> }.into_any()
}

/// The way to what is missing.
#[component]
fn Add(href: String, label: &'static str) -> impl IntoView {
    view! {
        <span class="mt-3 flex">
            <ButtonLink href label kind=ButtonKind::Secondary />
        </span>
    }
    .into_any()
}
