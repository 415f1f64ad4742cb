//! One piece of the organisation's background work: where it stands, why it failed, stop and try again.

use std::time::Duration;

use domain::jobs::JobLine;
use domain::{Failure, Permission};
use leptos::prelude::*;
use ui::prelude::*;
use ui::work;

use super::api::{CancelJob, RetryJob, show_job};
use crate::frame::path_id;
use crate::texts::jobs::texts;

/// A job's card; follows it until it is over.
#[component]
pub fn CardPage() -> impl IntoView {
    if !boot().may(Permission::SeeJobs) {
        return view! { <FailureView failure=Failure::Forbidden /> }.into_any();
    }
    let id = path_id();
    let (cancel, retry) = (ServerAction::<CancelJob>::new(), ServerAction::<RetryJob>::new());
    let deeds = deeds();
    let open = RwSignal::new(false);
    let pulse = pulse(Duration::from_secs(2), move || open.get());
    let job = Resource::new(move || (id.get(), deeds.get(), pulse.get()), |(id, ..)| show_job(id));
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
    let back = ("/jobs".to_owned(), texts().title.to_owned());
    let (title, head) = (work::task(job.task), job.clone());
    let actions = move || {
        boot()
            .may(Permission::CancelJobs)
            .then(|| view! { <JobActions job=head.clone() cancel retry /> })
    };
    view! {
        <Page title back actions>
            <JobFacts job />
        </Page>
    }
    .into_any()
}
