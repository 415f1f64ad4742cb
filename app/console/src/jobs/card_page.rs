//! One piece of background work: where it stands, why it failed, stop and try again.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::jobs::{JobLine, Status};
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;
use ui::work;

use super::api::{CancelJob, RetryJob, show_job};
use crate::tenants::id_in_address;
use crate::texts::jobs;

/// A job's card; follows it until it is over.
#[component]
pub fn CardPage() -> impl IntoView {
    let id = id_in_address();
    let (cancel, retry) = (ServerAction::<CancelJob>::new(), ServerAction::<RetryJob>::new());
    let deeds = deeds();
    let open = RwSignal::new(false);
    let pulse = pulse(Duration::from_secs(2), move || open.get());
    let job = Resource::new(move || (id(), deeds.get(), pulse.get()), |(id, ..)| show_job(id));
    Effect::new(move || {
        if let Some(Ok(job)) = job.get() {
            open.set(!job.status.is_over());
        }
    });
    view! {
        <Loaded resource=job skeleton=SkeletonShape::Lines let:job>{show(job, cancel, retry)}</Loaded>
    }
    .into_any()
}

fn show(job: JobLine, cancel: ServerAction<CancelJob>, retry: ServerAction<RetryJob>) -> AnyView {
    let words = jobs::texts();
    let boot = boot();
    let back = ("/jobs".to_owned(), words.title.to_owned());
    let head = job.clone();
    let actions = move || actions(&head, cancel, retry);
    let moment = |label: &str, at: Option<DateTime<Utc>>| {
        let label = label.to_owned();
        at.map(|at| format::instant(&boot, at))
            .map(|at| view! { <Fact label>{at}</Fact> })
    };
    let moments = [
        moment(words.asked_at, Some(job.created_at)),
        moment(words.not_before, (job.status == Status::Queued).then_some(job.run_at)),
        moment(words.begun, job.started_at),
        moment(words.over, job.finished_at),
    ]
    .into_iter()
    .collect_view();
    let tries = fill(
        words.tries_of,
        &[("n", &job.attempts.to_string()), ("max", &job.max_attempts.to_string())],
    );
    let whose = match &job.tenant {
        Some((id, name)) => view! { <a class="link" href=format!("/tenants/{id}")>{name.clone()}</a> }.into_any(),
        None => work::texts().of_system.into_any(),
    };
    let cause =
        work::cause(&job).map(|cause| view! { <Alert tone=Tone::Danger title=words.cause><p>{cause}</p></Alert> });
    let troubled = (!job.troubled.is_empty()).then(|| {
        let text = fill(words.troubled_text, &[("slugs", &job.troubled.join(", "))]);
        view! { <Alert tone=Tone::Danger title=words.troubled><p>{text}</p></Alert> }
    });
    let (asked_by, title, badge) = (work::asked_by(&job), work::task(job.task), job.clone());
    view! {
        <Page title back actions>
            {cause}
            {troubled}
            <Card title=words.facts>
                <JobProgress job />
                <DefinitionList>
                    <Fact label=work::texts().status><JobBadge job=badge /></Fact>
                    <Fact label=work::texts().whose>{whose}</Fact>
                    <Fact label=words.asked_by>{asked_by}</Fact>
                    {moments}
                    <Fact label=words.tries>{tries}</Fact>
                </DefinitionList>
            </Card>
        </Page>
    }
    .into_any()
}

fn actions(job: &JobLine, cancel: ServerAction<CancelJob>, retry: ServerAction<RetryJob>) -> AnyView {
    let words = jobs::texts();
    let id = job.id.to_string();
    match job.status {
        Status::Queued | Status::Running if !job.cancel_asked => view! {
            <ButtonLink href=format!("/jobs/{id}") label=words.refresh kind=ButtonKind::Ghost external=true />
            <Form action=cancel class="contents">
                <HiddenField name="id" value=id />
                <Confirm label=words.cancel title=words.cancel_ask text=words.cancel_text confirm=words.cancel icon=Icon::Close />
            </Form>
        }
        .into_any(),
        Status::Failed | Status::Cancelled => view! {
            <Form action=retry class="contents">
                <HiddenField name="id" value=id />
                <Submit label=words.retry icon=Icon::Restore />
            </Form>
        }
        .into_any(),
        Status::Queued | Status::Running | Status::Done => ().into_any(),
    }
}
