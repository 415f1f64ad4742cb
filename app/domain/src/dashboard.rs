//! The first page of the staff: how many subscribers, what is owed, what came in.

use serde::{Deserialize, Serialize};

use crate::ledger::proof::LastProof;
use crate::{Money, Month};

/// The dashboard's figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dashboard {
    /// The current month in the tenant's time zone.
    pub month: Month,
    /// Subscribers outside the archive.
    pub subscribers: i64,
    /// What is owed in all: the sum of the balances above zero.
    pub debt: Money,
    /// How many owe something.
    pub debtors: i64,
    /// What has been paid ahead in all.
    pub advance: Money,
    /// What was charged this month.
    pub charged: Money,
    /// What was paid this month.
    pub paid: Money,
    /// The last twelve months, the current one last.
    pub months: Vec<MonthTotals>,
    /// Broken promises that nobody has taken care of.
    pub broken_promises: i64,
    /// What a new tenant has done yet: the page leads through what is left.
    pub steps: Steps,
    /// When the books were proved last, and whether they held; nothing if never yet.
    pub books: Option<LastProof>,
}

/// What was charged and paid in a month (by the business day of the entries).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthTotals {
    /// The month.
    pub month: Month,
    /// Charged.
    pub charged: Money,
    /// Paid.
    pub paid: Money,
}

/// The first steps of a new tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Steps {
    /// There is a service with a price.
    pub has_service: bool,
    /// There is a subscriber.
    pub has_subscriber: bool,
    /// There is an invoice.
    pub has_invoice: bool,
    /// There is a payment.
    pub has_payment: bool,
}

impl Steps {
    /// Nothing is left to lead through.
    #[must_use]
    pub const fn done(self) -> bool {
        self.has_service && self.has_subscriber && self.has_invoice && self.has_payment
    }
}

/// Fills the months without entries, so that a chart has twelve of them; the current one is the last.
#[must_use]
pub fn twelve_months(current: Month, known: &[MonthTotals]) -> Vec<MonthTotals> {
    (0..12)
        .rev()
        .map(|back| {
            let month = current.minus(back);
            known
                .iter()
                .find(|totals| totals.month == month)
                .copied()
                .unwrap_or(MonthTotals {
                    month,
                    charged: Money::ZERO,
                    paid: Money::ZERO,
                })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_has_twelve_months() {
        let current: Month = "2026-02".parse().unwrap();
        let known = [MonthTotals {
            month: current,
            charged: Money::from_kopecks(5),
            paid: Money::ZERO,
        }];
        let months = twelve_months(current, &known);
        assert_eq!(months.len(), 12);
        assert_eq!(months.first().unwrap().month.to_string(), "2025-03");
        assert_eq!(months.last().unwrap().charged, Money::from_kopecks(5));
        let steps = Steps {
            has_service: true,
            has_subscriber: true,
            has_invoice: true,
            has_payment: false,
        };
        assert!(!steps.done());
        assert!(
            Steps {
                has_payment: true,
                ..steps
            }
            .done()
        );
    }
}
