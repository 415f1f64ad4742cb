//! A service's card: its prices and what can be changed.

use domain::Permission;
use domain::services::{Price, ServiceCard};
use leptos::prelude::*;
use ui::prelude::{
    Alert, Align, Badge, Card, Cell, Column, Loaded, Page, Row, SkeletonShape, Table, Tone, boot, deeds, format,
};

use super::api::{ArchiveService, RestoreService, SaveService, SetPrice, show_service};
use super::forms::{RenameForm, RestoreForm, archive_form, price_form};
use super::price_text;
use crate::frame::path_id;
use crate::texts::money;

/// The actions of the card. They outlive what it shows, which is fetched again after each success.
#[derive(Clone, Copy)]
struct Actions {
    save: ServerAction<SaveService>,
    price: ServerAction<SetPrice>,
    archive: ServerAction<ArchiveService>,
    restore: ServerAction<RestoreService>,
}

/// A service: name and unit, history of prices, the new price, the archive.
#[component]
pub fn CardPage() -> impl IntoView {
    let id = path_id();
    let actions = Actions {
        save: ServerAction::new(),
        price: ServerAction::new(),
        archive: ServerAction::new(),
        restore: ServerAction::new(),
    };
    let deeds = deeds();
    let service = Resource::new(move || (id.get(), deeds.get()), |(id, _)| show_service(id));
    view! { <Loaded resource=service skeleton=SkeletonShape::Lines let:card>{show(card, actions)}</Loaded> }.into_any()
}

fn show(card: ServiceCard, actions: Actions) -> AnyView {
    let words = money::texts();
    let boot = boot();
    let may = boot.may(Permission::EditServices);
    let ServiceCard { service, prices } = card;
    let archived = service.archived;
    let links = format::counted(
        boot.language,
        u64::try_from(service.links).unwrap_or_default(),
        words.links_count,
    );
    let subtitle = format!("{} · {links}", service.unit);
    let back = ("/services".to_owned(), words.services.to_owned());
    let (named, renamed, id, unit) = (service.clone(), service.clone(), service.id, service.unit.clone());
    let buttons = move || match (may, archived) {
        (false, _) => ().into_any(),
        (true, true) => view! { <RestoreForm id action=actions.restore /> }.into_any(),
        (true, false) => archive_form(&named, actions.archive),
    };
    view! {
        <Page title=service.name subtitle back actions=buttons>
            {archived.then(|| view! { <Alert tone=Tone::Warning>{words.service_is_archived}</Alert> })}
            <div class="grid items-start gap-6 lg:grid-cols-2">
                <Card title=words.prices flush=true>{history(prices)}</Card>
                {(may && !archived)
                    .then(|| {
                        view! {
                            <div class="flex flex-col gap-6">
                                <Card title=words.price_new>
                                    {price_form(id, &unit, actions.price)}
                                </Card>
                                <Card title=words.service_rename>
                                    <RenameForm service=renamed action=actions.save />
                                </Card>
                            </div>
                        }
                    })}
            </div>
        </Page>
    }
    .into_any()
}

fn history(prices: Vec<Price>) -> AnyView {
    let words = money::texts();
    let boot = boot();
    let (language, currency, today) = (boot.language, boot.currency, boot.today);
    if prices.is_empty() {
        return view! { <p class="p-5 text-(--muted)">{words.prices_none}</p> }.into_any();
    }
    let current = prices
        .iter()
        .map(|price| price.from)
        .filter(|from| *from <= today)
        .max();
    let rows = prices
        .into_iter()
        .map(|price| {
            let (tone, state) = match Some(price.from) {
                from if from == current => (Tone::Good, words.price_is_current),
                _ if price.from > today => (Tone::Accent, words.price_is_ahead),
                _ => (Tone::Neutral, words.price_is_past),
            };
            view! {
                <Row>
                    <Cell>{format::date(language, price.from)}</Cell>
                    <Cell label=words.invoice_state><Badge tone>{state}</Badge></Cell>
                    <Cell label=words.price align=Align::End>
                        <span class="sum">{price_text(language, currency, price.price)}</span>
                    </Cell>
                </Row>
            }
        })
        .collect_view();
    let head = vec![
        Column::text(words.price_from),
        Column::text(words.invoice_state),
        Column::number(words.price),
    ];
    view! { <Table head caption=words.prices>{rows}</Table> }.into_any()
}
