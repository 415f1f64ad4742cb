//! All letters, or those of one status: `?status=`.

use domain::Page as PageOf;
use domain::mail::{LetterLine, LetterQuery, Status};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::prelude::*;

use super::StatusBadge;
use super::api::list_letters;
use crate::texts::letters::texts;

/// The list of letters, the latest first.
#[component]
pub fn ListPage() -> impl IntoView {
    let words = texts();
    let address = use_query_map();
    let query = Memo::new(move |_| {
        address.with(|address| LetterQuery {
            status: address.get("status").unwrap_or_default(),
            after: address.get("after").unwrap_or_default(),
        })
    });
    let letters = Resource::new(move || query.get(), list_letters);
    let tabs = move || {
        let now = query.get().status;
        let all = (String::new(), words.every_status);
        let tabs = std::iter::once(all)
            .chain(Status::ALL.map(|status| (status.code().to_owned(), words.status_of(status))))
            .map(|(code, label)| {
                let href = if code.is_empty() {
                    "/letters".to_owned()
                } else {
                    format!("/letters?status={code}")
                };
                Tab::new(href, label, code == now)
            })
            .collect();
        view! { <Tabs tabs /> }
    };
    view! {
        <Page title=words.title subtitle=words.subtitle>
            {tabs}
            <Card flush=true>
                <Loaded resource=letters let:page>{show(page)}</Loaded>
            </Card>
        </Page>
    }
    .into_any()
}

fn show(page: PageOf<LetterLine>) -> AnyView {
    let words = texts();
    if page.items.is_empty() {
        return view! { <EmptyState icon=Icon::Mail title=words.none text=words.none_text /> }.into_any();
    }
    let head = vec![
        Column::text(words.subject),
        Column::text(words.to),
        Column::text(words.tenant),
        Column::text(words.status),
        Column::number(words.created),
    ];
    let rows = page.items.into_iter().map(line).collect_view();
    view! {
        <Table head caption=words.title>{rows}</Table>
        <Pager next=page.next count=page.count />
    }
    .into_any()
}

fn line(letter: LetterLine) -> AnyView {
    let words = texts();
    let tenant = letter.tenant.unwrap_or_else(|| words.own.to_owned());
    view! {
        <Row>
            <Cell link=format!("/letters/{}", letter.id)>{letter.subject}</Cell>
            <Cell label=words.to><span class="wrap-anywhere">{letter.to}</span></Cell>
            <Cell label=words.tenant>{tenant}</Cell>
            <Cell label=words.status><StatusBadge status=letter.status /></Cell>
            <Cell label=words.created align=Align::End>{format::instant(&boot(), letter.created_at)}</Cell>
        </Row>
    }
    .into_any()
}
