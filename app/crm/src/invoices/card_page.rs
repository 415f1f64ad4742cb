//! An invoice as a document: what was charged and how it was computed, what is to be paid, what paid it.

use domain::Permission;
use domain::invoices::{InvoiceCard, InvoiceLine, Kind, State};
use leptos::prelude::*;
use ui::prelude::{
    Align, ButtonLink, Cell, Column, DefinitionList, Fact, Icon, Loaded, Page, Row, SkeletonShape, Sum, Table, boot,
    deeds, fill, format,
};

use super::api::show_invoice;
use super::charge::charge;
use super::{Paper, PrintButton, StateBadge};
use crate::corrections::{Adjustments, VoidButton, VoidedAlert};
use crate::frame::path_id;
use crate::texts::money;

/// One invoice, ready for the printer.
#[component]
pub fn CardPage() -> impl IntoView {
    let id = path_id();
    let deeds = deeds();
    let invoice = Resource::new(move || (id.get(), deeds.get()), |(id, _)| show_invoice(id));
    view! { <Loaded resource=invoice skeleton=SkeletonShape::Lines let:card>{show(&card)}</Loaded> }.into_any()
}

fn show(card: &InvoiceCard) -> AnyView {
    let words = money::texts();
    let may_pay = boot().may(Permission::RecordPayment) && !matches!(card.invoice.state, State::Paid | State::Void);
    let void = card.invoice.clone();
    let title = fill(words.invoice_title, &[("number", &card.invoice.number)]);
    let back = ("/invoices".to_owned(), words.invoices.to_owned());
    let subscriber = format!("/subscribers/{}", card.invoice.subscriber_id);
    let pay = format!("/payments/new?account={}", ui::loading::encode(&card.invoice.account));
    let actions = move || {
        view! {
            <ButtonLink href=subscriber label=words.subscriber_card icon=Icon::User kind=ui::page::ButtonKind::Secondary />
            <PrintButton />
            <VoidButton invoice=void />
            {may_pay.then(|| view! { <ButtonLink href=pay label=words.invoice_pay icon=Icon::Payment /> })}
        }
    };
    let document = view! {
        {heading(&card.invoice)}
        {payer(card)}
        {charges(card)}
        {adjustments(card)}
        {paid_by(card)}
    };
    let voided = card.voided.clone().map(|voided| view! { <VoidedAlert voided /> });
    view! {
        <div class="print:[&_.page-head]:hidden">
            <Page title back actions>
                {voided}
                <Paper>{document}</Paper>
            </Page>
        </div>
    }
    .into_any()
}

fn heading(invoice: &InvoiceLine) -> AnyView {
    let words = money::texts();
    let boot = boot();
    let language = boot.language;
    let month = format::month(language, invoice.month);
    let subject = match invoice.kind {
        Kind::Regular => fill(words.invoice_for, &[("month", &month)]),
        Kind::Additional => fill(words.kind_additional, &[("month", &month)]).to_lowercase(),
        Kind::Adjustment => words.kind_adjustment.to_lowercase(),
        Kind::Penalty => words.kind_penalty.to_lowercase(),
        Kind::Opening => words.debt_brought_in.to_lowercase(),
    };
    let left = invoice.total - invoice.paid;
    let due = if left.is_positive() {
        fill(
            words.invoice_due_by,
            &[("day", &format::date(language, invoice.due_on))],
        )
    } else {
        words.invoice_is_paid.to_owned()
    };
    view! {
        <header class="flex flex-wrap items-start justify-between gap-x-10 gap-y-5 border-b border-base-300 pb-6">
            <div class="min-w-0">
                <p class="text-sm text-(--muted)">{boot.place.clone()}</p>
                <p class="mt-2 text-xl leading-snug font-semibold">{fill(words.invoice_title, &[("number", &invoice.number)])}</p>
                <p class="mt-0.5">{subject}</p>
                <p class="mt-3 print:hidden"><StateBadge state=invoice.state /></p>
            </div>
            <div class="sm:text-right">
                <p class="text-sm text-(--muted)">{words.invoice_left}</p>
                <p class="mt-1 text-3xl font-semibold tracking-tight tabular-nums"><Sum of=left /></p>
                <p class="mt-1 text-sm">{due}</p>
            </div>
        </header>
    }
    .into_any()
}

fn payer(card: &InvoiceCard) -> AnyView {
    let words = money::texts();
    let language = boot().language;
    let invoice = &card.invoice;
    let address = Some(card.address.clone()).filter(|address| !address.is_empty());
    let address = address.map(|address| view! { <Fact label=words.address>{address}</Fact> });
    let (account, name) = (invoice.account.clone(), invoice.name.clone());
    let issued = format::date(language, invoice.issued_on);
    view! {
        <DefinitionList>
            <Fact label=words.account><span class="font-semibold tabular-nums">{account}</span></Fact>
            <Fact label=words.subscriber>{name}</Fact>
            {address}
            <Fact label=words.invoice_issued_on>{issued}</Fact>
        </DefinitionList>
    }
    .into_any()
}

fn charges(card: &InvoiceCard) -> AnyView {
    let words = money::texts();
    let invoice = &card.invoice;
    let sum = invoice.total;
    let head = vec![
        Column::text(words.service),
        Column::text(words.charge_how),
        Column::number(words.sum),
    ];
    let rows = match invoice.kind {
        Kind::Regular | Kind::Additional | Kind::Adjustment | Kind::Penalty => {
            (1..).zip(&card.charges).map(charge).collect_view().into_any()
        }
        Kind::Opening => view! {
            <Row>
                <Cell>{words.debt_brought_in}</Cell>
                <Cell label=words.charge_how>{words.invoice_opening_text}</Cell>
                <Cell label=words.sum align=Align::End><Sum of=sum /></Cell>
            </Row>
        }
        .into_any(),
    };
    let paid = invoice
        .paid
        .is_positive()
        .then(|| total(words.invoice_paid, -invoice.paid, false));
    let note =
        (invoice.kind == Kind::Regular).then(|| view! { <p class="text-sm text-(--muted)">{words.charge_note}</p> });
    view! {
        <div class="flex flex-col gap-3">
            <div class="rounded-(--radius-field) border border-base-300">
                <Table head caption=words.invoice_charged>
                    {rows}
                </Table>
            </div>
            <div class="flex flex-wrap items-start justify-between gap-x-8 gap-y-4">
                {note}
                <dl class="ml-auto flex w-full flex-col gap-1.5 pr-5 sm:w-72">
                    {total(words.invoice_charged, sum, false)}
                    {paid}
                    {total(words.invoice_left, sum - invoice.paid, true)}
                </dl>
            </div>
        </div>
    }
    .into_any()
}

/// The recalculations made since the month's invoice before: the payer reads of each with its ground and sum.
fn adjustments(card: &InvoiceCard) -> AnyView {
    if card.adjustments.is_empty() {
        return ().into_any();
    }
    let list = card.adjustments.clone();
    view! {
        <section>
            <h2>{crate::texts::corrections::texts().adjustments}</h2>
            <div class="mt-2 rounded-(--radius-field) border border-base-300"><Adjustments list /></div>
        </section>
    }
    .into_any()
}

fn total(label: &'static str, sum: domain::Money, last: bool) -> AnyView {
    let class = if last {
        "flex items-baseline justify-between gap-4 border-t border-base-300 pt-1.5 font-semibold"
    } else {
        "flex items-baseline justify-between gap-4"
    };
    view! {
        <div class=class>
            <dt>{label}</dt>
            <dd><Sum of=sum /></dd>
        </div>
    }
    .into_any()
}

fn paid_by(card: &InvoiceCard) -> AnyView {
    let words = money::texts();
    let language = boot().language;
    if card.paid_by.is_empty() {
        return view! { <p class="text-sm text-(--muted) print:hidden">{words.paid_by_none}</p> }.into_any();
    }
    let lines = card
        .paid_by
        .iter()
        .map(|(id, day, part)| {
            let label = fill(words.paid_by_payment, &[("day", &format::date(language, *day))]);
            view! {
                <li class="flex items-baseline justify-between gap-4">
                    <a class="link" href=format!("/payments/{id}")>{label}</a>
                    <Sum of=*part />
                </li>
            }
        })
        .collect_view();
    view! {
        <section>
            <h2>{words.paid_by}</h2>
            <ul class="mt-2 flex flex-col gap-1.5 text-sm">{lines}</ul>
        </section>
    }
    .into_any()
}
