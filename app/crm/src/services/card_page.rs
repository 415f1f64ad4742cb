//! A service's card: its prices and what can be changed.

use domain::Permission;
use domain::services::{ServiceCard, ServiceLine};
use domain::tariffs::{Kind, VersionLine};
use leptos::prelude::*;
use ui::prelude::{
    Alert, Align, Badge, Card, Cell, Column, Loaded, Page, Row, SkeletonShape, Table, Tone, boot, deeds, fill, format,
};

use super::api::{ArchiveService, RemovePrice, RestoreService, SaveService, SetPrice, show_service};
use super::forms::{RenameForm, RestoreForm, archive_form, price_form, remove_price_form};
use super::price_text;
use crate::frame::path_id;
use crate::tariffs::details;
use crate::texts::money::{self, tariffs};

/// The actions of the card. They outlive what it shows, which is fetched again after each success.
#[derive(Clone, Copy)]
struct Actions {
    save: ServerAction<SaveService>,
    price: ServerAction<SetPrice>,
    remove: ServerAction<RemovePrice>,
    archive: ServerAction<ArchiveService>,
    restore: ServerAction<RestoreService>,
}

/// A service: name and unit, history of tariffs, the new tariff, the archive.
#[component]
pub fn CardPage() -> impl IntoView {
    let id = path_id();
    let actions = Actions {
        save: ServerAction::new(),
        price: ServerAction::new(),
        remove: ServerAction::new(),
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
    let ServiceCard { service, versions } = card;
    let archived = service.archived;
    let links = format::counted(
        boot.language,
        u64::try_from(service.links).unwrap_or_default(),
        words.links_count,
    );
    let subtitle = format!("{} · {links}", service.unit);
    let back = ("/services".to_owned(), words.services.to_owned());
    let (named, renamed, priced) = (service.clone(), service.clone(), service.clone());
    let id = service.id;
    let history = history(&service, versions, may.then_some(actions.remove));
    let buttons = move || match (may, archived) {
        (false, _) => ().into_any(),
        (true, true) => view! { <RestoreForm id action=actions.restore /> }.into_any(),
        (true, false) => archive_form(&named, actions.archive),
    };
    view! {
        <Page title=service.name subtitle back actions=buttons>
            {archived.then(|| view! { <Alert tone=Tone::Warning>{words.service_is_archived}</Alert> })}
            <div class="grid items-start gap-6 lg:grid-cols-2">
                <Card title=words.prices flush=true>{history}</Card>
                {(may && !archived)
                    .then(|| {
                        view! {
                            <div class="flex flex-col gap-6">
                                <Card title=words.price_new>
                                    {price_form(&priced, actions.price)}
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

fn history(service: &ServiceLine, versions: Vec<VersionLine>, remove: Option<ServerAction<RemovePrice>>) -> AnyView {
    let words = money::texts();
    let today = boot().today;
    if versions.is_empty() {
        return view! { <p class="p-5 text-(--muted)">{words.prices_none}</p> }.into_any();
    }
    let current = versions
        .iter()
        .map(|line| line.version.from)
        .filter(|from| *from <= today)
        .max();
    let rows = versions
        .into_iter()
        .map(|line| {
            let (tone, state) = match Some(line.version.from) {
                from if from == current => (Tone::Good, words.price_is_current),
                _ if line.version.from > today => (Tone::Accent, words.price_is_ahead),
                _ => (Tone::Neutral, words.price_is_past),
            };
            version(service, line, (tone, state), remove)
        })
        .collect_view();
    let head = vec![
        Column::text(words.price_from),
        Column::text(words.invoice_state),
        Column::number(words.price),
    ];
    view! { <Table head caption=words.prices>{rows}</Table> }.into_any()
}

/// A tariff: its day, who entered it, whether it holds, what it says.
fn version(
    service: &ServiceLine,
    line: VersionLine,
    (tone, state): (Tone, &'static str),
    remove: Option<ServerAction<RemovePrice>>,
) -> AnyView {
    let words = money::texts();
    let own = tariffs::texts();
    let boot = boot();
    let (language, currency) = (boot.language, boot.currency);
    let domain::tariffs::Version { from, tariff, vat } = line.version;
    let price = price_text(language, currency, tariff.price());
    let price = match tariff.kind() {
        Kind::Tiered => fill(own.from_price, &[("price", &price)]),
        _ => price,
    };
    let mut said = vec![own.kind_of(tariff.kind()).to_owned()];
    said.extend(details(&boot, &tariff, &service.unit));
    said.push(own.vat_of(vat).to_owned());
    let said = said.into_iter().map(|text| view! { <li>{text}</li> }).collect_view();
    let who = (!line.entered_by.is_empty()).then(|| format!("{}: {}", own.entered_by, line.entered_by));
    let gone = remove
        .filter(|_| line.may_go)
        .map(|action| remove_price_form(service.id, from, action));
    view! {
        <Row>
            <Cell>
                {format::date(language, from)}
                {who.map(|who| view! { <span class="block text-sm font-normal text-(--muted)">{who}</span> })}
            </Cell>
            <Cell label=words.invoice_state>
                <Badge tone>{state}</Badge>
                {gone}
            </Cell>
            <Cell label=words.price align=Align::End>
                <span class="sum">{price}</span>
                <ul class="text-sm text-(--muted)">{said}</ul>
            </Cell>
        </Row>
    }
    .into_any()
}
