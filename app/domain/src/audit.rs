//! The landlord's audit as it is read: filters, lines, what changed.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::failure::Fields;
use crate::{Failure, typed};

/// What one looks for, as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuditQuery {
    /// Part of the actor's name.
    pub actor: String,
    /// The tenant's id.
    pub tenant: String,
    /// What was done.
    pub verb: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// Where the page begins.
    pub after: String,
}

/// What one looks for, proven.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Part of the actor's name, lowered.
    pub actor: Option<String>,
    /// The tenant's id.
    pub tenant: Option<i64>,
    /// What was done.
    pub verb: Option<String>,
    /// From this instant on.
    pub from: Option<DateTime<Utc>>,
    /// Before this instant.
    pub before: Option<DateTime<Utc>>,
    /// Older than this event.
    pub after: Option<i64>,
}

impl AuditQuery {
    /// Reads the filters. Days are those of universal time, as the console shows instants.
    ///
    /// # Errors
    /// `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<AuditFilter, Failure> {
        let mut fields = Fields::default();
        let optional_id = |typed: &str| {
            if typed.trim().is_empty() {
                Ok(None)
            } else {
                typed::id(typed).map(Some)
            }
        };
        let actor = fields.keep("actor", typed::optional_text(&self.actor, 120));
        let tenant = fields.keep("tenant", optional_id(&self.tenant));
        let verb = fields.keep("verb", typed::optional_text(&self.verb, 60));
        let from = fields.keep("from", typed::optional_date(&self.from));
        let to = fields.keep("to", typed::optional_date(&self.to));
        let after = fields.keep("after", optional_id(&self.after));
        match (actor, tenant, verb, from, to, after) {
            (Some(actor), Some(tenant), Some(verb), Some(from), Some(to), Some(after)) => Ok(AuditFilter {
                actor: actor.map(|actor| actor.to_lowercase()),
                tenant,
                verb,
                from: from.and_then(midnight),
                before: to.and_then(|day| day.checked_add_days(Days::new(1))).and_then(midnight),
                after,
            }),
            _ => Err(fields.into_failure()),
        }
    }
}

fn midnight(day: NaiveDate) -> Option<DateTime<Utc>> {
    day.and_hms_opt(0, 0, 0).map(|at| at.and_utc())
}

/// One value of an event's details: what it is, what it was before (where that is known), what it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// The field.
    pub name: String,
    /// Before.
    pub before: Option<String>,
    /// Now.
    pub after: String,
}

/// An event in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    /// Its id.
    pub id: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// What the actor was called then.
    pub actor: String,
    /// From where.
    pub ip: Option<String>,
    /// What was done.
    pub verb: String,
    /// To what kind of thing.
    pub noun: String,
    /// To which one.
    pub object_id: Option<i64>,
    /// What that one is called, where it is a tenant that is still there.
    pub object: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Old and new values.
    pub details: Vec<Detail>,
    /// The request, as in the log.
    pub request_id: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reason;

    #[test]
    fn filters_are_read_from_the_address() {
        assert_eq!(AuditQuery::default().parse(), Ok(AuditFilter::default()));
        let query = AuditQuery {
            actor: " Иван ".into(),
            tenant: "7".into(),
            verb: "trashed".into(),
            from: "2026-11-01".into(),
            to: "2026-11-30".into(),
            after: "55".into(),
        };
        let filter = query.parse().unwrap();
        assert_eq!(filter.actor.as_deref(), Some("иван"));
        assert_eq!(
            filter.before,
            midnight("2026-12-01".parse().unwrap()),
            "the last day counts"
        );
        assert_eq!((filter.tenant, filter.after), (Some(7), Some(55)));
        let bad = AuditQuery {
            tenant: "x".into(),
            to: "31.02.2026".into(),
            ..AuditQuery::default()
        };
        let failure = bad.parse().unwrap_err();
        assert_eq!(failure.reason_for("tenant"), Some(&Reason::Unknown));
        assert_eq!(failure.reason_for("to"), Some(&Reason::NotADate));
    }
}
