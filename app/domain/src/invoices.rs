//! Invoices: what a subscriber is charged for a month, one document a subscriber and month.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::penalties::DueDay;
use crate::tariffs::{self, Inputs, Source, Vat};
use crate::{Failure, Money, Month};

/// Why an invoice exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The charges of a month.
    Regular,
    /// Links that were not on the month's invoice.
    Additional,
    /// A recalculation that is to be paid.
    Adjustment,
    /// Penalties for late payment.
    Penalty,
    /// A debt brought in from another system.
    Opening,
}

impl Kind {
    /// The kind of the database's word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "regular" => Some(Self::Regular),
            "additional" => Some(Self::Additional),
            "adjustment" => Some(Self::Adjustment),
            "penalty" => Some(Self::Penalty),
            "opening" => Some(Self::Opening),
            _ => None,
        }
    }
}

/// How far an invoice has been paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Nothing paid yet.
    Open,
    /// Paid in part.
    Partly,
    /// Paid in full.
    Paid,
    /// Not paid in full, and the due day is over.
    Overdue,
    /// It no longer counts; its number stays taken.
    Void,
}

impl State {
    /// Decides by the sums and by the due day.
    #[must_use]
    pub fn decide(total: Money, paid: Money, due: NaiveDate, today: NaiveDate) -> Self {
        if paid >= total {
            Self::Paid
        } else if today > due {
            Self::Overdue
        } else if paid.is_positive() {
            Self::Partly
        } else {
            Self::Open
        }
    }
}

/// Asks for the invoices of a month, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct IssueForm {
    /// The month, `2026-11`.
    pub month: String,
}

impl IssueForm {
    /// # Errors
    /// `Invalid` when the month is none.
    pub fn parse(&self) -> Result<Month, Failure> {
        self.month.parse().map_err(|reason| Failure::field("month", reason))
    }
}

/// What a run over a month did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunSummary {
    /// The month.
    pub month: Month,
    /// How many invoices this run issued; none when everything stood already.
    pub issued: i64,
    /// Their sum.
    pub total: Money,
    /// How many invoices of the month there are now.
    pub all: i64,
    /// Accounts that were left out for a reason: listed, never silently.
    pub parked: i64,
    /// Links without a price on days of the month.
    pub without_price: i64,
    /// The advances that the new invoices used up.
    pub from_advances: Money,
}

/// What a run over a month would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunPreview {
    /// The month.
    pub month: Month,
    /// Links that would be charged.
    pub links: i64,
    /// The subscribers who would get an invoice.
    pub subscribers: i64,
    /// What would be charged.
    pub total: Money,
    /// Accounts that would be left out.
    pub parked: i64,
    /// Active links without a price on the month's days.
    pub without_price: i64,
    /// What the month before was charged in all, for comparison.
    pub previous_total: Money,
    /// Invoices of the month that stand already.
    pub issued: i64,
}

/// Which invoices a list shows, as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InvoiceQuery {
    /// The month, or nothing for all.
    pub month: String,
    /// `unpaid`, `overdue` or nothing for all.
    pub show: String,
    /// A number, an account or a name.
    pub q: String,
    /// The position of the page.
    pub after: String,
}

/// An invoice in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceLine {
    /// The id.
    pub id: i64,
    /// The number: gap-free within the tenant and year.
    pub number: String,
    /// Why it exists.
    pub kind: Kind,
    /// The month that it charges.
    pub month: Month,
    /// The day of issue.
    pub issued_on: NaiveDate,
    /// The last day to pay.
    pub due_on: NaiveDate,
    /// The subscriber.
    pub subscriber_id: i64,
    /// The personal account.
    pub account: String,
    /// The payer's name at issue.
    pub name: String,
    /// The sum.
    pub total: Money,
    /// What has been paid of it.
    pub paid: Money,
    /// How far it has been paid, or that it is void.
    pub state: State,
}

/// One charge on an invoice: the formula can be read off it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeLine {
    /// The service's name at issue.
    pub service: String,
    /// The unit.
    pub unit: String,
    /// How many units.
    pub quantity: Decimal,
    /// The price of a unit for the whole month.
    pub price: Decimal,
    /// Days charged.
    pub days: i32,
    /// Days of the month; of a volume the days that it is spread over.
    pub days_of_month: i32,
    /// The sum.
    pub amount: Money,
    /// The kind of the tariff.
    pub tariff: tariffs::Kind,
    /// Which version of the tariff: its first day.
    pub tariff_from: Option<NaiveDate>,
    /// Who entered that version.
    pub tariff_by: Option<String>,
    /// Where the quantity is from.
    pub source: Source,
    /// The numbers that made it.
    pub inputs: Inputs,
    /// Which VAT the sum includes.
    pub vat: Vat,
    /// At which rate.
    pub vat_percent: Option<Decimal>,
    /// How much of the sum it is.
    pub vat_amount: Option<Money>,
}

/// An invoice with its charges and what paid it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceCard {
    /// The invoice.
    pub invoice: InvoiceLine,
    /// The address at issue.
    pub address: String,
    /// The charges; none on an opening debt.
    pub charges: Vec<ChargeLine>,
    /// What paid it: payment's id, its day, the part of it.
    pub paid_by: Vec<(i64, NaiveDate, Money)>,
    /// When it was issued.
    pub created_at: DateTime<Utc>,
    /// Since when it is void, by whom and why.
    pub voided: Option<Voided>,
    /// The recalculations that the month's invoice tells of: those made since the one before.
    pub adjustments: Vec<crate::corrections::Adjustment>,
}

/// Why an invoice no longer counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voided {
    /// The business day.
    pub on: NaiveDate,
    /// Who voided it.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// The due day of a month's invoices by the newest rule that has begun by the month: that day of the following month, or
/// its last day where it is shorter. Without a rule the 10th. Housing and utilities pay by the 15th since 2026-03
/// (housing code, art. 155, part 1); before, by the 10th. The database's `due_on` says the same.
#[must_use]
pub fn due_on(month: Month, rules: &[DueDay]) -> NaiveDate {
    let day = rules
        .iter()
        .filter(|rule| rule.valid_from <= month)
        .max_by_key(|rule| rule.valid_from)
        .map_or(10, |rule| rule.day);
    month.next().day(day.clamp(1, 31))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reason;

    #[test]
    fn the_state_follows_from_the_sums_and_the_day() {
        let due: NaiveDate = "2026-12-15".parse().unwrap();
        let next: NaiveDate = "2026-12-16".parse().unwrap();
        let sum = Money::from_kopecks;
        let table = [
            (100, 0, due, State::Open),
            (100, 1, due, State::Partly),
            (100, 100, next, State::Paid),
            (100, 99, next, State::Overdue),
            (0, 0, next, State::Paid),
        ];
        for (total, paid, today, want) in table {
            assert_eq!(State::decide(sum(total), sum(paid), due, today), want);
        }
    }

    #[test]
    fn months_and_due_days() {
        assert_eq!(
            IssueForm {
                month: "2026-11".into()
            }
            .parse()
            .unwrap()
            .to_string(),
            "2026-11"
        );
        assert_eq!(
            IssueForm::default().parse().unwrap_err().reason_for("month"),
            Some(&Reason::Required)
        );
        let rule = |from: &str, day| DueDay {
            valid_from: from.parse().unwrap(),
            day,
            source: "ЖК РФ, ст. 155, ч. 1".into(),
        };
        let rules = [rule("2026-03", 15), rule("1990-01", 10), rule("2027-01", 31)];
        let table = [
            ("2026-02", "2026-03-10"),
            ("2026-03", "2026-04-15"),
            ("2026-12", "2027-01-15"),
            ("2027-01", "2027-02-28"),
        ];
        for (month, want) in table {
            assert_eq!(due_on(month.parse().unwrap(), &rules).to_string(), want, "{month}");
        }
        assert_eq!(due_on("2026-03".parse().unwrap(), &[]).to_string(), "2026-04-10");
        assert_eq!(Kind::from_code("regular"), Some(Kind::Regular));
        assert_eq!(Kind::from_code("opening"), Some(Kind::Opening));
        assert_eq!(Kind::from_code(""), None);
    }
}
