//! Promised payments and instalment plans: what was agreed, and whether it is being kept. The views stand in
//! `promises/views.rs`.

mod views;

use chrono::{Months, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use views::{PromiseCard, PromiseLine, PromiseQuery, Reviewed, SubscriberPromises};

use crate::failure::Fields;
use crate::{Failure, Money, Reason, typed};

/// The fewest and the most parts of a plan.
const PARTS: (usize, usize) = (2, 24);
/// A promise reaches so many days ahead at most; a plan so many months from its first part.
const DAYS_AHEAD: i64 = 366;

/// What was agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// One sum by one day.
    Promise,
    /// Parts by several days.
    Instalments,
}

impl Kind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Promise, Self::Instalments];

    /// The word in the database and in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Promise => "promise",
            Self::Instalments => "instalments",
        }
    }

    /// The kind of the database's word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// How it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Nothing is late.
    Open,
    /// Everything was paid in time.
    Kept,
    /// A day passed without its sum.
    Broken,
    /// It no longer holds, for a reason.
    Cancelled,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Open, Self::Kept, Self::Broken, Self::Cancelled];

    /// The word in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Kept => "kept",
            Self::Broken => "broken",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of the database's word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A promise, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PromiseForm {
    /// The key of this entry: the same key is the same promise.
    pub key: String,
    /// The subscriber.
    pub subscriber_id: String,
    /// `promise` or `instalments`.
    pub kind: String,
    /// The whole sum. Not needed where the parts are typed.
    pub amount: String,
    /// The day; of a plan, the day of its first part.
    pub due_on: String,
    /// How many equal parts a plan has, a month apart.
    pub parts: String,
    /// The parts as agreed, a line each: day and sum. Instead of equal ones.
    pub typed: String,
    /// What was agreed.
    pub note: String,
}

/// A sum and the last day for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The last day.
    pub due_on: NaiveDate,
    /// The sum.
    pub amount: Money,
}

/// A promise that makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The key of this entry.
    pub key: Uuid,
    /// The subscriber.
    pub subscriber_id: i64,
    /// What was agreed.
    pub kind: Kind,
    /// The whole sum: that of the parts.
    pub amount: Money,
    /// The parts, in the order of their days; one of a promise.
    pub parts: Vec<Part>,
    /// What was agreed, in words.
    pub note: Option<String>,
}

impl PromiseForm {
    /// # Errors
    /// `NotFound` without a subscriber; `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self, today: NaiveDate) -> Result<Promise, Failure> {
        let subscriber_id = typed::id(&self.subscriber_id).map_err(|_| Failure::NotFound)?;
        let mut fields = Fields::default();
        let key = fields.keep("key", self.key.trim().parse::<Uuid>().map_err(|_| Reason::Required));
        let kind = fields.keep("kind", Kind::from_code(self.kind.trim()).ok_or(Reason::NotAChoice));
        let note = fields.keep("note", typed::optional_text(&self.note, 500));
        let by_hand = kind == Some(Kind::Instalments) && !self.typed.trim().is_empty();
        let parts = if by_hand {
            fields.keep("typed", read_parts(&self.typed, today))
        } else {
            self.even_parts(kind.unwrap_or(Kind::Promise), today, &mut fields)
        };
        match (key, kind, note, parts) {
            (Some(key), Some(kind), Some(note), Some(parts)) => {
                let amount: Money = parts.iter().map(|part| part.amount).sum();
                if amount > Money::MAX {
                    return Err(Failure::field("typed", Reason::TooLarge));
                }
                Ok(Promise {
                    key,
                    subscriber_id,
                    kind,
                    amount,
                    parts,
                    note,
                })
            }
            _ => Err(fields.into_failure()),
        }
    }

    fn even_parts(&self, kind: Kind, today: NaiveDate, fields: &mut Fields) -> Option<Vec<Part>> {
        let amount = fields.keep("amount", positive(&self.amount));
        let first = fields.keep("due_on", ahead(&self.due_on, today));
        let count = match kind {
            Kind::Promise => Some(1),
            Kind::Instalments => fields.keep("parts", count(&self.parts)),
        };
        let (amount, first, count) = (amount?, first?, count?);
        let parts = even(amount, first, count);
        if parts.iter().any(|part| !part.amount.is_positive()) {
            fields.refuse("amount", Reason::NotPositive);
            return None;
        }
        Some(parts)
    }
}

/// Equal parts a month apart; not a kopeck is lost, and the larger ones come first.
#[must_use]
pub fn even(amount: Money, first: NaiveDate, count: usize) -> Vec<Part> {
    amount
        .split(&vec![Decimal::ONE; count])
        .into_iter()
        .zip(0_u32..)
        .map(|(amount, months)| Part {
            due_on: first.checked_add_months(Months::new(months)).unwrap_or(first),
            amount,
        })
        .collect()
}

fn count(typed: &str) -> Result<usize, Reason> {
    let value = typed::quantity(typed, 0, Decimal::from(PARTS.1))?;
    usize::try_from(value)
        .ok()
        .filter(|count| *count >= PARTS.0)
        .ok_or(Reason::NotAChoice)
}

fn positive(typed: &str) -> Result<Money, Reason> {
    let sum: Money = typed.parse()?;
    sum.is_positive().then_some(sum).ok_or(Reason::NotPositive)
}

/// Today or later, but not by a slip of the year.
fn ahead(typed: &str, today: NaiveDate) -> Result<NaiveDate, Reason> {
    let day = typed::date(typed)?;
    if day < today || (day - today).num_days() > DAYS_AHEAD {
        return Err(Reason::DateOutOfRange);
    }
    Ok(day)
}

/// Lines of a day and a sum, in rising order of the days: `15.12.2026 1 500,00`.
fn read_parts(typed: &str, today: NaiveDate) -> Result<Vec<Part>, Reason> {
    let mut parts: Vec<Part> = Vec::new();
    for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (day, sum) = line.split_once(char::is_whitespace).ok_or(Reason::NotMoney)?;
        let due_on = typed::date(day)?;
        let late = parts.last().map_or(due_on < today, |last| due_on <= last.due_on);
        if late || (due_on - today).num_days() > 3 * DAYS_AHEAD {
            return Err(Reason::DateOutOfRange);
        }
        parts.push(Part {
            due_on,
            amount: positive(sum.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '—' | '–')))?,
        });
    }
    if (PARTS.0..=PARTS.1).contains(&parts.len()) {
        Ok(parts)
    } else {
        Err(Reason::NotAChoice)
    }
}

/// A part with what had been paid towards the promise by the end of its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The last day.
    pub due_on: NaiveDate,
    /// The sum.
    pub amount: Money,
    /// Money received up to that day since the promise was given.
    pub paid_by: Money,
}

/// Whether a promise is kept, broken or still open: each day needs the sum of all parts up to it. The day itself counts
/// in full, so that a day is judged when it is over; paid in full is kept at once.
#[must_use]
pub fn review(parts: &[Due], paid_now: Money, today: NaiveDate) -> State {
    let mut due = Money::ZERO;
    for part in parts {
        due += part.amount;
        if part.due_on < today && part.paid_by < due {
            return State::Broken;
        }
    }
    if paid_now >= due { State::Kept } else { State::Open }
}

/// The end of a promise by hand, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CancelForm {
    /// The promise.
    pub id: String,
    /// Why.
    pub reason: String,
}

impl CancelForm {
    /// # Errors
    /// `NotFound` for an id that is none; `Invalid` without a reason.
    pub fn parse(&self) -> Result<(i64, String), Failure> {
        let id = typed::id(&self.id).map_err(|_| Failure::NotFound)?;
        let reason = typed::text(&self.reason, 200).map_err(|reason| Failure::field("reason", reason))?;
        Ok((id, reason))
    }
}

/// Somebody takes care of a broken promise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SeenForm {
    /// The promise.
    pub id: String,
}

impl SeenForm {
    /// # Errors
    /// `NotFound` for an id that is none.
    pub fn parse(&self) -> Result<i64, Failure> {
        typed::id(&self.id).map_err(|_| Failure::NotFound)
    }
}

#[cfg(test)]
mod tests;
