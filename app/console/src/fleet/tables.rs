//! The tables of the fleet's page.

use domain::fleet::{RunLine, ServerLine, VersionLine};
use leptos::prelude::*;
use ui::prelude::*;

use super::{RunBadge, versions};
use crate::texts::fleet as texts;

/// Organisations by schema version.
#[component]
pub(super) fn Versions(versions: Vec<VersionLine>) -> impl IntoView {
    let words = texts::texts();
    if versions.is_empty() {
        return view! {
            <Card title=words.versions>
                <EmptyState icon=Icon::Database title=words.no_tenants text=words.no_tenants_text />
            </Card>
        }
        .into_any();
    }
    let language = boot().language;
    let head = vec![
        Column::text(words.col_version),
        Column::text(words.col_served),
        Column::number(words.col_tenants),
    ];
    let rows = versions
        .into_iter()
        .map(|line| {
            let served = if line.is_served {
                view! { <Badge tone=Tone::Good>{words.served}</Badge> }.into_any()
            } else {
                view! { <Badge tone=Tone::Warning>{words.not_served}</Badge> }.into_any()
            };
            view! {
                <Row>
                    <Cell>{fill(words.version, &[("version", &line.version.to_string())])}</Cell>
                    <Cell label=words.col_served>{served}</Cell>
                    <Cell label=words.col_tenants align=Align::End>{format::whole(language, line.tenants.unsigned_abs())}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Card title=words.versions flush=true><Table head caption=words.versions>{rows}</Table></Card> }.into_any()
}

/// The last runs.
#[component]
pub(super) fn Runs(runs: Vec<RunLine>) -> impl IntoView {
    let words = texts::texts();
    if runs.is_empty() {
        return view! {
            <Card title=words.runs>
                <EmptyState icon=Icon::History title=words.no_runs text=words.no_runs_text />
            </Card>
        }
        .into_any();
    }
    let head = vec![
        Column::text(words.col_started),
        Column::text(words.col_status),
        Column::text(words.col_by),
        Column::text(words.col_version),
        Column::number(words.col_migrated),
        Column::number(words.col_failed),
    ];
    let rows = runs.into_iter().map(|run| view! { <RunRow run /> }).collect_view();
    view! { <Card title=words.runs flush=true><Table head caption=words.runs>{rows}</Table></Card> }.into_any()
}

#[component]
fn RunRow(run: RunLine) -> impl IntoView {
    let words = texts::texts();
    let migrated = fill(
        words.of_all,
        &[("done", &run.migrated.to_string()), ("all", &run.tenants.to_string())],
    );
    view! {
        <Row>
            <Cell link=format!("/fleet/{}", run.id)>{format::instant(&boot(), run.started_at)}</Cell>
            <Cell label=words.col_status><RunBadge status=run.status /></Cell>
            <Cell label=words.col_by>{run.actor_name}</Cell>
            <Cell label=words.col_version>{versions(run.from_version, run.to_version)}</Cell>
            <Cell label=words.col_migrated align=Align::End>{migrated}</Cell>
            <Cell label=words.col_failed align=Align::End>{run.failed}</Cell>
        </Row>
    }
    .into_any()
}

/// The servers, to be looked at: they are changed from the terminal.
#[component]
pub(super) fn Servers(servers: Vec<ServerLine>) -> impl IntoView {
    let words = texts::texts();
    let head = vec![
        Column::text(words.col_server),
        Column::text(words.col_place),
        Column::text(words.col_new),
        Column::number(words.col_weight),
        Column::number(words.col_tenants),
    ];
    let rows = servers
        .into_iter()
        .map(|server| view! { <ServerRow server /> })
        .collect_view();
    view! {
        <Card title=words.servers flush=true>
            <Table head caption=words.servers>{rows}</Table>
            <div class="pager"><span class="pager-count">{words.servers_text}</span></div>
        </Card>
    }
    .into_any()
}

#[component]
fn ServerRow(server: ServerLine) -> impl IntoView {
    let words = texts::texts();
    let full = server.capacity.is_some_and(|most| server.tenants >= i64::from(most));
    let (tone, word) = match (server.is_configured, server.accepts_new && server.weight > 0, full) {
        (false, _, _) => (Tone::Danger, words.not_configured),
        (true, false, _) => (Tone::Neutral, words.takes_none),
        (true, true, true) => (Tone::Warning, words.full),
        (true, true, false) => (Tone::Good, words.takes_new),
    };
    let tenants = match server.capacity {
        Some(most) => fill(
            words.of_all,
            &[("done", &server.tenants.to_string()), ("all", &most.to_string())],
        ),
        None => server.tenants.to_string(),
    };
    view! {
        <Row>
            <Cell>{server.name}</Cell>
            <Cell label=words.col_place><span class="font-mono text-sm">{server.place}</span></Cell>
            <Cell label=words.col_new><Badge tone>{word}</Badge></Cell>
            <Cell label=words.col_weight align=Align::End>{server.weight}</Cell>
            <Cell label=words.col_tenants align=Align::End>{tenants}</Cell>
        </Row>
    }
    .into_any()
}
