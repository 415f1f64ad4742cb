//! The calculation that a subscriber can read: every overdue invoice with its days, debt, rate and sum.

use domain::Permission;
use domain::invoices::Kind;
use domain::penalties::{InvoiceSchedule, Rule, SubscriberPenalties};
use leptos::prelude::*;
use ui::prelude::*;

use super::api::show_penalties;
use super::stretches::Stretches;
use super::write_off::WriteOffSection;
use crate::frame::path_id;
use crate::texts::penalties::texts as own;

/// The page.
#[component]
pub fn SchedulePage() -> impl IntoView {
    let id = path_id();
    let deeds = deeds();
    let found = Resource::new(move || (id.get(), deeds.get()), |(id, _)| show_penalties(id));
    view! {
        <Loaded resource=found skeleton=SkeletonShape::Lines let:found>
            <View found />
        </Loaded>
    }
    .into_any()
}

#[component]
fn View(found: SubscriberPenalties) -> impl IntoView {
    let text = own();
    let boot = boot();
    let language = boot.language;
    let day = format::date(language, found.upto);
    let subtitle = fill(text.schedule_subtitle, &[("account", &found.account), ("day", &day)]);
    let back = (format!("/subscribers/{}", found.id), found.name.clone());
    let money = |sum| format::money_with_sign(language, boot.currency, sum);
    let (whole, charged) = (money(found.total), money(found.charged));
    let rest = found.total - found.charged;
    let rest_sum = money(rest.abs());
    let (rest_label, rest_note) = if rest.is_negative() {
        (text.over, text.over_note)
    } else {
        (text.rest, "")
    };
    let unconfirmed = found.invoices.iter().any(|row| !row.schedule.is_confirmed());
    let warning = unconfirmed.then(|| {
        view! {
            <Alert tone=Tone::Warning title=format!("{}: {}", text.rate, text.not_confirmed)>
                <p>{text.unconfirmed_text}</p>
            </Alert>
        }
    });
    let invoices = if found.invoices.is_empty() {
        view! { <Alert tone=Tone::Good title=text.no_delay><p>{text.no_delay_text}</p></Alert> }.into_any()
    } else {
        found.invoices.into_iter().map(invoice).collect_view().into_any()
    };
    let may = boot.may(Permission::WriteOff);
    view! {
        <Page title=text.schedule subtitle back>
            <Stats>
                <Stat label=text.whole value=whole />
                <Stat label=text.charged value=charged />
                <Stat label=rest_label value=rest_sum note=rest_note tone=Tone::Accent />
            </Stats>
            {warning}
            {invoices}
            <Card title=text.how>
                <p>{text.how_text}</p>
                <p class="mt-2 text-muted">{text.promises_note}</p>
            </Card>
            <WriteOffSection
                open=found.open
                written_off=found.written_off
                limit=found.rounding_limit
                key_of_next=found.key.to_string()
                may
            />
        </Page>
    }
    .into_any()
}

fn invoice(row: InvoiceSchedule) -> AnyView {
    let text = own();
    let language = boot().language;
    let month = format::month(language, row.month);
    let title = match row.kind {
        Kind::Opening => fill(text.invoice_opening, &[("number", &row.number)]),
        _ => fill(text.invoice, &[("number", &row.number), ("month", &month)]),
    };
    let basis = match &row.policy {
        Some(policy) if policy.rule != Rule::None => policy.source.clone(),
        _ => text.no_cost.to_owned(),
    };
    let from = row
        .costs_from
        .map(|day| view! { <Fact label=text.costs_from>{format::date(language, day)}</Fact> });
    let capped = row.schedule.capped.then(|| {
        let percent = row
            .policy
            .as_ref()
            .and_then(|policy| policy.cap_percent)
            .unwrap_or_default();
        let percent = format::number(language, percent);
        view! { <p class="px-5 py-3">{fill(text.capped, &[("percent", &percent)])}</p> }
    });
    let href = format!("/invoices/{}", row.id);
    view! {
        <Card flush=true>
            <div class="flex flex-col gap-3 px-5 py-4">
                <h2 class="font-semibold"><a class="link" href=href>{title}</a></h2>
                <DefinitionList>
                    <Fact label=text.due>{format::date(language, row.due_on)}</Fact>
                    {from}
                    <Fact label=text.total><Sum of=row.total /></Fact>
                    <Fact label=text.open><Sum of=row.open /></Fact>
                    <Fact label=text.charged><Sum of=row.charged /></Fact>
                    <Fact label=text.basis>{basis}</Fact>
                </DefinitionList>
            </div>
            <Stretches schedule=row.schedule />
            {capped}
        </Card>
    }
    .into_any()
}
