//! What one gets for money: the slip of a payment with what became of it, and the slip of money that went back.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Method;
use super::returns::{Reallocation, Return, ReturnKind, State};
use crate::{Money, Month};

/// What one gets for a payment: a slip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The payment.
    pub id: i64,
    /// The subscriber.
    pub subscriber_id: i64,
    /// The personal account.
    pub account: String,
    /// The payer's name.
    pub name: String,
    /// The address in one line.
    pub address: String,
    /// The sum.
    pub amount: Money,
    /// How it came in.
    pub method: Method,
    /// The day on which it was received.
    pub received_on: NaiveDate,
    /// Whether it still stands.
    pub state: State,
    /// What of it was given back.
    pub returned: Money,
    /// How it was given back, the earliest first.
    pub returns: Vec<Return>,
    /// How it was spread anew, the earliest first.
    pub reallocations: Vec<Reallocation>,
    /// What it paid: invoice's id, number, month, part.
    pub parts: Vec<(i64, String, Month, Money)>,
    /// What it left as an advance.
    pub advance: Money,
    /// The balance now.
    pub balance: Money,
    /// Who recorded it.
    pub recorded_by: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// A note.
    pub note: Option<String>,
    /// Who took it: the organisation's own details, as far as they are filled in.
    pub issuer: crate::organisation::Issuer,
}

/// A payment's page: the slip, and what can be done to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentCard {
    /// The slip.
    pub receipt: Receipt,
    /// The one who looks may take it back.
    pub may_reverse: bool,
    /// It can be spread anew, and what the form offers for it: invoice's id, number, month, what this payment may give it.
    pub open: Vec<(i64, String, Month, Money)>,
    /// A key for whatever is done next.
    pub key: Uuid,
}

/// The slip of money that went back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnSlip {
    /// The first return's id: the slip's number.
    pub id: i64,
    /// What it is.
    pub kind: ReturnKind,
    /// The subscriber.
    pub subscriber_id: i64,
    /// The personal account.
    pub account: String,
    /// The name.
    pub name: String,
    /// The address in one line.
    pub address: String,
    /// The sum.
    pub amount: Money,
    /// Where the money left from.
    pub method: Method,
    /// The business day.
    pub returned_on: NaiveDate,
    /// Out of which payments: id, day, part.
    pub payments: Vec<(i64, NaiveDate, Money)>,
    /// Why.
    pub reason: String,
    /// The balance now.
    pub balance: Money,
    /// Who recorded it.
    pub recorded_by: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// Who gave it back: the organisation's own details, as far as they are filled in.
    pub issuer: crate::organisation::Issuer,
}
