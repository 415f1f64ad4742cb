//! The table of an invoice's days: from, to, debt, rate, share of it, sum.

use domain::penalties::{Schedule, Stretch};
use leptos::prelude::*;
use ui::prelude::*;

use crate::texts::penalties::texts as own;

/// The stretches of a delay with their total, and where the rates are from.
#[component]
pub(super) fn Stretches(schedule: Schedule) -> impl IntoView {
    let text = own();
    if schedule.stretches.is_empty() {
        return view! { <p class="border-t border-base-300 px-5 py-4 text-muted">{text.free_yet}</p> }.into_any();
    }
    let head = vec![
        Column::text(text.period),
        Column::number(text.days),
        Column::number(text.debt),
        Column::text(text.rate),
        Column::text(text.share),
        Column::number(text.sum),
    ];
    let mut sources: Vec<&str> = schedule
        .stretches
        .iter()
        .filter_map(|stretch| stretch.rate_source.as_deref())
        .collect();
    sources.sort_unstable();
    sources.dedup();
    let sources = (!sources.is_empty()).then(|| {
        let said = fill(text.sources, &[("source", &sources.join("; "))]);
        view! { <p class="px-5 py-3 text-sm text-muted">{said}</p> }
    });
    let total = schedule.total;
    let rows = schedule
        .stretches
        .into_iter()
        .map(|stretch| line(&stretch))
        .collect_view();
    view! {
        <Table head caption=text.schedule>
            {rows}
            <Row total=true>
                <Cell>{words().total}</Cell>
                <Cell>""</Cell>
                <Cell>""</Cell>
                <Cell>""</Cell>
                <Cell>""</Cell>
                <Cell label=text.sum align=Align::End><Sum of=total /></Cell>
            </Row>
        </Table>
        {sources}
    }
    .into_any()
}

fn line(stretch: &Stretch) -> AnyView {
    let (debt, sum) = (stretch.debt, stretch.sum);
    let text = own();
    let language = language();
    let period = format!(
        "{} — {}",
        format::date(language, stretch.from),
        format::date(language, stretch.to)
    );
    let days = format::whole(language, u64::try_from(stretch.days).unwrap_or_default());
    let rate = stretch
        .rate
        .map(|rate| fill(text.percent_year, &[("percent", &format::number(language, rate))]));
    let unsure = (!stretch.rate_confirmed).then(|| view! { <Badge tone=Tone::Warning>{text.not_confirmed}</Badge> });
    let share = match (stretch.divisor, stretch.percent_a_day) {
        (Some(divisor), _) => fill(text.share_of, &[("divisor", &divisor.to_string())]),
        (None, Some(percent)) => fill(text.per_day, &[("percent", &format::number(language, percent))]),
        (None, None) => String::new(),
    };
    view! {
        <Row>
            <Cell><span class="tabular-nums sm:whitespace-nowrap">{period}</span></Cell>
            <Cell label=text.days align=Align::End>{days}</Cell>
            <Cell label=text.debt align=Align::End><Sum of=debt /></Cell>
            <Cell label=text.rate>{rate} " " {unsure}</Cell>
            <Cell label=text.share>{share}</Cell>
            <Cell label=text.sum align=Align::End><Sum of=sum /></Cell>
        </Row>
    }
    .into_any()
}
