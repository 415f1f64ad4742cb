//! The list of houses.

use domain::houses::HouseLine;
use domain::{Page as Cut, Permission};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::prelude::*;

use super::api::list_houses;
use crate::texts::people::houses::texts as own;

/// The list.
#[component]
pub fn ListPage() -> impl IntoView {
    let text = own();
    let address = use_query_map();
    let query = Memo::new(move |_| {
        address.with(|address| {
            (
                address.get("q").unwrap_or_default(),
                address.get("after").unwrap_or_default(),
            )
        })
    });
    let found = Resource::new(move || query.get(), |(q, after)| list_houses(q, after));
    let actions = move || {
        boot()
            .may(Permission::EditHouses)
            .then(|| view! { <ButtonLink href="/houses/new" label=text.new_title icon=Icon::Plus /> })
    };
    view! {
        <Page title=text.title actions>
            <div class="flex flex-col gap-4">
                <SearchBar placeholder=text.search />
                <Loaded resource=found let:list>
                    <List list sought=!query.get_untracked().0.trim().is_empty() />
                </Loaded>
            </div>
        </Page>
    }
    .into_any()
}

#[component]
fn List(list: Cut<HouseLine>, sought: bool) -> impl IntoView {
    let text = own();
    let words = words();
    if list.items.is_empty() {
        let nothing = if sought {
            view! {
                <EmptyState
                    icon=Icon::Search
                    title=words.nothing_found
                    text=words.try_other_words
                    action=("/houses".to_owned(), words.clear.to_owned())
                />
            }
            .into_any()
        } else {
            let action = boot()
                .may(Permission::EditHouses)
                .then(|| ("/houses/new".to_owned(), text.add.to_owned()));
            view! { <EmptyState icon=Icon::Building title=text.empty text=text.empty_text nostrip:action=action /> }
                .into_any()
        };
        return view! { <Card flush=true>{nothing}</Card> }.into_any();
    }
    let head = vec![
        Column::text(text.address),
        Column::text(text.district_short),
        Column::text(text.route),
        Column::number(text.premises_count),
        Column::number(text.subscribers_count),
    ];
    let rows = list
        .items
        .into_iter()
        .map(|line| view! { <Line line /> })
        .collect_view();
    view! {
        <Card flush=true>
            <Table head caption=text.table>
                {rows}
            </Table>
            <Pager next=list.next count=list.count />
        </Card>
    }
    .into_any()
}

#[component]
fn Line(line: HouseLine) -> impl IntoView {
    let text = own();
    let language = language();
    let many = move |n: i64| format::whole(language, u64::try_from(n).unwrap_or_default());
    let address = line.address();
    view! {
        <Row>
            <Cell link=format!("/houses/{}", line.id)>{address}</Cell>
            <Cell label=text.district_short>{line.district}</Cell>
            <Cell label=text.route>{line.route}</Cell>
            <Cell label=text.premises_count align=Align::End>
                {many(line.premises)}
            </Cell>
            <Cell label=text.subscribers_count align=Align::End>
                {many(line.subscribers)}
            </Cell>
        </Row>
    }
    .into_any()
}
