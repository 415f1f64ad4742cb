//! The room of background work, the same for the console and for an organisation: a list by status, a job's card, stop and
//! try again. Each surface has its own functions behind it.

use chrono::{DateTime, Utc};
use domain::Page as PageOf;
use domain::jobs::{JobLine, Standing, Status};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use serde::de::DeserializeOwned;

use super::{JobBadge, JobProgress, JobTable, asked_by, cause, texts as work};
use crate::Fault;
use crate::boot::boot;
use crate::dialog::Confirm;
use crate::form::{Form, HiddenField, Submit};
use crate::format;
use crate::icons::Icon;
use crate::list::{EmptyState, Pager};
use crate::page::{Alert, ButtonKind, ButtonLink, Card, DefinitionList, Fact, Tab, Tabs, Tone};
use crate::texts::fill;

crate::texts! {
    /// The words of the room.
    pub struct Words;
    all: "Все", "All";
    queued: "В очереди", "Queued";
    running: "Выполняются", "Running";
    failed: "Не выполнены", "Failed";
    none: "Задач пока нет", "Nothing yet";
    none_such: "Таких задач нет", "There are none of these";
    facts: "Сведения", "Facts";
    asked_by: "Кто поставил", "Asked for by";
    asked_at: "Поставлена", "Asked for";
    begun: "Начата", "Begun";
    over: "Завершена", "Over";
    tries: "Попытки", "Attempts";
    tries_of: "{n} из {max}", "{n} of {max}";
    not_before: "Не раньше", "Not before";
    cause: "Почему не вышло", "Why it failed";
    cancel: "Остановить", "Stop";
    cancel_ask: "Остановить задачу?", "Stop this job?";
    cancel_text: "Сделанное останется. Выполняемая задача остановится на ближайшем шаге.", "What is done stays. A job that runs stops at its next step.";
    retry: "Повторить", "Try again";
    refresh: "Обновить", "Refresh";
    paused: "Фоновые задачи приостановлены", "Background work is paused";
    paused_text: "Новые задачи ждут, пока площадка не продолжит их.", "New jobs wait until the installation lets them go on.";
    done_cancelled: "Задача останавливается", "The job is being stopped";
    done_retried: "Задача снова в очереди", "The job is queued again";
}

/// The list below its tabs. `none_text` says what will be here one day.
#[component]
pub fn JobList(
    page: PageOf<JobLine>,
    standing: Standing,
    /// The status that is asked for, or nothing.
    #[prop(into)]
    status: String,
    #[prop(into)] none_text: String,
    /// Show whose they are.
    #[prop(optional)]
    whose: bool,
) -> impl IntoView {
    let words = texts();
    let language = boot().language;
    let tab = |code: &str, label: &str, n: Option<i64>| {
        let href = if code.is_empty() {
            "/jobs".to_owned()
        } else {
            format!("/jobs?status={code}")
        };
        let label = match n {
            Some(n) if n > 0 => format!(
                "{label} · {}",
                format::whole(language, u64::try_from(n).unwrap_or_default())
            ),
            Some(_) | None => label.to_owned(),
        };
        Tab::new(href, label, status == code)
    };
    let tabs = vec![
        tab("", words.all, None),
        tab("queued", words.queued, Some(standing.queued)),
        tab("running", words.running, Some(standing.running)),
        tab("failed", words.failed, Some(standing.failed)),
    ];
    let paused = standing.paused.then(|| {
        view! { <Alert tone=Tone::Warning title=words.paused><p>{words.paused_text}</p></Alert> }
    });
    let body = match (page.items.is_empty(), status.is_empty()) {
        (true, true) => view! { <EmptyState icon=Icon::Clock title=words.none text=none_text /> }.into_any(),
        (true, false) => view! { <EmptyState icon=Icon::Check title=words.none_such /> }.into_any(),
        (false, _) => view! {
            <JobTable jobs=page.items whose />
            <Pager next=page.next count=page.count />
        }
        .into_any(),
    };
    view! {
        {paused}
        <Tabs tabs />
        <Card flush=true>{body}</Card>
    }
    .into_any()
}

/// A job's facts, and why it failed. `whose` shows whose it is.
#[component]
pub fn JobFacts(job: JobLine, #[prop(optional, into)] whose: Option<AnyView>) -> impl IntoView {
    let words = texts();
    let boot = boot();
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
    let whose = whose.map(|whose| view! { <Fact label=work().whose>{whose}</Fact> });
    let cause = cause(&job).map(|cause| view! { <Alert tone=Tone::Danger title=words.cause><p>{cause}</p></Alert> });
    let (by, badge) = (asked_by(&job), job.clone());
    view! {
        {cause}
        <Card title=words.facts>
            <JobProgress job />
            <DefinitionList>
                <Fact label=work().status><JobBadge job=badge /></Fact>
                {whose}
                <Fact label=words.asked_by>{by}</Fact>
                {moments}
                <Fact label=words.tries>{tries}</Fact>
            </DefinitionList>
        </Card>
    }
    .into_any()
}

/// Stop or try again, as the job stands; where the browser half is off, a link that looks again.
#[component]
pub fn JobActions<C, R>(job: JobLine, cancel: ServerAction<C>, retry: ServerAction<R>) -> impl IntoView
where
    C: ServerFn<Error = Fault> + DeserializeOwned + Clone + Send + Sync + 'static,
    C::Output: Send + Sync + 'static,
    R: ServerFn<Error = Fault> + DeserializeOwned + Clone + Send + Sync + 'static,
    R::Output: Send + Sync + 'static,
{
    let words = texts();
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
