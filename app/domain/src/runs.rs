//! Runs over a month: a draft of what each account would be charged, what is parked and why, and what was issued.

mod completeness;
mod forms;
mod states;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use completeness::{Completeness, CompletenessQuery, Missing, MissingLink};
pub use forms::{DraftForm, Release, ReleaseForm, RunRefForm, UndoForm};
pub use states::{AccountState, Cause, Status};

use crate::{Money, Month};

/// An account that is parked for these may be released.
#[must_use]
pub fn may_be_released(causes: &[Cause]) -> bool {
    causes.iter().all(|cause| cause.may_be_released())
}

/// A run in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunLine {
    /// The id.
    pub id: i64,
    /// The month.
    pub month: Month,
    /// Where it stands.
    pub status: Status,
    /// Accounts of the draft with something to charge, parked ones too.
    pub accounts: i64,
    /// Lines of the draft.
    pub lines: i64,
    /// What the draft would charge, without what is parked.
    pub planned: Money,
    /// Accounts that are left out.
    pub parked: i64,
    /// Invoices issued.
    pub issued: i64,
    /// Their sum.
    pub total: Money,
    /// What of it was paid ahead.
    pub from_advances: Money,
    /// Who made the draft.
    pub run_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A run with all that is known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunCard {
    /// The run.
    pub run: RunLine,
    /// The hash of its lines, as hexadecimal digits; none of runs older than drafts.
    pub hash: Option<String>,
    /// Accounts that are still to be issued.
    pub left: i64,
    /// Accounts with a striking change.
    pub outliers: i64,
    /// What the month before was charged in all.
    pub previous_total: Money,
    /// Invoices that the month before had.
    pub previous_invoices: i64,
    /// The day on which the draft issues itself.
    pub auto_issue_on: Option<NaiveDate>,
    /// The day on its invoices.
    pub issued_on: Option<NaiveDate>,
    /// Who confirmed it, and when.
    pub confirmed: Option<(String, DateTime<Utc>)>,
    /// When its last slice was issued.
    pub finished_at: Option<DateTime<Utc>>,
    /// Who undid it, when and why.
    pub undone: Option<(String, DateTime<Utc>, String)>,
    /// The latest rehearsal of the month before it was confirmed.
    pub rehearsed: Option<Rehearsed>,
}

/// What a rehearsal of the same month had come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rehearsed {
    /// The rehearsal.
    pub id: i64,
    /// Its lines were the same, to the kopeck.
    pub same: bool,
    /// Invoices.
    pub accounts: i64,
    /// Their sum.
    pub total: Money,
    /// Accounts left out.
    pub parked: i64,
}

/// Which accounts of a run are listed, as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountQuery {
    /// The run.
    pub run: i64,
    /// `parked`, `outliers` or nothing for all.
    pub show: String,
    /// The position of the page.
    pub after: String,
}

/// What a run makes of an account, with the lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunAccount {
    /// The subscriber.
    pub subscriber_id: i64,
    /// The place in the order of accounts.
    pub place: i64,
    /// The account.
    pub account: String,
    /// The name.
    pub name: String,
    /// The sum.
    pub total: Money,
    /// What the month before was charged.
    pub previous: Option<Money>,
    /// What becomes of it.
    pub state: AccountState,
    /// Why it is parked, or what is striking.
    pub causes: Vec<Cause>,
    /// Why it was released, and by whom.
    pub decision: Option<(String, String)>,
    /// Its invoice.
    pub invoice_id: Option<i64>,
    /// The lines.
    pub lines: Vec<RunCharge>,
}

/// A line of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunCharge {
    /// The service.
    pub service: String,
    /// Its unit.
    pub unit: String,
    /// How many units.
    pub quantity: Decimal,
    /// The price of a unit; none where the days have no tariff.
    pub price: Option<Decimal>,
    /// Days charged.
    pub days: i32,
    /// Days of the month.
    pub days_of_month: i32,
    /// The sum; none where it can't be computed.
    pub amount: Option<Money>,
    /// Why it can't.
    pub problem: Option<Cause>,
}

/// How far the issue of a run has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Accounts that are dealt with.
    pub done: i64,
    /// All that were to be.
    pub total: i64,
    /// The run is over.
    pub finished: bool,
}

/// What drafts whose day has come became.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// Issued.
    pub issued: i64,
    /// Made anew, since what they were made of had changed: their days of grace begin again.
    pub redrafted: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Failure, Reason};

    #[test]
    fn words_lead_back() {
        for status in Status::ALL {
            assert_eq!(Status::from_code(status.code()), Some(status));
        }
        for state in AccountState::ALL {
            assert_eq!(AccountState::from_code(state.code()), Some(state));
        }
        for cause in Cause::ALL {
            assert_eq!(Cause::from_code(cause.code()), Some(cause));
            assert_eq!(
                serde_json::to_string(&cause).unwrap(),
                format!("\"{}\"", cause.code()),
                "the same word everywhere"
            );
        }
        for reason in Missing::ALL {
            assert_eq!(Missing::from_code(reason.code()), Some(reason));
        }
        assert_eq!((Status::from_code(""), Cause::from_code("x")), (None, None));
    }

    #[test]
    fn only_what_is_known_can_be_released() {
        let table: [(&[Cause], bool); 4] = [
            (&[Cause::ManyLines], true),
            (&[Cause::FarAboveAverage, Cause::Outlier], true),
            (&[Cause::ManyLines, Cause::NoPrice], false),
            (&[Cause::TooLarge], false),
        ];
        for (causes, may) in table {
            assert_eq!(may_be_released(causes), may, "{causes:?}");
        }
    }

    #[test]
    fn decisions_need_a_reason() {
        let form = ReleaseForm {
            id: "3".into(),
            subscriber_id: "4".into(),
            reason: "  ".into(),
        };
        assert_eq!(form.parse().unwrap_err().reason_for("reason"), Some(&Reason::Required));
        let form = ReleaseForm {
            reason: "Новый насос".into(),
            ..form
        };
        let release = form.parse().unwrap();
        assert_eq!((release.run_id, release.subscriber_id), (3, 4));
        let undo = UndoForm {
            id: "x".into(),
            reason: "Не тот тариф".into(),
        };
        assert_eq!(undo.parse(), Err(Failure::NotFound));
        let undo = UndoForm {
            id: "7".into(),
            ..UndoForm::default()
        };
        assert_eq!(undo.parse().unwrap_err().reason_for("reason"), Some(&Reason::Required));
        assert_eq!(RunRefForm { id: "7".into() }.parse(), Ok(7));
        assert_eq!(RunRefForm::default().parse(), Err(Failure::NotFound));
    }
}
