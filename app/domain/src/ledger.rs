//! The books: double entry, one row an entry with the account it debits, the account it credits and the sum, so that
//! debits and credits can't differ.

use serde::{Deserialize, Serialize};

use crate::Money;

/// An account of the chart. Small on purpose: what a subscriber ledger needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Account {
    /// What subscribers owe; kept by subscriber.
    Receivable,
    /// What has been charged.
    Revenue,
    /// Money at the cash desk.
    Cash,
    /// Money by card, on its way to the bank.
    Card,
    /// Money on the bank account.
    Bank,
    /// Balances brought in from another system.
    Opening,
    /// Penalties that have been charged.
    Penalty,
    /// Debts that are given up.
    Writeoff,
}

impl Account {
    /// Every account.
    pub const ALL: [Self; 8] = [
        Self::Receivable,
        Self::Revenue,
        Self::Cash,
        Self::Card,
        Self::Bank,
        Self::Opening,
        Self::Penalty,
        Self::Writeoff,
    ];

    /// The word in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Receivable => "receivable",
            Self::Revenue => "revenue",
            Self::Cash => "cash",
            Self::Card => "card",
            Self::Bank => "bank",
            Self::Opening => "opening",
            Self::Penalty => "penalty",
            Self::Writeoff => "writeoff",
        }
    }
}

/// The account that a payment's method debits.
#[must_use]
pub const fn debited_by(method: crate::payments::Method) -> Account {
    match method {
        crate::payments::Method::Cash => Account::Cash,
        crate::payments::Method::Card => Account::Card,
        crate::payments::Method::Bank => Account::Bank,
        crate::payments::Method::Opening => Account::Opening,
        crate::payments::Method::Adjustment => Account::Revenue,
        crate::payments::Method::Writeoff => Account::Writeoff,
    }
}

/// Whether the books agree with themselves. Every figure but the sums has to be zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// The sum of all entries.
    pub turnover: Money,
    /// What all subscribers owe, less what they have paid ahead, out of the entries.
    pub receivable: Money,
    /// Subscribers whose kept balance differs from their entries.
    pub wrong_balances: i64,
    /// Invoices whose paid sum differs from their allocations, or is more than their total.
    pub wrong_invoices: i64,
    /// Payments whose allocations and advance are not their sum.
    pub wrong_payments: i64,
    /// Months whose kept totals differ from their entries.
    pub wrong_months: i64,
    /// Kept totals (debt, advance, subscribers) that differ from what they summarise.
    pub wrong_totals: i64,
}

impl Proof {
    /// Nothing disagrees.
    #[must_use]
    pub const fn holds(&self) -> bool {
        self.wrong_balances == 0
            && self.wrong_invoices == 0
            && self.wrong_payments == 0
            && self.wrong_months == 0
            && self.wrong_totals == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payments::Method;

    #[test]
    fn a_method_debits_its_account() {
        for (method, account) in [
            (Method::Cash, "cash"),
            (Method::Card, "card"),
            (Method::Bank, "bank"),
            (Method::Opening, "opening"),
            (Method::Adjustment, "revenue"),
            (Method::Writeoff, "writeoff"),
        ] {
            assert_eq!(debited_by(method).code(), account);
        }
        assert_eq!(
            Account::ALL.map(Account::code),
            [
                "receivable",
                "revenue",
                "cash",
                "card",
                "bank",
                "opening",
                "penalty",
                "writeoff"
            ]
        );
    }

    #[test]
    fn one_disagreement_is_enough() {
        let good = Proof {
            turnover: Money::ZERO,
            receivable: Money::ZERO,
            wrong_balances: 0,
            wrong_invoices: 0,
            wrong_payments: 0,
            wrong_months: 0,
            wrong_totals: 0,
        };
        assert!(good.holds());
        for bad in [
            Proof {
                wrong_balances: 1,
                ..good.clone()
            },
            Proof {
                wrong_invoices: 1,
                ..good.clone()
            },
            Proof {
                wrong_payments: 1,
                ..good.clone()
            },
            Proof {
                wrong_months: 1,
                ..good.clone()
            },
            Proof {
                wrong_totals: 1,
                ..good.clone()
            },
        ] {
            assert!(!bad.holds());
        }
    }
}
