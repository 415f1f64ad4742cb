//! Services with a price from a date. A new price never touches what has been charged.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::failure::Fields;
use crate::{Failure, Reason, typed};

/// The highest price of a unit that is not a slip.
const MAX_PRICE: Decimal = Decimal::from_parts(100_000_000, 0, 0, false, 0);

/// A service, as typed; an empty `id` registers a new one, which then needs its first price.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceForm {
    /// The service's id, or nothing.
    pub id: String,
    /// The name on the invoice.
    pub name: String,
    /// The unit: «мес.», «м²», «участок».
    pub unit: String,
    /// The price of a unit for a month, in the tenant's currency.
    pub price: String,
    /// From which day the price holds.
    pub from: String,
}

/// A service that makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Which one is changed; a new one if nothing.
    pub id: Option<i64>,
    /// The name on the invoice.
    pub name: String,
    /// The unit.
    pub unit: String,
    /// The first price, of a new service.
    pub price: Option<Price>,
}

/// A price from a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// For a unit for a month, up to four places.
    pub price: Decimal,
    /// The first day on which it holds.
    pub from: NaiveDate,
}

fn parse_price(fields: &mut Fields, price: &str, from: &str) -> Option<Price> {
    let price = fields.keep("price", typed::quantity(price, 4, MAX_PRICE));
    let from = fields.keep("from", typed::date(from));
    Some(Price {
        price: price?,
        from: from?,
    })
}

impl ServiceForm {
    /// # Errors
    /// `NotFound` for an id that is none; `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<Service, Failure> {
        let id = if self.id.trim().is_empty() {
            None
        } else {
            Some(typed::id(&self.id).map_err(|_| Failure::NotFound)?)
        };
        let mut fields = Fields::default();
        let name = fields.keep("name", typed::text(&self.name, 120));
        let unit = fields.keep("unit", typed::text(&self.unit, 20));
        let price = if id.is_none() {
            parse_price(&mut fields, &self.price, &self.from)
        } else {
            None
        };
        match (name, unit) {
            (Some(name), Some(unit)) if fields.is_empty() => Ok(Service { id, name, unit, price }),
            _ => Err(fields.into_failure()),
        }
    }
}

/// A new price of a known service, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PriceForm {
    /// The service.
    pub service_id: String,
    /// The price of a unit for a month.
    pub price: String,
    /// From which day it holds.
    pub from: String,
}

impl PriceForm {
    /// # Errors
    /// `NotFound` for an id that is none; `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<(i64, Price), Failure> {
        let id = typed::id(&self.service_id).map_err(|_| Failure::NotFound)?;
        let mut fields = Fields::default();
        parse_price(&mut fields, &self.price, &self.from)
            .map(|price| (id, price))
            .ok_or_else(|| fields.into_failure())
    }
}

/// Names one service: for archive and restore.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceRefForm {
    /// The service's id.
    pub id: String,
}

/// A service in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceLine {
    /// The id.
    pub id: i64,
    /// The name on the invoice.
    pub name: String,
    /// The unit.
    pub unit: String,
    /// The price that holds today, if any does yet.
    pub price: Option<Decimal>,
    /// The next price and its day, if one has been entered ahead.
    pub next: Option<Price>,
    /// How many links are open today.
    pub links: i64,
    /// In the archive.
    pub archived: bool,
}

/// A service's card: itself and its prices, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceCard {
    /// The service.
    pub service: ServiceLine,
    /// The prices.
    pub prices: Vec<Price>,
}

/// The price that holds on a day, out of prices in any order.
#[must_use]
pub fn price_on(prices: &[Price], day: NaiveDate) -> Option<Decimal> {
    prices
        .iter()
        .filter(|price| price.from <= day)
        .max_by_key(|price| price.from)
        .map(|price| price.price)
}

/// A price is refused where charges already rest on the days that it would cover.
///
/// # Errors
/// `InUse` when the price begins within or before the last charged month.
pub fn may_begin(price: &Price, charged_through: Option<NaiveDate>) -> Result<(), Reason> {
    match charged_through {
        Some(last) if price.from <= last => Err(Reason::InUse),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_new_service_needs_a_price_and_a_known_one_does_not() {
        let form = ServiceForm {
            name: "Охрана".into(),
            unit: "мес.".into(),
            price: "350,50".into(),
            from: "2026-01-01".into(),
            ..ServiceForm::default()
        };
        assert_eq!(form.parse().unwrap().price.unwrap().price.to_string(), "350.50");
        let failure = ServiceForm {
            price: String::new(),
            from: "x".into(),
            ..form.clone()
        }
        .parse()
        .unwrap_err();
        assert_eq!(failure.reason_for("price"), Some(&Reason::Required));
        assert_eq!(failure.reason_for("from"), Some(&Reason::NotADate));
        let known = ServiceForm {
            id: "3".into(),
            price: String::new(),
            ..form.clone()
        };
        assert_eq!(known.parse().unwrap().price, None);
        assert_eq!(
            ServiceForm {
                id: "x".into(),
                ..form.clone()
            }
            .parse(),
            Err(Failure::NotFound)
        );
        assert_eq!(
            ServiceForm {
                price: "1,00001".into(),
                ..form
            }
            .parse()
            .unwrap_err()
            .reason_for("price"),
            Some(&Reason::TooPrecise { places: 4 })
        );
        let price = PriceForm {
            service_id: "3".into(),
            price: "0".into(),
            from: "01.03.2026".into(),
        };
        assert_eq!(price.parse().unwrap().0, 3);
        assert_eq!(
            PriceForm {
                service_id: String::new(),
                ..price.clone()
            }
            .parse(),
            Err(Failure::NotFound)
        );
        assert!(
            PriceForm {
                price: "x".into(),
                ..price
            }
            .parse()
            .is_err()
        );
    }

    #[test]
    fn the_price_of_a_day() {
        let prices = [
            Price {
                price: Decimal::TEN,
                from: day("2026-03-01"),
            },
            Price {
                price: Decimal::ONE,
                from: day("2026-01-01"),
            },
        ];
        for (on, want) in [
            ("2025-12-31", None),
            ("2026-01-01", Some(Decimal::ONE)),
            ("2026-02-28", Some(Decimal::ONE)),
            ("2026-03-01", Some(Decimal::TEN)),
        ] {
            assert_eq!(price_on(&prices, day(on)), want, "{on}");
        }
        assert_eq!(may_begin(&prices[0], None), Ok(()));
        assert_eq!(may_begin(&prices[0], Some(day("2026-02-28"))), Ok(()));
        assert_eq!(may_begin(&prices[0], Some(day("2026-03-31"))), Err(Reason::InUse));
    }
}
