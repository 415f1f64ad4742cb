//! The latest invoices and payments on the card, with the way to all of them.

use domain::invoices::{InvoiceLine, Kind as InvoiceKind, State};
use domain::payments::{Method, PaymentLine};
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use crate::payments::StateBadge;
use crate::texts::people::subscribers::texts as own;

/// The latest invoices; `all` leads to every one.
#[component]
pub(super) fn Invoices(all: String, invoices: Vec<InvoiceLine>) -> impl IntoView {
    let text = own();
    if invoices.is_empty() {
        return view! { <Empty title=text.invoices about=text.invoices_empty /> }.into_any();
    }
    let head = vec![
        Column::text(text.invoice_no),
        Column::text(text.month),
        Column::text(text.due),
        Column::number(text.total),
        Column::text(text.state),
    ];
    let rows = invoices
        .into_iter()
        .map(|line| view! { <Invoice line /> })
        .collect_view();
    view! {
        <Card title=text.invoices flush=true actions=move || view! { <All href=all label=text.invoices_all /> }>
            <Table head caption=text.invoices>
                {rows}
            </Table>
        </Card>
    }
    .into_any()
}

#[component]
fn Invoice(line: InvoiceLine) -> impl IntoView {
    let text = own();
    let money = crate::texts::money::texts();
    let language = language();
    let (tone, state) = match line.state {
        State::Open => (Tone::Neutral, text.state_open),
        State::Partly => (Tone::Warning, text.state_partly),
        State::Paid => (Tone::Good, text.state_paid),
        State::Overdue => (Tone::Danger, text.state_overdue),
        State::Void => (Tone::Neutral, text.state_void),
    };
    let month = match line.kind {
        InvoiceKind::Regular => format::month_short(language, line.month),
        InvoiceKind::Additional => format::month_short(language, line.month),
        InvoiceKind::Adjustment => money.kind_adjustment.to_owned(),
        InvoiceKind::Penalty => money.kind_penalty.to_owned(),
        InvoiceKind::Opening => text.opening.to_owned(),
    };
    view! {
        <Row>
            <Cell link=format!("/invoices/{}", line.id)>
                <span class="whitespace-nowrap tabular-nums">{line.number}</span>
            </Cell>
            <Cell label=text.month>{month}</Cell>
            <Cell label=text.due>
                <span class="tabular-nums">{format::date(language, line.due_on)}</span>
            </Cell>
            <Cell label=text.total align=Align::End>
                <Sum of=line.total />
            </Cell>
            <Cell label=text.state>
                <Badge tone>{state}</Badge>
            </Cell>
        </Row>
    }
    .into_any()
}

/// The latest payments; `all` leads to every one.
#[component]
pub(super) fn Payments(all: String, payments: Vec<PaymentLine>) -> impl IntoView {
    let text = own();
    if payments.is_empty() {
        return view! { <Empty title=text.payments about=text.payments_empty /> }.into_any();
    }
    let head = vec![Column::text(text.day), Column::number(text.amount)];
    let rows = payments
        .into_iter()
        .map(|line| view! { <Payment line /> })
        .collect_view();
    view! {
        <Card title=text.payments flush=true actions=move || view! { <All href=all label=text.payments_all /> }>
            <Table head caption=text.payments>
                {rows}
            </Table>
        </Card>
    }
    .into_any()
}

#[component]
fn Payment(line: PaymentLine) -> impl IntoView {
    let text = own();
    let money = crate::texts::money::texts();
    let method = match line.method {
        Method::Cash => text.cash,
        Method::Card => text.card,
        Method::Bank => text.bank,
        Method::Opening => text.opening,
        Method::Adjustment => money.method_adjustment,
        Method::Writeoff => money.method_writeoff,
    };
    view! {
        <Row>
            <Cell link=format!("/payments/{}", line.id)>
                <span class="flex flex-col py-1">
                    <span class="tabular-nums">{format::date(language(), line.received_on)}</span>
                    <span class="text-[0.8125rem] font-normal text-muted">{method}</span>
                </span>
            </Cell>
            <Cell label=text.amount align=Align::End>
                <span class="inline-flex flex-wrap items-center justify-end gap-2">
                    <StateBadge state=line.state method=line.method />
                    <Sum of=line.amount />
                </span>
            </Cell>
        </Row>
    }
    .into_any()
}

#[component]
fn All(href: String, label: &'static str) -> impl IntoView {
    view! { <ButtonLink href label kind=ButtonKind::Ghost /> }.into_any()
}

#[component]
fn Empty(title: &'static str, about: &'static str) -> impl IntoView {
    view! {
        <Card title>
            <p class="text-sm text-muted">{about}</p>
        </Card>
    }
    .into_any()
}
