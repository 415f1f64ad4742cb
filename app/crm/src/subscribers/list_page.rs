//! The list of subscribers: sought by account, name, telephone or address; active, debtors, archive.

use domain::subscribers::{SubscriberLine, SubscriberQuery};
use domain::{Page as Cut, Permission};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::loading::encode;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::Balance;
use super::api::list_subscribers;
use crate::texts::people::subscribers::texts as own;

/// The list.
#[component]
pub fn ListPage() -> impl IntoView {
    let text = own();
    let address = use_query_map();
    let query = Memo::new(move |_| {
        address.with(|address| {
            let get = |name: &str| address.get(name).unwrap_or_default();
            SubscriberQuery {
                q: get("q"),
                show: get("show"),
                after: get("after"),
            }
        })
    });
    let found = Resource::new(move || query.get(), list_subscribers);
    let actions = move || {
        let boot = boot();
        let add = boot
            .may(Permission::EditSubscribers)
            .then(|| view! { <ButtonLink href="/subscribers/new" label=text.add icon=Icon::Plus /> });
        let import = boot.may(Permission::ImportSubscribers).then(|| {
            view! { <ButtonLink href="/imports" label=text.import kind=ButtonKind::Secondary icon=Icon::Import /> }
        });
        view! {
            {add}
            {import}
        }
    };
    let show = move || query.with(|query| query.show.clone());
    let tabs = move || {
        query.with(|query| {
            let sought = encode(&query.q);
            [("", text.active), ("debtors", text.debtors), ("archived", text.archive)]
                .into_iter()
                .map(|(code, label)| {
                    let current = query.show == code || (code.is_empty() && query.show == "active");
                    let parts = [("show", code), ("q", sought.as_str())];
                    let parts: Vec<String> = parts
                        .into_iter()
                        .filter(|(_, value)| !value.is_empty())
                        .map(|(name, value)| format!("{name}={value}"))
                        .collect();
                    Tab::new(format!("/subscribers?{}", parts.join("&")), label, current)
                })
                .collect::<Vec<_>>()
        })
    };
    view! {
        <Page title=text.title actions>
            <div class="flex flex-col gap-4">
                {move || view! { <Tabs tabs=tabs() /> }}
                <SearchBar placeholder=text.search>
                    <input type="hidden" name="show" value=show />
                </SearchBar>
                <Loaded resource=found let:list>
                    <List list query=query.get_untracked() />
                </Loaded>
            </div>
        </Page>
    }
    .into_any()
}

#[component]
fn List(list: Cut<SubscriberLine>, query: SubscriberQuery) -> impl IntoView {
    let text = own();
    if list.items.is_empty() {
        return view! { <Card flush=true><Nothing query /></Card> }.into_any();
    }
    let head = vec![
        Column::text(text.name),
        Column::text(text.account),
        Column::text(text.address),
        Column::text(text.phone),
        Column::number(text.balance),
    ];
    let rows = list
        .items
        .into_iter()
        .map(|line| view! { <Line line /> })
        .collect_view();
    view! {
        <Card flush=true>
            <Table head caption=text.title>
                {rows}
            </Table>
            <Pager next=list.next count=list.count />
        </Card>
    }
    .into_any()
}

#[component]
fn Line(line: SubscriberLine) -> impl IntoView {
    let text = own();
    let phone = line.phone.as_deref().map(format::phone);
    let address = (!line.address.is_empty()).then_some(line.address);
    view! {
        <Row>
            <Cell link=format!("/subscribers/{}", line.id)>{line.name}</Cell>
            <Cell label=text.account>
                <span class="tabular-nums">{line.account}</span>
            </Cell>
            <Cell label=text.address>{address}</Cell>
            <Cell label=text.phone>
                {phone.map(|phone| view! { <span class="whitespace-nowrap tabular-nums">{phone}</span> })}
            </Cell>
            <Cell label=text.balance align=Align::End>
                <Balance of=line.balance />
            </Cell>
        </Row>
    }
    .into_any()
}

/// Nothing in the list: what that means here, and what to do.
#[component]
fn Nothing(query: SubscriberQuery) -> impl IntoView {
    let text = own();
    let words = words();
    if !query.q.trim().is_empty() {
        let back = match query.show.as_str() {
            "" => "/subscribers".to_owned(),
            show => format!("/subscribers?show={}", encode(show)),
        };
        return view! {
            <EmptyState
                icon=Icon::Search
                title=words.nothing_found
                text=words.try_other_words
                action=(back, words.clear.to_owned())
            />
        }
        .into_any();
    }
    match query.show.as_str() {
        "debtors" => {
            view! { <EmptyState icon=Icon::Success title=text.no_debtors text=text.no_debtors_text /> }.into_any()
        }
        "archived" => {
            view! { <EmptyState icon=Icon::Archive title=text.no_archive text=text.no_archive_text /> }.into_any()
        }
        _ => {
            let action = boot()
                .may(Permission::EditSubscribers)
                .then(|| ("/subscribers/new".to_owned(), text.create.to_owned()));
            view! { <EmptyState icon=Icon::Users title=text.empty text=text.empty_text nostrip:action=action /> }
                .into_any()
        }
    }
}
