//! A rehearsal: what came out, the largest differences, and whether the real run was the same.

use std::time::Duration;

use domain::rehearsals::{Difference, RehearsalCard, RehearsalLine, Status};
use domain::{Failure, Permission};
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::{
    Alert, Align, ButtonLink, Card, Cell, Column, DefinitionList, FailureView, Icon, Loaded, Page, Row, SkeletonShape,
    Stat, Stats, Sum, Table, Tone, boot, fill, format, pulse,
};

use super::api::show_rehearsal;
use super::sections::StatusBadge;
use crate::frame::path_id;
use crate::runs::{hash, sum_of};
use crate::texts::money::rehearsals::texts;

/// One rehearsal.
#[component]
pub fn CardPage() -> impl IntoView {
    if !boot().may(Permission::IssueInvoices) {
        return view! { <FailureView failure=Failure::Forbidden /> }.into_any();
    }
    let id = path_id();
    let waiting = RwSignal::new(false);
    let beat = pulse(Duration::from_secs(3), move || waiting.get());
    let rehearsal = Resource::new(move || (id.get(), beat.get()), |(id, _)| show_rehearsal(id));
    Effect::new(move || {
        let now = rehearsal.with(|found| matches!(found, Some(Ok(card)) if !card.rehearsal.status.is_over()));
        if waiting.get_untracked() != now {
            waiting.set(now);
        }
    });
    view! {
        <Loaded resource=rehearsal skeleton=SkeletonShape::Figures let:card>{show(card)}</Loaded>
    }
    .into_any()
}

fn show(card: RehearsalCard) -> AnyView {
    let words = texts();
    let boot = boot();
    let RehearsalCard {
        rehearsal,
        differences,
        run,
    } = card;
    let title = fill(
        words.of_month,
        &[("month", &format::month(boot.language, rehearsal.month))],
    );
    let subtitle = format!(
        "{} · {}",
        format::instant(&boot, rehearsal.created_at),
        rehearsal.asked_by
    );
    let back = ("/runs".to_owned(), crate::texts::money::runs::texts().title.to_owned());
    let status = rehearsal.status;
    let badge = move || view! { <StatusBadge status /> };
    let body = match status {
        Status::Asked | Status::Running => waiting(rehearsal.id),
        Status::Failed => failed(&rehearsal),
        Status::Done => done(&rehearsal, differences, run),
    };
    view! { <Page title subtitle back actions=badge>{body}</Page> }.into_any()
}

fn waiting(id: i64) -> AnyView {
    let words = texts();
    let href = format!("/rehearsals/{id}");
    view! {
        <Alert tone=Tone::Accent title=words.waiting_title>
            <p>{words.waiting_text}</p>
            <div class="mt-3">
                <ButtonLink href label=words.refresh icon=Icon::Refresh kind=ButtonKind::Secondary />
            </div>
        </Alert>
    }
    .into_any()
}

fn failed(rehearsal: &RehearsalLine) -> AnyView {
    let words = texts();
    let cause = rehearsal.cause.clone().unwrap_or_default();
    view! {
        <Alert tone=Tone::Danger title=words.failed_title><p>{fill(words.failed_text, &[("cause", &cause)])}</p></Alert>
    }
    .into_any()
}

fn done(rehearsal: &RehearsalLine, differences: Vec<Difference>, run: Option<(i64, bool)>) -> AnyView {
    let words = texts();
    let language = boot().language;
    let whole = move |n: Option<i64>| format::whole(language, u64::try_from(n.unwrap_or_default()).unwrap_or_default());
    let tone = if rehearsal.parked.unwrap_or_default() > 0 {
        Tone::Warning
    } else {
        Tone::Neutral
    };
    let compared = match run {
        Some((id, same)) => {
            let (tone, title) = if same {
                (Tone::Good, words.run_same)
            } else {
                (Tone::Warning, words.run_other)
            };
            view! { <Alert tone title><p><a href=format!("/runs/{id}")>{words.run_open}</a></p></Alert> }.into_any()
        }
        None => view! { <p class="text-sm text-(--muted)">{words.no_run}</p> }.into_any(),
    };
    let hash = rehearsal
        .hash
        .clone()
        .map(|digits| view! { <Card><DefinitionList>{hash(digits)}</DefinitionList></Card> });
    let (invoices, parked, changed) = (
        whole(rehearsal.accounts),
        whole(rehearsal.parked),
        whole(rehearsal.changed),
    );
    let total = sum_of(rehearsal.total.unwrap_or_default());
    view! {
        <Stats>
            <Stat label=words.invoices value=invoices />
            <Stat label=words.sum value=total tone=Tone::Accent />
            <Stat label=words.parked value=parked tone />
            <Stat label=words.changed value=changed note=words.changed_note />
        </Stats>
        {compared}
        <Card title=words.differences flush=true>{table(differences)}</Card>
        {hash}
    }
    .into_any()
}

fn table(differences: Vec<Difference>) -> AnyView {
    let words = texts();
    if differences.is_empty() {
        return view! { <p class="p-5 text-(--muted)">{words.no_differences}</p> }.into_any();
    }
    let head = vec![
        Column::text(words.account),
        Column::text(words.subscriber),
        Column::number(words.before),
        Column::number(words.now),
        Column::number(words.difference),
    ];
    let rows = differences
        .into_iter()
        .map(|row| {
            view! {
                <Row>
                    <Cell link=format!("/subscribers/{}", row.subscriber)><span class="tabular-nums">{row.account}</span></Cell>
                    <Cell label=words.subscriber>{row.name}</Cell>
                    <Cell label=words.before align=Align::End><Sum of=row.before /></Cell>
                    <Cell label=words.now align=Align::End><Sum of=row.now /></Cell>
                    <Cell label=words.difference align=Align::End><Sum of=row.now - row.before /></Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table head caption=words.differences>{rows}</Table> }.into_any()
}
