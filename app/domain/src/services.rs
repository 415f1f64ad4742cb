//! Services with tariffs from a day. A new tariff never touches what has been charged.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::failure::Fields;
use crate::tariffs::{Kind, TermsForm, Version, VersionLine};
use crate::{Failure, Reason, typed};

/// The place of a service among those of which payments are spread, where nobody has said another.
pub const PRIORITY: i32 = 100;

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
    /// What is multiplied by the price, and the VAT in it.
    pub terms: TermsForm,
    /// Where payments are spread by service, a lower number is paid first; as it is if empty.
    pub priority: String,
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
    /// The first tariff, of a new service.
    pub version: Option<Version>,
    /// Where payments are spread by service; nothing leaves it as it is.
    pub priority: Option<i32>,
}

/// A price from a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// For a unit for a month, up to four places.
    pub price: Decimal,
    /// The first day on which it holds.
    pub from: NaiveDate,
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
        let version = if id.is_none() {
            self.terms.parse(&mut fields, &self.price, &self.from)
        } else {
            None
        };
        let priority = match self.priority.trim() {
            "" => None,
            typed => fields
                .keep("priority", typed::quantity(typed, 0, Decimal::ONE_THOUSAND))
                .and_then(|number| i32::try_from(number).ok()),
        };
        match (name, unit) {
            (Some(name), Some(unit)) if fields.is_empty() => Ok(Service {
                id,
                name,
                unit,
                version,
                priority,
            }),
            _ => Err(fields.into_failure()),
        }
    }
}

/// A new tariff of a known service, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PriceForm {
    /// The service.
    pub service_id: String,
    /// The price of a unit for a month.
    pub price: String,
    /// From which day it holds.
    pub from: String,
    /// What is multiplied by the price, and the VAT in it.
    pub terms: TermsForm,
}

impl PriceForm {
    /// # Errors
    /// `NotFound` for an id that is none; `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<(i64, Version), Failure> {
        let id = typed::id(&self.service_id).map_err(|_| Failure::NotFound)?;
        let mut fields = Fields::default();
        match self.terms.parse(&mut fields, &self.price, &self.from) {
            Some(version) if fields.is_empty() => Ok((id, version)),
            _ => Err(fields.into_failure()),
        }
    }
}

/// Names a tariff that lies ahead and is not wanted any more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RemovePriceForm {
    /// The service.
    pub service_id: String,
    /// The tariff's first day.
    pub from: String,
}

impl RemovePriceForm {
    /// # Errors
    /// `NotFound` for an id or a day that is none.
    pub fn parse(&self) -> Result<(i64, NaiveDate), Failure> {
        typed::id(&self.service_id)
            .and_then(|id| Ok((id, typed::date(&self.from)?)))
            .map_err(|_| Failure::NotFound)
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
    /// What is multiplied by the price today, or will be first.
    pub kind: Option<Kind>,
    /// The price that holds today, if any does yet; of tiers the first one's.
    pub price: Option<Decimal>,
    /// The next price and its day, if one has been entered ahead.
    pub next: Option<Price>,
    /// How many links are open today.
    pub links: i64,
    /// Where payments are spread by service, a lower number is paid first.
    pub priority: i32,
    /// In the archive.
    pub archived: bool,
}

/// A service's card: itself and its tariffs, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceCard {
    /// The service.
    pub service: ServiceLine,
    /// The tariffs.
    pub versions: Vec<VersionLine>,
}

/// A tariff is refused where charges already rest on the days that it would cover.
///
/// # Errors
/// `InUse` when the tariff begins within or before the last charged month.
pub fn may_begin(from: NaiveDate, charged_through: Option<NaiveDate>) -> Result<(), Reason> {
    match charged_through {
        Some(last) if from <= last => Err(Reason::InUse),
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
        assert_eq!(
            form.parse().unwrap().version.unwrap().tariff.price().to_string(),
            "350.50"
        );
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
        assert_eq!(known.parse().unwrap().version, None);
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
            ..PriceForm::default()
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
    fn a_tariff_begins_after_what_is_charged() {
        let from = day("2026-03-01");
        assert_eq!(may_begin(from, None), Ok(()));
        assert_eq!(may_begin(from, Some(day("2026-02-28"))), Ok(()));
        assert_eq!(may_begin(from, Some(day("2026-03-31"))), Err(Reason::InUse));
        let form = RemovePriceForm {
            service_id: "3".into(),
            from: "2026-03-01".into(),
        };
        assert_eq!(form.parse(), Ok((3, from)));
        assert_eq!(RemovePriceForm::default().parse(), Err(Failure::NotFound));
    }

    #[test]
    fn a_priority_is_a_whole_number() {
        let form = |priority: &str| ServiceForm {
            id: "3".into(),
            name: "Охрана".into(),
            unit: "мес.".into(),
            priority: priority.into(),
            ..ServiceForm::default()
        };
        assert_eq!(form("").parse().unwrap().priority, None);
        assert_eq!(form("10").parse().unwrap().priority, Some(10));
        let refused = form("1,5").parse().unwrap_err();
        assert_eq!(refused.reason_for("priority"), Some(&Reason::TooPrecise { places: 0 }));
    }
}
