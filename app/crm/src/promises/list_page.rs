//! The list of promises; the broken ones that nobody has taken care of are tasks.

use domain::promises::{PromiseLine, PromiseQuery, State};
use domain::{Page as PageOf, Permission};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::{TakeCare, list_promises};
use crate::texts::promises::texts as own;

/// The broken, the open or all promises.
#[component]
pub fn ListPage() -> impl IntoView {
    let text = own();
    let address = use_query_map();
    let deeds = deeds();
    let query = Memo::new(move |_| {
        address.with(|address| PromiseQuery {
            show: address.get("show").unwrap_or_default(),
            after: address.get("after").unwrap_or_default(),
        })
    });
    let promises = Resource::new(move || (query.get(), deeds.get()), |(query, _)| list_promises(query));
    let shown = move || query.with(|query| query.show.clone());
    let title = move || match shown().as_str() {
        "broken" => text.title_broken,
        _ => text.title,
    };
    let tabs = move || {
        let shown = shown();
        vec![
            Tab::new("/promises?show=broken", text.tab_broken, shown == "broken"),
            Tab::new("/promises?show=open", text.tab_open, shown == "open"),
            Tab::new("/promises", text.tab_all, !["broken", "open"].contains(&shown.as_str())),
        ]
    };
    move || {
        view! {
            <Page title=title() subtitle=text.subtitle>
                <Tabs tabs=tabs() />
                <Card flush=true>
                    <Loaded resource=promises let:page>{show(page, query.with_untracked(|query| query.show == "broken"))}</Loaded>
                </Card>
            </Page>
        }
        .into_any()
    }
}

fn show(page: PageOf<PromiseLine>, broken: bool) -> AnyView {
    let text = own();
    if page.items.is_empty() {
        let title = if broken { text.none_broken } else { text.none };
        return view! { <EmptyState icon=Icon::Calendar title text=text.none_text /> }.into_any();
    }
    let head = vec![
        Column::text(text.subscriber),
        Column::text(text.account),
        Column::text(text.kind),
        Column::number(text.sum),
        Column::text(text.by_day),
        Column::text(text.state),
    ];
    let rows = page.items.into_iter().map(line).collect_view();
    view! {
        <Table head caption=text.title>{rows}</Table>
        <Pager next=page.next count=page.count />
    }
    .into_any()
}

fn line(line: PromiseLine) -> AnyView {
    let text = own();
    let language = language();
    let care = match (&line.seen_by, line.state) {
        (Some(name), _) => {
            Some(view! { <span class="text-muted">{fill(text.cared, &[("name", name)])}</span> }.into_any())
        }
        (None, State::Broken) if boot().may(Permission::TakePromises) => Some(care(line.id)),
        _ => None,
    };
    let href = format!("/subscribers/{}", line.subscriber_id);
    view! {
        <Row>
            <Cell><a class="link" href=href>{line.name}</a></Cell>
            <Cell label=text.account><span class="tabular-nums">{line.account}</span></Cell>
            <Cell label=text.kind>{text.kind_of(line.kind)}</Cell>
            <Cell label=text.sum align=Align::End><Sum of=line.amount /></Cell>
            <Cell label=text.by_day><span class="tabular-nums">{format::date(language, line.last_day)}</span></Cell>
            <Cell label=text.state>
                <div class="flex flex-wrap items-center gap-3 max-sm:justify-end"><StateBadge state=line.state /> {care}</div>
            </Cell>
        </Row>
    }
    .into_any()
}

fn care(id: i64) -> AnyView {
    let take = ServerAction::<TakeCare>::new();
    view! {
        <Form action=take class="min-w-0" key=("id", id.to_string())>
            <Submit label=own().take_care kind=ButtonKind::Secondary />
        </Form>
    }
    .into_any()
}

/// How a promise stands.
#[component]
pub(super) fn StateBadge(state: State) -> impl IntoView {
    let tone = match state {
        State::Open => Tone::Accent,
        State::Kept => Tone::Good,
        State::Broken => Tone::Danger,
        State::Cancelled => Tone::Neutral,
    };
    view! { <Badge tone>{own().state_of(state)}</Badge> }.into_any()
}
