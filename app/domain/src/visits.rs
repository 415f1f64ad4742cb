//! Visits: the landlord's people in a tenant, as one of its staff, for a reason and for a while.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::failure::Fields;
use crate::{Failure, Reason, Role, typed};

/// How short a reason may be, characters.
const SHORTEST_REASON: u32 = 10;

/// Asks for a visit, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VisitForm {
    /// The tenant's id.
    pub tenant_id: String,
    /// As whom: the id of one of the staff.
    pub staff_id: String,
    /// Why.
    pub reason: String,
}

/// A request for a visit that makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitRequest {
    /// The tenant's id.
    pub tenant_id: i64,
    /// As whom.
    pub staff_id: i64,
    /// Why.
    pub reason: String,
}

impl VisitForm {
    /// # Errors
    /// `NotFound` for a tenant's id that is none; `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<VisitRequest, Failure> {
        let tenant_id = typed::id(&self.tenant_id).map_err(|_| Failure::NotFound)?;
        let mut fields = Fields::default();
        let staff_id = fields.keep("staff_id", typed::id(&self.staff_id).map_err(|_| Reason::NotAChoice));
        let reason = fields.keep(
            "reason",
            typed::text(&self.reason, 500).and_then(|text| {
                let long = text.chars().count() >= usize::try_from(SHORTEST_REASON).unwrap_or(10);
                if long {
                    Ok(text)
                } else {
                    Err(Reason::TooShort { min: SHORTEST_REASON })
                }
            }),
        );
        match (staff_id, reason) {
            (Some(staff_id), Some(reason)) => Ok(VisitRequest {
                tenant_id,
                staff_id,
                reason,
            }),
            _ => Err(fields.into_failure()),
        }
    }
}

/// Somebody of a tenant's staff in whose place one may act: no more than a name and a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// The id in the tenant's numbering.
    pub id: i64,
    /// The name.
    pub name: String,
    /// The role.
    pub role: Role,
}

/// A pass into a tenant: works once and for a minute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pass {
    /// The address that opens the door.
    pub url: String,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// Who is behind a session that is a visit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    /// The landlord's person.
    pub name: String,
    /// When the visit ends whatever happens.
    pub ends_at: DateTime<Utc>,
}

/// What the actor of a visit is called in the audit and on documents: both names.
#[must_use]
pub fn actor_name(staff: &str, visitor: &str) -> String {
    format!("{staff} (поддержка: {visitor})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_needs_a_reason_and_a_seat() {
        let form = |tenant_id: &str, staff_id: &str, reason: &str| {
            VisitForm {
                tenant_id: tenant_id.into(),
                staff_id: staff_id.into(),
                reason: reason.into(),
            }
            .parse()
        };
        assert_eq!(form("1", "2", "  Заявка  № 4512 ").unwrap().reason, "Заявка № 4512");
        let failure = form("1", "", "помочь").unwrap_err();
        assert_eq!(failure.reason_for("staff_id"), Some(&Reason::NotAChoice));
        assert_eq!(failure.reason_for("reason"), Some(&Reason::TooShort { min: 10 }));
        assert_eq!(
            form("1", "2", " ").unwrap_err().reason_for("reason"),
            Some(&Reason::Required)
        );
        assert_eq!(form("", "2", "Заявка № 4512"), Err(Failure::NotFound));
        assert_eq!(actor_name("Анна", "Иван"), "Анна (поддержка: Иван)");
    }
}
