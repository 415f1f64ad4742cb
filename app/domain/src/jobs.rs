//! Background work: what it is called, where it stands, what a person may ask of it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Failure, Language};

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Sizes and figures of all organisations, for the console.
    CollectMetrics,
    /// Organisations whose time in the trash is over; warnings ahead of it.
    EmptyTrash,
    /// Half-made databases, roles and rows.
    FindOrphans,
    /// That no organisation sees another's data.
    ProveIsolation,
    /// A copy of an organisation, to try things on.
    DuplicateTenant,
    /// Finished jobs that nobody will ask for.
    ForgetJobs,
    /// Letters that are due go to the mail server.
    SendLetters,
    /// What a crash left in organisations' outboxes.
    SweepOutboxes,
    /// Databases that a move left behind and that have been kept long enough.
    DropKept,
    /// Databases for organisations to come.
    PrepareDatabases,
    /// Whether the proofs of organisations' own domains are still there.
    CheckDomains,
    /// The good rows of a file become subscribers of the tenant.
    PostImport,
    /// That the books of every organisation agree with themselves.
    ProveBooks,
    /// In every organisation, drafts of runs whose day has come are issued and promises of payment are judged.
    DoDue,
    /// The rest of a confirmed run over a month becomes invoices.
    IssueRun,
    /// A month is issued in a neutralised copy of the tenant, to see what would come out.
    RehearseMonth,
}

impl Task {
    /// Every task.
    pub const ALL: [Self; 16] = [
        Self::CollectMetrics,
        Self::EmptyTrash,
        Self::FindOrphans,
        Self::ProveIsolation,
        Self::DuplicateTenant,
        Self::ForgetJobs,
        Self::SendLetters,
        Self::SweepOutboxes,
        Self::DropKept,
        Self::PrepareDatabases,
        Self::CheckDomains,
        Self::PostImport,
        Self::ProveBooks,
        Self::DoDue,
        Self::IssueRun,
        Self::RehearseMonth,
    ];

    /// Those that a tenant asks for, or that are done inside of it: its own people see, stop and repeat them. A new one
    /// also gets its arm in `server::jobs::trade::tenants`.
    pub const OF_TENANTS: [Self; 3] = [Self::PostImport, Self::IssueRun, Self::RehearseMonth];

    /// It is done inside of a tenant, which may ask for it.
    #[must_use]
    pub fn is_of_tenant(self) -> bool {
        Self::OF_TENANTS.contains(&self)
    }

    /// The word in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::CollectMetrics => "collect_metrics",
            Self::EmptyTrash => "empty_trash",
            Self::FindOrphans => "find_orphans",
            Self::ProveIsolation => "prove_isolation",
            Self::DuplicateTenant => "duplicate_tenant",
            Self::ForgetJobs => "forget_jobs",
            Self::SendLetters => "send_letters",
            Self::SweepOutboxes => "sweep_outboxes",
            Self::DropKept => "drop_kept",
            Self::PrepareDatabases => "prepare_databases",
            Self::CheckDomains => "check_domains",
            Self::PostImport => "post_import",
            Self::ProveBooks => "prove_books",
            Self::DoDue => "do_due",
            Self::IssueRun => "issue_run",
            Self::RehearseMonth => "rehearse_month",
        }
    }

    /// The task of a word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|task| task.code() == code)
    }

    /// How often it is begun before it has failed for good.
    #[must_use]
    pub const fn attempts(self) -> i32 {
        match self {
            Self::DuplicateTenant => 5,
            Self::ProveIsolation | Self::ProveBooks | Self::DoDue | Self::RehearseMonth => 3,
            Self::CollectMetrics
            | Self::EmptyTrash
            | Self::FindOrphans
            | Self::ForgetJobs
            | Self::DropKept
            | Self::CheckDomains => 8,
            // Half an hour: as long as a tenant may be moved or brought up to date.
            Self::PostImport | Self::IssueRun => 8,
            // The next time of the schedule tries again.
            Self::SendLetters | Self::SweepOutboxes | Self::PrepareDatabases => 1,
        }
    }

    /// When the installation does it by itself: minute, hour, day, month, weekday, in UTC.
    #[must_use]
    pub const fn cron(self) -> Option<&'static str> {
        match self {
            Self::CollectMetrics => Some("7 * * * *"),
            Self::EmptyTrash => Some("23 2 * * *"),
            Self::FindOrphans => Some("41 2 * * *"),
            Self::ForgetJobs => Some("53 3 * * *"),
            Self::ProveIsolation => Some("13 3 * * *"),
            Self::DropKept => Some("31 3 * * *"),
            // Before the day begins where most organisations are.
            Self::ProveBooks => Some("40 0 * * *"),
            // After midnight from Kaliningrad to Kamchatka, and before the books are proven.
            Self::DoDue => Some("10 0 * * *"),
            Self::PrepareDatabases => Some("*/5 * * * *"),
            Self::CheckDomains => Some("37 4 * * *"),
            Self::DuplicateTenant | Self::PostImport | Self::IssueRun | Self::RehearseMonth => None,
            Self::SendLetters | Self::SweepOutboxes => Some("* * * * *"),
        }
    }

    /// How many days a finished one is kept for those who look.
    #[must_use]
    pub const fn kept_days(self) -> i64 {
        match self {
            Self::CollectMetrics
            | Self::EmptyTrash
            | Self::FindOrphans
            | Self::ProveIsolation
            | Self::DuplicateTenant
            | Self::DropKept
            | Self::CheckDomains
            | Self::PostImport
            | Self::ProveBooks
            | Self::DoDue
            | Self::IssueRun
            | Self::RehearseMonth
            | Self::ForgetJobs => 30,
            Self::SendLetters | Self::SweepOutboxes | Self::PrepareDatabases => 1,
        }
    }
}

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Waits for its turn, or for another attempt.
    Queued,
    /// Under way.
    Running,
    /// Done.
    Done,
    /// Failed for good; a person may try again.
    Failed,
    /// Stopped by a person.
    Cancelled,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 5] = [Self::Queued, Self::Running, Self::Done, Self::Failed, Self::Cancelled];

    /// The word in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The status of a word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// Nothing more happens by itself.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// Seconds until the next attempt after the given number of failed ones: 15 s, doubling, an hour at most.
#[must_use]
pub fn back_off(attempts: i32) -> i64 {
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or_default().min(8);
    (15_i64 << doublings).min(3600)
}

/// Another attempt may end otherwise: what failed was not what was asked for.
#[must_use]
pub const fn may_pass(failure: &Failure) -> bool {
    matches!(
        failure,
        Failure::Busy { .. } | Failure::Unreachable | Failure::Internal { .. }
    )
}

/// What the program is called in the audit and on documents while it does what somebody asked for.
#[must_use]
pub fn actor_name(language: Language, who: &str) -> String {
    match language {
        Language::Ru => format!("kvitok (по просьбе: {who})"),
        Language::En => format!("kvitok (asked by {who})"),
    }
}

/// A job in a list or on its card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobLine {
    /// Its id.
    pub id: i64,
    /// The organisation's id and name; nothing for the installation's own.
    pub tenant: Option<(i64, String)>,
    /// What is done; nothing for a task of another version of the program.
    pub task: Option<Task>,
    /// Where it stands.
    pub status: Status,
    /// How many steps are done.
    pub done: i64,
    /// How many there are, once that is known.
    pub total: Option<i64>,
    /// How often it was begun.
    pub attempts: i32,
    /// How often it may be.
    pub max_attempts: i32,
    /// Why the last attempt failed.
    pub cause: Option<Failure>,
    /// Somebody asked to stop it.
    pub cancel_asked: bool,
    /// Who asked for it.
    pub asked_by: String,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// Not before this.
    pub run_at: DateTime<Utc>,
    /// When it was begun last.
    pub started_at: Option<DateTime<Utc>>,
    /// When it was over.
    pub finished_at: Option<DateTime<Utc>>,
    /// Organisations that it found something wrong in, by their addresses.
    pub troubled: Vec<String>,
}

/// How many jobs wait, run, and have failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Waiting.
    pub queued: i64,
    /// Under way.
    pub running: i64,
    /// Failed for good.
    pub failed: i64,
    /// The background work is paused.
    pub paused: bool,
}

/// Asks for one of the installation's own tasks out of its turn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AskForm {
    /// The word of a task that has a schedule.
    pub task: String,
}

/// Names one job: to stop it or to try again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JobRefForm {
    /// The job's id.
    pub id: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lead_back() {
        for task in Task::ALL {
            assert_eq!(Task::from_code(task.code()), Some(task));
            assert!(task.attempts() > 0);
            assert!(
                !task.is_of_tenant() || task.cron().is_none(),
                "an installation's schedule enters no tenant"
            );
        }
        for status in Status::ALL {
            assert_eq!(Status::from_code(status.code()), Some(status));
        }
        assert_eq!((Task::from_code("x"), Status::from_code("x")), (None, None));
    }

    #[test]
    fn attempts_come_ever_later() {
        let table = [(0, 15), (1, 15), (2, 30), (3, 60), (4, 120), (9, 3600), (1000, 3600)];
        for (attempts, seconds) in table {
            assert_eq!(back_off(attempts), seconds, "{attempts}");
        }
    }

    #[test]
    fn what_was_asked_wrongly_is_not_tried_again() {
        assert!(may_pass(&Failure::Unreachable) && may_pass(&Failure::Busy { retry_after: 1 }));
        for failure in [Failure::NotFound, Failure::Forbidden, Failure::SignedOut] {
            assert!(!may_pass(&failure));
        }
    }
}
