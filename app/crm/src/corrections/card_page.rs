//! A recalculation as a document.

use domain::corrections::Adjustment;
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::{ButtonLink, DefinitionList, Fact, Icon, Loaded, Page, SkeletonShape, Sum, boot, fill, format};

use super::api::show_adjustment;
use crate::frame::path_id;
use crate::invoices::{Paper, PrintButton};
use crate::texts::corrections::texts as own;

/// One recalculation, ready for the printer.
#[component]
pub fn CardPage() -> impl IntoView {
    let id = path_id();
    let adjustment = Resource::new(move || id.get(), show_adjustment);
    view! { <Loaded resource=adjustment skeleton=SkeletonShape::Lines let:made>{show(&made)}</Loaded> }.into_any()
}

fn show(made: &Adjustment) -> AnyView {
    let text = own();
    let boot = boot();
    let language = boot.language;
    let title = fill(text.adjustment_no, &[("number", &made.number)]);
    let subscriber = format!("/subscribers/{}", made.subscriber_id);
    let back = (subscriber.clone(), made.name.clone());
    let invoice = made.invoice_id.map(|id| {
        view! { <ButtonLink href=format!("/invoices/{id}") label=text.to_invoice icon=Icon::Invoice kind=ButtonKind::Secondary /> }
    });
    let payment = made.payment_id.map(|id| {
        view! { <ButtonLink href=format!("/payments/{id}") label=text.to_payment icon=Icon::Payment kind=ButtonKind::Secondary /> }
    });
    let actions = move || {
        view! {
            {invoice}
            {payment}
            <PrintButton />
        }
    };
    let period = format!(
        "{} — {}",
        format::date(language, made.from),
        format::date(language, made.to)
    );
    let explanation = Some(made.explanation.clone()).filter(|text| !text.is_empty());
    let explanation = explanation.map(|about| view! { <Fact label=text.explanation>{about}</Fact> });
    let direction = if made.amount.is_negative() {
        text.credit
    } else {
        text.debit
    };
    let who = format!("{} · {}", made.account, made.name);
    let (number, place, sum) = (title.clone(), boot.place.clone(), made.amount);
    let booked = format::date(language, made.booked_on);
    let (service, reason, made_by) = (made.service.clone(), made.reason.clone(), made.made_by.clone());
    let ground = text.ground_of(made.ground);
    let facts = view! {
        <DefinitionList>
            <Fact label=text.subscriber><a class="link" href=subscriber>{who}</a></Fact>
            <Fact label=text.service>{service}</Fact>
            <Fact label=text.period><span class="tabular-nums">{period}</span></Fact>
            <Fact label=text.ground>{ground}</Fact>
            <Fact label=text.reason>{reason}</Fact>
            {explanation}
            <Fact label=text.booked>{booked}</Fact>
            <Fact label=text.made_by>{made_by}</Fact>
        </DefinitionList>
    };
    view! {
        <div class="print:[&_.page-head]:hidden">
            <Page title back actions>
                <Paper>
                    <header class="flex flex-wrap items-start justify-between gap-x-10 gap-y-5 border-b border-base-300 pb-6">
                        <div class="min-w-0">
                            <p class="text-sm text-(--muted)">{place}</p>
                            <p class="mt-2 text-xl leading-snug font-semibold">{number}</p>
                            <p class="mt-0.5">{direction}</p>
                        </div>
                        <p class="text-3xl font-semibold tracking-tight tabular-nums"><Sum of=sum /></p>
                    </header>
                    {facts}
                </Paper>
            </Page>
        </div>
    }
    .into_any()
}
