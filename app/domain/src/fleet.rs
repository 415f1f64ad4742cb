//! All tenants' databases together: bringing their schemas up to date, and the servers on which they stand.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::failure::Fields;
use crate::{Failure, Reason, typed};

/// Tenants brought up to date at a time, when nothing is said.
pub const PARALLEL: u32 = 4;
/// Failures after which a run touches no further tenant, when nothing is said.
pub const STOP_AFTER: u32 = 3;
/// More at a time than this would only wait for each other.
pub const MOST_PARALLEL: u32 = 32;

/// A run over all tenants, as typed. Nothing typed means the usual.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RunForm {
    /// The slug of the tenant that goes first.
    pub canary: String,
    /// How many at a time.
    pub parallel: String,
    /// After how many failures to stop.
    pub stop_after: String,
    /// Anything: only those that failed in the last run.
    pub retry: String,
}

/// A run that makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The slug of the tenant that goes first, if one was chosen.
    pub canary: Option<String>,
    /// How many at a time.
    pub parallel: u32,
    /// After how many failures to stop.
    pub stop_after: u32,
    /// Only those that failed in the last run.
    pub retry: bool,
}

impl RunForm {
    /// # Errors
    /// `Invalid`: `parallel` and `stop_after` are numbers from 1.
    pub fn parse(&self) -> Result<Plan, Failure> {
        let mut fields = Fields::default();
        let parallel = fields.keep("parallel", number(&self.parallel, PARALLEL, MOST_PARALLEL));
        let stop_after = fields.keep("stop_after", number(&self.stop_after, STOP_AFTER, 1_000_000));
        let canary = self.canary.trim().to_lowercase();
        match (parallel, stop_after) {
            (Some(parallel), Some(stop_after)) => Ok(Plan {
                canary: (!canary.is_empty()).then_some(canary),
                parallel,
                stop_after,
                retry: !self.retry.is_empty(),
            }),
            _ => Err(fields.into_failure()),
        }
    }
}

fn number(text: &str, usual: u32, most: u32) -> Result<u32, Reason> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(usual);
    }
    match text.parse::<u32>() {
        Ok(0) => Err(Reason::NotPositive),
        Ok(number) if number > most => Err(Reason::TooLarge),
        Ok(number) => Ok(number),
        Err(_) => Err(Reason::NotANumber),
    }
}

/// Which of the tenants that are behind goes first: the chosen one, else one that is marked, else the oldest. Each is
/// its id, its slug, and whether it is marked. Gives the index; nothing where the chosen one is not among them.
#[must_use]
pub fn canary(behind: &[(i64, String, bool)], chosen: Option<&str>) -> Option<usize> {
    if let Some(chosen) = chosen {
        return behind.iter().position(|(_, slug, _)| slug == chosen);
    }
    let marked = behind.iter().position(|(_, _, is_canary)| *is_canary);
    marked.or_else(|| (0..behind.len()).min_by_key(|index| behind.get(*index).map(|(id, _, _)| *id)))
}

/// A server for tenants' databases, and what stands on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerLine {
    /// What the landlord calls it.
    pub name: String,
    /// Where it is; never a user, never a password.
    pub place: String,
    /// Its share of new tenants.
    pub weight: i32,
    /// How many tenants it takes at most.
    pub capacity: Option<i32>,
    /// Whether new tenants may be placed on it.
    pub accepts_new: bool,
    /// Whether the configuration says how to connect to it.
    pub is_configured: bool,
    /// How many tenants it has, those in the trash among them.
    pub tenants: i64,
}

/// The server for a new tenant: of those that have room, the one that is emptiest for its weight; of equals, the first.
#[must_use]
pub fn place(servers: &[ServerLine]) -> Option<&ServerLine> {
    servers
        .iter()
        .filter(|server| server.accepts_new && server.is_configured && server.weight > 0)
        .filter(|server| server.capacity.is_none_or(|most| server.tenants < i64::from(most)))
        // (tenants + 1) / weight, compared without a fraction.
        .reduce(|best, next| {
            let of_next = (next.tenants + 1).saturating_mul(i64::from(best.weight));
            let of_best = (best.tenants + 1).saturating_mul(i64::from(next.weight));
            if of_next < of_best { next } else { best }
        })
}

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RunStatus {
    /// At work.
    Running,
    /// It ended before its end: too many failures, a failed canary, or the program was stopped.
    Stopped,
    /// It has touched every tenant that was behind.
    Done,
}

impl RunStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Running, Self::Stopped, Self::Done];

    /// The word in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Stopped => "stopped",
            Self::Done => "done",
        }
    }

    /// The status of a word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// A run over all tenants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunLine {
    /// Its id.
    pub id: i64,
    /// Where it stands.
    pub status: RunStatus,
    /// The oldest schema among its tenants.
    pub from_version: i32,
    /// The schema they are brought to.
    pub to_version: i32,
    /// The slug of the tenant that went first.
    pub canary: Option<String>,
    /// How many tenants were behind when it began.
    pub tenants: i32,
    /// How many were brought up to date.
    pub migrated: i32,
    /// How many failed.
    pub failed: i32,
    /// Who began it.
    pub actor_name: String,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}

/// What a run did to one tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultLine {
    /// The tenant's id.
    pub tenant_id: i64,
    /// Its slug.
    pub slug: String,
    /// What the organisation calls itself.
    pub name: String,
    /// Its schema before.
    pub from_version: i32,
    /// Its schema afterwards.
    pub to_version: i32,
    /// Milliseconds.
    pub ms: i32,
    /// What the database said against it.
    pub error: Option<String>,
    /// How often it was tried.
    pub attempts: i32,
}

/// A run with what it did to each tenant, the failures first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunReport {
    /// The run.
    pub run: RunLine,
    /// Its results.
    pub results: Vec<ResultLine>,
}

/// Tenants of one schema version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionLine {
    /// The version.
    pub version: i32,
    /// How many tenants have it.
    pub tenants: i64,
    /// Whether this program serves it; the others see a page that says that they are being upgraded.
    pub is_served: bool,
}

/// What the page of the fleet shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fleet {
    /// The schema that this program brings tenants to.
    pub version: i32,
    /// How many tenants are behind it.
    pub behind: i64,
    /// How many of those failed in the last run.
    pub failed: i64,
    /// Tenants by schema version, the newest first.
    pub versions: Vec<VersionLine>,
    /// The servers.
    pub servers: Vec<ServerLine>,
    /// The last runs, the newest first.
    pub runs: Vec<RunLine>,
}

/// Names one run.
///
/// # Errors
/// `NotFound` for an id that is none.
pub fn run_id(text: &str) -> Result<i64, Failure> {
    typed::id(text).map_err(|_| Failure::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_has_usual_values_and_limits() {
        let usual = RunForm::default().parse().unwrap();
        assert_eq!(
            usual,
            Plan {
                canary: None,
                parallel: 4,
                stop_after: 3,
                retry: false
            }
        );
        let form = RunForm {
            canary: " Daisy ".into(),
            parallel: "8".into(),
            stop_after: "1".into(),
            retry: "on".into(),
        };
        let plan = form.parse().unwrap();
        assert_eq!(
            (plan.canary.as_deref(), plan.parallel, plan.stop_after, plan.retry),
            (Some("daisy"), 8, 1, true)
        );
        for (typed, reason) in [
            ("0", Reason::NotPositive),
            ("33", Reason::TooLarge),
            ("-1", Reason::NotANumber),
            ("много", Reason::NotANumber),
        ] {
            let form = RunForm {
                parallel: typed.into(),
                ..RunForm::default()
            };
            assert_eq!(
                form.parse().unwrap_err().reason_for("parallel"),
                Some(&reason),
                "{typed}"
            );
        }
    }

    #[test]
    fn the_canary_is_chosen_or_marked_or_the_oldest() {
        let behind = |marked: Option<i64>| -> Vec<(i64, String, bool)> {
            [7, 3, 5]
                .into_iter()
                .map(|id| (id, format!("t{id}"), Some(id) == marked))
                .collect()
        };
        for (marked, chosen, want) in [
            (None, None, Some(3)),
            (Some(5), None, Some(5)),
            (Some(5), Some("t7"), Some(7)),
            (Some(5), Some("other"), None),
        ] {
            let list = behind(marked);
            let got = canary(&list, chosen)
                .and_then(|index| list.get(index))
                .map(|(id, _, _)| *id);
            assert_eq!(got, want, "{marked:?} {chosen:?}");
        }
        assert_eq!(canary(&[], None), None);
    }

    fn server(name: &str, weight: i32, capacity: Option<i32>, tenants: i64) -> ServerLine {
        ServerLine {
            name: name.into(),
            place: String::new(),
            weight,
            capacity,
            accepts_new: true,
            is_configured: true,
            tenants,
        }
    }

    #[test]
    fn new_tenants_go_where_there_is_most_room_for_the_weight() {
        let closed = ServerLine {
            accepts_new: false,
            ..server("closed", 100, None, 0)
        };
        let unknown = ServerLine {
            is_configured: false,
            ..server("unknown", 100, None, 0)
        };
        for (servers, want) in [
            (vec![], None),
            (vec![server("a", 100, None, 5), server("b", 100, None, 4)], Some("b")),
            (vec![server("a", 100, None, 4), server("b", 100, None, 4)], Some("a")),
            (vec![server("a", 300, None, 8), server("b", 100, None, 3)], Some("a")),
            (vec![server("a", 300, None, 12), server("b", 100, None, 3)], Some("b")),
            (vec![server("a", 100, Some(5), 5), server("b", 1, None, 900)], Some("b")),
            (vec![server("a", 100, Some(5), 5)], None),
            (vec![server("a", 0, None, 0)], None),
            (vec![closed, unknown], None),
        ] {
            assert_eq!(place(&servers).map(|server| server.name.as_str()), want, "{servers:?}");
        }
    }

    #[test]
    fn placing_many_keeps_to_the_weights() {
        let mut servers = vec![
            server("a", 100, None, 0),
            server("b", 200, None, 0),
            server("c", 100, Some(10), 0),
        ];
        for _ in 0..100 {
            let name = place(&servers).unwrap().name.clone();
            for server in &mut servers {
                server.tenants += i64::from(server.name == name);
            }
        }
        let counts: Vec<i64> = servers.iter().map(|server| server.tenants).collect();
        assert_eq!(counts, [30, 60, 10]);
    }

    #[test]
    fn statuses_have_words() {
        for status in RunStatus::ALL {
            assert_eq!(RunStatus::from_code(status.code()), Some(status));
        }
        assert_eq!(RunStatus::from_code("gone"), None);
        assert_eq!(run_id("x"), Err(Failure::NotFound));
        assert_eq!(run_id("5"), Ok(5));
    }
}
