//! The slip that one gets for a payment.

use domain::organisation::Issuer;
use domain::payments::Receipt;
use domain::{Language, Permission};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::page::ButtonKind;
use ui::prelude::{ButtonLink, Glyph, Icon, Loaded, Page, SkeletonShape, Sum, boot, fill, format};

use super::api::show_payment;
use super::focus::{Focus, expect_receipt};
use crate::frame::path_id;
use crate::invoices::{Paper, PrintButton};
use crate::texts::{money, organisation};

/// One payment, ready for the printer; just taken, it leads on to the next.
#[component]
pub fn ReceiptPage() -> impl IntoView {
    let id = path_id();
    let done = use_query_map().with_untracked(|query| query.get("done"));
    let just_taken = expect_receipt(false) || done.is_some_and(|done| done == "paid");
    let payment = Resource::new(move || id.get(), show_payment);
    view! {
        <Loaded resource=payment skeleton=SkeletonShape::Lines let:receipt>{show(&receipt, just_taken)}</Loaded>
    }
    .into_any()
}

fn show(receipt: &Receipt, just_taken: bool) -> AnyView {
    let words = money::texts();
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
    let slip = view! {
        {heading(receipt, title.clone())}
        {facts(receipt)}
        {parts(receipt)}
        {balance(receipt)}
    };
    view! {
        <div class="print:[&_.page-head]:hidden">
            <Page title back actions narrow=true>
                <Paper slip=true>{slip}</Paper>
            </Page>
        </div>
    }
    .into_any()
}

/// What stands below the organisation's name: INN and address, as far as they are filled in.
#[must_use]
pub fn issuer_lines(language: Language, issuer: &Issuer) -> Vec<String> {
    let inn = issuer
        .inn
        .as_ref()
        .map(|inn| fill(organisation::of(language).receipt_inn, &[("inn", inn)]));
    inn.into_iter().chain(issuer.address.clone()).collect()
}

fn heading(receipt: &Receipt, title: String) -> AnyView {
    let words = money::texts();
    let issuer = issuer_lines(boot().language, &receipt.issuer)
        .into_iter()
        .map(|line| view! { <p class="text-xs text-(--muted)">{line}</p> })
        .collect_view();
    view! {
        <header class="border-b border-dashed border-(--control-line) pb-5 text-center">
            <p class="text-sm text-(--muted)">{receipt.issuer.name.clone().unwrap_or_else(|| boot().place.clone())}</p>
            {issuer}
            <p class="mt-1 font-semibold">{title}</p>
            <p class="mt-4 text-sm text-(--muted)">{words.receipt_accepted}</p>
            <p class="text-3xl font-semibold tracking-tight tabular-nums"><Sum of=receipt.amount /></p>
        </header>
    }
    .into_any()
}

/// A line of the slip: the label at the left, the value at the right.
fn line(label: &'static str, value: impl IntoView + 'static) -> AnyView {
    view! {
        <div class="flex items-baseline justify-between gap-6 py-1">
            <dt class="shrink-0 text-sm text-(--muted)">{label}</dt>
            <dd class="min-w-0 text-right wrap-anywhere">{value}</dd>
        </div>
    }
    .into_any()
}

fn facts(receipt: &Receipt) -> AnyView {
    let words = money::texts();
    let language = boot().language;
    let account = view! { <span class="font-semibold tabular-nums">{receipt.account.clone()}</span> };
    view! {
        <dl>
            {line(words.account, account)}
            {line(words.subscriber, receipt.name.clone())}
            {line(words.payment_method, words.method(receipt.method))}
            {line(words.desk_received_on, format::date(language, receipt.received_on))}
            {receipt.note.clone().map(|note| line(words.desk_note, note))}
        </dl>
    }
    .into_any()
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
