//! Background work, newest first: `?status=`, `?after=`.

use std::time::Duration;

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
    let status = move || query.with_untracked(|query| query.get("status")).unwrap_or_default();
    view! {
        <Page title=words.title>
            <Loaded resource=list let:found>
                <JobList page=found.0 standing=found.1 status=status() none_text=words.none_text whose=true />
            </Loaded>
        </Page>
    }
    .into_any()
}
