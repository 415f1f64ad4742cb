//! The card of a house: its premises with area, residents and personal accounts, and the forms to change them.
//! `?premises=` of the address chooses the premises in the form.

use domain::Permission;
use domain::houses::{HouseCard, HouseForm, HouseLine};
use domain::premises::PremisesForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::prelude::*;

use super::api::show_house;
use super::form::Fields as HouseFields;
use super::history::History;
use super::premises::{Fields as PremisesFields, PremisesTable, as_typed, name};
use crate::frame::path_id;
use crate::texts::people::houses::texts as own;

/// The card.
#[component]
pub fn CardPage() -> impl IntoView {
    let id = path_id();
    let deeds = deeds();
    let card = Resource::new(move || (id.get(), deeds.get()), |(id, _)| show_house(id));
    view! {
        <Loaded resource=card skeleton=SkeletonShape::Lines let:card>
            <View card />
        </Loaded>
    }
    .into_any()
}

#[component]
fn View(card: HouseCard) -> impl IntoView {
    let text = own();
    let language = language();
    let HouseCard { house, premises } = card;
    let many = |n: i64, forms| format::counted(language, u64::try_from(n).unwrap_or_default(), forms);
    let route = house
        .route
        .as_ref()
        .map(|route| fill(text.route_short, &[("route", route)]));
    let subtitle = house
        .district
        .clone()
        .into_iter()
        .chain(route)
        .chain([
            many(house.premises, text.premises_forms),
            many(house.subscribers, text.subscribers_forms),
        ])
        .collect::<Vec<_>>()
        .join(" · ");
    let aside = boot().may(Permission::EditHouses).then(|| {
        view! { <Aside card=HouseCard { house: house.clone(), premises: premises.clone() } /> }
    });
    let table = if premises.is_empty() {
        view! { <EmptyState icon=Icon::House title=text.premises_empty text=text.premises_empty_text /> }.into_any()
    } else {
        view! { <PremisesTable premises /> }.into_any()
    };
    view! {
        <Page title=house.address() subtitle back=("/houses".to_owned(), text.title.to_owned())>
            <div class="grid grid-cols-1 items-start gap-6 lg:grid-cols-3">
                <div class="min-w-0 lg:col-span-2">
                    <Card title=text.premises flush=true>
                        {table}
                    </Card>
                </div>
                {aside}
            </div>
        </Page>
    }
    .into_any()
}

/// The forms beside the table: for the premises chosen or for new ones, and for the house itself.
#[component]
fn Aside(card: HouseCard) -> impl IntoView {
    let text = own();
    let words = words();
    let HouseCard { house, premises } = card;
    let back = format!("/houses/{}", house.id);
    let house_id = house.id;
    let address = use_query_map();
    let chosen = Memo::new(move |_| address.with(|address| address.get("premises")?.parse::<i64>().ok()));
    let form = move || match premises.iter().find(|line| Some(line.id) == chosen.get()) {
        Some(line) => {
            let (back, title, form, id) = (back.clone(), name(line), as_typed(line), line.id);
            let cancel = move || {
                view! {
                    <a class="button is-ghost" href=back aria-label=words.cancel title=words.cancel>
                        <Glyph icon=Icon::Close />
                    </a>
                }
            };
            view! {
                <Card title actions=cancel>
                    <PremisesFields form />
                </Card>
                <History id />
            }
            .into_any()
        }
        None => {
            let form = PremisesForm {
                house_id: house_id.to_string(),
                ..PremisesForm::default()
            };
            view! {
                <Card title=text.premises_new>
                    <PremisesFields form />
                </Card>
            }
            .into_any()
        }
    };
    view! {
        <div class="flex min-w-0 scroll-mt-4 flex-col gap-6" id="premises">
            {form}
            <EditHouse house />
        </div>
    }
    .into_any()
}

/// The house's own form, folded away: it is needed seldom.
#[component]
fn EditHouse(house: HouseLine) -> impl IntoView {
    let text = own();
    let form = HouseForm {
        id: house.id.to_string(),
        locality: house.locality,
        street: house.street,
        number: house.number,
        district: house.district.unwrap_or_default(),
        route: house.route.unwrap_or_default(),
    };
    view! {
        <details class="group panel">
            <summary class="flex min-h-13 items-center justify-between gap-3 px-4 font-semibold sm:px-5">
                {text.edit}
                <Glyph icon=Icon::Down class="glyph text-muted transition-transform group-open:rotate-180" />
            </summary>
            <div class="border-t border-line p-4 sm:p-5">
                <HouseFields form />
            </div>
        </details>
    }
    .into_any()
}
