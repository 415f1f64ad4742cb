//! The list of services.

use domain::Permission;
use domain::services::ServiceLine;
use domain::tariffs::Kind;
use leptos::prelude::*;
use ui::prelude::{
    Align, Badge, ButtonLink, Card, Cell, Column, EmptyState, Icon, Loaded, Page, Row, Table, Tone, boot, fill, format,
};

use super::api::list_services;
use super::price_text;
use crate::texts::money::{self, tariffs};

/// All services: what each costs today, what it will cost, how many have it.
#[component]
pub fn ListPage() -> impl IntoView {
    let words = money::texts();
    let may = boot().may(Permission::EditServices);
    let services = Resource::new(|| (), |()| list_services());
    let add =
        move || may.then(|| view! { <ButtonLink href="/services/new" label=words.service_add icon=Icon::Plus /> });
    view! {
        <Page title=words.services subtitle=words.services_subtitle actions=add>
            <Card flush=true>
                <Loaded resource=services let:list>
                    {if list.is_empty() { nothing(may) } else { table(list) }}
                </Loaded>
            </Card>
        </Page>
    }
    .into_any()
}

fn nothing(may: bool) -> AnyView {
    let words = money::texts();
    if may {
        let action = ("/services/new".to_owned(), words.service_add.to_owned());
        view! { <EmptyState icon=Icon::Services title=words.services_none text=words.services_none_text action /> }
            .into_any()
    } else {
        view! { <EmptyState icon=Icon::Services title=words.services_none text=words.services_none_for_you /> }
            .into_any()
    }
}

fn table(list: Vec<ServiceLine>) -> AnyView {
    let words = money::texts();
    let head = vec![
        Column::text(words.service),
        Column::text(words.service_unit),
        Column::number(words.service_price),
        Column::number(words.service_next),
        Column::number(words.service_links),
    ];
    let rows = list.into_iter().map(line).collect_view();
    view! { <Table head caption=words.services>{rows}</Table> }.into_any()
}

fn line(service: ServiceLine) -> AnyView {
    let words = money::texts();
    let boot = boot();
    let (language, currency) = (boot.language, boot.currency);
    let price = match service.price {
        Some(price) => {
            let price = price_text(language, currency, price);
            let price = match service.kind {
                Some(Kind::Tiered) => fill(tariffs::texts().from_price, &[("price", &price)]),
                _ => price,
            };
            view! { <span class="sum">{price}</span> }.into_any()
        }
        None => view! { <Badge tone=Tone::Warning>{words.service_no_price}</Badge> }.into_any(),
    };
    let next = service.next.map(|next| {
        let from = fill(words.from_day, &[("day", &format::date(language, next.from))]);
        view! {
            <span class="sum">{price_text(language, currency, next.price)}</span>
            <span class="ml-1.5 text-(--muted)">{from}</span>
        }
    });
    let links = format::whole(language, u64::try_from(service.links).unwrap_or_default());
    view! {
        <Row faded=service.archived>
            <Cell link=format!("/services/{}", service.id)>
                {service.name}
                {service.archived.then(|| view! { <span class="ml-2"><Badge>{words.service_archived}</Badge></span> })}
            </Cell>
            <Cell label=words.service_unit>{service.unit}</Cell>
            <Cell label=words.service_price align=Align::End>{price}</Cell>
            <Cell label=words.service_next align=Align::End>{next}</Cell>
            <Cell label=words.service_links align=Align::End>{links}</Cell>
        </Row>
    }
    .into_any()
}
