//! Service links: a subscriber has a service from a day to a day, perhaps with a quantity or a price of its own, and with
//! pauses. What a link costs is in `tariffs`.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::failure::Fields;
use crate::tariffs::{Kind, Line};
use crate::{Failure, Month, Reason, typed};

/// The largest quantity that is not a slip.
const MAX_QUANTITY: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);
/// The highest price of a unit that is not a slip.
const MAX_PRICE: Decimal = Decimal::from_parts(100_000_000, 0, 0, false, 0);

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
    /// How many units; as the tariff says if nothing.
    pub quantity: String,
    /// The price of a unit; the tariff's if nothing.
    pub price: String,
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
    /// How many units instead of what the tariff takes, three places.
    pub quantity: Option<Decimal>,
    /// The price of a unit instead of the tariff's, four places.
    pub price: Option<Decimal>,
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
            "" => Some(None),
            typed => fields
                .keep(
                    "quantity",
                    typed::quantity(typed, 3, MAX_QUANTITY)
                        .and_then(|q| if q.is_zero() { Err(Reason::NotPositive) } else { Ok(q) }),
                )
                .map(Some),
        };
        let price = match self.price.trim() {
            "" => Some(None),
            typed => fields.keep("price", typed::quantity(typed, 4, MAX_PRICE)).map(Some),
        };
        if let (Some(from), Some(Some(to))) = (from, to)
            && to < from
        {
            fields.refuse("to", Reason::EndsBeforeItBegins);
        }
        match (service_id, from, to, quantity, price) {
            (Some(service_id), Some(from), Some(to), Some(quantity), Some(price)) if fields.is_empty() => Ok(Link {
                subscriber_id,
                service_id,
                from,
                to,
                quantity,
                price,
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

/// A pause of a link, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PauseForm {
    /// The link.
    pub link_id: String,
    /// The first day not charged.
    pub from: String,
    /// The last day not charged, or nothing.
    pub to: String,
    /// Why.
    pub reason: String,
}

/// A pause that makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPause {
    /// The link.
    pub link_id: i64,
    /// The first day not charged.
    pub from: NaiveDate,
    /// The last day not charged; open if nothing.
    pub to: Option<NaiveDate>,
    /// Why.
    pub reason: String,
}

impl PauseForm {
    /// # Errors
    /// `NotFound` without a link; `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<NewPause, Failure> {
        let link_id = typed::id(&self.link_id).map_err(|_| Failure::NotFound)?;
        let mut fields = Fields::default();
        let from = fields.keep("from", typed::date(&self.from));
        let to = fields.keep("to", typed::optional_date(&self.to));
        let reason = fields.keep("reason", typed::text(&self.reason, 200));
        if let (Some(from), Some(Some(to))) = (from, to)
            && to < from
        {
            fields.refuse("to", Reason::EndsBeforeItBegins);
        }
        match (from, to, reason) {
            (Some(from), Some(to), Some(reason)) if fields.is_empty() => Ok(NewPause {
                link_id,
                from,
                to,
                reason,
            }),
            _ => Err(fields.into_failure()),
        }
    }
}

/// Names a pause to be taken away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PauseRefForm {
    /// The pause.
    pub id: String,
}

/// The days that a change takes into a pause or out of it must not be charged yet.
///
/// # Errors
/// `Charged` when the first of them lies in a charged month or before.
pub fn may_change(first_changed: NaiveDate, charged_through: Option<Month>) -> Result<(), Reason> {
    match charged_through {
        Some(month) if first_changed <= month.last_day() => Err(Reason::Charged),
        _ => Ok(()),
    }
}

/// A pause on the card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PauseLine {
    /// The id.
    pub id: i64,
    /// The first day not charged.
    pub from: NaiveDate,
    /// The last day not charged, if known.
    pub to: Option<NaiveDate>,
    /// Why.
    pub reason: String,
    /// Who entered it.
    pub by: String,
    /// Nothing of its days is charged yet: it can be taken away.
    pub may_go: bool,
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
    /// How many units instead of what the tariff takes.
    pub quantity: Option<Decimal>,
    /// The price of a unit instead of the tariff's.
    pub own_price: Option<Decimal>,
    /// The kind of the tariff that holds today.
    pub kind: Option<Kind>,
    /// The tariff's price that holds today.
    pub price: Option<Decimal>,
    /// Open today, or yet to begin.
    pub is_open: bool,
    /// Its pauses, the latest first.
    pub pauses: Vec<PauseLine>,
    /// What this month costs, whether it has been charged or not.
    pub lines: Vec<Line>,
}

#[cfg(test)]
mod tests {
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
        assert_eq!((link.quantity, link.price, link.to), (None, None, None));
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
                    price: "1,00001".into(),
                    ..form.clone()
                },
                "price",
                Reason::TooPrecise { places: 4 },
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
    fn a_pause_is_read_as_typed() {
        let form = PauseForm {
            link_id: "1".into(),
            from: "2026-05-01".into(),
            to: "2026-09-30".into(),
            reason: "Сезон".into(),
        };
        assert_eq!(form.parse().unwrap().to, Some(day("2026-09-30")));
        let open = PauseForm {
            to: String::new(),
            ..form.clone()
        };
        assert_eq!(open.parse().unwrap().to, None);
        let table = [
            (
                PauseForm {
                    to: "2026-04-30".into(),
                    ..form.clone()
                },
                "to",
                Reason::EndsBeforeItBegins,
            ),
            (
                PauseForm {
                    from: String::new(),
                    ..form.clone()
                },
                "from",
                Reason::Required,
            ),
            (
                PauseForm {
                    reason: " ".into(),
                    ..form.clone()
                },
                "reason",
                Reason::Required,
            ),
        ];
        for (form, field, want) in table {
            assert_eq!(form.parse().unwrap_err().reason_for(field), Some(&want));
        }
        let lost = PauseForm {
            link_id: "x".into(),
            ..form
        };
        assert_eq!(lost.parse(), Err(Failure::NotFound));
        let april: Month = "2026-04".parse().unwrap();
        assert_eq!(may_change(day("2026-05-01"), Some(april)), Ok(()));
        assert_eq!(may_change(day("2026-04-30"), Some(april)), Err(Reason::Charged));
        assert_eq!(may_change(day("2026-04-30"), None), Ok(()));
    }
}
