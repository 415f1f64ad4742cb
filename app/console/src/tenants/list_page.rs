//! All tenants in service, or those in the trash: `?q=`, `?show=trashed`.

use domain::tenants::TenantLine;
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
    let query = use_query_map();
    let asked = move |name: &str| query.with(|query| query.get(name).unwrap_or_default());
    let trash = Memo::new(move |_| asked("show") == "trashed");
    let show = move || if trash.get() { "trashed" } else { "" };
    let tenants = Resource::new(
        move || (asked("q"), show().to_owned()),
        |(q, show)| find_tenants(q, show),
    );
    let tabs = move || {
        let trash = trash.get();
        let tabs = vec![
            Tab::new("/", words.in_service, !trash),
            Tab::new("/?show=trashed", words.in_trash, trash),
        ];
        view! { <Tabs tabs /> }
    };
    let actions = move || view! { <ButtonLink href="/tenants/new" label=words.add icon=Icon::Plus /> };
    view! {
        <Page title=words.tenants actions>
            {tabs}
            <SearchBar placeholder=words.search>
                <input type="hidden" name="show" value=show />
            </SearchBar>
            <Loaded resource=tenants let:list>
                {if list.is_empty() {
                    view! { <Nothing sought=!query.with_untracked(|query| query.get("q")).unwrap_or_default().is_empty() trash=trash.get_untracked() /> }
                        .into_any()
                } else {
                    view! { <Tenants list /> }.into_any()
                }}
            </Loaded>
        </Page>
    }
    .into_any()
}

#[component]
fn Tenants(list: Vec<TenantLine>) -> impl IntoView {
    let words = texts::texts();
    let language = boot().language;
    let count = u64::try_from(list.len()).unwrap_or(u64::MAX);
    let head = vec![
        Column::text(words.col_name),
        Column::text(words.col_address),
        Column::text(words.col_status),
        Column::number(words.col_created),
    ];
    let rows = list
        .into_iter()
        .map(|tenant| view! { <TenantRow tenant /> })
        .collect_view();
    view! {
        <Card flush=true>
            <Table head caption=words.tenants>{rows}</Table>
            <div class="pager"><span class="pager-count">{format::counted(language, count, words.count)}</span></div>
        </Card>
    }
    .into_any()
}

#[component]
fn TenantRow(tenant: TenantLine) -> impl IntoView {
    let words = texts::texts();
    let language = boot().language;
    let is_open = tenant.status == domain::tenants::Status::Active;
    let address = bare(&tenant.url).to_owned();
    let address = if is_open {
        view! { <a class="link" href=tenant.url rel="external" title=words.open>{address}</a> }.into_any()
    } else {
        view! { <span>{address}</span> }.into_any()
    };
    view! {
        <Row faded=!is_open>
            <Cell link=format!("/tenants/{}", tenant.id)>{tenant.name}</Cell>
            <Cell label=words.col_address>{address}</Cell>
            <Cell label=words.col_status><StatusBadge status=tenant.status /></Cell>
            <Cell label=words.col_created align=Align::End>{format::date(language, tenant.created_at.date_naive())}</Cell>
        </Row>
    }
    .into_any()
}

#[component]
fn Nothing(sought: bool, trash: bool) -> impl IntoView {
    let words = texts::texts();
    let house = ui::texts::texts();
    let body = match (sought, trash) {
        (true, _) => {
            view! { <EmptyState icon=Icon::Search title=house.nothing_found text=house.try_other_words /> }.into_any()
        }
        (false, true) => {
            view! { <EmptyState icon=Icon::Trash title=words.trash_empty text=words.trash_empty_text /> }.into_any()
        }
        (false, false) => {
            let action = ("/tenants/new".to_owned(), words.add.to_owned());
            view! { <EmptyState icon=Icon::Building title=words.none_yet text=words.none_yet_text action /> }.into_any()
        }
    };
    view! { <Card>{body}</Card> }.into_any()
}
