//! The slip of money that went back: a voucher of the cash desk, or the record of a payment taken back.

use domain::payments::ReturnSlip;
use domain::payments::returns::ReturnKind;
use leptos::prelude::*;
use ui::prelude::{ButtonKind, ButtonLink, Icon, Loaded, Page, SkeletonShape, Sum, boot, fill, format};

use super::api::show_return;
use super::slip::{heading, in_words, line, signature};
use crate::frame::path_id;
use crate::invoices::{Paper, PrintButton};
use crate::texts::money;

/// One return, ready for the printer.
#[component]
pub fn ReturnPage() -> impl IntoView {
    let id = path_id();
    let slip = Resource::new(move || id.get(), show_return);
    view! { <Loaded resource=slip skeleton=SkeletonShape::Lines let:slip>{show(&slip)}</Loaded> }.into_any()
}

fn show(slip: &ReturnSlip) -> AnyView {
    let (words, own) = (money::texts(), money::desk::texts());
    let boot = boot();
    let number = slip.id.to_string();
    let (title, accepted) = match slip.kind {
        ReturnKind::Reversal => (fill(own.return_reversal, &[("number", &number)]), own.return_cancelled),
        ReturnKind::Refund => (fill(own.return_order, &[("number", &number)]), own.return_accepted),
    };
    let back = ("/payments".to_owned(), words.payments.to_owned());
    let subscriber = format!("/subscribers/{}", slip.subscriber_id);
    let actions = move || {
        view! {
            <ButtonLink href=subscriber label=words.subscriber_card icon=Icon::User kind=ButtonKind::Secondary />
            <PrintButton />
        }
    };
    let day = fill(own.order_of, &[("day", &format::date(boot.language, slip.returned_on))]);
    let account = view! { <span class="font-semibold tabular-nums">{slip.account.clone()}</span> };
    let payments = slip
        .payments
        .iter()
        .map(|(id, day, part)| {
            let day = format::date(boot.language, *day);
            let label = fill(own.return_of, &[("number", &id.to_string()), ("day", &day)]);
            view! {
                <li class="flex items-baseline justify-between gap-4">
                    <a class="link print:no-underline" href=format!("/payments/{id}")>{label}</a>
                    <Sum of=*part />
                </li>
            }
        })
        .collect_view();
    let body = view! {
        {heading(&slip.issuer, title.clone(), day, accepted, slip.amount)}
        <dl>
            {line(own.return_to, slip.name.clone())}
            {line(words.account, account)}
            {(!slip.address.is_empty()).then(|| line(own.address, slip.address.clone()))}
            {line(own.purpose, slip.reason.clone())}
            {line(words.payment_method, words.method(slip.method))}
            {in_words(slip.amount)}
        </dl>
        <section class="border-t border-dashed border-(--control-line) pt-5">
            <ul class="flex flex-col gap-1.5 text-sm">{payments}</ul>
        </section>
        <dl class="border-t border-dashed border-(--control-line) pt-4">
            {line(own.who, slip.recorded_by.clone())}
            {line(words.receipt_at, format::instant(&boot, slip.recorded_at))}
        </dl>
        {signature(&slip.name)}
    };
    view! {
        <div class="print:[&_.page-head]:hidden">
            <Page title back actions narrow=true>
                <Paper slip=true>{body}</Paper>
            </Page>
        </div>
    }
    .into_any()
}
