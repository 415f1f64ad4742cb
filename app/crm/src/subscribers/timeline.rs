//! The balance by month on the subscriber's card, and on a day that one asks for.

use domain::ledger::timeline::{AccountMonth, BalanceOn};
use domain::{Language, Money, Reason};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};
use ui::prelude::*;

use super::Balance;
use crate::texts::books::texts as own;

/// Debt in the colour of danger, an advance in that of success; both follow the theme.
const COLOURS: &str = "[&_.chart-series-0]:text-[var(--color-error)] [&_.chart-series-1]:text-success [&_.chart-axis]:text-[var(--control-line)]";

/// The months, their drawing, and the balance on the day that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// The months, the oldest first.
    pub months: Vec<AccountMonth>,
    /// The drawing, SVG.
    pub chart: String,
    /// The balance on the day, or why it is no day; nothing where none was asked for.
    pub on: Option<Result<BalanceOn, Reason>>,
}

/// The timeline of an account. `on` is a day as typed.
#[server(name = ShowTimeline, prefix = "/rpc", endpoint = "crm/subscribers/timeline")]
pub async fn show_timeline(id: i64, #[server(default)] on: String, language: Language) -> Result<Timeline, Fault> {
    let ctx = crate::server::context()?;
    let months = tenant::ledger::timeline(&ctx, id).await?;
    let on = match domain::typed::optional_date(&on) {
        Ok(None) => None,
        Ok(Some(day)) => Some(Ok(tenant::ledger::balance_on(&ctx, id, day).await?)),
        Err(reason) => Some(Err(reason)),
    };
    let (labels, sums) = drawn(&months, ctx.tenant.currency, language);
    let chart = documents::charts::balance(&labels, &sums, crate::texts::books::of(language).timeline_describe);
    Ok(Timeline { months, chart, on })
}

/// What the bars say and how high they are.
#[allow(dead_code, reason = "only the server draws")]
fn drawn(
    months: &[AccountMonth],
    currency: domain::Currency,
    language: Language,
) -> (Vec<String>, Vec<rust_decimal::Decimal>) {
    months
        .iter()
        .map(|of| {
            let sum = format::money_with_sign(language, currency, of.closing);
            let label = format!("{}: {sum}", format::month(language, of.month));
            (label, of.closing.decimal())
        })
        .unzip()
}

/// The section of the card.
#[component]
pub fn TimelineSection(id: i64) -> impl IntoView {
    let text = own();
    let language = language();
    let address = use_query_map();
    let on = Memo::new(move |_| address.with(|address| address.get("on")).unwrap_or_default());
    let deeds = deeds();
    let timeline = Resource::new(
        move || (id, on.get(), deeds.get()),
        move |(id, on, _)| show_timeline(id, on, language),
    );
    view! {
        <Card title=text.timeline>
            <Loaded resource=timeline skeleton=SkeletonShape::Lines let:timeline>
                <View id typed=on.get_untracked() timeline />
            </Loaded>
        </Card>
    }
    .into_any()
}

#[component]
fn View(id: i64, typed: String, timeline: Timeline) -> impl IntoView {
    let text = own();
    let Timeline { months, chart, on } = timeline;
    let body = if months.is_empty() {
        view! { <p class="text-sm text-muted">{text.timeline_empty}</p> }.into_any()
    } else {
        view! {
            <figure class=COLOURS>
                <div class="[&_svg]:block [&_svg]:h-auto" inner_html=chart></div>
            </figure>
            <details class="mt-3">
                <summary class="cursor-pointer text-sm text-muted">{text.timeline_table}</summary>
                <div class="mt-3"><Months months /></div>
            </details>
        }
        .into_any()
    };
    view! {
        {body}
        <OnDay id typed on />
    }
    .into_any()
}

/// The table of the months, the latest first; columns without any sum are left out.
#[component]
fn Months(months: Vec<AccountMonth>) -> impl IntoView {
    type Optional = (&'static str, fn(&AccountMonth) -> Money);
    let text = own();
    let language = language();
    let optional: [Optional; 4] = [
        (text.brought, |of| of.brought),
        (text.recalculated, |of| of.recalculated),
        (text.penalties, |of| of.penalties),
        (text.written_off, |of| of.written_off),
    ];
    let optional: Vec<Optional> = optional
        .into_iter()
        .filter(|(_, sum)| months.iter().any(|of| !sum(of).is_zero()))
        .collect();
    let mut head = vec![
        Column::text(text.month),
        Column::number(text.opening),
        Column::number(text.charged),
    ];
    head.extend(optional.iter().map(|(label, _)| Column::number(*label)));
    head.extend([Column::number(text.paid), Column::number(text.closing)]);
    let rows = months
        .into_iter()
        .rev()
        .map(|of| {
            let others = optional
                .iter()
                .map(|(label, sum)| {
                    let (label, sum) = (*label, sum(&of));
                    view! { <Cell label=label align=Align::End><Sum of=sum bare=true /></Cell> }
                })
                .collect_view();
            view! {
                <Row>
                    <Cell>{format::month_short(language, of.month)}</Cell>
                    <Cell label=text.opening align=Align::End><Sum of=of.opening bare=true /></Cell>
                    <Cell label=text.charged align=Align::End><Sum of=of.charged bare=true /></Cell>
                    {others}
                    <Cell label=text.paid align=Align::End><Sum of=of.paid bare=true /></Cell>
                    <Cell label=text.closing align=Align::End><Sum of=of.closing bare=true /></Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table head caption=text.timeline>{rows}</Table> }.into_any()
}

/// A day and the balance at its end: a GET form of the card's own address, so that it can be sent to somebody.
#[component]
fn OnDay(id: i64, typed: String, on: Option<Result<BalanceOn, Reason>>) -> impl IntoView {
    let text = own();
    let language = language();
    // A date field holds a day or nothing: browsers complain of anything else.
    let day = Some(typed).filter(|typed| typed.parse::<chrono::NaiveDate>().is_ok());
    let wrong = match &on {
        Some(Err(why)) => Some(texts::reason(language, why)),
        _ => None,
    };
    let invalid = wrong.is_some().then_some("true");
    let known = on.and_then(Result::ok).map(|found| {
        let said = fill(text.on_day_is, &[("day", &format::date(language, found.day))]);
        view! { <p class="mt-3" role="status">{said} " " <Balance of=found.balance /></p> }
    });
    view! {
        <form class="mt-4 flex flex-wrap items-end gap-3" method="get" action=format!("/subscribers/{id}")>
            <div class="field">
                <label class="field-label" for="balance-on">{text.on_day}</label>
                <input
                    class="input is-date"
                    type="date"
                    id="balance-on"
                    name="on"
                    value=day
                    aria-describedby="balance-on-error"
                    aria-invalid=invalid
                />
                <p class="field-error" id="balance-on-error">{wrong}</p>
            </div>
            <button type="submit" class="button">{text.show_day}</button>
        </form>
        {known}
    }
    .into_any()
}
