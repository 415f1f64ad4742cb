//! The page of proofs: the last one in large, the earlier ones in a table, the button that asks for another.

use domain::isolation::Proof;
use domain::jobs::Task;
use leptos::prelude::*;
use ui::prelude::*;

use super::api::{ProveIsolation, last_proofs};
use crate::texts::isolation;

/// Proofs of isolation.
#[component]
pub fn IsolationPage() -> impl IntoView {
    let words = isolation::texts();
    let prove = ServerAction::<ProveIsolation>::new();
    let proofs = Resource::new(|| (), |()| last_proofs());
    let actions = move || {
        view! {
            <Form action=prove class="contents">
                <HiddenField name="task" value=Task::ProveIsolation.code() />
                <Submit label=words.run icon=Icon::Check />
            </Form>
        }
    };
    view! {
        <Page title=words.title actions>
            <p class="max-w-prose text-(--muted)">{words.text}</p>
            <Loaded resource=proofs skeleton=SkeletonShape::Table let:proofs>{show(proofs)}</Loaded>
        </Page>
    }
    .into_any()
}

fn show(proofs: Vec<Proof>) -> AnyView {
    let words = isolation::texts();
    let Some(last) = proofs.first() else {
        return view! { <Card><EmptyState icon=Icon::Check title=words.none text=words.none_text /></Card> }.into_any();
    };
    let boot = boot();
    let summary = |proof: &Proof| {
        let checks = u64::try_from(proof.checks).unwrap_or_default();
        fill(
            words.good_text,
            &[
                ("checks", &format::counted(boot.language, checks, words.attempts)),
                (
                    "seconds",
                    &(proof.finished_at - proof.started_at).num_seconds().to_string(),
                ),
                ("at", &format::instant(&boot, proof.started_at)),
            ],
        )
    };
    let verdict = if last.passed() {
        let text = summary(last);
        view! { <Alert tone=Tone::Good title=words.good><p>{text}</p></Alert> }.into_any()
    } else {
        let found = last
            .findings
            .iter()
            .map(|finding| view! { <li>{finding.clone()}</li> })
            .collect_view();
        view! { <Alert tone=Tone::Danger title=words.bad><ul>{found}</ul></Alert> }.into_any()
    };
    let head = vec![
        Column::text(words.when),
        Column::text(words.result),
        Column::number(words.checks),
        Column::number(words.findings),
        Column::text(words.asked_by),
    ];
    let rows = proofs.into_iter().map(row).collect_view();
    view! {
        {verdict}
        <Card flush=true><Table head caption=words.title>{rows}</Table></Card>
    }
    .into_any()
}

fn row(proof: Proof) -> AnyView {
    let words = isolation::texts();
    let boot = boot();
    let whole = |n: i64| format::whole(boot.language, u64::try_from(n).unwrap_or_default());
    let at = format::instant(&boot, proof.started_at);
    let (tone, result) = if proof.passed() {
        (Tone::Good, words.passed)
    } else {
        (Tone::Danger, words.failed)
    };
    let (checks, findings) = (
        whole(proof.checks),
        whole(i64::try_from(proof.findings.len()).unwrap_or_default()),
    );
    let by = if proof.asked_by == "schedule" {
        words.by_schedule.to_owned()
    } else {
        proof.asked_by
    };
    view! {
        <Row>
            <Cell>{at}</Cell>
            <Cell label=words.result><Badge tone>{result}</Badge></Cell>
            <Cell label=words.checks align=Align::End>{checks}</Cell>
            <Cell label=words.findings align=Align::End>{findings}</Cell>
            <Cell label=words.asked_by>{by}</Cell>
        </Row>
    }
    .into_any()
}
