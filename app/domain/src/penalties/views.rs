//! What the pages of penalties show, and the words that stand on the documents.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Policy, Schedule};
use crate::invoices::Kind;
use crate::{Language, Money, Month, Page};

/// What charging the penalties of a month would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PenaltyPreview {
    /// The month.
    pub month: Month,
    /// The last day reckoned: the month's last, or today.
    pub upto: NaiveDate,
    /// The last day to pay the documents.
    pub due_on: NaiveDate,
    /// The accounts that would get a document.
    pub accounts: i64,
    /// The overdue invoices on them.
    pub invoices: i64,
    /// What would be charged.
    pub total: Money,
    /// The largest sums.
    pub largest: Vec<PreviewLine>,
    /// A rate goes on beyond what its source says: how long it is known to hold.
    pub unconfirmed_after: Option<NaiveDate>,
    /// The policy in force on the day.
    pub policy: Option<Policy>,
    /// Documents of the month that stand already, and their sum.
    pub charged: (i64, Money),
}

/// What an account would be charged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewLine {
    /// The subscriber.
    pub subscriber_id: i64,
    /// The personal account.
    pub account: String,
    /// The name.
    pub name: String,
    /// For how many overdue invoices.
    pub invoices: i64,
    /// The sum.
    pub sum: Money,
}

/// What charging did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charged {
    /// The month.
    pub month: Month,
    /// How many documents it made; none when everything stood already.
    pub issued: i64,
    /// Their sum.
    pub total: Money,
    /// Documents of the month in all.
    pub all: i64,
}

/// Which penalty documents a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PenaltyQuery {
    /// The month.
    pub month: String,
    /// The position of the page.
    pub after: String,
}

/// A penalty document in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PenaltyDocument {
    /// The document, an invoice.
    pub id: i64,
    /// Its number.
    pub number: String,
    /// The subscriber.
    pub subscriber_id: i64,
    /// The personal account.
    pub account: String,
    /// The name.
    pub name: String,
    /// The sum.
    pub total: Money,
    /// What has been paid of it or given up.
    pub paid: Money,
    /// It no longer counts.
    pub is_void: bool,
}

/// The penalty documents of a month.
pub type Documents = Page<PenaltyDocument>;

/// How penalties of one invoice were reckoned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceSchedule {
    /// The overdue invoice.
    pub id: i64,
    /// Its number.
    pub number: String,
    /// Why it exists.
    pub kind: Kind,
    /// The month that it charges.
    pub month: Month,
    /// The last day to pay.
    pub due_on: NaiveDate,
    /// The first day that costs something.
    pub costs_from: Option<NaiveDate>,
    /// Its sum.
    pub total: Money,
    /// What is open of it.
    pub open: Money,
    /// The policy that it follows.
    pub policy: Option<Policy>,
    /// The whole delay.
    pub schedule: Schedule,
    /// What of it stands on documents already.
    pub charged: Money,
}

/// The penalties of a subscriber, day by day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriberPenalties {
    /// The subscriber.
    pub id: i64,
    /// The personal account.
    pub account: String,
    /// The name.
    pub name: String,
    /// The last day reckoned.
    pub upto: NaiveDate,
    /// The overdue invoices, the oldest first.
    pub invoices: Vec<InvoiceSchedule>,
    /// What all of the delay costs.
    pub total: Money,
    /// What of it stands on documents already.
    pub charged: Money,
    /// What is open on documents, for giving up.
    pub open: Vec<OpenDocument>,
    /// What was given up before, the newest first.
    pub written_off: Vec<WrittenOff>,
    /// The largest sum that may be written off as rounding.
    pub rounding_limit: Money,
    /// The key of the next write-off.
    pub key: Uuid,
}

/// A document that is not paid in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenDocument {
    /// The invoice.
    pub id: i64,
    /// Its number.
    pub number: String,
    /// Why it exists.
    pub kind: Kind,
    /// The month.
    pub month: Month,
    /// What is open.
    pub open: Money,
}

/// What was given up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenOff {
    /// The write-off.
    pub id: i64,
    /// Whose it is.
    pub subscriber_id: i64,
    /// The invoice.
    pub invoice_id: i64,
    /// Its number.
    pub number: String,
    /// What was given up.
    pub kind: super::WriteOffKind,
    /// The sum.
    pub amount: Money,
    /// Why.
    pub reason: String,
    /// The business day.
    pub booked_on: NaiveDate,
    /// Who decided.
    pub made_by: String,
}

/// The line of a penalty document, in the language of the organisation's documents.
#[must_use]
pub fn line_name(language: Language, number: &str) -> String {
    match language {
        Language::Ru => format!("Пени за просрочку счёта № {number}"),
        Language::En => format!("Late payment penalty on invoice No. {number}"),
    }
}

/// Its unit.
#[must_use]
pub const fn line_unit(language: Language) -> &'static str {
    match language {
        Language::Ru => "счёт",
        Language::En => "invoice",
    }
}
