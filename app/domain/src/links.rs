//! Service links: a subscriber has a service from a day to a day, in some quantity.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::failure::Fields;
use crate::{Failure, Money, Month, Reason, typed};

/// The largest quantity that is not a slip.
const MAX_QUANTITY: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);

/// A new link, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LinkForm {
    /// The subscriber.
    pub subscriber_id: String,
    /// The service.
    pub service_id: String,
    /// The first day.
    pub from: String,
    /// The last day, or nothing.
    pub to: String,
    /// How many units; one if nothing.
    pub quantity: String,
}

/// A link that makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The subscriber.
    pub subscriber_id: i64,
    /// The service.
    pub service_id: i64,
    /// The first day.
    pub from: NaiveDate,
    /// The last day; open if nothing.
    pub to: Option<NaiveDate>,
    /// How many units, three places.
    pub quantity: Decimal,
}

impl LinkForm {
    /// # Errors
    /// `NotFound` without a subscriber; `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<Link, Failure> {
        let subscriber_id = typed::id(&self.subscriber_id).map_err(|_| Failure::NotFound)?;
        let mut fields = Fields::default();
        let service_id = fields.keep("service_id", typed::id(&self.service_id));
        let from = fields.keep("from", typed::date(&self.from));
        let to = fields.keep("to", typed::optional_date(&self.to));
        let quantity = match self.quantity.trim() {
            "" => Some(Decimal::ONE),
            typed => fields.keep(
                "quantity",
                typed::quantity(typed, 3, MAX_QUANTITY)
                    .and_then(|q| if q.is_zero() { Err(Reason::NotPositive) } else { Ok(q) }),
            ),
        };
        if let (Some(from), Some(Some(to))) = (from, to)
            && to < from
        {
            fields.refuse("to", Reason::EndsBeforeItBegins);
        }
        match (service_id, from, to, quantity) {
            (Some(service_id), Some(from), Some(to), Some(quantity)) if fields.is_empty() => Ok(Link {
                subscriber_id,
                service_id,
                from,
                to,
                quantity,
            }),
            _ => Err(fields.into_failure()),
        }
    }
}

/// The end of a link, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EndLinkForm {
    /// The link.
    pub id: String,
    /// The last day.
    pub to: String,
}

impl EndLinkForm {
    /// # Errors
    /// `NotFound` for an id that is none; `Invalid` for a day that is none.
    pub fn parse(&self) -> Result<(i64, NaiveDate), Failure> {
        let id = typed::id(&self.id).map_err(|_| Failure::NotFound)?;
        let to = typed::date(&self.to).map_err(|reason| Failure::field("to", reason))?;
        Ok((id, to))
    }
}

/// A link on the card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkLine {
    /// The id.
    pub id: i64,
    /// The service.
    pub service_id: i64,
    /// The service's name.
    pub service: String,
    /// The unit.
    pub unit: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day, if known.
    pub to: Option<NaiveDate>,
    /// How many units.
    pub quantity: Decimal,
    /// The price that holds today.
    pub price: Option<Decimal>,
    /// Open today, or yet to begin.
    pub is_open: bool,
}

/// What a link costs in a month: quantity x price x days within / days of the month, rounded once to kopecks.
/// The database's run computes the same; a test holds the two together.
#[must_use]
pub fn charge(quantity: Decimal, price: Decimal, from: NaiveDate, to: Option<NaiveDate>, month: Month) -> Money {
    let days = month.days_within(from, to);
    if days == month.days() {
        return Money::round(quantity * price);
    }
    Money::round(quantity * price * Decimal::from(days) / Decimal::from(month.days()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_link_is_read_as_typed() {
        let form = LinkForm {
            subscriber_id: "1".into(),
            service_id: "2".into(),
            from: "2026-01-10".into(),
            ..LinkForm::default()
        };
        let link = form.parse().unwrap();
        assert_eq!((link.quantity, link.to), (Decimal::ONE, None));
        let table = [
            (
                LinkForm {
                    to: "2026-01-09".into(),
                    ..form.clone()
                },
                "to",
                Reason::EndsBeforeItBegins,
            ),
            (
                LinkForm {
                    quantity: "0".into(),
                    ..form.clone()
                },
                "quantity",
                Reason::NotPositive,
            ),
            (
                LinkForm {
                    quantity: "x".into(),
                    ..form.clone()
                },
                "quantity",
                Reason::NotANumber,
            ),
            (
                LinkForm {
                    from: String::new(),
                    ..form.clone()
                },
                "from",
                Reason::Required,
            ),
            (
                LinkForm {
                    service_id: String::new(),
                    ..form.clone()
                },
                "service_id",
                Reason::Required,
            ),
        ];
        for (form, field, want) in table {
            assert_eq!(form.parse().unwrap_err().reason_for(field), Some(&want));
        }
        assert_eq!(
            LinkForm {
                subscriber_id: String::new(),
                ..form
            }
            .parse(),
            Err(Failure::NotFound)
        );
        assert_eq!(
            EndLinkForm {
                id: "1".into(),
                to: "31.01.2026".into()
            }
            .parse(),
            Ok((1, day("2026-01-31")))
        );
        assert_eq!(
            EndLinkForm {
                id: String::new(),
                to: String::new()
            }
            .parse(),
            Err(Failure::NotFound)
        );
        assert_eq!(
            EndLinkForm {
                id: "1".into(),
                to: String::new()
            }
            .parse()
            .unwrap_err()
            .reason_for("to"),
            Some(&Reason::Required)
        );
    }

    #[test]
    fn a_part_of_a_month_costs_its_days() {
        let month: Month = "2026-11".parse().unwrap();
        let table = [
            ("2026-01-01", None, "300.00"),
            ("2026-11-16", None, "150.00"),
            ("2026-11-01", Some("2026-11-01"), "10.00"),
            ("2026-12-01", None, "0.00"),
        ];
        for (from, to, want) in table {
            assert_eq!(
                charge(Decimal::ONE, Decimal::from(300), day(from), to.map(day), month).to_string(),
                want,
                "{from}"
            );
        }
        assert_eq!(
            charge(
                "2.5".parse().unwrap(),
                "0.0333".parse().unwrap(),
                day("2026-01-01"),
                None,
                month
            )
            .to_string(),
            "0.08"
        );
    }

    proptest! {
        #[test]
        fn two_parts_of_a_month_cost_the_whole_to_a_kopeck(cut in 1_u32..29, kopecks in 0_i64..10_000_000) {
            let month: Month = "2026-11".parse().unwrap();
            let price = Decimal::new(kopecks, 2);
            let until = month.day(cut);
            let first = charge(Decimal::ONE, price, month.first_day(), Some(until), month);
            let second = charge(Decimal::ONE, price, until.succ_opt().unwrap(), None, month);
            let whole = charge(Decimal::ONE, price, month.first_day(), None, month);
            prop_assert!((first + second - whole).abs() <= Money::from_kopecks(1));
        }
    }
}
