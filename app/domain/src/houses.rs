//! Houses: an address with its district and the route on which a controller walks.

use serde::{Deserialize, Serialize};

use crate::failure::Fields;
use crate::{Failure, typed};

/// A house, as typed; an empty `id` registers a new one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HouseForm {
    /// The house's id, or nothing.
    pub id: String,
    /// Town or village.
    pub locality: String,
    /// The street with its kind: «ул. Садовая».
    pub street: String,
    /// The number with building and letter: «12 к. 1».
    pub number: String,
    /// The district of the tenant's own division.
    pub district: String,
    /// The route of delivery and readings.
    pub route: String,
}

/// A house that makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct House {
    /// Which one is changed; a new one if nothing.
    pub id: Option<i64>,
    /// Town or village.
    pub locality: String,
    /// The street.
    pub street: String,
    /// The number.
    pub number: String,
    /// The district.
    pub district: Option<String>,
    /// The route.
    pub route: Option<String>,
}

impl HouseForm {
    /// # Errors
    /// `NotFound` for an id that is none; `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<House, Failure> {
        let id = if self.id.trim().is_empty() {
            None
        } else {
            Some(typed::id(&self.id).map_err(|_| Failure::NotFound)?)
        };
        let mut fields = Fields::default();
        let locality = fields.keep("locality", typed::text(&self.locality, 80));
        let street = fields.keep("street", typed::text(&self.street, 120));
        let number = fields.keep("number", typed::text(&self.number, 20));
        let district = fields.keep("district", typed::optional_text(&self.district, 80));
        let route = fields.keep("route", typed::optional_text(&self.route, 40));
        match (locality, street, number, district, route) {
            (Some(locality), Some(street), Some(number), Some(district), Some(route)) => Ok(House {
                id,
                locality,
                street,
                number,
                district,
                route,
            }),
            _ => Err(fields.into_failure()),
        }
    }
}

/// A house in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseLine {
    /// Its id.
    pub id: i64,
    /// Town or village.
    pub locality: String,
    /// The street.
    pub street: String,
    /// The number.
    pub number: String,
    /// The district.
    pub district: Option<String>,
    /// The route.
    pub route: Option<String>,
    /// How many premises it has.
    pub premises: i64,
    /// How many subscribers live there, archived ones left out.
    pub subscribers: i64,
}

impl HouseLine {
    /// The address in one line: «Калуга, ул. Садовая, 12».
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}, {}, {}", self.locality, self.street, self.number)
    }
}

/// A house's card: itself and its premises in the order of their numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseCard {
    /// The house.
    pub house: HouseLine,
    /// Its premises.
    pub premises: Vec<crate::premises::PremisesLine>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reason;

    #[test]
    fn a_house_needs_an_address() {
        let good = HouseForm {
            locality: "Калуга".into(),
            street: "ул. Садовая".into(),
            number: "12".into(),
            ..HouseForm::default()
        };
        let house = good.parse().unwrap();
        assert_eq!((house.id, house.district), (None, None));
        let failure = HouseForm::default().parse().unwrap_err();
        for field in ["locality", "street", "number"] {
            assert_eq!(failure.reason_for(field), Some(&Reason::Required));
        }
        assert_eq!(HouseForm { id: "x".into(), ..good }.parse(), Err(Failure::NotFound));
        let line = HouseLine {
            id: 1,
            locality: "Калуга".into(),
            street: "ул. Садовая".into(),
            number: "12".into(),
            district: None,
            route: None,
            premises: 0,
            subscribers: 0,
        };
        assert_eq!(line.address(), "Калуга, ул. Садовая, 12");
    }
}
