//! The page of volumes: one form a page of rows.

use domain::volumes::{VolumeChoices, VolumeLine, VolumePage, VolumeQuery, field_of};
use domain::{Month, Permission};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::prelude::{
    Alert, Align, Badge, Card, Cell, Column, EmptyState, FilterSelect, Form, FormActions, FormState, HiddenField, Icon,
    Loaded, Page, Pager, Row, SearchBar, SkeletonShape, Submit, Table, Tone, boot, deeds, fill, format,
};

use super::api::{EnterVolumes, list_volumes, volume_choices};
use crate::invoices::month_options;
use crate::texts::money::{self, tariffs};

/// Metered links of a month with what they used, and the month before beside.
#[component]
pub fn ListPage() -> impl IntoView {
    let words = tariffs::texts();
    let address = use_query_map();
    let query = Memo::new(move |_| {
        address.with(|address| {
            let get = |name: &str| address.get(name).unwrap_or_default();
            VolumeQuery {
                month: get("month"),
                service: get("service"),
                house: get("house"),
                q: get("q"),
                after: get("after"),
            }
        })
    });
    let enter = ServerAction::<EnterVolumes>::new();
    let deeds = deeds();
    let choices = Resource::new(|| (), |()| volume_choices());
    let shared = money::texts();
    let boot = boot();
    let asked = query.get_untracked().month;
    let shown = if asked.is_empty() {
        Month::of(boot.today).to_string()
    } else {
        asked
    };
    let mut months = month_options(boot.language, boot.today, 1, 23, &shown);
    // The current month comes first: an address without a month means it.
    months.sort_by_key(|(month, _)| *month != shown);
    let found = Resource::new(move || (query.get(), deeds.get()), |(query, _)| list_volumes(query));
    view! {
        <Page title=words.volumes subtitle=words.volumes_text>
            <SearchBar placeholder=words.volumes_search>
                <FilterSelect name="month" label=shared.period options=months />
                <Loaded resource=choices skeleton=SkeletonShape::Lines let:choices>{filters(choices)}</Loaded>
            </SearchBar>
            <Loaded resource=found let:found>{show(found, query.get_untracked(), enter)}</Loaded>
        </Page>
    }
    .into_any()
}

fn show(found: VolumePage, query: VolumeQuery, enter: ServerAction<EnterVolumes>) -> AnyView {
    let words = tariffs::texts();
    let VolumePage { month, page } = found;
    if page.items.is_empty() {
        return view! {
            <Card flush=true>
                <EmptyState icon=Icon::Services title=words.volumes_none text=words.volumes_none_text />
            </Card>
        }
        .into_any();
    }
    let may = boot().may(Permission::EnterVolumes);
    let charged = page.items.iter().any(|line| line.is_charged);
    let key = format!("{month}-{}-{}-{}-{}", query.service, query.house, query.q, query.after);
    let rows = page.items;
    let (next, count) = (page.next, page.count);
    view! {
        <div class="flex flex-col gap-4">
            {charged.then(|| view! { <Alert>{words.volumes_charged_text}</Alert> })}
            <Card flush=true>
                <Form action=enter key=("key", key)>
                    <HiddenField name="month" value=month.to_string() />
                    <HiddenField name="service" value=query.service />
                    <HiddenField name="house" value=query.house />
                    <HiddenField name="q" value=query.q />
                    <HiddenField name="after" value=query.after />
                    {table(rows, may)}
                    {may
                        .then(|| {
                            view! {
                                <div class="px-5 pb-4">
                                    <FormActions>
                                        <Submit label=ui::texts::texts().save hotkey=true />
                                    </FormActions>
                                </div>
                            }
                        })}
                </Form>
                <Pager next count />
            </Card>
        </div>
    }
    .into_any()
}

/// Services and houses.
fn filters(choices: VolumeChoices) -> AnyView {
    let words = tariffs::texts();
    let shared = money::texts();
    let options = |all: &str, known: Vec<(i64, String)>| {
        let known = known.into_iter().map(|(id, name)| (id.to_string(), name));
        std::iter::once((String::new(), all.to_owned()))
            .chain(known)
            .collect::<Vec<_>>()
    };
    view! {
        <FilterSelect name="service" label=shared.service options=options(words.all_services, choices.services) />
        <FilterSelect name="house" label=words.house options=options(words.all_houses, choices.houses) />
    }
    .into_any()
}

fn table(rows: Vec<VolumeLine>, may: bool) -> AnyView {
    let words = tariffs::texts();
    let shared = money::texts();
    let head = vec![
        Column::text(shared.account),
        Column::text(shared.subscriber),
        Column::text(shared.service),
        Column::number(words.volume_previous),
        Column::number(words.volume),
    ];
    let rows = rows.into_iter().map(|line| row(line, may)).collect_view();
    view! { <Table head caption=words.volumes>{rows}</Table> }.into_any()
}

fn row(line: VolumeLine, may: bool) -> AnyView {
    let words = tariffs::texts();
    let shared = money::texts();
    let language = boot().language;
    let previous = line.previous.map(|volume| format::number(language, volume));
    let known = line
        .volume
        .map(|volume| format::number(language, volume))
        .unwrap_or_default();
    let volume = if may && !line.is_charged {
        let label = fill(
            words.volume_of,
            &[("account", &line.account), ("service", &line.service)],
        );
        view! { <VolumeInput name=field_of(line.link_id) label value=known unit=line.unit.clone() /> }.into_any()
    } else {
        let charged = line
            .is_charged
            .then(|| view! { <span class="ml-2"><Badge tone=Tone::Neutral>{words.volume_charged}</Badge></span> });
        view! { <span class="tabular-nums">{known}</span> {charged} }.into_any()
    };
    view! {
        <Row>
            <Cell><a class="link tabular-nums" href=format!("/subscribers/{}", line.subscriber_id)>{line.account}</a></Cell>
            <Cell label=shared.subscriber>
                {line.name}
                <span class="block text-sm text-(--muted)">{line.address}</span>
            </Cell>
            <Cell label=shared.service>{line.service} <span class="ml-1.5 text-(--muted)">{line.unit}</span></Cell>
            <Cell label=words.volume_previous align=Align::End><span class="tabular-nums">{previous}</span></Cell>
            <Cell label=words.volume align=Align::End>{volume}</Cell>
        </Row>
    }
    .into_any()
}

/// A number in a row: the row says what it is, the label says it to those who can't see the row.
#[component]
fn VolumeInput(name: String, label: String, value: String, unit: String) -> impl IntoView {
    let state = FormState::current();
    let language = boot().language;
    let reason = state.reason(&name);
    let error = format!("{}-error", state.id(&name));
    let described = error.clone();
    view! {
        <div class="flex flex-col items-end gap-1">
            <input
                class="input is-sum max-w-32"
                type="text"
                inputmode="decimal"
                autocomplete="off"
                id=state.id(&name)
                name=state.html_name(&name)
                value=state.text(&name, value)
                aria-label=format!("{label}, {unit}")
                aria-describedby=described
                aria-invalid=move || reason.with(Option::is_some).then_some("true")
            />
            <p class="field-error" id=error>{move || reason.get().map(|why| ui::texts::reason(language, &why))}</p>
        </div>
    }
    .into_any()
}
