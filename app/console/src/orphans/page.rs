//! The page of comparisons: the last one in large, the earlier ones in a table, the button that asks for another.

use domain::Failure;
use domain::jobs::Task;
use domain::landlords::Permission;
use domain::orphans::{Comparison, Orphans};
use leptos::prelude::*;
use ui::prelude::*;

use super::api::{CompareDatabases, last_comparisons};
use crate::texts::orphans;

/// Comparisons of the databases with the catalogue.
#[component]
pub fn OrphansPage() -> impl IntoView {
    if !boot().may_in_console(Permission::PurgeTenants) {
        return view! { <FailureView failure=Failure::Forbidden /> }.into_any();
    }
    let words = orphans::texts();
    let compare = ServerAction::<CompareDatabases>::new();
    let comparisons = Resource::new(|| (), |()| last_comparisons());
    let actions = move || {
        view! {
            <Form action=compare class="contents">
                <HiddenField name="task" value=Task::FindOrphans.code() />
                <Submit label=words.run icon=Icon::Refresh />
            </Form>
        }
    };
    view! {
        <Page title=words.title actions>
            <p class="max-w-prose text-(--muted)">{words.text}</p>
            <Loaded resource=comparisons skeleton=SkeletonShape::Table let:comparisons>{show(comparisons)}</Loaded>
        </Page>
    }
    .into_any()
}

fn show(comparisons: Vec<Comparison>) -> AnyView {
    let words = orphans::texts();
    let Some(last) = comparisons.first() else {
        return view! { <Card><EmptyState icon=Icon::Check title=words.none text=words.none_text /></Card> }.into_any();
    };
    let at = fill(words.clean_text, &[("at", &format::instant(&boot(), last.at))]);
    let repaired = mended(&last.found);
    let verdict = if last.found.is_clean() {
        view! {
            <Alert tone=Tone::Good title=words.clean>
                <p>{at}</p>
                {repaired}
            </Alert>
        }
        .into_any()
    } else {
        let unknown = [
            names(words.databases, &last.found.databases),
            names(words.roles, &last.found.roles),
            names(words.missing, &last.found.without_database),
        ];
        view! {
            <Alert tone=Tone::Warning title=words.strange>
                <p>{at} " " {words.strange_text}</p>
                {unknown.into_iter().collect_view()}
                {repaired}
            </Alert>
        }
        .into_any()
    };
    let head = vec![
        Column::text(words.when),
        Column::text(words.result),
        Column::text(words.unknown),
        Column::text(words.mended),
        Column::text(words.asked_by),
    ];
    let rows = comparisons.into_iter().map(row).collect_view();
    view! {
        {verdict}
        <Card flush=true><Table head caption=words.title>{rows}</Table></Card>
    }
    .into_any()
}

/// What was mended, if anything was.
fn mended(found: &Orphans) -> AnyView {
    let words = orphans::texts();
    view! {
        {names(words.taken_back, &found.taken_back)}
        {names(words.finished, &found.finished)}
    }
    .into_any()
}

/// Names below what they have in common.
fn names(what: &'static str, names: &[String]) -> AnyView {
    if names.is_empty() {
        return ().into_any();
    }
    let items = names
        .iter()
        .map(|name| view! { <li><code class="font-mono text-sm wrap-anywhere">{name.clone()}</code></li> })
        .collect_view();
    view! {
        <p class="font-medium">{what}</p>
        <ul class="list-disc pl-5">{items}</ul>
    }
    .into_any()
}

fn row(comparison: Comparison) -> AnyView {
    let words = orphans::texts();
    let Comparison {
        job,
        at,
        asked_by,
        found,
    } = comparison;
    let (tone, result) = match (found.is_clean(), found.has_mended()) {
        (false, _) => (Tone::Warning, words.bad),
        (true, true) => (Tone::Accent, words.repaired),
        (true, false) => (Tone::Good, words.good),
    };
    let unknown = [found.databases, found.roles, found.without_database]
        .concat()
        .join(", ");
    let mended = [found.taken_back, found.finished].concat().join(", ");
    let or_none = |text: String| if text.is_empty() { "—".to_owned() } else { text };
    let by = if asked_by == "schedule" {
        words.by_schedule.to_owned()
    } else {
        asked_by
    };
    let at = format::instant(&boot(), at);
    view! {
        <Row>
            <Cell link=format!("/jobs/{job}")>{at}</Cell>
            <Cell label=words.result><Badge tone>{result}</Badge></Cell>
            <Cell label=words.unknown><span class="wrap-anywhere">{or_none(unknown)}</span></Cell>
            <Cell label=words.mended><span class="wrap-anywhere">{or_none(mended)}</span></Cell>
            <Cell label=words.asked_by>{by}</Cell>
        </Row>
    }
    .into_any()
}
