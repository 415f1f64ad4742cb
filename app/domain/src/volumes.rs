//! What metered links used in a month: entered by hand, a page of rows at a time.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::failure::Fields;
use crate::{Failure, Month, Page, Reason, typed};

/// The largest volume of a month that is not a slip.
const MAX_VOLUME: Decimal = Decimal::from_parts(100_000_000, 0, 0, false, 0);

/// Which links are shown, as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VolumeQuery {
    /// The month, or nothing for the current one.
    pub month: String,
    /// The id of a service, or nothing for all.
    pub service: String,
    /// The id of a house, or nothing for all.
    pub house: String,
    /// The beginning of an account or of a name.
    pub q: String,
    /// The position of the page.
    pub after: String,
}

/// A link with its volume.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VolumeLine {
    /// The link.
    pub link_id: i64,
    /// The subscriber.
    pub subscriber_id: i64,
    /// The personal account.
    pub account: String,
    /// The payer's name.
    pub name: String,
    /// The address.
    pub address: String,
    /// The service's name.
    pub service: String,
    /// The unit.
    pub unit: String,
    /// Of the month before.
    pub previous: Option<Decimal>,
    /// Of the month.
    pub volume: Option<Decimal>,
    /// An invoice stands on it.
    pub is_charged: bool,
}

/// A page of links of a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VolumePage {
    /// The month.
    pub month: Month,
    /// The links.
    pub page: Page<VolumeLine>,
}

/// What one can choose among.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VolumeChoices {
    /// Services with a metered or tiered tariff.
    pub services: Vec<(i64, String)>,
    /// Houses.
    pub houses: Vec<(i64, String)>,
}

/// Volumes of a month, as typed. A field that is left empty takes a volume away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VolumesForm {
    /// The month.
    pub month: String,
    /// Where the form stood: goes back into the address.
    pub service: String,
    /// The same.
    pub house: String,
    /// The same.
    pub q: String,
    /// The same.
    pub after: String,
    /// By `l` and the link's id.
    pub volume: BTreeMap<String, String>,
}

/// The field of a link.
#[must_use]
pub fn field_of(link_id: i64) -> String {
    format!("volume[l{link_id}]")
}

impl VolumesForm {
    /// The month, and what was typed for each link.
    ///
    /// # Errors
    /// `Invalid` with a reason for each field that can't be accepted, `NotFound` for a link that is none.
    pub fn parse(&self) -> Result<(Month, BTreeMap<i64, Option<Decimal>>), Failure> {
        let mut fields = Fields::default();
        let month = fields.keep("month", self.month.parse::<Month>());
        let mut volumes = BTreeMap::new();
        for (key, typed) in &self.volume {
            let id = key.strip_prefix('l').map(typed::id);
            let Some(Ok(id)) = id else {
                return Err(Failure::NotFound);
            };
            let volume = match typed.trim() {
                "" => Some(None),
                typed => fields
                    .keep(&field_of(id), typed::quantity(typed, 3, MAX_VOLUME))
                    .map(Some),
            };
            volumes.extend(volume.map(|volume| (id, volume)));
        }
        match month {
            Some(month) if fields.is_empty() => Ok((month, volumes)),
            _ => Err(fields.into_failure()),
        }
    }
}

/// What a form changes: volumes that differ from the known ones.
///
/// # Errors
/// `Invalid` on each link that an invoice stands on, `NotFound` for a link that is not among the known ones.
pub fn changes(
    typed: BTreeMap<i64, Option<Decimal>>,
    known: &BTreeMap<i64, (Option<Decimal>, bool)>,
) -> Result<Vec<(i64, Option<Decimal>)>, Failure> {
    let mut fields = Fields::default();
    let mut changes = Vec::new();
    for (id, volume) in typed {
        let (before, is_charged) = known.get(&id).ok_or(Failure::NotFound)?;
        if volume == *before {
            continue;
        }
        if *is_charged {
            fields.refuse(&field_of(id), Reason::Charged);
        }
        changes.push((id, volume));
    }
    if fields.is_empty() {
        Ok(changes)
    } else {
        Err(fields.into_failure())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(month: &str, rows: &[(&str, &str)]) -> VolumesForm {
        VolumesForm {
            month: month.into(),
            volume: rows
                .iter()
                .map(|(key, typed)| ((*key).into(), (*typed).into()))
                .collect(),
            ..VolumesForm::default()
        }
    }

    #[test]
    fn volumes_are_read_as_typed() {
        let (month, volumes) = form("2026-11", &[("l3", "4,5"), ("l7", " ")]).parse().unwrap();
        assert_eq!(month.to_string(), "2026-11");
        assert_eq!(volumes, BTreeMap::from([(3, Some("4.5".parse().unwrap())), (7, None)]));
        let refused = form("x", &[("l3", "4,5555"), ("l4", "-1")]).parse().unwrap_err();
        assert_eq!(refused.reason_for("month"), Some(&Reason::NotAMonth));
        assert_eq!(
            refused.reason_for("volume[l3]"),
            Some(&Reason::TooPrecise { places: 3 })
        );
        assert_eq!(refused.reason_for("volume[l4]"), Some(&Reason::Negative));
        for lost in ["3", "l", "lx", "l0"] {
            assert_eq!(
                form("2026-11", &[(lost, "1")]).parse(),
                Err(Failure::NotFound),
                "{lost}"
            );
        }
    }

    #[test]
    fn only_what_differs_changes_and_nothing_that_is_charged() {
        let five = Some(Decimal::from(5));
        let known = BTreeMap::from([(1, (five, true)), (2, (None, false)), (3, (five, false))]);
        let typed = BTreeMap::from([(1, five), (2, five), (3, None)]);
        assert_eq!(changes(typed, &known), Ok(vec![(2, five), (3, None)]));
        let refused = changes(BTreeMap::from([(1, None)]), &known).unwrap_err();
        assert_eq!(refused.reason_for("volume[l1]"), Some(&Reason::Charged));
        assert_eq!(changes(BTreeMap::from([(9, None)]), &known), Err(Failure::NotFound));
    }
}
