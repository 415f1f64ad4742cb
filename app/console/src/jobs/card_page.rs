//! One piece of background work: where it stands, why it failed, stop and try again.

use std::time::Duration;

use domain::jobs::JobLine;
use leptos::prelude::*;
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
    let back = ("/jobs".to_owned(), jobs::texts().title.to_owned());
    let (title, head) = (work::task(job.task), job.clone());
    let actions = move || view! { <JobActions job=head.clone() cancel retry /> };
    let whose = match &job.tenant {
        Some((id, name)) => view! { <a class="link" href=format!("/tenants/{id}")>{name.clone()}</a> }.into_any(),
        None => work::texts().of_system.into_any(),
    };
    view! {
        <Page title back actions>
            <JobFacts job whose />
        </Page>
    }
    .into_any()
}
