//! Payments: the entry and the list. What the desk shows stands in `payments/desk.rs`, slips in `payments/slips.rs`, how
//! a sum is spread in `payments/spread.rs`, what takes money back or spreads it anew in `payments/returns.rs`.

mod desk;
pub mod returns;
mod slips;
pub mod spread;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::failure::Fields;
use crate::{Failure, Money, Month, Reason, typed};
use returns::State;

pub use desk::{Desk, Entry, Payer, Preview, Taken};
pub use slips::{PaymentCard, Receipt, ReturnSlip};

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

    /// Somebody handed money over; the others are credits that are no money.
    #[must_use]
    pub const fn is_money(self) -> bool {
        matches!(self, Self::Cash | Self::Card | Self::Bank)
    }

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
    /// The month that the payer named, or nothing: that month is paid first.
    pub month: String,
    /// Parts that the person said, by the invoice's id; the rest follows the rule.
    pub parts: BTreeMap<String, String>,
    /// Ticked: it is another payment, although it looks like one just taken.
    pub confirmed: String,
    /// Sent by the button that only shows what would be paid.
    pub show: String,
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
    /// The month that the payer named.
    pub month: Option<Month>,
    /// Parts that the person said, each more than nothing.
    pub parts: Vec<(i64, Money)>,
    /// It is another payment, although it looks like one just taken.
    pub confirmed: bool,
}

/// Parts by the invoice's id as typed; empty ones and nothing are left out. Refused ones are named `parts[id]`.
pub(crate) fn parts(typed: &BTreeMap<String, String>, fields: &mut Fields) -> Vec<(i64, Money)> {
    let mut parts = Vec::new();
    for (id, sum) in typed.iter().filter(|(_, sum)| !sum.trim().is_empty()) {
        let read = typed::id(id).and_then(|id| Ok((id, sum.parse::<Money>()?)));
        let name = format!("parts[{id}]");
        match fields.keep(&name, read) {
            Some((_, sum)) if sum.is_negative() => fields.refuse(&name, Reason::Negative),
            Some((id, sum)) if sum.is_positive() => parts.push((id, sum)),
            _ => {}
        }
    }
    parts
}

/// A month that may be left out.
fn optional_month(typed: &str) -> Result<Option<Month>, Reason> {
    match typed.trim() {
        "" => Ok(None),
        typed => typed.parse().map(Some),
    }
}

/// What of a form a preview goes by: the sum, if one was typed, and what is to be paid first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The sum.
    pub amount: Option<Money>,
    /// The month that the payer named.
    pub month: Option<Month>,
    /// Parts that the person said.
    pub parts: Vec<(i64, Money)>,
}

/// A sum that is more than nothing.
fn some_money(typed: &str) -> Result<Money, Reason> {
    typed.parse::<Money>().and_then(|sum| {
        if sum.is_positive() {
            Ok(sum)
        } else {
            Err(Reason::NotPositive)
        }
    })
}

impl PaymentForm {
    /// Whether it was sent only to see what would be paid.
    #[must_use]
    pub fn only_shows(&self) -> bool {
        typed::ticked(&self.show)
    }

    /// What a preview needs; the rest of the form may be empty still.
    ///
    /// # Errors
    /// `Invalid` with a reason for each field that can't be accepted.
    pub fn asked(&self) -> Result<Asked, Failure> {
        let mut fields = Fields::default();
        let amount = match self.amount.trim() {
            "" => Some(None),
            typed => fields.keep("amount", some_money(typed)).map(Some),
        };
        let month = fields.keep("month", optional_month(&self.month));
        let parts = parts(&self.parts, &mut fields);
        if let Some(Some(amount)) = amount
            && parts.iter().map(|(_, part)| *part).sum::<Money>() > amount
        {
            fields.refuse("amount", Reason::PartsAboveSum);
        }
        match (amount, month) {
            (Some(amount), Some(month)) if fields.is_empty() => Ok(Asked { amount, month, parts }),
            _ => Err(fields.into_failure()),
        }
    }

    /// `today` is the tenant's business day: money can't have been received after it.
    ///
    /// # Errors
    /// `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self, today: NaiveDate) -> Result<Payment, Failure> {
        let mut fields = Fields::default();
        let key = fields.keep("key", self.key.trim().parse::<Uuid>().map_err(|_| Reason::Required));
        let account = fields.keep("account", crate::subscribers::account_number(&self.account));
        let amount = fields.keep("amount", some_money(&self.amount));
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
        let month = fields.keep("month", optional_month(&self.month));
        let parts = parts(&self.parts, &mut fields);
        if let Some(amount) = amount
            && parts.iter().map(|(_, part)| *part).sum::<Money>() > amount
        {
            fields.refuse("amount", Reason::PartsAboveSum);
        }
        match (key, account, amount, method, received_on, note, month) {
            (Some(key), Some(account), Some(amount), Some(method), Some(received_on), Some(note), Some(month))
                if fields.is_empty() =>
            {
                Ok(Payment {
                    key,
                    account,
                    amount,
                    method,
                    received_on,
                    note,
                    month,
                    parts,
                    confirmed: typed::ticked(&self.confirmed),
                })
            }
            _ => Err(fields.into_failure()),
        }
    }
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
    /// Whether it still stands.
    pub state: State,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> PaymentForm {
        PaymentForm {
            key: Uuid::nil().to_string(),
            account: "12".into(),
            amount: "1 000,50".into(),
            method: "cash".into(),
            received_on: "2026-11-22".into(),
            note: String::new(),
            month: " 2026-10 ".into(),
            parts: [("7", "500"), ("8", " "), ("9", "0")]
                .map(|(id, sum)| (id.to_owned(), sum.to_owned()))
                .into(),
            confirmed: "on".into(),
            show: String::new(),
        }
    }

    fn said(id: &str, sum: &str) -> PaymentForm {
        PaymentForm {
            parts: BTreeMap::from([(id.to_owned(), sum.to_owned())]),
            ..form()
        }
    }

    #[test]
    fn a_preview_asks_for_less() {
        let bare = PaymentForm {
            month: "2026-10".into(),
            ..PaymentForm::default()
        };
        assert_eq!(bare.asked().unwrap().amount, None);
        let shows = PaymentForm {
            show: "1".into(),
            ..PaymentForm::default()
        };
        assert!(shows.only_shows() && !bare.only_shows());
        assert_eq!(form().asked().unwrap().parts, [(7, Money::from_kopecks(50_000))]);
        for (form, field, reason) in [
            (
                PaymentForm {
                    amount: "0".into(),
                    ..bare.clone()
                },
                "amount",
                Reason::NotPositive,
            ),
            (
                PaymentForm {
                    month: "x".into(),
                    ..bare
                },
                "month",
                Reason::NotAMonth,
            ),
            (said("7", "1000,51"), "amount", Reason::PartsAboveSum),
        ] {
            assert_eq!(form.asked().unwrap_err().reason_for(field), Some(&reason));
        }
    }

    #[test]
    fn a_payment_is_read_as_typed() {
        let today: NaiveDate = "2026-11-22".parse().unwrap();
        let read = form().parse(today).unwrap();
        assert_eq!(read.amount, Money::from_kopecks(100_050));
        assert_eq!(read.month.map(|month| month.to_string()), Some("2026-10".into()));
        assert_eq!(read.parts, [(7, Money::from_kopecks(50_000))]);
        assert!(read.confirmed);
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
            (
                PaymentForm {
                    month: "октябрь".into(),
                    ..form()
                },
                "month",
                Reason::NotAMonth,
            ),
            (said("7", "x"), "parts[7]", Reason::NotMoney),
            (said("7", "-1"), "parts[7]", Reason::Negative),
            (said("x", "1"), "parts[x]", Reason::Unknown),
            (said("7", "1000,51"), "amount", Reason::PartsAboveSum),
        ];
        for (form, field, want) in table {
            assert_eq!(form.parse(today).unwrap_err().reason_for(field), Some(&want));
        }
        for method in Method::ALL {
            assert_eq!(Method::from_code(method.code()), Some(method));
        }
    }
}
