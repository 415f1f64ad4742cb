//! Rehearsals of a month: the month issued in a neutralised copy, to see what would come out.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Failure, Money, Month};

/// How many differences a rehearsal keeps: the largest ones.
pub const DIFFERENCES: usize = 100;

/// Where a rehearsal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Waits for its turn.
    Asked,
    /// The copy is being made and the month issued in it.
    Running,
    /// Done; the copy is gone.
    Done,
    /// It did not come to its end.
    Failed,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Asked, Self::Running, Self::Done, Self::Failed];

    /// The word in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
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
        matches!(self, Self::Done | Self::Failed)
    }
}

/// An account whose month differs from the one before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The subscriber.
    pub subscriber: i64,
    /// The account.
    pub account: String,
    /// The name.
    pub name: String,
    /// What the month before was charged.
    pub before: Money,
    /// What this one would be.
    pub now: Money,
}

/// What came out of a rehearsal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The hash of the lines, as a run has it.
    pub hash: Vec<u8>,
    /// Invoices.
    pub accounts: i64,
    /// Their lines.
    pub lines: i64,
    /// Their sum.
    pub total: Money,
    /// Accounts left out.
    pub parked: i64,
    /// How many accounts differ from the month before.
    pub changed: i64,
    /// The largest differences.
    pub differences: Vec<Difference>,
}

/// A rehearsal in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RehearsalLine {
    /// The id.
    pub id: i64,
    /// The month.
    pub month: Month,
    /// Where it stands.
    pub status: Status,
    /// The hash, as hexadecimal digits.
    pub hash: Option<String>,
    /// Invoices that came out.
    pub accounts: Option<i64>,
    /// Their lines.
    pub lines: Option<i64>,
    /// Their sum.
    pub total: Option<Money>,
    /// Accounts left out.
    pub parked: Option<i64>,
    /// How many accounts differ from the month before.
    pub changed: Option<i64>,
    /// Why it failed, for those who look it up in the log.
    pub cause: Option<String>,
    /// Who asked for it.
    pub asked_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it was over.
    pub finished_at: Option<DateTime<Utc>>,
}

/// A rehearsal with its differences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RehearsalCard {
    /// The rehearsal.
    pub rehearsal: RehearsalLine,
    /// The largest differences to the month before.
    pub differences: Vec<Difference>,
    /// The real run of the month after it: its id, and whether its hash is the same.
    pub run: Option<(i64, bool)>,
}

/// Asks for a rehearsal, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RehearsalForm {
    /// The month, `2026-11`.
    pub month: String,
}

impl RehearsalForm {
    /// # Errors
    /// `Invalid` when the month is none.
    pub fn parse(&self) -> Result<Month, Failure> {
        self.month.parse().map_err(|reason| Failure::field("month", reason))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reason;

    #[test]
    fn words_lead_back_and_a_month_is_needed() {
        for status in Status::ALL {
            assert_eq!(Status::from_code(status.code()), Some(status));
        }
        assert!(Status::Done.is_over() && Status::Failed.is_over() && !Status::Asked.is_over());
        assert_eq!(Status::from_code("x"), None);
        let form = RehearsalForm { month: "11".into() };
        assert_eq!(form.parse().unwrap_err().reason_for("month"), Some(&Reason::NotAMonth));
    }
}
