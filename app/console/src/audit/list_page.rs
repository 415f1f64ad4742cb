//! The audit: `?actor=`, `?tenant=`, `?verb=`, `?from=`, `?to=`, and the page by its position.

use domain::Page as Cut;
use domain::audit::{AuditLine, AuditQuery, Detail};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::{find_events, list_filters};
use crate::texts::audit::texts as own;

/// The list of events.
#[component]
pub fn ListPage() -> impl IntoView {
    let text = own();
    let address = use_query_map();
    let asked = move || {
        address.with(|address| {
            let get = |name: &str| address.get(name).unwrap_or_default();
            AuditQuery {
                actor: get("actor"),
                tenant: get("tenant"),
                verb: get("verb"),
                from: get("from"),
                to: get("to"),
                after: get("after"),
            }
        })
    };
    let events = Resource::new(asked, find_events);
    let filters = Resource::new(|| (), |()| list_filters());
    let file = move || {
        let href = address.with(|address| format!("/audit.csv{}", address.to_query_string()));
        view! { <ButtonLink href label=text.file icon=Icon::Export kind=ButtonKind::Secondary external=true /> }
    };
    view! {
        <Page title=text.title subtitle=text.subtitle actions=move || view! { {file} }>
            <Loaded resource=filters skeleton=SkeletonShape::Lines let:found>
                <Filters verbs=found.0 tenants=found.1 />
            </Loaded>
            <Loaded resource=events let:page>
                <Events page />
            </Loaded>
        </Page>
    }
    .into_any()
}

#[component]
fn Filters(verbs: Vec<String>, tenants: Vec<(i64, String)>) -> impl IntoView {
    let text = own();
    let address = use_query_map();
    let any = |label: &str| std::iter::once((String::new(), label.to_owned()));
    let verbs = any(text.any_verb)
        .chain(verbs.into_iter().map(|verb| {
            let label = text.deed(&verb).to_owned();
            (verb, label)
        }))
        .collect::<Vec<_>>();
    let tenants = any(text.any_tenant)
        .chain(tenants.into_iter().map(|(id, name)| (id.to_string(), name)))
        .collect::<Vec<_>>();
    let day = move |name: &'static str, label: &'static str| {
        let value = address.with_untracked(|address| address.get(name)).unwrap_or_default();
        view! {
            <label class="flex items-center gap-2 text-sm text-muted">
                {label}
                <input class="input" type="date" name=name value=value />
            </label>
        }
    };
    view! {
        <SearchBar name="actor" placeholder=text.search>
            <FilterSelect name="verb" label=text.verb options=verbs />
            <FilterSelect name="tenant" label=text.object options=tenants />
            {day("from", text.from)}
            {day("to", text.to)}
        </SearchBar>
    }
    .into_any()
}

#[component]
fn Events(page: Cut<AuditLine>) -> impl IntoView {
    let text = own();
    if page.items.is_empty() {
        return view! { <Card><EmptyState icon=Icon::Search title=text.empty text=text.empty_text /></Card> }
            .into_any();
    }
    let head = vec![
        Column::text(text.at),
        Column::text(text.actor),
        Column::text(text.verb),
        Column::text(text.noun),
        Column::text(text.details),
    ];
    let rows = page
        .items
        .into_iter()
        .map(|line| view! { <Line line /> })
        .collect_view();
    view! {
        <Card flush=true>
            <Table head caption=text.title>{rows}</Table>
            <Pager next=page.next count=page.count />
        </Card>
    }
    .into_any()
}

#[component]
fn Line(line: AuditLine) -> impl IntoView {
    let text = own();
    let small = "block text-[0.8125rem] text-muted wrap-anywhere";
    let thing = text.thing(&line.noun).to_owned();
    let number = line.object_id.map(|id| format!("№ {id}"));
    let object = match (&line.object, line.object_id) {
        (Some(name), Some(id)) => view! { <a class="link" href=format!("/tenants/{id}")>{name.clone()}</a> }.into_any(),
        _ => view! { <span>{number}</span> }.into_any(),
    };
    let reason = line.reason.map(|reason| {
        view! { <span class="block wrap-anywhere"><span class="text-muted">{text.reason} ": "</span>{reason}</span> }
    });
    let details = line
        .details
        .into_iter()
        .map(|detail| view! { <span class=small>{told(detail)}</span> })
        .collect_view();
    view! {
        <Row>
            <Cell>{format::instant(&boot(), line.at)}</Cell>
            <Cell label=text.actor><span>{line.actor}</span><span class="block text-[0.8125rem] text-muted whitespace-nowrap">{line.ip}</span></Cell>
            <Cell label=text.verb>{text.deed(&line.verb).to_owned()}</Cell>
            <Cell label=text.noun><span class=small>{thing}</span>{object}</Cell>
            <Cell label=text.details>{reason}{details}</Cell>
        </Row>
    }
    .into_any()
}

/// One value: what it was and what it is.
fn told(detail: Detail) -> String {
    let text = own();
    let or_nothing = |value: String| {
        if value.is_empty() {
            text.nothing.to_owned()
        } else {
            value
        }
    };
    let value = match detail.before {
        Some(before) => fill(
            text.before_after,
            &[("before", &or_nothing(before)), ("after", &or_nothing(detail.after))],
        ),
        None => or_nothing(detail.after),
    };
    format!("{}: {value}", text.field(&detail.name))
}
