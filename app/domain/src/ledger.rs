//! The books: double entry, one row an entry with the account it debits, the account it credits and the sum, so that
//! debits and credits can't differ.

pub mod proof;
pub mod timeline;

use serde::{Deserialize, Serialize};

pub use proof::Proof;

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
}
