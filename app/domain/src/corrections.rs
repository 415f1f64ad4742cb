//! Corrections of issued documents: an invoice is voided, a charge is recalculated (перерасчёт) by a document of its own.
//! What was issued never changes.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::failure::Fields;
use crate::{Failure, Money, Month, Reason, typed};

/// Why something is recalculated. The payment document names the ground with its sum (rules of decree 354, item 69).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ground {
    /// Nobody lived there for a while (items 86 to 97 of the rules).
    Absence,
    /// The service was bad or interrupted (item 98).
    Quality,
    /// Something was entered wrongly.
    Error,
    /// A benefit or subsidy.
    Benefit,
    /// The tariff was changed for the past.
    Tariff,
    /// A reading came late or was corrected.
    Reading,
    /// Something else; the reason says what.
    Other,
}

impl Ground {
    /// Every ground, in the order in which a person is offered them.
    pub const ALL: [Self; 7] = [
        Self::Absence,
        Self::Quality,
        Self::Error,
        Self::Benefit,
        Self::Tariff,
        Self::Reading,
        Self::Other,
    ];

    /// The word in the database and in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Absence => "absence",
            Self::Quality => "quality",
            Self::Error => "error",
            Self::Benefit => "benefit",
            Self::Tariff => "tariff",
            Self::Reading => "reading",
            Self::Other => "other",
        }
    }

    /// The ground of a word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.code() == code)
    }
}

/// Voids an invoice, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VoidForm {
    /// The invoice.
    pub id: String,
    /// Why.
    pub reason: String,
}

impl VoidForm {
    /// # Errors
    /// `NotFound` for an id that is none; `Invalid` without a reason.
    pub fn parse(&self) -> Result<(i64, String), Failure> {
        let id = typed::id(&self.id).map_err(|_| Failure::NotFound)?;
        let reason = typed::text(&self.reason, 300).map_err(|reason| Failure::field("reason", reason))?;
        Ok((id, reason))
    }
}

/// A recalculation of one service over a period, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AdjustmentForm {
    /// The key of this entry: the same key is the same adjustment, however often it is sent.
    pub key: String,
    /// The subscriber.
    pub subscriber_id: String,
    /// The service.
    pub service_id: String,
    /// The ground's word.
    pub ground: String,
    /// `credit`: charged too much; `debit`: charged too little.
    pub direction: String,
    /// The sum, without a sign.
    pub amount: String,
    /// The first day of the period.
    pub from: String,
    /// The last day of the period.
    pub to: String,
    /// The reason in words, as the subscriber reads it.
    pub reason: String,
    /// How the sum was computed, as the subscriber reads it.
    pub explanation: String,
}

/// A recalculation that makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjusting {
    /// The key of this entry.
    pub key: Uuid,
    /// The subscriber.
    pub subscriber_id: i64,
    /// The service.
    pub service_id: i64,
    /// The ground.
    pub ground: Ground,
    /// More than nothing: to be paid; less: credited.
    pub amount: Money,
    /// The first day of the period.
    pub from: NaiveDate,
    /// The last day of the period.
    pub to: NaiveDate,
    /// The reason.
    pub reason: String,
    /// How it was computed.
    pub explanation: String,
}

impl AdjustmentForm {
    /// `today` is the tenant's business day: a period that is not over can't be recalculated.
    ///
    /// # Errors
    /// `NotFound` without a subscriber; `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self, today: NaiveDate) -> Result<Adjusting, Failure> {
        let subscriber_id = typed::id(&self.subscriber_id).map_err(|_| Failure::NotFound)?;
        let mut fields = Fields::default();
        let key = fields.keep("key", self.key.trim().parse::<Uuid>().map_err(|_| Reason::Required));
        let service_id = fields.keep("service_id", typed::id(&self.service_id));
        let ground = fields.keep("ground", Ground::from_code(&self.ground).ok_or(Reason::NotAChoice));
        let sign = match self.direction.as_str() {
            "credit" => Some(-Decimal::ONE),
            "debit" => Some(Decimal::ONE),
            _ => {
                fields.refuse("direction", Reason::NotAChoice);
                None
            }
        };
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
        let from = fields.keep("from", typed::date(&self.from));
        let to = fields.keep(
            "to",
            typed::date(&self.to).and_then(|day| {
                if day > Month::of(today).last_day() {
                    Err(Reason::DateOutOfRange)
                } else {
                    Ok(day)
                }
            }),
        );
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            fields.refuse("to", Reason::EndsBeforeItBegins);
        }
        let reason = fields.keep("reason", typed::text(&self.reason, 300));
        let explanation = fields
            .keep("explanation", typed::optional_text(&self.explanation, 500))
            .map(Option::unwrap_or_default);
        match (key, service_id, ground, sign, amount, from, to, reason, explanation) {
            (
                Some(key),
                Some(service_id),
                Some(ground),
                Some(sign),
                Some(amount),
                Some(from),
                Some(to),
                Some(reason),
                Some(explanation),
            ) if fields.is_empty() => Ok(Adjusting {
                key,
                subscriber_id,
                service_id,
                ground,
                amount: Money::round(amount.decimal() * sign),
                from,
                to,
                reason,
                explanation,
            }),
            _ => Err(fields.into_failure()),
        }
    }
}

/// Whom a new recalculation is about, as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AdjustmentQuery {
    /// The subscriber.
    pub subscriber: String,
    /// The month, `2026-11`; the one before this if nothing.
    pub month: String,
}

/// What the page of a new recalculation needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdjustmentDesk {
    /// The key of the next entry.
    pub key: Uuid,
    /// The subscriber.
    pub subscriber_id: i64,
    /// The personal account.
    pub account: String,
    /// The name.
    pub name: String,
    /// The period that is asked about.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
    /// What was charged in the months of the period, by service.
    pub charged: Vec<ChargedService>,
}

/// What a service was charged in the months of a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargedService {
    /// The service.
    pub service_id: i64,
    /// Its name.
    pub service: String,
    /// Charged in those months, less what has been credited for them.
    pub charged: Money,
    /// The share of it that falls to the days of the period.
    pub share: Money,
}

/// A recalculation as a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    /// The id.
    pub id: i64,
    /// The number, `П2026-000001`.
    pub number: String,
    /// The subscriber.
    pub subscriber_id: i64,
    /// The personal account.
    pub account: String,
    /// The name.
    pub name: String,
    /// The ground.
    pub ground: Ground,
    /// The reason in words.
    pub reason: String,
    /// The first day of the period.
    pub from: NaiveDate,
    /// The last day of the period.
    pub to: NaiveDate,
    /// More than nothing: to be paid; less: credited.
    pub amount: Money,
    /// The service's name then.
    pub service: String,
    /// How it was computed.
    pub explanation: String,
    /// The invoice to pay, where it is more than nothing.
    pub invoice_id: Option<i64>,
    /// The credit, where it is less.
    pub payment_id: Option<i64>,
    /// The business day.
    pub booked_on: NaiveDate,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// The share of a month's charge that falls to the days of a period: sum x days within / days of the month, rounded.
#[must_use]
pub fn share(charged: Money, month: Month, from: NaiveDate, to: NaiveDate) -> Money {
    let days = month.days_within(from, Some(to));
    if days >= month.days() {
        return charged;
    }
    Money::round(charged.decimal() * Decimal::from(days) / Decimal::from(month.days()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> AdjustmentForm {
        AdjustmentForm {
            key: "01900000-0000-7000-8000-000000000001".into(),
            subscriber_id: "1".into(),
            service_id: "2".into(),
            ground: "absence".into(),
            direction: "credit".into(),
            amount: "150,50".into(),
            from: "2026-10-01".into(),
            to: "2026-10-15".into(),
            reason: "Отпуск".into(),
            explanation: String::new(),
        }
    }

    #[test]
    fn a_recalculation_is_read_as_typed() {
        let today: NaiveDate = "2026-11-22".parse().unwrap();
        assert_eq!(form().parse(today).unwrap().amount.to_string(), "-150.50");
        let debit = AdjustmentForm {
            direction: "debit".into(),
            ..form()
        };
        assert_eq!(debit.parse(today).unwrap().amount.to_string(), "150.50");
        type Change = fn(&mut AdjustmentForm);
        let table: [(Change, &str, Reason); 8] = [
            (|f| f.key = String::new(), "key", Reason::Required),
            (|f| f.service_id = String::new(), "service_id", Reason::Required),
            (|f| f.ground = "x".into(), "ground", Reason::NotAChoice),
            (|f| f.direction = String::new(), "direction", Reason::NotAChoice),
            (|f| f.amount = "0".into(), "amount", Reason::NotPositive),
            (|f| f.to = "2026-12-01".into(), "to", Reason::DateOutOfRange),
            (|f| f.to = "2026-09-30".into(), "to", Reason::EndsBeforeItBegins),
            (|f| f.reason = " ".into(), "reason", Reason::Required),
        ];
        for (change, field, want) in table {
            let mut form = form();
            change(&mut form);
            assert_eq!(form.parse(today).unwrap_err().reason_for(field), Some(&want), "{field}");
        }
        let nobody = AdjustmentForm {
            subscriber_id: String::new(),
            ..form()
        };
        assert_eq!(nobody.parse(today), Err(Failure::NotFound));
    }

    #[test]
    fn a_void_needs_a_reason() {
        let form = VoidForm {
            id: "7".into(),
            reason: " Ошибка в площади ".into(),
        };
        assert_eq!(form.parse(), Ok((7, "Ошибка в площади".into())));
        let silent = VoidForm {
            reason: String::new(),
            ..form.clone()
        };
        assert_eq!(
            silent.parse().unwrap_err().reason_for("reason"),
            Some(&Reason::Required)
        );
        let nothing = VoidForm { id: "x".into(), ..form };
        assert_eq!(nothing.parse(), Err(Failure::NotFound));
    }

    #[test]
    fn a_part_of_a_month_is_its_share() {
        let sum = Money::from_kopecks;
        let month: Month = "2026-10".parse().unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (from, to, want) in [
            ("2026-10-01", "2026-10-31", 31_000),
            ("2026-09-01", "2026-11-30", 31_000),
            ("2026-10-01", "2026-10-10", 10_000),
            ("2026-10-31", "2026-11-30", 1_000),
            ("2026-11-01", "2026-11-30", 0),
        ] {
            assert_eq!(share(sum(31_000), month, day(from), day(to)), sum(want), "{from} {to}");
        }
        for ground in Ground::ALL {
            assert_eq!(Ground::from_code(ground.code()), Some(ground));
        }
        assert_eq!(Ground::from_code("x"), None);
    }
}
