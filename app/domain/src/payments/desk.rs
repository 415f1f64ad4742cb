//! What the cash desk shows: whom the money is from, what it would pay, what the person has taken today.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::spread::Rule;
use super::{PaymentForm, PaymentLine};
use crate::{Money, Month};

/// What the entry page needs: a fresh key, the tenant's day, and whom it is about, if the account is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    /// The key of the next entry.
    pub key: Uuid,
    /// The tenant's business day.
    pub today: NaiveDate,
    /// Whom the money is from.
    pub payer: Option<Payer>,
    /// An account was asked for that nobody has.
    pub unknown_account: bool,
    /// The organisation's rule of spreading.
    pub rule: Rule,
    /// The person's latest entries of the day, the newest first.
    pub latest: Vec<Entry>,
}

/// One of a person's own entries of the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The payment.
    pub line: PaymentLine,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// The key with which it can be taken back.
    pub undo: Uuid,
}

/// What a payment would pay, before it is recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// What was asked about, as typed.
    pub form: PaymentForm,
    /// Whom the money is from, where the account is known.
    pub payer: Option<Payer>,
    /// Whoever is found by what was typed in place of an account: account, name, address.
    pub found: Vec<(String, String, String)>,
    /// The sum, where one was typed.
    pub amount: Option<Money>,
    /// What it would pay: invoice's id, number, month, part.
    pub parts: Vec<(i64, String, Month, Money)>,
    /// What would be left as an advance.
    pub advance: Money,
}

/// Whom money is from, and what is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payer {
    /// The subscriber.
    pub id: i64,
    /// The personal account.
    pub account: String,
    /// The name.
    pub name: String,
    /// The address in one line.
    pub address: String,
    /// What is owed (more than nothing) or paid ahead (less).
    pub balance: Money,
    /// The open invoices, the oldest first: id, number, month, what is open.
    pub open: Vec<(i64, String, Month, Money)>,
}

/// What came of a form at the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Taken {
    /// Nothing was recorded: this is what would be paid.
    Shown(Box<Preview>),
    /// It was recorded.
    Recorded(PaymentLine),
}

impl Taken {
    /// The payment, where one was recorded.
    #[must_use]
    pub const fn recorded(&self) -> Option<&PaymentLine> {
        match self {
            Self::Recorded(line) => Some(line),
            Self::Shown(_) => None,
        }
    }

    /// What would be paid, where that was asked.
    #[must_use]
    pub fn shown(&self) -> Option<&Preview> {
        match self {
            Self::Shown(preview) => Some(preview),
            Self::Recorded(_) => None,
        }
    }
}
