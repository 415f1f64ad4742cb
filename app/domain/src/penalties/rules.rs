//! The rules as data: due days, policies and rates, each from a day on and with its source. A change of law is a row.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::Month;

/// By which day of the following month invoices are to be paid, from a month on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueDay {
    /// The first charged month for which it holds.
    pub valid_from: Month,
    /// The day of the month after; its last day where the month is shorter.
    pub day: u32,
    /// The law, contract or charter.
    pub source: String,
}

/// How delay is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "lowercase")]
pub enum Rule {
    /// Delay costs nothing.
    None,
    /// Housing code, art. 155, part 14.
    Housing,
    /// So many per cent a day by contract or charter.
    Daily {
        /// Per cent a day.
        percent: Decimal,
        /// Days of delay that cost nothing.
        free_days: u32,
    },
}

impl Rule {
    /// The words of forms and of the database.
    pub const CODES: [&'static str; 3] = ["none", "housing", "daily"];

    /// The word of the database.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Housing => "housing",
            Self::Daily { .. } => "daily",
        }
    }

    /// Days of delay that cost nothing.
    #[must_use]
    pub const fn free_days(&self) -> u32 {
        match self {
            Self::None => u32::MAX,
            Self::Housing => 30,
            Self::Daily { free_days, .. } => *free_days,
        }
    }
}

/// The rule that invoices due on or after a day follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Invoices due on or after this day follow it.
    pub valid_from: NaiveDate,
    /// How delay is charged.
    pub rule: Rule,
    /// Penalties of an invoice never exceed this share of it.
    pub cap_percent: Option<Decimal>,
    /// The law, contract or charter.
    pub source: String,
}

/// A yearly rate of which penalties are a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// The first day.
    pub valid_from: NaiveDate,
    /// The last day, where the source names one.
    pub valid_to: Option<NaiveDate>,
    /// Per cent a year.
    pub percent: Decimal,
    /// The decree or the bank's decision.
    pub source: String,
}

/// All rules of an organisation, each list the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Due days.
    pub due_days: Vec<DueDay>,
    /// Policies.
    pub policies: Vec<Policy>,
    /// Rates.
    pub rates: Vec<Rate>,
}

/// The policy that an invoice due on a day follows; none where no row goes so far back.
#[must_use]
pub fn policy_on(policies: &[Policy], due_on: NaiveDate) -> Option<&Policy> {
    policies
        .iter()
        .filter(|policy| policy.valid_from <= due_on)
        .max_by_key(|policy| policy.valid_from)
}

/// The rate of a day, and whether its source speaks of that day. After the last row's end its rate goes on,
/// unconfirmed; before the first row the first one's is taken, unconfirmed as well.
#[must_use]
pub fn rate_on(rates: &[Rate], day: NaiveDate) -> Option<(&Rate, bool)> {
    let begun = || rates.iter().filter(|rate| rate.valid_from <= day);
    let said = begun()
        .filter(|rate| rate.valid_to.is_none_or(|to| day <= to))
        .max_by_key(|rate| rate.valid_from);
    said.map(|rate| (rate, true)).or_else(|| {
        begun()
            .max_by_key(|rate| rate.valid_from)
            .or_else(|| rates.iter().min_by_key(|rate| rate.valid_from))
            .map(|rate| (rate, false))
    })
}
