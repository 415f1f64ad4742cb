//! What people send to a run, as typed.

use serde::{Deserialize, Serialize};

use crate::{Failure, Month, typed};

/// The longest reason that is kept.
const REASON: u32 = 500;

/// Asks for a draft of a month, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftForm {
    /// The month, `2026-11`.
    pub month: String,
}

impl DraftForm {
    /// # Errors
    /// `Invalid` when the month is none.
    pub fn parse(&self) -> Result<Month, Failure> {
        self.month.parse().map_err(|reason| Failure::field("month", reason))
    }
}

/// Names a run: to make it anew, delete, confirm, go on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RunRefForm {
    /// The run.
    pub id: String,
}

impl RunRefForm {
    /// # Errors
    /// `NotFound` when it is no id.
    pub fn parse(&self) -> Result<i64, Failure> {
        typed::id(&self.id).map_err(|_| Failure::NotFound)
    }
}

/// Lets a parked account go on, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReleaseForm {
    /// The run.
    pub id: String,
    /// The account's subscriber.
    pub subscriber_id: String,
    /// Why it is right.
    pub reason: String,
}

/// A parked account that is let go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The run.
    pub run_id: i64,
    /// The account's subscriber.
    pub subscriber_id: i64,
    /// Why it is right.
    pub reason: String,
}

impl ReleaseForm {
    /// # Errors
    /// `NotFound` where either is no id, `Invalid` without a reason.
    pub fn parse(&self) -> Result<Release, Failure> {
        Ok(Release {
            run_id: typed::id(&self.id).map_err(|_| Failure::NotFound)?,
            subscriber_id: typed::id(&self.subscriber_id).map_err(|_| Failure::NotFound)?,
            reason: typed::text(&self.reason, REASON).map_err(|reason| Failure::field("reason", reason))?,
        })
    }
}

/// Takes a whole run back, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UndoForm {
    /// The run.
    pub id: String,
    /// Why.
    pub reason: String,
}

impl UndoForm {
    /// The run and the reason.
    ///
    /// # Errors
    /// `NotFound` where it is no id, `Invalid` without a reason.
    pub fn parse(&self) -> Result<(i64, String), Failure> {
        let id = typed::id(&self.id).map_err(|_| Failure::NotFound)?;
        let reason = typed::text(&self.reason, REASON).map_err(|reason| Failure::field("reason", reason))?;
        Ok((id, reason))
    }
}
