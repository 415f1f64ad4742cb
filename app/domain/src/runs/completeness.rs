//! Whether a month is complete: active links against the lines made, each difference with its reason.

use serde::{Deserialize, Serialize};

use super::Cause;
use crate::{Month, Page};

/// Why an active link has no charge in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// A run can charge it: the month has not been issued for it yet.
    Waiting,
    /// Its account is parked.
    Parked,
    /// Its sum can't be computed.
    Problem,
    /// Paused on all of its days.
    Paused,
    /// It costs nothing.
    Nothing,
    /// The subscriber is in the archive.
    Archived,
}

impl Missing {
    /// Every reason.
    pub const ALL: [Self; 6] = [
        Self::Waiting,
        Self::Parked,
        Self::Problem,
        Self::Paused,
        Self::Nothing,
        Self::Archived,
    ];

    /// The word of the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Parked => "parked",
            Self::Problem => "problem",
            Self::Paused => "paused",
            Self::Nothing => "nothing",
            Self::Archived => "archived",
        }
    }

    /// The reason of a word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// Asks whether a month is complete, as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CompletenessQuery {
    /// The month.
    pub month: String,
    /// The position of the page.
    pub after: String,
}

/// Active links of a month against the lines made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completeness {
    /// The month.
    pub month: Month,
    /// Links active on a day of it.
    pub active: i64,
    /// Those that are charged.
    pub charged: i64,
    /// The others, by reason.
    pub reasons: Vec<(Missing, i64)>,
    /// The others, one by one.
    pub missing: Page<MissingLink>,
}

impl Completeness {
    /// Links that nothing keeps from being charged, and that are not.
    #[must_use]
    pub fn waiting(&self) -> i64 {
        let waiting = self.reasons.iter().find(|(reason, _)| *reason == Missing::Waiting);
        waiting.map_or(0, |(_, count)| *count)
    }
}

/// A link without a charge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingLink {
    /// The link.
    pub link_id: i64,
    /// The subscriber.
    pub subscriber_id: i64,
    /// The account.
    pub account: String,
    /// The name.
    pub name: String,
    /// The service.
    pub service: String,
    /// Why.
    pub reason: Missing,
    /// What exactly, of a parked account or a problem.
    pub causes: Vec<Cause>,
}
