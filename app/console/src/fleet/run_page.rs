//! A run: how far it has come, and what it did to each organisation.

use domain::fleet::{ResultLine, RunLine, RunReport, RunStatus};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::show_run;
use super::{RunBadge, versions};
use crate::texts::fleet as texts;

/// The page of a run.
#[component]
pub fn RunPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").and_then(|id| id.parse().ok()).unwrap_or(0));
    let report = Resource::new(id, show_run);
    view! {
        <Loaded resource=report let:report>
            <Report report />
        </Loaded>
    }
    .into_any()
}

#[component]
fn Report(report: RunReport) -> impl IntoView {
    let words = texts::texts();
    let run = report.run;
    let back = ("/fleet".to_owned(), words.title.to_owned());
    let (id, running) = (run.id, run.status == RunStatus::Running);
    let actions = move || {
        // A link to the page itself: it works without the browser half too.
        running.then(|| {
            view! { <ButtonLink href=format!("/fleet/{id}") label=words.reload icon=Icon::Refresh kind=ButtonKind::Secondary external=true /> }
        })
    };
    let title = fill(words.run_title, &[("id", &id.to_string())]);
    let word = match run.status {
        RunStatus::Running => Some((Tone::Accent, words.running_text)),
        RunStatus::Stopped => Some((Tone::Warning, words.stopped_text)),
        RunStatus::Done if run.failed > 0 => Some((Tone::Warning, words.failed_text)),
        RunStatus::Done => None,
    };
    let word = word.map(|(tone, text)| view! { <Alert tone><p>{text}</p></Alert> });
    view! {
        <Page title back actions>
            {word}
            <Facts run />
            <Results results=report.results />
        </Page>
    }
    .into_any()
}

#[component]
fn Facts(run: RunLine) -> impl IntoView {
    let words = texts::texts();
    let finished = run.finished_at.map(|at| {
        view! { <Fact label=words.col_finished>{format::instant(&boot(), at)}</Fact> }
    });
    let canary = run.canary.map(|slug| {
        view! { <Fact label=words.went_first>{slug}</Fact> }
    });
    let migrated = fill(
        words.of_all,
        &[("done", &run.migrated.to_string()), ("all", &run.tenants.to_string())],
    );
    view! {
        <Card>
            <DefinitionList>
                <Fact label=words.col_status><RunBadge status=run.status /></Fact>
                <Fact label=words.col_version>{versions(run.from_version, run.to_version)}</Fact>
                <Fact label=words.col_migrated>{migrated}</Fact>
                <Fact label=words.col_failed>{run.failed}</Fact>
                {canary}
                <Fact label=words.col_by>{run.actor_name}</Fact>
                <Fact label=words.col_started>{format::instant(&boot(), run.started_at)}</Fact>
                {finished}
            </DefinitionList>
        </Card>
    }
    .into_any()
}

#[component]
fn Results(results: Vec<ResultLine>) -> impl IntoView {
    let words = texts::texts();
    if results.is_empty() {
        return view! { <Card><EmptyState icon=Icon::Check title=words.nothing_done text=words.nothing_done_text /></Card> }
            .into_any();
    }
    let head = vec![
        Column::text(words.col_tenant),
        Column::text(words.col_outcome),
        Column::text(words.col_version),
        Column::number(words.col_ms),
    ];
    let rows = results
        .into_iter()
        .map(|line| view! { <ResultRow line /> })
        .collect_view();
    view! { <Card title=words.results flush=true><Table head caption=words.results>{rows}</Table></Card> }.into_any()
}

#[component]
fn ResultRow(line: ResultLine) -> impl IntoView {
    let words = texts::texts();
    let language = boot().language;
    let tries = (line.attempts > 1).then(|| {
        let tries = format::counted(language, u64::from(line.attempts.unsigned_abs()), words.tries);
        view! { <p class="field-hint">{tries}</p> }
    });
    let outcome = match line.error {
        None => view! { <Badge tone=Tone::Good>{words.good}</Badge> }.into_any(),
        Some(error) => view! {
            <Badge tone=Tone::Danger>{words.failed}</Badge>
            <p class="font-mono text-sm break-words">{error}</p>
        }
        .into_any(),
    };
    view! {
        <Row>
            <Cell link=format!("/tenants/{}", line.tenant_id)>{line.name}</Cell>
            <Cell label=words.col_outcome>{outcome}{tries}</Cell>
            <Cell label=words.col_version>{versions(line.from_version, line.to_version)}</Cell>
            <Cell label=words.col_ms align=Align::End>{format::whole(language, u64::from(line.ms.unsigned_abs()))}</Cell>
        </Row>
    }
    .into_any()
}
