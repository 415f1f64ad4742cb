//! What is typed: the month to charge, rows of the rules, what is given up and why.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{DueDay, Policy, Rate, Rule};
use crate::failure::Fields;
use crate::{Failure, Money, Month, Reason, typed};

/// The longest source and reason.
const SOURCE: u32 = 200;

/// Asks for the penalties of a month, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChargeForm {
    /// The month, `2026-11`.
    pub month: String,
}

impl ChargeForm {
    /// A month that has begun by `today`.
    ///
    /// # Errors
    /// `Invalid` when the month is none or lies ahead.
    pub fn parse(&self, today: NaiveDate) -> Result<Month, Failure> {
        let month: Month = self.month.parse().map_err(|reason| Failure::field("month", reason))?;
        if month > Month::of(today) {
            return Err(Failure::field("month", Reason::DateOutOfRange));
        }
        Ok(month)
    }
}

/// A new due day, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DueDayForm {
    /// The first charged month.
    pub from: String,
    /// The day of the month after.
    pub day: String,
    /// The law, contract or charter.
    pub source: String,
}

impl DueDayForm {
    /// # Errors
    /// `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<DueDay, Failure> {
        let mut fields = Fields::default();
        let valid_from = fields.keep("from", self.from.parse::<Month>());
        let day = fields.keep("day", whole(&self.day, 1, 31));
        let source = fields.keep("source", typed::text(&self.source, SOURCE));
        match (valid_from, day, source) {
            (Some(valid_from), Some(day), Some(source)) => Ok(DueDay {
                valid_from,
                day,
                source,
            }),
            _ => Err(fields.into_failure()),
        }
    }
}

/// A new rule of charging delay, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PolicyForm {
    /// Invoices due on or after this day follow it.
    pub from: String,
    /// `none`, `housing` or `daily`.
    pub rule: String,
    /// Per cent a day, of `daily`.
    pub percent: String,
    /// Days that cost nothing, of `daily`; none if empty.
    pub free_days: String,
    /// The cap in per cent of the invoice, or nothing.
    pub cap: String,
    /// The law, contract or charter.
    pub source: String,
}

impl PolicyForm {
    /// # Errors
    /// `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<Policy, Failure> {
        let mut fields = Fields::default();
        let valid_from = fields.keep("from", typed::date(&self.from));
        let rule = match self.rule.trim() {
            "none" => Some(Rule::None),
            "housing" => Some(Rule::Housing),
            "daily" => {
                let percent = fields.keep("percent", percent(&self.percent, 4, 10));
                let free_days = match self.free_days.trim() {
                    "" => Some(0),
                    typed => fields.keep("free_days", whole(typed, 0, 365)),
                };
                match (percent, free_days) {
                    (Some(percent), Some(free_days)) => Some(Rule::Daily { percent, free_days }),
                    _ => None,
                }
            }
            _ => {
                fields.refuse("rule", Reason::NotAChoice);
                None
            }
        };
        let cap_percent = match self.cap.trim() {
            "" => Some(None),
            typed => fields.keep("cap", percent(typed, 2, 1000).map(Some)),
        };
        let source = fields.keep("source", typed::text(&self.source, SOURCE));
        match (valid_from, rule, cap_percent, source) {
            (Some(valid_from), Some(rule), Some(cap_percent), Some(source)) => Ok(Policy {
                valid_from,
                rule,
                cap_percent,
                source,
            }),
            _ => Err(fields.into_failure()),
        }
    }
}

/// A new rate, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RateForm {
    /// The first day.
    pub from: String,
    /// The last day, or nothing.
    pub to: String,
    /// Per cent a year.
    pub percent: String,
    /// The decree or the bank's decision.
    pub source: String,
}

impl RateForm {
    /// # Errors
    /// `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<Rate, Failure> {
        let mut fields = Fields::default();
        let valid_from = fields.keep("from", typed::date(&self.from));
        let valid_to = fields.keep("to", typed::optional_date(&self.to));
        let percent = fields.keep("percent", typed::quantity(&self.percent, 2, Decimal::ONE_HUNDRED));
        let source = fields.keep("source", typed::text(&self.source, SOURCE));
        if let (Some(from), Some(Some(to))) = (valid_from, valid_to)
            && to < from
        {
            fields.refuse("to", Reason::EndsBeforeItBegins);
        }
        match (valid_from, valid_to, percent, source) {
            (Some(valid_from), Some(valid_to), Some(percent), Some(source)) if fields.is_empty() => Ok(Rate {
                valid_from,
                valid_to,
                percent,
                source,
            }),
            _ => Err(fields.into_failure()),
        }
    }
}

/// What is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WriteOffKind {
    /// Penalties.
    Penalty,
    /// A debt.
    Debt,
    /// A few kopecks; up to the organisation's limit.
    Rounding,
}

impl WriteOffKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Penalty, Self::Debt, Self::Rounding];

    /// The word in the database and in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Penalty => "penalty",
            Self::Debt => "debt",
            Self::Rounding => "rounding",
        }
    }

    /// The kind of the database's word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A write-off, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WriteOffForm {
    /// The key of this entry: the same key is the same write-off.
    pub key: String,
    /// The invoice.
    pub invoice_id: String,
    /// `penalty`, `debt` or `rounding`.
    pub kind: String,
    /// The sum.
    pub amount: String,
    /// Why.
    pub reason: String,
}

/// A write-off that makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteOff {
    /// The key of this entry.
    pub key: Uuid,
    /// The invoice.
    pub invoice_id: i64,
    /// What is given up.
    pub kind: WriteOffKind,
    /// The sum, more than nothing.
    pub amount: Money,
    /// Why.
    pub reason: String,
}

impl WriteOffForm {
    /// # Errors
    /// `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<WriteOff, Failure> {
        let mut fields = Fields::default();
        let key = fields.keep("key", self.key.trim().parse::<Uuid>().map_err(|_| Reason::Required));
        let invoice_id = fields.keep("invoice_id", typed::id(&self.invoice_id));
        let kind = fields.keep(
            "kind",
            WriteOffKind::from_code(self.kind.trim()).ok_or(Reason::NotAChoice),
        );
        let amount = fields.keep("amount", positive(&self.amount));
        let reason = fields.keep("reason", typed::text(&self.reason, SOURCE));
        match (key, invoice_id, kind, amount, reason) {
            (Some(key), Some(invoice_id), Some(kind), Some(amount), Some(reason)) => Ok(WriteOff {
                key,
                invoice_id,
                kind,
                amount,
                reason,
            }),
            _ => Err(fields.into_failure()),
        }
    }
}

/// A sum of more than nothing.
fn positive(typed: &str) -> Result<Money, Reason> {
    let sum: Money = typed.parse()?;
    sum.is_positive().then_some(sum).ok_or(Reason::NotPositive)
}

/// Per cent of more than nothing.
fn percent(typed: &str, places: u32, max: u32) -> Result<Decimal, Reason> {
    let value = typed::quantity(typed, places, Decimal::from(max))?;
    if value.is_zero() {
        return Err(Reason::NotPositive);
    }
    Ok(value)
}

/// A whole number within bounds.
fn whole(typed: &str, min: u32, max: u32) -> Result<u32, Reason> {
    let value = typed::quantity(typed, 0, Decimal::from(max))?;
    let value = u32::try_from(value).map_err(|_| Reason::NotANumber)?;
    if value < min {
        return Err(Reason::NotPositive);
    }
    Ok(value)
}
