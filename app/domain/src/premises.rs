//! Premises: the flat, house, plot, garage or office that is served; its area and residents hold from a date.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::failure::Fields;
use crate::{Failure, Reason, typed};

/// What kind of premises it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A flat in a block.
    #[default]
    Flat,
    /// A house of one household.
    House,
    /// A garden plot.
    Plot,
    /// A garage.
    Garage,
    /// An office or a shop.
    Office,
}

impl Kind {
    /// Every kind, in the order in which a person is offered them.
    pub const ALL: [Self; 5] = [Self::Flat, Self::House, Self::Plot, Self::Garage, Self::Office];

    /// The word in the database and in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Flat => "flat",
            Self::House => "house",
            Self::Plot => "plot",
            Self::Garage => "garage",
            Self::Office => "office",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Premises, as typed; an empty `id` registers new ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PremisesForm {
    /// The premises' id, or nothing.
    pub id: String,
    /// The house.
    pub house_id: String,
    /// The number within the house; nothing where the house is the premises.
    pub number: String,
    /// The kind's word.
    pub kind: String,
    /// Square metres.
    pub area: String,
    /// How many people live there.
    pub residents: String,
    /// From which day area and residents hold.
    pub from: String,
}

/// Premises that make sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Premises {
    /// Which ones are changed; new ones if nothing.
    pub id: Option<i64>,
    /// The house.
    pub house_id: i64,
    /// The number within the house; empty where the house is the premises.
    pub number: String,
    /// The kind.
    pub kind: Kind,
    /// Square metres, two places.
    pub area: Option<Decimal>,
    /// How many people live there.
    pub residents: Option<i32>,
    /// From which day area and residents hold.
    pub from: NaiveDate,
}

/// The largest area that is not a slip, square metres.
const MAX_AREA: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);

impl PremisesForm {
    /// # Errors
    /// `NotFound` for an id that is none; `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<Premises, Failure> {
        let id = if self.id.trim().is_empty() {
            None
        } else {
            Some(typed::id(&self.id).map_err(|_| Failure::NotFound)?)
        };
        let mut fields = Fields::default();
        let house_id = fields.keep("house_id", typed::id(&self.house_id));
        let number = fields
            .keep("number", typed::optional_text(&self.number, 20))
            .map(Option::unwrap_or_default);
        let kind = fields.keep("kind", Kind::from_code(&self.kind).ok_or(Reason::NotAChoice));
        let area = fields.keep("area", optional(&self.area, |text| typed::quantity(text, 2, MAX_AREA)));
        let residents = fields.keep("residents", optional(&self.residents, whole_people));
        let from = fields.keep("from", typed::date(&self.from));
        match (house_id, number, kind, area, residents, from) {
            (Some(house_id), Some(number), Some(kind), Some(area), Some(residents), Some(from)) => Ok(Premises {
                id,
                house_id,
                number,
                kind,
                area,
                residents,
                from,
            }),
            _ => Err(fields.into_failure()),
        }
    }
}

fn optional<T>(text: &str, parse: impl Fn(&str) -> Result<T, Reason>) -> Result<Option<T>, Reason> {
    if text.trim().is_empty() {
        Ok(None)
    } else {
        parse(text).map(Some)
    }
}

fn whole_people(text: &str) -> Result<i32, Reason> {
    let people = typed::quantity(text, 0, Decimal::ONE_THOUSAND)?;
    i32::try_from(people).map_err(|_| Reason::NotANumber)
}

/// Premises in a house's card or in a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PremisesLine {
    /// Their id.
    pub id: i64,
    /// The house.
    pub house_id: i64,
    /// The address in one line: «Калуга, ул. Садовая, 12, кв. 5».
    pub address: String,
    /// The number within the house.
    pub number: String,
    /// The kind.
    pub kind: Kind,
    /// Square metres, today.
    pub area: Option<Decimal>,
    /// Residents, today.
    pub residents: Option<i32>,
    /// From which day these hold.
    pub from: Option<NaiveDate>,
    /// The personal accounts there: id, number, name.
    pub subscribers: Vec<(i64, String, String)>,
}

/// What holds of premises from a day on, in their history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PremisesState {
    /// The first day on which it holds.
    pub from: NaiveDate,
    /// Square metres.
    pub area: Option<Decimal>,
    /// How many people live there.
    pub residents: Option<i32>,
    /// Charges rest on it: it stays as it is.
    pub is_charged: bool,
}

/// The history of premises: the latest entry first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PremisesHistory {
    /// The premises.
    pub id: i64,
    /// The house.
    pub house_id: i64,
    /// What held from which day on.
    pub states: Vec<PremisesState>,
}

/// Takes the latest entry of a history back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PremisesStateRefForm {
    /// The premises.
    pub id: String,
    /// The entry's first day.
    pub from: String,
}

impl PremisesStateRefForm {
    /// The premises and the entry's first day.
    ///
    /// # Errors
    /// `NotFound` for what is none.
    pub fn parse(&self) -> Result<(i64, NaiveDate), Failure> {
        let id = typed::id(&self.id).map_err(|_| Failure::NotFound)?;
        let from = typed::date(&self.from).map_err(|_| Failure::NotFound)?;
        Ok((id, from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_named_by_its_day() {
        let form = |id: &str, from: &str| PremisesStateRefForm {
            id: id.into(),
            from: from.into(),
        };
        assert_eq!(form("3", "2026-01-01").parse(), Ok((3, "2026-01-01".parse().unwrap())));
        for (id, from) in [("", "2026-01-01"), ("3", ""), ("3", "x")] {
            assert_eq!(form(id, from).parse(), Err(Failure::NotFound));
        }
    }

    #[test]
    fn premises_are_read_as_typed() {
        let form = PremisesForm {
            house_id: "3".into(),
            number: "5".into(),
            kind: "flat".into(),
            area: "54,3".into(),
            residents: "2".into(),
            from: "2026-01-01".into(),
            ..PremisesForm::default()
        };
        let premises = form.parse().unwrap();
        assert_eq!(premises.area.unwrap().to_string(), "54.3");
        assert_eq!(premises.residents, Some(2));
        let blank = PremisesForm {
            area: String::new(),
            residents: String::new(),
            number: String::new(),
            ..form.clone()
        };
        assert_eq!(blank.parse().unwrap().number, "");
        let table = [
            (
                PremisesForm {
                    area: "-1".into(),
                    ..form.clone()
                },
                "area",
                Reason::Negative,
            ),
            (
                PremisesForm {
                    area: "1,234".into(),
                    ..form.clone()
                },
                "area",
                Reason::TooPrecise { places: 2 },
            ),
            (
                PremisesForm {
                    residents: "1,5".into(),
                    ..form.clone()
                },
                "residents",
                Reason::TooPrecise { places: 0 },
            ),
            (
                PremisesForm {
                    residents: "2000".into(),
                    ..form.clone()
                },
                "residents",
                Reason::TooLarge,
            ),
            (
                PremisesForm {
                    kind: "castle".into(),
                    ..form.clone()
                },
                "kind",
                Reason::NotAChoice,
            ),
            (
                PremisesForm {
                    house_id: "0".into(),
                    ..form.clone()
                },
                "house_id",
                Reason::Unknown,
            ),
            (
                PremisesForm {
                    from: String::new(),
                    ..form.clone()
                },
                "from",
                Reason::Required,
            ),
        ];
        for (form, field, want) in table {
            assert_eq!(form.parse().unwrap_err().reason_for(field), Some(&want));
        }
        assert_eq!(PremisesForm { id: "-".into(), ..form }.parse(), Err(Failure::NotFound));
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(kind));
        }
    }
}
