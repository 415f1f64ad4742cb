//! What the landlord is told of its tenants in numbers, and of its business by month. Collected by a job.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::quotas::{Quotas, Standing, What};
use crate::{Currency, Money};

/// How much a tenant uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Bytes of its database.
    pub database_bytes: i64,
    /// Bytes of its files.
    pub file_bytes: i64,
    /// Staff who may sign in.
    pub users: i64,
    /// Subscribers without the archive.
    pub subscribers: i64,
    /// When somebody of its staff signed in last.
    pub last_log_in_at: Option<DateTime<Utc>>,
    /// When all this was found.
    pub collected_at: DateTime<Utc>,
}

impl Figures {
    /// How much of a limited thing is used.
    #[must_use]
    pub const fn used(&self, what: What) -> i64 {
        match what {
            What::Subscribers => self.subscribers,
            What::Users => self.users,
            What::Megabytes => (self.database_bytes + self.file_bytes) / 1_000_000,
        }
    }

    /// The limited things that are at a limit or near one.
    #[must_use]
    pub fn pressed(&self, quotas: &Quotas) -> Vec<(What, Standing)> {
        What::ALL
            .into_iter()
            .map(|what| (what, quotas.of(what).standing(self.used(what))))
            .filter(|(_, standing)| *standing != Standing::Free)
            .collect()
    }
}

/// Upper bounds of the counted times of requests, milliseconds; what took longer is counted after the last.
pub const BOUNDS: [i64; 8] = [10, 25, 50, 100, 250, 500, 1000, 2500];

/// Requests to a tenant's host in some time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traffic {
    /// How many there were.
    pub requests: i64,
    /// How many failed by our fault.
    pub errors: i64,
    /// How many took up to each of [`BOUNDS`], and longer.
    pub times: Vec<i64>,
}

impl Traffic {
    /// Counts a request.
    pub fn count(&mut self, ms: i64, failed: bool) {
        self.requests += 1;
        self.errors += i64::from(failed);
        self.times.resize(BOUNDS.len() + 1, 0);
        let at = BOUNDS.iter().position(|bound| ms <= *bound).unwrap_or(BOUNDS.len());
        if let Some(counted) = self.times.get_mut(at) {
            *counted += 1;
        }
    }

    /// Adds another count to this one.
    pub fn add(&mut self, other: &Self) {
        self.requests += other.requests;
        self.errors += other.errors;
        self.times.resize(BOUNDS.len() + 1, 0);
        for (mine, theirs) in self.times.iter_mut().zip(&other.times) {
            *mine += theirs;
        }
    }

    /// The time that nineteen of twenty requests kept within, milliseconds, as the bound above it; nothing without
    /// requests, `None` inside when it lies beyond the last bound.
    #[must_use]
    pub fn p95(&self) -> Option<Option<i64>> {
        let all: i64 = self.times.iter().sum();
        if all == 0 {
            return None;
        }
        let wanted = (all * 95).div_euclid(100).max(1);
        let mut seen = 0;
        for (at, counted) in self.times.iter().enumerate() {
            seen += counted;
            if seen >= wanted {
                return Some(BOUNDS.get(at).copied());
            }
        }
        Some(None)
    }
}

/// A month of the installation's business, in one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusinessMonth {
    /// Its first day.
    pub month: NaiveDate,
    /// The currency of the books.
    pub currency: Currency,
    /// Organisations in service.
    pub tenants: i64,
    /// Their subscribers.
    pub subscribers: i64,
    /// The payments that they recorded.
    pub payments: Money,
    /// Answers of 9 and 10 less those of 0 to 6, of the quarter that begins in the month.
    pub score_sum: i64,
    /// How many answered in that quarter.
    pub scores: i64,
}

/// What one tenant adds to a month, as its own database tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contribution {
    /// The first day of the month.
    pub month: NaiveDate,
    /// The payments recorded in it.
    pub payments: Money,
    /// Somebody did something.
    pub active: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotas::Quota;

    #[test]
    fn nineteen_of_twenty_keep_within_p95() {
        let mut traffic = Traffic::default();
        assert_eq!(traffic.p95(), None);
        for _ in 0..95 {
            traffic.count(20, false);
        }
        for _ in 0..5 {
            traffic.count(900, true);
        }
        assert_eq!(
            (traffic.requests, traffic.errors, traffic.p95()),
            (100, 5, Some(Some(25)))
        );
        traffic.count(900, false);
        traffic.count(900, false);
        assert_eq!(traffic.p95(), Some(Some(1000)));
        let mut slow = Traffic::default();
        slow.count(60_000, false);
        assert_eq!(slow.p95(), Some(None));
    }

    #[test]
    fn what_is_near_a_limit_is_told() {
        let figures = Figures {
            database_bytes: 90_000_000,
            file_bytes: 10_000_000,
            users: 3,
            subscribers: 10,
            ..Figures::default()
        };
        let mut quotas = Quotas::default();
        quotas.set(
            What::Megabytes,
            Quota {
                soft: Some(100),
                hard: Some(200),
            },
        );
        quotas.set(
            What::Users,
            Quota {
                soft: None,
                hard: Some(3),
            },
        );
        quotas.set(
            What::Subscribers,
            Quota {
                soft: Some(11),
                hard: None,
            },
        );
        assert_eq!(
            figures.pressed(&quotas),
            [(What::Users, Standing::Full), (What::Megabytes, Standing::Near)]
        );
    }
}
