//! Payments and how they are spread over open invoices.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::failure::Fields;
use crate::{Failure, Money, Month, Reason, typed};

/// How money came in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// At the cash desk.
    #[default]
    Cash,
    /// By card.
    Card,
    /// To the bank account.
    Bank,
    /// An advance brought in from another system; not offered in the form.
    Opening,
    /// Credited by a recalculation: no money came in.
    Adjustment,
    /// A debt that is given up: no money came in.
    Writeoff,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 6] = [
        Self::Cash,
        Self::Card,
        Self::Bank,
        Self::Opening,
        Self::Adjustment,
        Self::Writeoff,
    ];

    /// The methods that the form offers.
    pub const OFFERED: [Self; 3] = [Self::Cash, Self::Card, Self::Bank];

    /// The word in the database and in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Card => "card",
            Self::Bank => "bank",
            Self::Opening => "opening",
            Self::Adjustment => "adjustment",
            Self::Writeoff => "writeoff",
        }
    }

    /// The method of the database's word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.code() == code)
    }
}

/// A payment, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PaymentForm {
    /// The key of this entry: the same key is the same payment, however often it is sent.
    pub key: String,
    /// The personal account's number.
    pub account: String,
    /// The sum.
    pub amount: String,
    /// The method's word.
    pub method: String,
    /// The day on which the money was received.
    pub received_on: String,
    /// A note.
    pub note: String,
}

/// A payment that makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// The key of this entry.
    pub key: Uuid,
    /// The personal account's number.
    pub account: String,
    /// The sum, more than nothing.
    pub amount: Money,
    /// How it came in.
    pub method: Method,
    /// The day on which it was received; not after `today`.
    pub received_on: NaiveDate,
    /// A note.
    pub note: Option<String>,
}

impl PaymentForm {
    /// `today` is the tenant's business day: money can't have been received after it.
    ///
    /// # Errors
    /// `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self, today: NaiveDate) -> Result<Payment, Failure> {
        let mut fields = Fields::default();
        let key = fields.keep("key", self.key.trim().parse::<Uuid>().map_err(|_| Reason::Required));
        let account = fields.keep("account", crate::subscribers::account_number(&self.account));
        let amount = fields.keep(
            "amount",
            self.amount.parse::<Money>().and_then(|sum| {
                if sum.is_positive() {
                    Ok(sum)
                } else {
                    Err(Reason::NotPositive)
                }
            }),
        );
        let method = fields.keep(
            "method",
            Method::OFFERED
                .into_iter()
                .find(|method| method.code() == self.method)
                .ok_or(Reason::NotAChoice),
        );
        let received_on = fields.keep(
            "received_on",
            typed::date(&self.received_on).and_then(|day| {
                if day > today {
                    Err(Reason::DateOutOfRange)
                } else {
                    Ok(day)
                }
            }),
        );
        let note = fields.keep("note", typed::optional_text(&self.note, 200));
        match (key, account, amount, method, received_on, note) {
            (Some(key), Some(account), Some(amount), Some(method), Some(received_on), Some(note)) => Ok(Payment {
                key,
                account,
                amount,
                method,
                received_on,
                note,
            }),
            _ => Err(fields.into_failure()),
        }
    }
}

/// An invoice that is not paid in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenInvoice {
    /// The invoice.
    pub id: i64,
    /// What is still to be paid of it; more than nothing.
    pub open: Money,
}

/// How a sum is spread: the parts of invoices, and what is left as an advance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// Invoice and part, in the order in which they were served; each part is more than nothing.
    pub parts: Vec<(i64, Money)>,
    /// What is left.
    pub advance: Money,
}

/// Spreads a sum over open invoices in the order given: the oldest first. The parts and the advance add up to the sum.
#[must_use]
pub fn allocate(amount: Money, open: &[OpenInvoice]) -> Allocation {
    let mut left = amount;
    let mut parts = Vec::new();
    for invoice in open {
        if !left.is_positive() {
            break;
        }
        let part = left.min(invoice.open);
        if part.is_positive() {
            parts.push((invoice.id, part));
            left -= part;
        }
    }
    Allocation { parts, advance: left }
}

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
    /// The sum.
    pub amount: Money,
    /// How it came in.
    pub method: Method,
    /// The day on which it was received.
    pub received_on: NaiveDate,
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

/// Which payments a list shows, as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PaymentQuery {
    /// The month in which the money was received, or nothing for all.
    pub month: String,
    /// An account or a name.
    pub q: String,
    /// The position of the page.
    pub after: String,
}

/// A payment in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentLine {
    /// The id.
    pub id: i64,
    /// The subscriber.
    pub subscriber_id: i64,
    /// The personal account.
    pub account: String,
    /// The payer's name.
    pub name: String,
    /// The day on which it was received.
    pub received_on: NaiveDate,
    /// The sum.
    pub amount: Money,
    /// What of it is still an advance.
    pub advance: Money,
    /// How it came in.
    pub method: Method,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn form() -> PaymentForm {
        PaymentForm {
            key: Uuid::nil().to_string(),
            account: "12".into(),
            amount: "1 000,50".into(),
            method: "cash".into(),
            received_on: "2026-11-22".into(),
            note: String::new(),
        }
    }

    #[test]
    fn a_payment_is_read_as_typed() {
        let today: NaiveDate = "2026-11-22".parse().unwrap();
        assert_eq!(form().parse(today).unwrap().amount, Money::from_kopecks(100_050));
        let table = [
            (
                PaymentForm {
                    key: String::new(),
                    ..form()
                },
                "key",
                Reason::Required,
            ),
            (
                PaymentForm {
                    account: String::new(),
                    ..form()
                },
                "account",
                Reason::Required,
            ),
            (
                PaymentForm {
                    amount: "0".into(),
                    ..form()
                },
                "amount",
                Reason::NotPositive,
            ),
            (
                PaymentForm {
                    amount: "-5".into(),
                    ..form()
                },
                "amount",
                Reason::NotPositive,
            ),
            (
                PaymentForm {
                    amount: "x".into(),
                    ..form()
                },
                "amount",
                Reason::NotMoney,
            ),
            (
                PaymentForm {
                    method: "opening".into(),
                    ..form()
                },
                "method",
                Reason::NotAChoice,
            ),
            (
                PaymentForm {
                    received_on: "2026-11-23".into(),
                    ..form()
                },
                "received_on",
                Reason::DateOutOfRange,
            ),
            (
                PaymentForm {
                    note: "x".repeat(201),
                    ..form()
                },
                "note",
                Reason::TooLong { max: 200 },
            ),
        ];
        for (form, field, want) in table {
            assert_eq!(form.parse(today).unwrap_err().reason_for(field), Some(&want));
        }
        for method in Method::ALL {
            assert_eq!(Method::from_code(method.code()), Some(method));
        }
    }

    #[test]
    fn the_oldest_is_served_first() {
        let open: Vec<_> = [(1, 100), (2, 200), (3, 300)]
            .map(|(id, kopecks)| OpenInvoice {
                id,
                open: Money::from_kopecks(kopecks),
            })
            .into();
        let sum = Money::from_kopecks;
        let table = [
            (50, vec![(1, 50)], 0),
            (100, vec![(1, 100)], 0),
            (250, vec![(1, 100), (2, 150)], 0),
            (700, vec![(1, 100), (2, 200), (3, 300)], 100),
            (0, vec![], 0),
        ];
        for (amount, parts, advance) in table {
            let parts = parts.into_iter().map(|(id, kopecks)| (id, sum(kopecks))).collect();
            assert_eq!(
                allocate(sum(amount), &open),
                Allocation {
                    parts,
                    advance: sum(advance)
                }
            );
        }
    }

    proptest! {
        #[test]
        fn allocations_and_advance_are_the_payment(amount in 0_i64..1_000_000, open in prop::collection::vec(1_i64..100_000, 0..30)) {
            let open: Vec<_> = (1_i64..).zip(open).map(|(id, kopecks)| OpenInvoice { id, open: Money::from_kopecks(kopecks) }).collect();
            let amount = Money::from_kopecks(amount);
            let made = allocate(amount, &open);
            let spread: Money = made.parts.iter().map(|(_, part)| *part).sum();
            prop_assert_eq!(spread + made.advance, amount);
            prop_assert!(!made.advance.is_negative());
            for (part, invoice) in made.parts.iter().zip(&open) {
                prop_assert_eq!(part.0, invoice.id);
                prop_assert!(part.1.is_positive() && part.1 <= invoice.open);
            }
            // An advance is left only where nothing is open.
            let all: Money = open.iter().map(|invoice| invoice.open).sum();
            prop_assert!(made.advance.is_zero() || spread == all);
        }
    }
}
