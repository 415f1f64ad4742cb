//! All tenants in service, suspended, copies, or those in the trash, searched, narrowed down and sorted by the address.

use domain::Page as PageOf;
use domain::tenants::{Sort, Status, TenantLine, TenantList, TenantQuery};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::prelude::*;

use super::api::find_tenants;
use super::{StatusBadge, bare};
use crate::texts;

/// The list of tenants.
#[component]
pub fn ListPage() -> impl IntoView {
    let words = texts::texts();
    let address = use_query_map();
    let query = Memo::new(move |_| {
        address.with(|address| {
            let get = |name: &str| address.get(name).unwrap_or_default();
            TenantQuery {
                q: get("q"),
                show: get("show"),
                plan: get("plan"),
                tag: get("tag"),
                sort: get("sort"),
                after: get("after"),
            }
        })
    });
    let tenants = Resource::new(move || query.get(), find_tenants);
    let choices = Resource::new(|| (), |()| find_tenants(TenantQuery::default()));
    let tabs = move || view! { <Tabs tabs=tabs(&query.get().show) /> };
    let actions = move || view! { <ButtonLink href="/tenants/new" label=words.add icon=Icon::Plus /> };
    view! {
        <Page title=words.tenants actions>
            {tabs}
            <Loaded resource=choices skeleton=SkeletonShape::Lines let:found>{search(found, &query.get_untracked().show)}</Loaded>
            <Loaded resource=tenants let:found>{show(found.page, &query.get_untracked())}</Loaded>
        </Page>
    }
    .into_any()
}

fn tabs(show: &str) -> Vec<Tab> {
    let (words, own) = (texts::texts(), texts::tenants::texts());
    let known = ["suspended", "copies", "trashed"].contains(&show);
    vec![
        Tab::new("/", words.in_service, !known),
        Tab::new("/?show=suspended", own.suspended, show == "suspended"),
        Tab::new("/?show=copies", own.copies, show == "copies"),
        Tab::new("/?show=trashed", words.in_trash, show == "trashed"),
    ]
}

/// Stands while the list below is fetched again, so that one can go on typing.
fn search(found: TenantList, show: &str) -> AnyView {
    let words = texts::texts();
    let own = texts::tenants::texts();
    let choice = |all: &str, values: Vec<String>| {
        let mut options = vec![(String::new(), all.to_owned())];
        options.extend(values.into_iter().map(|value| (value.clone(), value)));
        options
    };
    let orders = Sort::ALL
        .into_iter()
        .map(|sort| (sort.code().to_owned(), own.order(sort).to_owned()))
        .collect::<Vec<_>>();
    let plans = (!found.plans.is_empty()).then(|| choice(own.any_plan, found.plans));
    let plans = plans.map(|options| view! { <FilterSelect name="plan" label=own.plan_filter options /> });
    let tags = (!found.tags.is_empty()).then(|| choice(own.any_tag, found.tags));
    let tags = tags.map(|options| view! { <FilterSelect name="tag" label=own.tag_filter options /> });
    let show = show.to_owned();
    view! {
        <SearchBar placeholder=words.search>
            <input type="hidden" name="show" value=show />
            {plans}
            {tags}
            <FilterSelect name="sort" label=own.sort options=orders />
        </SearchBar>
    }
    .into_any()
}

fn show(page: PageOf<TenantLine>, query: &TenantQuery) -> AnyView {
    let body = if page.items.is_empty() {
        let sought = [&query.q, &query.plan, &query.tag, &query.after]
            .iter()
            .any(|part| !part.is_empty());
        nothing(sought, &query.show)
    } else {
        table(page)
    };
    view! { <Card flush=true>{body}</Card> }.into_any()
}

fn table(page: PageOf<TenantLine>) -> AnyView {
    let words = texts::texts();
    let own = texts::tenants::texts();
    let head = vec![
        Column::text(words.col_name),
        Column::text(words.col_address),
        Column::text(words.col_status),
        Column::number(own.subscribers),
        Column::number(own.users),
        Column::number(own.size),
        Column::number(own.last_seen),
    ];
    let rows = page.items.into_iter().map(row).collect_view();
    view! {
        <Table head caption=words.tenants>{rows}</Table>
        <Pager next=page.next count=page.count />
    }
    .into_any()
}

fn row(tenant: TenantLine) -> AnyView {
    let words = texts::texts();
    let own = texts::tenants::texts();
    let language = boot().language;
    let faded = tenant.status != Status::Active;
    let address = bare(&tenant.url).to_owned();
    let address = if faded {
        view! { <span>{address}</span> }.into_any()
    } else {
        view! { <a class="link" href=tenant.url rel="external" title=words.open>{address}</a> }.into_any()
    };
    let marks = tenant
        .tags
        .into_iter()
        .chain((!tenant.plan.is_empty()).then_some(tenant.plan))
        .map(|mark| view! { <Badge>{mark}</Badge> })
        .collect_view();
    let whole = |n: i64| format::whole(language, u64::try_from(n).unwrap_or_default());
    let [subscribers, users, size, seen] = match tenant.figures {
        Some(figures) => [
            whole(figures.subscribers),
            whole(figures.users),
            format::bytes(language, figures.database_bytes + figures.file_bytes),
            figures
                .last_log_in_at
                .map_or_else(|| own.never.to_owned(), |at| format::date(language, at.date_naive())),
        ],
        None => [(); 4].map(|()| ui::texts::texts().nothing.to_owned()),
    };
    let copy = tenant
        .is_copy
        .then(|| view! { <Badge tone=Tone::Danger>{own.copy}</Badge> });
    let near = tenant
        .pressed
        .then(|| view! { <Badge tone=Tone::Warning>{own.near_limit}</Badge> });
    let status = tenant.status;
    view! {
        <Row faded>
            <Cell link=format!("/tenants/{}", tenant.id)>{tenant.name}</Cell>
            <Cell label=words.col_address>{address}</Cell>
            <Cell label=words.col_status><span class="flex flex-wrap gap-1"><StatusBadge status />{copy}{near}{marks}</span></Cell>
            <Cell label=own.subscribers align=Align::End>{subscribers}</Cell>
            <Cell label=own.users align=Align::End>{users}</Cell>
            <Cell label=own.size align=Align::End>{size}</Cell>
            <Cell label=own.last_seen align=Align::End>{seen}</Cell>
        </Row>
    }
    .into_any()
}

fn nothing(sought: bool, show: &str) -> AnyView {
    let words = texts::texts();
    let house = ui::texts::texts();
    match (sought, show) {
        (true, _) | (false, "suspended" | "copies") => {
            view! { <EmptyState icon=Icon::Search title=house.nothing_found text=house.try_other_words /> }.into_any()
        }
        (false, "trashed") => {
            view! { <EmptyState icon=Icon::Trash title=words.trash_empty text=words.trash_empty_text /> }.into_any()
        }
        (false, _) => {
            let action = ("/tenants/new".to_owned(), words.add.to_owned());
            view! { <EmptyState icon=Icon::Building title=words.none_yet text=words.none_yet_text action /> }.into_any()
        }
    }
}
