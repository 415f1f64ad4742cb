//! Whether the books agree with themselves: what is compared, what disagreed, and where a person can look at it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::Money;

macro_rules! checks {
    ($( $(#[$doc:meta])* $name:ident = $code:literal in $room:expr ),+ $(,)?) => {
        /// One thing that is compared.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Check { $( $(#[$doc])* $name ),+ }

        impl Check {
            /// Every check, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[ $( Self::$name ),+ ];

            /// The word on the command line and in the log.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $( Self::$name => $code ),+ }
            }

            /// The section of the pages whose ids the examples are; nothing where there is no page.
            #[must_use]
            pub const fn room(self) -> Option<&'static str> {
                match self { $( Self::$name => $room ),+ }
            }
        }
    };
}

checks! {
    /// Each entry debits one account and credits another, exactly one of them the receivable, by a sum above zero.
    Entries = "entries" in Some("subscribers"),
    /// Each entry is about a document that is there.
    Documents = "documents" in Some("subscribers"),
    /// Kept balances are the sums of the entries.
    Balances = "balances" in Some("subscribers"),
    /// What is paid of an invoice is the sum of its allocations, and never more than its total.
    InvoicesPaid = "invoices_paid" in Some("invoices"),
    /// An invoice's total is what its document has debited.
    InvoiceEntries = "invoice_entries" in Some("invoices"),
    /// An invoice's total is the sum of its lines that count.
    InvoiceLines = "invoice_lines" in Some("invoices"),
    /// A void invoice has nothing paid, no lines that count and one entry against it of the same sum; others have none.
    Voids = "voids" in Some("invoices"),
    /// What an invoice has of a payment is never less than nothing.
    Allocations = "allocations" in Some("payments"),
    /// A payment is what is left of it, what was given back and what was allocated.
    Payments = "payments" in Some("payments"),
    /// A payment has entries of its sum, on the account of its method.
    PaymentEntries = "payment_entries" in Some("payments"),
    /// What was given back of a payment is the sum of its returns, each with its entry.
    Returns = "returns" in Some("payments"),
    /// Each write-off has its credit and its entry.
    WriteOffs = "write_offs" in Some("invoices"),
    /// Each adjustment has its document, its lines and its entry.
    Adjustments = "adjustments" in Some("subscribers"),
    /// Kept months are the sums of the entries.
    Months = "months" in None,
    /// Kept totals are the sums of the balances.
    Totals = "totals" in None,
    /// Numbers of invoices and adjustments have no gaps within a year and none beyond the counter.
    Numbers = "numbers" in None,
    /// The sealed blocks of the books come out as they were sealed.
    LedgerSeals = "ledger_seals" in None,
    /// The sealed blocks of the audit come out as they were sealed.
    EventSeals = "event_seals" in None,
}

/// One of the rows that disagree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// The id in the room of the check.
    pub id: i64,
    /// A number, an account, a month: what a person would look for.
    pub name: String,
}

/// A check that found something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What was compared.
    pub check: Check,
    /// How many rows disagree.
    pub count: i64,
    /// The first of them, twenty at most.
    pub examples: Vec<Example>,
}

/// How far a chain is sealed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// Blocks.
    pub blocks: i64,
    /// Rows in them.
    pub rows: i64,
    /// The last sealed id.
    pub upto: i64,
}

/// Whether the books agree with themselves. Debits and credits do by construction: an entry is one row with one sum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// How many entries there are.
    pub entries: i64,
    /// The sum of all entries: of the debits and of the credits alike.
    pub turnover: Money,
    /// What all subscribers owe, less what they have paid ahead, out of the entries.
    pub receivable: Money,
    /// The seals of the books.
    pub ledger: Sealed,
    /// The seals of the audit.
    pub events: Sealed,
    /// What disagrees.
    pub findings: Vec<Finding>,
}

impl Proof {
    /// Nothing disagrees.
    #[must_use]
    pub const fn holds(&self) -> bool {
        self.findings.is_empty()
    }

    /// How many rows a check found wrong.
    #[must_use]
    pub fn wrong(&self, check: Check) -> i64 {
        self.findings
            .iter()
            .filter(|finding| finding.check == check)
            .map(|finding| finding.count)
            .sum()
    }
}

/// A proof that was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptProof {
    /// Its id.
    pub id: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// How long it took, in milliseconds.
    pub took_ms: i64,
    /// Who asked for it; nothing for the nightly one.
    pub by: Option<String>,
    /// What came out.
    pub proof: Proof,
}

/// What the first page says about the books.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastProof {
    /// When they were proved last.
    pub at: DateTime<Utc>,
    /// Nothing disagreed.
    pub holds: bool,
    /// How many checks found something.
    pub findings: i64,
}

/// How many rows were sealed by a call, and whether there are more that wait for a transaction to end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealing {
    /// Rows of the books.
    pub ledger: i64,
    /// Rows of the audit.
    pub events: i64,
    /// Some rows wait for a transaction that is still under way; the next call seals them.
    pub waits: bool,
}

/// What a rebuilding changed, in rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rebuilt {
    /// Balances that were wrong, missing or too many.
    pub balances: i64,
    /// Invoices whose paid sum was wrong.
    pub invoices: i64,
    /// Payments of which more or less was left.
    pub payments: i64,
    /// Months whose totals were wrong.
    pub months: i64,
    /// The totals over all were wrong.
    pub totals: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_finding_is_enough() {
        let good = Proof {
            entries: 0,
            turnover: Money::ZERO,
            receivable: Money::ZERO,
            ledger: Sealed::default(),
            events: Sealed::default(),
            findings: vec![],
        };
        assert!(good.holds());
        for check in Check::ALL.iter().copied() {
            let finding = Finding {
                check,
                count: 3,
                examples: vec![],
            };
            let bad = Proof {
                findings: vec![finding],
                ..good.clone()
            };
            assert!(!bad.holds());
            assert_eq!(bad.wrong(check), 3);
            let others: i64 = Check::ALL
                .iter()
                .filter(|other| **other != check)
                .map(|other| bad.wrong(*other))
                .sum();
            assert_eq!(others, 0);
        }
    }

    #[test]
    fn a_kept_proof_reads_its_own_words() {
        for check in Check::ALL {
            let word = serde_json::to_value(check).unwrap();
            assert_eq!(word, serde_json::json!(check.code()));
        }
    }
}
