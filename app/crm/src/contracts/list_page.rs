//! The list of contracts: in force, about to expire, expired, all.

use domain::contracts::{ContractLine, ContractQuery, Show};
use domain::{Page as Cut, Permission};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::prelude::*;

use super::api::list_contracts;
use super::state::{StateBadge, term};
use crate::texts::contracts::texts as own;

/// The list.
#[component]
pub fn ListPage() -> impl IntoView {
    let text = own();
    let address = use_query_map();
    let query = Memo::new(move |_| {
        address.with(|address| {
            let get = |name: &str| address.get(name).unwrap_or_default();
            ContractQuery {
                show: get("show"),
                q: get("q"),
                after: get("after"),
            }
        })
    });
    let found = Resource::new(move || query.get(), list_contracts);
    let add = move || {
        boot()
            .may(Permission::EditContracts)
            .then(|| view! { <ButtonLink href="/contracts/new" label=text.add icon=Icon::Plus /> })
    };
    view! {
        <Page title=text.title actions=add>
            {move || view! { <Tabs tabs=tabs(&query.get()) /> }}
            <SearchBar placeholder=text.search>
                <input type="hidden" name="show" value=move || query.get().show />
            </SearchBar>
            <Card flush=true>
                <Loaded resource=found let:page>{show(page, &query.get_untracked())}</Loaded>
            </Card>
        </Page>
    }
    .into_any()
}

/// The tabs keep the search.
fn tabs(query: &ContractQuery) -> Vec<Tab> {
    let now = Show::from_code(&query.show);
    let tab = |show: Show| {
        let parts = [("show", show.code()), ("q", query.q.as_str())];
        let parts = parts.iter().filter(|(_, value)| !value.is_empty());
        let parts: Vec<String> = parts
            .map(|(name, value)| format!("{name}={}", ui::loading::encode(value)))
            .collect();
        let href = if parts.is_empty() {
            "/contracts".to_owned()
        } else {
            format!("/contracts?{}", parts.join("&"))
        };
        Tab::new(href, own().show(show), now == show)
    };
    Show::ALL.map(tab).to_vec()
}

fn show(page: Cut<ContractLine>, query: &ContractQuery) -> AnyView {
    let text = own();
    if page.items.is_empty() {
        return nothing(query);
    }
    let head = vec![
        Column::text(text.number),
        Column::text(text.account),
        Column::text(text.party),
        Column::text(text.subject),
        Column::text(text.term),
        Column::text(text.state),
        Column::text(text.scan),
    ];
    let rows = page.items.into_iter().map(line).collect_view();
    view! {
        <Table head caption=text.title>{rows}</Table>
        <Pager next=page.next count=page.count />
    }
    .into_any()
}

fn nothing(query: &ContractQuery) -> AnyView {
    let (text, words) = (own(), words());
    if !query.q.trim().is_empty() || !query.after.is_empty() {
        let action = ("/contracts?show=all".to_owned(), words.clear.to_owned());
        return view! { <EmptyState icon=Icon::Search title=words.nothing_found text=words.try_other_words action /> }
            .into_any();
    }
    let (title, said) = match Show::from_code(&query.show) {
        Show::Within(_) => (text.none_here, text.none_expiring),
        Show::Expired => (text.none_here, text.none_expired),
        Show::Active | Show::All if boot().may(Permission::EditContracts) => (text.none, text.none_text),
        Show::Active | Show::All => (text.none, text.none_text_reader),
    };
    view! { <EmptyState icon=Icon::Shield title text=said /> }.into_any()
}

fn line(contract: ContractLine) -> AnyView {
    let text = own();
    let scan = if contract.has_scan {
        text.has_scan
    } else {
        words().nothing
    };
    view! {
        <Row>
            <Cell link=format!("/contracts/{}", contract.id)>
                <span class="tabular-nums wrap-anywhere">{contract.number}</span>
            </Cell>
            <Cell label=text.account>
                <a class="link tabular-nums" href=format!("/subscribers/{}", contract.subscriber_id)>{contract.account}</a>
            </Cell>
            <Cell label=text.party>{contract.party}</Cell>
            <Cell label=text.subject>{contract.subject}</Cell>
            <Cell label=text.term>
                <span class="tabular-nums">{term(contract.valid_from, contract.last_day)}</span>
            </Cell>
            <Cell label=text.state><StateBadge state=contract.state /></Cell>
            <Cell label=text.scan>{scan}</Cell>
        </Row>
    }
    .into_any()
}
