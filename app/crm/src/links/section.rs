//! The table of a subscriber's services.

use domain::links::LinkLine;
use domain::{Money, Permission};
use leptos::prelude::*;
use ui::prelude::{Align, Badge, Card, Cell, Column, Row, Sum, Table, boot, format};

use super::forms::{AddForm, end_form};
use crate::services::price_text;
use crate::texts::money;

/// The services of a subscriber, and the forms to connect one and to end one. Both lead back to the card.
#[component]
pub fn LinkSection(subscriber_id: i64, links: Vec<LinkLine>, archived: bool) -> impl IntoView {
    let words = money::texts();
    let may = boot().may(Permission::EditLinks) && !archived;
    view! {
        <Card title=words.links flush=true>
            {table(links, may)}
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
    let mut head = vec![
        Column::text(words.service),
        Column::number(words.link_quantity),
        Column::number(words.link_price),
        Column::number(words.link_per_month),
        Column::text(words.link_from),
        Column::text(words.link_to),
    ];
    if may {
        head.push(Column::text(""));
    }
    let rows = links.into_iter().map(|link| line(link, may)).collect_view();
    view! { <Table head caption=words.links>{rows}</Table> }.into_any()
}

fn line(link: LinkLine, may: bool) -> AnyView {
    let words = money::texts();
    let boot = boot();
    let (language, currency) = (boot.language, boot.currency);
    let quantity = format!("{}\u{a0}{}", format::number(language, link.quantity), link.unit);
    let price = link
        .price
        .map(|price| view! { <span class="sum">{price_text(language, currency, price)}</span> });
    let month = link
        .price
        .filter(|_| link.is_open)
        .map(|price| view! { <Sum of=Money::round(price * link.quantity) /> });
    let to = match (link.to, link.is_open) {
        (None, _) => view! { <span class="text-(--muted)">{words.link_open}</span> }.into_any(),
        (Some(to), true) => format::date(language, to).into_any(),
        (Some(to), false) => view! {
            <span>{format::date(language, to)}</span>
            <span class="ml-2"><Badge>{words.link_ended}</Badge></span>
        }
        .into_any(),
    };
    let service = view! { <a class="link" href=format!("/services/{}", link.service_id)>{link.service.clone()}</a> };
    let open = link.is_open;
    view! {
        <Row faded=!open>
            <Cell>{service}</Cell>
            <Cell label=words.link_quantity align=Align::End>{quantity}</Cell>
            <Cell label=words.link_price align=Align::End>{price}</Cell>
            <Cell label=words.link_per_month align=Align::End>{month}</Cell>
            <Cell label=words.link_from>{format::date(language, link.from)}</Cell>
            <Cell label=words.link_to>{to}</Cell>
            {may.then(|| view! { <Cell>{open.then(|| end_form(&link))}</Cell> })}
        </Row>
    }
    .into_any()
}
