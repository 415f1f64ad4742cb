//! The slip that one gets for a payment, and what became of it.

use domain::Permission;
use domain::payments::{PaymentCard, Receipt};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::page::ButtonKind;
use ui::prelude::{ButtonLink, Glyph, Icon, Loaded, Page, SkeletonShape, Sum, boot, deeds, fill, format};

use super::anew::{History, ReallocateSection};
use super::api::{ReversePayment, show_payment};
use super::back::{RefundSection, Returns, ReverseForm, StateBadge};
use super::focus::{Focus, expect_receipt};
use super::slip::{heading, in_words, line, signature};
use crate::frame::path_id;
use crate::invoices::{Paper, PrintButton};
use crate::texts::money;

/// One payment, ready for the printer; just taken, it leads on to the next.
#[component]
pub fn ReceiptPage() -> impl IntoView {
    let id = path_id();
    let deeds = deeds();
    let done = use_query_map().with_untracked(|query| query.get("done"));
    let just_taken = expect_receipt(false) || done.is_some_and(|done| done == "paid");
    let reverse = ServerAction::<ReversePayment>::new();
    let payment = Resource::new(move || (id.get(), deeds.get()), |(id, _)| show_payment(id));
    view! {
        <Loaded resource=payment skeleton=SkeletonShape::Lines let:card>{show(card, just_taken, reverse)}</Loaded>
    }
    .into_any()
}

fn show(card: PaymentCard, just_taken: bool, reverse: ServerAction<ReversePayment>) -> AnyView {
    let (words, own) = (money::texts(), money::desk::texts());
    let receipt = card.receipt.clone();
    let may = boot().may(Permission::RecordPayment);
    let title = fill(words.receipt_title, &[("number", &receipt.id.to_string())]);
    let back = ("/payments".to_owned(), words.payments.to_owned());
    let subscriber = format!("/subscribers/{}", receipt.subscriber_id);
    let pdf = format!("/payments/{}/receipt.pdf", receipt.id);
    let next = may.then(|| {
        view! {
            <a class="button is-primary" id="next-payment" href="/payments/new" autofocus=just_taken>
                <Glyph icon=Icon::Payment />
                <span>{words.receipt_next}</span>
            </a>
            {just_taken.then(|| view! { <Focus on="next-payment" /> })}
        }
    });
    let actions = move || {
        view! {
            <ButtonLink href=subscriber label=words.subscriber_card icon=Icon::User kind=ButtonKind::Secondary />
            <ButtonLink href=pdf label="PDF" icon=Icon::Export kind=ButtonKind::Secondary external=true />
            <PrintButton />
            {next}
        }
    };
    let number = receipt.id.to_string();
    let day = format::date(boot().language, receipt.received_on);
    let order = fill(own.order, &[("number", &number)]);
    let undo = card.may_reverse.then(|| {
        view! { <ReverseForm id=receipt.id key=card.key action=reverse whole=true /> }
    });
    let slip = view! {
        {heading(&receipt.issuer, order, fill(own.order_of, &[("day", &day)]), words.receipt_accepted, receipt.amount)}
        <p class="text-center empty:hidden"><StateBadge state=receipt.state method=receipt.method /></p>
        {facts(&receipt)}
        {parts(&receipt)}
        {balance(&receipt)}
        {signature(&receipt.recorded_by)}
    };
    view! {
        <div class="print:[&_.page-head]:hidden">
            <Page title back actions narrow=true>
                <Paper slip=true>{slip}</Paper>
                <div class="flex flex-col gap-5 print:hidden">
                    {undo}
                    <Returns returns=receipt.returns.clone() />
                    <History steps=receipt.reallocations.clone() />
                    <RefundSection card=card.clone() />
                    <ReallocateSection card />
                </div>
            </Page>
        </div>
    }
    .into_any()
}

fn facts(receipt: &Receipt) -> AnyView {
    let (words, own) = (money::texts(), money::desk::texts());
    let language = boot().language;
    let account = view! { <span class="font-semibold tabular-nums">{receipt.account.clone()}</span> };
    view! {
        <dl>
            {line(own.payer, receipt.name.clone())}
            {line(words.account, account)}
            {(!receipt.address.is_empty()).then(|| line(own.address, receipt.address.clone()))}
            {line(own.purpose, purpose(receipt))}
            {line(words.payment_method, words.method(receipt.method))}
            {line(words.desk_received_on, format::date(language, receipt.received_on))}
            {in_words(receipt.amount)}
            {receipt.note.clone().map(|note| line(words.desk_note, note))}
        </dl>
    }
    .into_any()
}

/// What the money is for: the numbers of the invoices, or an advance.
fn purpose(receipt: &Receipt) -> String {
    let own = money::desk::texts();
    if receipt.parts.is_empty() {
        return own.purpose_advance.to_owned();
    }
    let numbers: Vec<String> = receipt
        .parts
        .iter()
        .map(|(_, number, _, _)| format!("№ {number}"))
        .collect();
    fill(own.purpose_invoices, &[("list", &numbers.join(", "))])
}

fn parts(receipt: &Receipt) -> AnyView {
    let words = money::texts();
    let language = boot().language;
    let paid = receipt
        .parts
        .iter()
        .map(|(id, number, month, part)| {
            let month = format::month(language, *month);
            let label = fill(words.receipt_invoice, &[("number", number), ("month", &month)]);
            view! {
                <li class="flex items-baseline justify-between gap-4">
                    <a class="link print:no-underline" href=format!("/invoices/{id}")>{label}</a>
                    <Sum of=*part />
                </li>
            }
        })
        .collect_view();
    let advance = receipt.advance.is_positive().then(|| {
        view! {
            <li class="flex items-baseline justify-between gap-4"><span>{words.receipt_advance}</span><Sum of=receipt.advance /></li>
        }
    });
    if receipt.parts.is_empty() && receipt.advance.is_zero() {
        return ().into_any();
    }
    view! {
        <section class="border-t border-dashed border-(--control-line) pt-5">
            <h2>{words.receipt_parts}</h2>
            <ul class="mt-2 flex flex-col gap-1.5 text-sm">{paid}{advance}</ul>
        </section>
    }
    .into_any()
}

fn balance(receipt: &Receipt) -> AnyView {
    let words = money::texts();
    let (label, value) = match receipt.balance {
        sum if sum.is_positive() => (words.receipt_balance_debt, view! { <Sum of=sum /> }.into_any()),
        sum if sum.is_negative() => (words.receipt_balance_advance, view! { <Sum of=-sum /> }.into_any()),
        _ => (words.receipt_balance, words.no_debt.into_any()),
    };
    view! {
        <dl class="border-t border-dashed border-(--control-line) pt-4">
            {line(label, view! { <span class="font-semibold">{value}</span> })}
            {line(words.receipt_by, receipt.recorded_by.clone())}
            {line(words.receipt_at, format::instant(&boot(), receipt.recorded_at))}
        </dl>
    }
    .into_any()
}
