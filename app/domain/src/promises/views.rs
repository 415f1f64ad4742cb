//! What the pages of promises show.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Due, Kind, State};
use crate::Money;

/// Which promises a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PromiseQuery {
    /// `broken`: broken and nobody has taken care of it; `open`; or nothing for all.
    pub show: String,
    /// The position of the page.
    pub after: String,
}

/// A promise in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseLine {
    /// The id.
    pub id: i64,
    /// Whose it is.
    pub subscriber_id: i64,
    /// The personal account.
    pub account: String,
    /// The name.
    pub name: String,
    /// What was agreed.
    pub kind: Kind,
    /// The whole sum.
    pub amount: Money,
    /// The last day of all.
    pub last_day: NaiveDate,
    /// How it stands.
    pub state: State,
    /// The business day on which it was given.
    pub made_on: NaiveDate,
    /// Who took it.
    pub made_by: String,
    /// Who has taken care of a broken one.
    pub seen_by: Option<String>,
}

/// A promise with its parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseCard {
    /// The promise.
    pub line: PromiseLine,
    /// What was agreed, in words.
    pub note: Option<String>,
    /// The parts and what was paid by their days.
    pub parts: Vec<Due>,
    /// What has been paid since in all.
    pub paid: Money,
}

/// The promises of a subscriber, as their card shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriberPromises {
    /// The subscriber.
    pub subscriber_id: i64,
    /// The latest, the newest first.
    pub promises: Vec<PromiseCard>,
    /// The key of the next one.
    pub key: Uuid,
    /// The tenant's business day.
    pub today: NaiveDate,
    /// What is owed: what a promise is mostly about.
    pub debt: Money,
    /// A promise can be taken: none is open.
    pub may_promise: bool,
}

/// What a review of promises did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewed {
    /// How many turned out kept.
    pub kept: i64,
    /// How many turned out broken.
    pub broken: i64,
}
