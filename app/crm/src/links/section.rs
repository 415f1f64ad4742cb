//! The table of a subscriber's services.

use domain::links::LinkLine;
use domain::tariffs::{Line, Source};
use domain::{Money, Month, Permission};
use leptos::prelude::*;
use ui::prelude::{Align, Badge, Card, Cell, Column, Row, Sum, Table, boot, fill, format};

use super::forms::{AddForm, end_form};
use super::pauses::{pause_form, pauses};
use crate::services::price_number;
use crate::tariffs::{Counted, formula, source_text};
use crate::texts::money::{self, tariffs};

/// The services of a subscriber, and the forms to connect one and to end one. Both lead back to the card.
#[component]
pub fn LinkSection(subscriber_id: i64, links: Vec<LinkLine>, archived: bool) -> impl IntoView {
    let words = money::texts();
    let may = boot().may(Permission::EditLinks) && !archived;
    let table = table(links, may);
    view! {
        <Card title=words.links flush=true>
            {table}
            {may.then(|| view! { <div class="border-t border-base-300 px-5 py-4"><AddForm subscriber_id /></div> })}
        </Card>
    }
    .into_any()
}

fn table(links: Vec<LinkLine>, may: bool) -> AnyView {
    let words = money::texts();
    if links.is_empty() {
        return view! { <p class="p-5 text-(--muted)">{words.links_none}</p> }.into_any();
    }
    let boot = boot();
    let month = format::month_short(boot.language, Month::of(boot.today));
    let head = vec![
        Column::text(words.service),
        Column::number(words.link_how),
        Column::number(fill(tariffs::texts().this_month, &[("month", &month)])),
        Column::text(words.link_period),
    ];
    let rows = links.into_iter().map(|link| line(&link, may)).collect_view();
    view! { <Table head caption=words.links>{rows}</Table> }.into_any()
}

fn line(link: &LinkLine, may: bool) -> AnyView {
    let words = money::texts();
    let language = boot().language;
    let open = link.is_open;
    let sum = link.lines.iter().filter_map(|line| line.amount).sum::<Money>();
    let month = (open && !link.lines.is_empty()).then(|| view! { <Sum of=sum /> });
    let from = format::date(language, link.from);
    let period = match link.to {
        None => fill(words.from_day, &[("day", &from)]),
        Some(to) => format!("{from} — {}", format::date(language, to)),
    };
    let ended = (!open).then(|| view! { <Badge>{words.link_ended}</Badge> });
    let service = view! { <a class="link" href=format!("/services/{}", link.service_id)>{link.service.clone()}</a> };
    let end = (may && open).then(|| end_form(link));
    let pause = (may && open).then(|| pause_form(link));
    let (how, pauses) = (how(link), pauses(link, may && open));
    view! {
        <Row faded=!open>
            <Cell>{service}</Cell>
            <Cell label=words.link_how align=Align::End>{how}</Cell>
            <Cell label=words.link_per_month align=Align::End>{month}</Cell>
            <Cell label=words.link_period>
                <div class="flex flex-wrap items-baseline gap-x-3 gap-y-1 max-sm:justify-end">
                    <span class="whitespace-nowrap tabular-nums">{period}</span>
                    {ended}
                    {end}
                    {pause}
                </div>
                {pauses}
            </Cell>
        </Row>
    }
    .into_any()
}

/// The arithmetic of this month, a line a stretch, with where each quantity is from; what is the link's own is said.
fn how(link: &LinkLine) -> AnyView {
    let words = tariffs::texts();
    let boot = boot();
    let (language, sign) = (boot.language, boot.currency.sign());
    let text = |line: &Line| match (line.problem, line.price) {
        (None, Some(price)) => formula(
            language,
            sign,
            &Counted {
                source: line.source,
                inputs: &line.inputs,
                quantity: line.quantity,
                price,
                days: (line.days, line.days_of_month),
                unit: &link.unit,
            },
        ),
        (problem, _) => problem
            .map(|problem| words.problem_of(problem).to_owned())
            .unwrap_or_default(),
    };
    let lines = link.lines.iter().map(|line| {
        let said = (line.source != Source::Quantity && line.problem.is_none())
            .then(|| view! { <span class="block text-sm text-(--muted)">{source_text(language, line.source, &line.inputs)}</span> });
        view! { <li><span class="tabular-nums">{text(line)}</span>{said}</li> }
    });
    let own_price = link.own_price.map(|price| {
        let price = price_number(language, price);
        view! { <li class="text-sm text-(--muted)">{format!("{}: {price}\u{a0}{sign}", words.own_price)}</li> }
    });
    view! { <ul class="flex flex-col gap-1">{lines.collect_view()}{own_price}</ul> }.into_any()
}
