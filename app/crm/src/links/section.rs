//! The table of a subscriber's services.

use domain::links::LinkLine;
use domain::{Money, Permission};
use leptos::prelude::*;
use ui::prelude::{Align, Badge, Card, Cell, Column, Row, Sum, Table, boot, fill, format};

use super::forms::{AddForm, end_form};
use crate::services::price_number;
use crate::texts::money;

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
    let head = vec![
        Column::text(words.service),
        Column::number(words.link_how),
        Column::number(words.link_per_month),
        Column::text(words.link_period),
    ];
    let rows = links.into_iter().map(|link| line(&link, may)).collect_view();
    view! { <Table head caption=words.links>{rows}</Table> }.into_any()
}

fn line(link: &LinkLine, may: bool) -> AnyView {
    let words = money::texts();
    let language = boot().language;
    let quantity = format!("{}\u{a0}{}", format::number(language, link.quantity), link.unit);
    let how = match link.price {
        Some(price) => format!("{quantity} × {}", price_number(language, price)),
        None => format!("{quantity}, {}", words.service_no_price),
    };
    let month = link
        .price
        .filter(|_| link.is_open)
        .map(|price| view! { <Sum of=Money::round(price * link.quantity) /> });
    let from = format::date(language, link.from);
    let period = match link.to {
        None => fill(words.from_day, &[("day", &from)]),
        Some(to) => format!("{from} — {}", format::date(language, to)),
    };
    let open = link.is_open;
    let ended = (!open).then(|| view! { <Badge>{words.link_ended}</Badge> });
    let service = view! { <a class="link" href=format!("/services/{}", link.service_id)>{link.service.clone()}</a> };
    let end = (may && open).then(|| end_form(link));
    view! {
        <Row faded=!open>
            <Cell>{service}</Cell>
            <Cell label=words.link_how align=Align::End><span class="sm:whitespace-nowrap tabular-nums">{how}</span></Cell>
            <Cell label=words.link_per_month align=Align::End>{month}</Cell>
            <Cell label=words.link_period>
                <div class="flex flex-wrap items-baseline gap-x-3 gap-y-1 max-sm:justify-end">
                    <span class="whitespace-nowrap tabular-nums">{period}</span>
                    {ended}
                    {end}
                </div>
            </Cell>
        </Row>
    }
    .into_any()
}
