//! Background work as people see it: where it stands, how far it is, why it failed. The same for every surface.

mod room;

use std::time::Duration;

use domain::Failure;
use domain::jobs::{JobLine, Status, Task};
use leptos::prelude::*;

use crate::boot::{boot, language};
use crate::format;
use crate::page::{Badge, Tone};
use crate::table::{Cell, Column, Row, Table};
use crate::texts::{failure, fill};

pub use room::{JobActions, JobFacts, JobList, of as room_of};

crate::texts! {
    /// The words of background work.
    pub struct Words;
    what: "Задача", "Job";
    whose: "Организация", "Organisation";
    status: "Состояние", "Status";
    progress: "Ход", "Progress";
    asked: "Поставлена", "Asked for";
    queued: "В очереди", "Queued";
    again: "Ждёт повтора", "Waits to be retried";
    running: "Выполняется", "Running";
    stopping: "Останавливается", "Stopping";
    done: "Выполнена", "Done";
    failed: "Не выполнена", "Failed";
    cancelled: "Остановлена", "Stopped";
    steps: "{done} из {total}", "{done} of {total}";
    attempt: "попытка {n} из {max}", "attempt {n} of {max}";
    next_try: "следующая попытка {at}", "next attempt {at}";
    of_system: "Сама площадка", "The installation";
    by_schedule: "по расписанию", "by schedule";
    by_program: "программа", "the program";
    unknown: "Задача другой версии программы", "A job of another version of the program";
    collect_metrics: "Сбор показателей", "Collecting figures";
    empty_trash: "Очистка корзины", "Emptying the trash";
    find_orphans: "Сверка баз с каталогом", "Comparing databases with the catalogue";
    prove_isolation: "Проверка изоляции", "Proof of isolation";
    drop_kept: "Удаление баз, оставшихся после переездов", "Dropping databases left by moves";
    prepare_databases: "Подготовка баз для новых организаций", "Preparing databases for new organisations";
    do_due: "Выпуск черновиков и проверка обещаний", "Drafts that are due, promises of payment";
    prove_books: "Сверка книг организаций", "Proof of organisations' books";
    duplicate_tenant: "Копирование организации", "Copying an organisation";
    forget_jobs: "Уборка старых задач", "Forgetting old jobs";
    send_letters: "Отправка писем", "Sending letters";
    sweep_outboxes: "Обход исходящих", "Looking through outboxes";
    check_domains: "Проверка доменов организаций", "Checking organisations' domains";
    issue_run: "Выставление счетов", "Issuing invoices";
    rehearse_month: "Репетиция месяца", "Rehearsal of a month";
    post_import: "Загрузка абонентов из файла", "Importing subscribers from a file";
}

/// What a task is called.
#[must_use]
pub fn task(task: Option<Task>) -> &'static str {
    let words = texts();
    match task {
        Some(Task::CollectMetrics) => words.collect_metrics,
        Some(Task::EmptyTrash) => words.empty_trash,
        Some(Task::FindOrphans) => words.find_orphans,
        Some(Task::ProveIsolation) => words.prove_isolation,
        Some(Task::DropKept) => words.drop_kept,
        Some(Task::PrepareDatabases) => words.prepare_databases,
        Some(Task::ProveBooks) => words.prove_books,
        Some(Task::DoDue) => words.do_due,
        Some(Task::DuplicateTenant) => words.duplicate_tenant,
        Some(Task::ForgetJobs) => words.forget_jobs,
        Some(Task::SendLetters) => words.send_letters,
        Some(Task::SweepOutboxes) => words.sweep_outboxes,
        Some(Task::CheckDomains) => words.check_domains,
        Some(Task::PostImport) => words.post_import,
        Some(Task::IssueRun) => words.issue_run,
        Some(Task::RehearseMonth) => words.rehearse_month,
        None => words.unknown,
    }
}

/// What a status is called.
#[must_use]
pub fn status(job: &JobLine) -> &'static str {
    let words = texts();
    match job.status {
        Status::Queued if job.attempts > 0 => words.again,
        Status::Queued => words.queued,
        Status::Running if job.cancel_asked => words.stopping,
        Status::Running => words.running,
        Status::Done => words.done,
        Status::Failed => words.failed,
        Status::Cancelled => words.cancelled,
    }
}

/// Where a job stands, in a word and a colour.
#[component]
pub fn JobBadge(job: JobLine) -> impl IntoView {
    let tone = match job.status {
        Status::Queued if job.attempts > 0 => Tone::Warning,
        Status::Queued | Status::Cancelled => Tone::Neutral,
        Status::Running => Tone::Accent,
        Status::Done => Tone::Good,
        Status::Failed => Tone::Danger,
    };
    view! { <Badge tone>{status(&job)}</Badge> }.into_any()
}

/// How far a job has come: a bar with its numbers; without numbers a bar that says only that something happens.
#[component]
pub fn Progress(
    done: i64,
    total: Option<i64>,
    /// What progresses, for those who can't see it.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let language = language();
    let whole = |n: i64| format::whole(language, u64::try_from(n).unwrap_or_default());
    match total {
        Some(total) if total > 0 => {
            let said = fill(texts().steps, &[("done", &whole(done)), ("total", &whole(total))]);
            view! {
                <div class="progress-line">
                    <progress class="progress progress-primary" value=done max=total aria-label=label></progress>
                    <span class="tabular-nums">{said}</span>
                </div>
            }
            .into_any()
        }
        Some(_) | None => view! { <progress class="progress progress-primary" aria-label=label></progress> }.into_any(),
    }
}

/// The same of a job; nothing once it is over or before it begins.
#[component]
pub fn JobProgress(job: JobLine) -> impl IntoView {
    let label = task(job.task);
    (job.status == Status::Running).then(|| view! { <Progress done=job.done total=job.total label /> })
}

/// Why the last attempt failed, in words; its reference finds the cause in the log.
#[must_use]
pub fn cause(job: &JobLine) -> Option<String> {
    match (&job.cause, job.status) {
        (Some(cause), Status::Failed | Status::Queued | Status::Running) => Some(match cause {
            Failure::Internal { reference } if !reference.is_empty() => {
                format!("{} [{reference}]", failure(language(), cause))
            }
            other => failure(language(), other),
        }),
        _ => None,
    }
}

/// Who asked for it.
#[must_use]
pub fn asked_by(job: &JobLine) -> String {
    match job.asked_by.as_str() {
        "schedule" => texts().by_schedule.to_owned(),
        "kvitok" => texts().by_program.to_owned(),
        name => name.to_owned(),
    }
}

/// Jobs in a table. With `whose` their organisations have a column.
#[component]
pub fn JobTable(
    jobs: Vec<JobLine>,
    /// Show whose they are.
    #[prop(optional)]
    whose: bool,
) -> impl IntoView {
    let words = texts();
    let mut head = vec![Column::text(words.what)];
    if whose {
        head.push(Column::text(words.whose));
    }
    head.extend([
        Column::text(words.status),
        Column::text(words.progress),
        Column::number(words.asked),
    ]);
    let rows = jobs.into_iter().map(|job| line(job, whose)).collect_view();
    view! { <Table head caption=words.what>{rows}</Table> }.into_any()
}

fn line(job: JobLine, whose: bool) -> AnyView {
    let words = texts();
    let boot = boot();
    let owner = job
        .tenant
        .as_ref()
        .map_or_else(|| words.of_system.to_owned(), |(_, name)| name.clone());
    let note = cause(&job);
    let at = format::instant(&boot, job.created_at);
    let faded = job.status == Status::Cancelled;
    let (href, name, shown) = (format!("/jobs/{}", job.id), task(job.task), job.clone());
    view! {
        <Row faded>
            <Cell link=href>{name}</Cell>
            {whose.then(|| view! { <Cell label=words.whose>{owner}</Cell> })}
            <Cell label=words.status><JobBadge job=shown /></Cell>
            <Cell label=words.progress>
                <JobProgress job=job />
                {note.map(|note| view! { <span class="text-sm text-(--muted)">{note}</span> })}
            </Cell>
            <Cell label=words.asked align=crate::table::Align::End><span class="tabular-nums">{at}</span></Cell>
        </Row>
    }
    .into_any()
}

/// Grows every `every` while `wanted` says so: a resource keyed on it follows what happens on the server. Stands still
/// on the server and in a tab that nobody sees.
pub fn pulse(every: Duration, wanted: impl Fn() -> bool + Copy + Send + Sync + 'static) -> Signal<u32> {
    let beats = RwSignal::new(0);
    Effect::new(move |earlier: Option<Option<IntervalHandle>>| {
        if let Some(Some(handle)) = earlier {
            handle.clear();
        }
        let handle = wanted()
            .then(|| {
                let beat = move || {
                    if !document().hidden() {
                        // The page may have gone between two beats.
                        let _gone = beats.try_update(|beats| *beats += 1);
                    }
                };
                set_interval_with_handle(beat, every).ok()
            })
            .flatten();
        if let Some(handle) = handle {
            on_cleanup(move || handle.clear());
        }
        handle
    });
    beats.into()
}
