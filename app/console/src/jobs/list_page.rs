//! Background work, newest first: `?status=`, `?after=`.

use std::time::Duration;

use domain::Page as PageOf;
use domain::jobs::{JobLine, Standing};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::prelude::*;

use super::api::list_jobs;
use crate::texts::jobs;

/// The list of background work; follows what happens while something waits or runs.
#[component]
pub fn ListPage() -> impl IntoView {
    let words = jobs::texts();
    let query = use_query_map();
    let asked = move |name: &str| query.with(|query| query.get(name).unwrap_or_default());
    let busy = RwSignal::new(false);
    let pulse = pulse(Duration::from_secs(3), move || busy.get());
    let list = Resource::new(
        move || (asked("status"), asked("after"), pulse.get()),
        |(status, after, _)| list_jobs(status, after),
    );
    Effect::new(move || {
        if let Some(Ok((_, standing))) = list.get() {
            busy.set(standing.queued + standing.running > 0);
        }
    });
    view! {
        <Page title=words.title>
            <Loaded resource=list let:found>{show(found.0, found.1, &query.with_untracked(|query| query.get("status")).unwrap_or_default())}</Loaded>
        </Page>
    }
    .into_any()
}

fn show(page: PageOf<JobLine>, standing: Standing, status: &str) -> AnyView {
    let words = jobs::texts();
    let language = boot().language;
    let tab = |code: &str, label: &str, n: Option<i64>| {
        let href = if code.is_empty() {
            "/jobs".to_owned()
        } else {
            format!("/jobs?status={code}")
        };
        let label = match n {
            Some(n) if n > 0 => format!(
                "{label} · {}",
                format::whole(language, u64::try_from(n).unwrap_or_default())
            ),
            Some(_) | None => label.to_owned(),
        };
        Tab::new(href, label, status == code)
    };
    let tabs = vec![
        tab("", words.all, None),
        tab("queued", words.queued, Some(standing.queued)),
        tab("running", words.running, Some(standing.running)),
        tab("failed", words.failed, Some(standing.failed)),
    ];
    let body = match (page.items.is_empty(), status.is_empty()) {
        (true, true) => view! { <EmptyState icon=Icon::Clock title=words.none text=words.none_text /> }.into_any(),
        (true, false) => view! { <EmptyState icon=Icon::Check title=words.none_such /> }.into_any(),
        (false, _) => view! {
            <JobTable jobs=page.items whose=true />
            <Pager next=page.next count=page.count />
        }
        .into_any(),
    };
    view! {
        <Tabs tabs />
        <Card flush=true>{body}</Card>
    }
    .into_any()
}
