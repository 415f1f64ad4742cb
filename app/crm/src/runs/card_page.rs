//! A run: its figures, what can be done, its accounts, whether the month is complete.

use std::time::Duration;

use domain::runs::{CompletenessQuery, RunCard, Status};
use domain::{Failure, Permission};
use leptos::prelude::*;
use ui::prelude::{Alert, Card, FailureView, Loaded, Page, SkeletonShape, Tone, boot, deeds, fill, format, pulse};

use super::accounts::Accounts;
use super::api::{check_completeness, show_run};
use super::completeness_page::summary;
use super::figures::{StatusBadge, facts, figures, rehearsed};
use super::steps::{Deeds, buttons, progress};
use crate::frame::path_id;
use crate::texts::money::runs::texts;

/// One run.
#[component]
pub fn CardPage() -> impl IntoView {
    if !boot().may(Permission::IssueInvoices) {
        return view! { <FailureView failure=Failure::Forbidden /> }.into_any();
    }
    let id = path_id();
    let actions = Deeds::new();
    let issuing = RwSignal::new(false);
    let beat = pulse(Duration::from_secs(2), move || issuing.get());
    let done = deeds();
    let run = Resource::new(move || (id.get(), done.get(), beat.get()), |(id, ..)| show_run(id));
    Effect::new(move || {
        let now = run.with(|run| matches!(run, Some(Ok(card)) if card.run.status == Status::Issuing));
        if issuing.get_untracked() != now {
            issuing.set(now);
        }
    });
    view! {
        <Loaded resource=run skeleton=SkeletonShape::Figures let:card>{show(card, actions)}</Loaded>
    }
    .into_any()
}

fn show(card: RunCard, actions: Deeds) -> AnyView {
    let words = texts();
    let boot = boot();
    let run = &card.run;
    let title = fill(words.run_of, &[("month", &format::month(boot.language, run.month))]);
    let subtitle = format!("{} · {}", format::instant(&boot, run.created_at), run.run_by);
    let back = ("/runs".to_owned(), words.title.to_owned());
    let (status, id, month) = (run.status, run.id, run.month.to_string());
    let heading = {
        let card = card.clone();
        move || view! { <StatusBadge status />{buttons(&card, actions)} }
    };
    let issuing = (status == Status::Issuing).then(|| progress(&card, actions));
    let undone = card.undone.as_ref().map(|(_, _, why)| {
        let why = why.clone();
        view! { <Alert tone=Tone::Warning title=words.undone_title><p>{why}</p></Alert> }
    });
    let compared = card.rehearsed.as_ref().map(rehearsed);
    let complete = (status == Status::Issued).then(|| view! { <Complete month /> });
    view! {
        <Page title subtitle back actions=heading>
            {issuing}
            {undone}
            {figures(&card)}
            {compared}
            <Accounts run=id is_draft=status == Status::Draft />
            {complete}
            {facts(&card)}
        </Page>
    }
    .into_any()
}

/// Whether the run's month is complete.
#[component]
fn Complete(month: String) -> impl IntoView {
    let query = CompletenessQuery {
        month,
        ..CompletenessQuery::default()
    };
    let report = Resource::new(move || query.clone(), check_completeness);
    view! {
        <Card title=texts().complete>
            <Loaded resource=report let:report>{summary(&report, true)}</Loaded>
        </Card>
    }
    .into_any()
}
