//! What is done to a payment afterwards: taken back (a reversal), paid back (a refund), spread anew (a reallocation).
//! Nothing of it changes the payment itself.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::spread::Rule;
use super::{Method, parts};
use crate::failure::Fields;
use crate::{Failure, Money, Reason, typed};

/// Whether a payment still stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It does, whole.
    #[default]
    Stands,
    /// It was taken back: it never was.
    Reversed,
    /// A part of it was paid back.
    RefundedPartly,
    /// All of it was paid back.
    Refunded,
}

impl State {
    /// The state of a payment.
    #[must_use]
    pub fn of(amount: Money, returned: Money, is_reversed: bool) -> Self {
        if is_reversed {
            Self::Reversed
        } else if returned.is_zero() {
            Self::Stands
        } else if returned < amount {
            Self::RefundedPartly
        } else {
            Self::Refunded
        }
    }
}

/// What a return is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReturnKind {
    /// The whole payment never was.
    Reversal,
    /// Money goes back.
    Refund,
}

impl ReturnKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Reversal, Self::Refund];

    /// The word in the database, both of the return and of its entry.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reversal => "reversal",
            Self::Refund => "refund",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A payment taken back, or money paid back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Return {
    /// The id.
    pub id: i64,
    /// What it is.
    pub kind: ReturnKind,
    /// The sum.
    pub amount: Money,
    /// Where the money left from.
    pub method: Method,
    /// The business day.
    pub returned_on: NaiveDate,
    /// Why.
    pub reason: String,
    /// Who recorded it.
    pub recorded_by: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// A payment spread anew. What it paid before and after: pairs of invoice's number and part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reallocation {
    /// The id.
    pub id: i64,
    /// Before.
    pub was: Vec<(String, Money)>,
    /// After.
    pub became: Vec<(String, Money)>,
    /// Why.
    pub reason: String,
    /// Who did it.
    pub made_by: String,
    /// When.
    pub made_at: DateTime<Utc>,
}

/// A payment that is to be taken back, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReverseForm {
    /// The key of this entry.
    pub key: String,
    /// The payment's id.
    pub payment: String,
    /// Why.
    pub reason: String,
}

/// A payment that can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reverse {
    /// The key of this entry.
    pub key: Uuid,
    /// The payment.
    pub payment: i64,
    /// Why.
    pub reason: String,
}

/// What of an advance is to be paid back, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RefundForm {
    /// The key of this entry.
    pub key: String,
    /// The payment's id, or nothing for all advances of the subscriber.
    pub payment: String,
    /// The subscriber's id, or nothing where a payment stands.
    pub subscriber: String,
    /// The sum.
    pub amount: String,
    /// The method's word.
    pub method: String,
    /// Why.
    pub reason: String,
}

/// Out of which advance money is paid back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundOf {
    /// Of one payment.
    Payment(i64),
    /// Of all of a subscriber's, the newest first.
    Subscriber(i64),
}

/// A refund that makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// The key of this entry.
    pub key: Uuid,
    /// Out of what.
    pub of: RefundOf,
    /// The sum, more than nothing.
    pub amount: Money,
    /// Where the money leaves from.
    pub method: Method,
    /// Why.
    pub reason: String,
}

/// How a payment is to be spread anew, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReallocateForm {
    /// The key of this entry.
    pub key: String,
    /// The payment's id.
    pub payment: String,
    /// Parts by the invoice's id; what they leave follows the rule.
    pub parts: BTreeMap<String, String>,
    /// The rule's word, or nothing for the organisation's own.
    pub rule: String,
    /// Why.
    pub reason: String,
}

/// A reallocation that makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reallocate {
    /// The key of this entry.
    pub key: Uuid,
    /// The payment.
    pub payment: i64,
    /// Parts, each more than nothing.
    pub parts: Vec<(i64, Money)>,
    /// What they leave is spread by this rule; by the organisation's own if nothing.
    pub rule: Option<Rule>,
    /// Why.
    pub reason: String,
}

fn key(typed: &str) -> Result<Uuid, Reason> {
    typed.trim().parse().map_err(|_| Reason::Required)
}

/// A reason of a few words, as it stands on the slip.
fn why(typed: &str) -> Result<String, Reason> {
    let text = typed::text(typed, 200)?;
    if text.chars().count() < 3 {
        return Err(Reason::TooShort { min: 3 });
    }
    Ok(text)
}

impl ReverseForm {
    /// # Errors
    /// `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<Reverse, Failure> {
        let mut fields = Fields::default();
        let key = fields.keep("key", key(&self.key));
        let payment = fields.keep("payment", typed::id(&self.payment));
        let reason = fields.keep("reason", why(&self.reason));
        match (key, payment, reason) {
            (Some(key), Some(payment), Some(reason)) => Ok(Reverse { key, payment, reason }),
            _ => Err(fields.into_failure()),
        }
    }
}

impl RefundForm {
    /// # Errors
    /// `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<Refund, Failure> {
        let mut fields = Fields::default();
        let key = fields.keep("key", key(&self.key));
        let of = if self.payment.trim().is_empty() {
            fields
                .keep("subscriber", typed::id(&self.subscriber))
                .map(RefundOf::Subscriber)
        } else {
            fields.keep("payment", typed::id(&self.payment)).map(RefundOf::Payment)
        };
        let sum = self.amount.parse::<Money>().and_then(|sum| {
            if sum.is_positive() {
                Ok(sum)
            } else {
                Err(Reason::NotPositive)
            }
        });
        let amount = fields.keep("amount", sum);
        let method = Method::from_code(&self.method).filter(|method| method.is_money());
        let method = fields.keep("method", method.ok_or(Reason::NotAChoice));
        let reason = fields.keep("reason", why(&self.reason));
        match (key, of, amount, method, reason) {
            (Some(key), Some(of), Some(amount), Some(method), Some(reason)) => Ok(Refund {
                key,
                of,
                amount,
                method,
                reason,
            }),
            _ => Err(fields.into_failure()),
        }
    }
}

impl ReallocateForm {
    /// # Errors
    /// `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<Reallocate, Failure> {
        let mut fields = Fields::default();
        let key = fields.keep("key", key(&self.key));
        let payment = fields.keep("payment", typed::id(&self.payment));
        let parts = parts(&self.parts, &mut fields);
        let rule = match self.rule.trim() {
            "" => Some(None),
            word => fields.keep("rule", Rule::from_code(word).map(Some).ok_or(Reason::NotAChoice)),
        };
        let reason = fields.keep("reason", why(&self.reason));
        match (key, payment, rule, reason) {
            (Some(key), Some(payment), Some(rule), Some(reason)) if fields.is_empty() => Ok(Reallocate {
                key,
                payment,
                parts,
                rule,
                reason,
            }),
            _ => Err(fields.into_failure()),
        }
    }
}

/// Takes a sum out of advances in their order: payment and part. Nothing where they hold less.
#[must_use]
pub fn draw(amount: Money, advances: &[(i64, Money)]) -> Option<Vec<(i64, Money)>> {
    let mut left = amount;
    let mut drawn = Vec::new();
    for (id, advance) in advances {
        let part = left.min(*advance);
        if part.is_positive() {
            drawn.push((*id, part));
            left -= part;
        }
    }
    left.is_zero().then_some(drawn)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_state_says_what_became_of_a_payment() {
        let sum = Money::from_kopecks;
        for (amount, returned, reversed, state) in [
            (100, 0, false, State::Stands),
            (100, 100, true, State::Reversed),
            (100, 1, false, State::RefundedPartly),
            (100, 100, false, State::Refunded),
        ] {
            assert_eq!(State::of(sum(amount), sum(returned), reversed), state);
        }
        for kind in ReturnKind::ALL {
            assert_eq!(ReturnKind::from_code(kind.code()), Some(kind));
        }
    }

    #[test]
    fn what_takes_money_back_needs_a_reason() {
        let key = Uuid::nil().to_string();
        let reverse = |reason: &str| ReverseForm {
            key: key.clone(),
            payment: "4".into(),
            reason: reason.into(),
        };
        assert_eq!(reverse("ошибка кассира").parse().unwrap().payment, 4);
        let refused = |form: ReverseForm, field: &str| form.parse().unwrap_err().reason_for(field).cloned();
        assert_eq!(refused(reverse(" "), "reason"), Some(Reason::Required));
        assert_eq!(refused(reverse("-"), "reason"), Some(Reason::TooShort { min: 3 }));
        assert_eq!(refused(ReverseForm::default(), "payment"), Some(Reason::Required));

        let refund = RefundForm {
            key: key.clone(),
            subscriber: "7".into(),
            amount: "10,50".into(),
            method: "cash".into(),
            reason: "заявление абонента".into(),
            ..RefundForm::default()
        };
        assert_eq!(refund.parse().unwrap().of, RefundOf::Subscriber(7));
        let of_payment = RefundForm {
            payment: "4".into(),
            ..refund.clone()
        };
        assert_eq!(of_payment.parse().unwrap().of, RefundOf::Payment(4));
        for (field, form, reason) in [
            (
                "amount",
                RefundForm {
                    amount: "0".into(),
                    ..refund.clone()
                },
                Reason::NotPositive,
            ),
            (
                "method",
                RefundForm {
                    method: "opening".into(),
                    ..refund.clone()
                },
                Reason::NotAChoice,
            ),
            (
                "subscriber",
                RefundForm {
                    subscriber: String::new(),
                    ..refund.clone()
                },
                Reason::Required,
            ),
        ] {
            assert_eq!(form.parse().unwrap_err().reason_for(field), Some(&reason));
        }

        let reallocate = ReallocateForm {
            key,
            payment: "4".into(),
            parts: BTreeMap::from([("3".into(), "5".into()), ("2".into(), String::new())]),
            rule: "current".into(),
            reason: "по заявлению".into(),
        };
        let read = reallocate.parse().unwrap();
        assert_eq!(
            (read.parts, read.rule),
            (vec![(3, Money::from_kopecks(500))], Some(Rule::Current))
        );
        let other = ReallocateForm {
            rule: "x".into(),
            ..reallocate.clone()
        };
        assert_eq!(other.parse().unwrap_err().reason_for("rule"), Some(&Reason::NotAChoice));
        let bad = ReallocateForm {
            parts: BTreeMap::from([("3".into(), "x".into())]),
            ..reallocate
        };
        assert_eq!(bad.parse().unwrap_err().reason_for("parts[3]"), Some(&Reason::NotMoney));
    }

    proptest! {
        #[test]
        fn no_more_is_drawn_than_there_is(amount in 0_i64..5_000, advances in prop::collection::vec(0_i64..2_000, 0..6)) {
            let advances: Vec<_> = (1_i64..).zip(advances.into_iter().map(Money::from_kopecks)).collect();
            let all: Money = advances.iter().map(|(_, sum)| *sum).sum();
            let amount = Money::from_kopecks(amount);
            match draw(amount, &advances) {
                None => prop_assert!(all < amount),
                Some(drawn) => {
                    prop_assert_eq!(drawn.iter().map(|(_, part)| *part).sum::<Money>(), amount);
                    for (id, part) in drawn {
                        prop_assert!(advances.iter().any(|(known, sum)| *known == id && part.is_positive() && part <= *sum));
                    }
                }
            }
        }
    }
}
