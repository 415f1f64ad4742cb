//! A tenant's life: in service, suspended, copied, in the trash, gone; what a person asks for, and who is let in meanwhile.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::Slug;
use crate::{Failure, typed};

/// Names one tenant: for trash and restore.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TenantRefForm {
    /// The tenant's id.
    pub id: String,
}

/// Suspends a tenant; its staff read the reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SuspendForm {
    /// The tenant's id.
    pub id: String,
    /// Why, as its staff will read it.
    pub reason: String,
}

impl SuspendForm {
    /// # Errors
    /// `NotFound` for an id that is none; `Invalid` for a missing or overlong reason.
    pub fn parse(&self) -> Result<(i64, String), Failure> {
        let id = typed::id(&self.id).map_err(|_| Failure::NotFound)?;
        let reason = typed::text(&self.reason, 300).map_err(|reason| Failure::field("reason", reason))?;
        Ok((id, reason))
    }
}

/// Days that a tenant stays in the trash, unless the configuration says otherwise.
pub const TRASH_DAYS: i64 = 30;
/// Days before the end of its time in the trash at which the landlord is warned.
pub const WARN_DAYS: i64 = 2;
/// Days that a copy to try things on lives.
pub const COPY_DAYS: i64 = 15;
/// How many bytes of its original's files a copy has at most: the latest ones.
pub const COPY_FILE_BYTES: i64 = 2_000_000_000;
/// How many copies a tenant may have at once.
pub const COPIES: i64 = 5;

/// Asks for a copy of a tenant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DuplicateForm {
    /// The tenant's id.
    pub id: String,
    /// The label of the copy's address.
    pub slug: String,
}

impl DuplicateForm {
    /// # Errors
    /// `NotFound` for an id that is none; `Invalid` for an address that can't be.
    pub fn parse(&self) -> Result<(i64, Slug), Failure> {
        let id = typed::id(&self.id).map_err(|_| Failure::NotFound)?;
        let slug = Slug::parse(&self.slug).map_err(|reason| Failure::field("slug", reason))?;
        Ok((id, slug))
    }
}

/// What the trash does with a tenant today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrashDay {
    /// Nothing.
    Keep,
    /// Its end is near and nobody has been told.
    Warn,
    /// Its time is over, and its end was announced at least the two days ago that were promised.
    Purge,
}

impl TrashDay {
    /// Decides by when it came to the trash and when its end was announced. Nothing is deleted unannounced, however
    /// long the program was switched off.
    #[must_use]
    pub fn decide(now: DateTime<Utc>, trashed: DateTime<Utc>, warned: Option<DateTime<Utc>>, days: i64) -> Self {
        let warn_from = trashed + TimeDelta::days((days - WARN_DAYS).max(0));
        match warned {
            Some(warned) if now >= trashed + TimeDelta::days(days) && now >= warned + TimeDelta::days(WARN_DAYS) => {
                Self::Purge
            }
            None if now >= warn_from => Self::Warn,
            Some(_) | None => Self::Keep,
        }
    }
}

/// Asks for a permanent deletion; the slug is typed to confirm.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PurgeForm {
    /// The tenant's id.
    pub id: String,
    /// The slug, typed by hand.
    pub slug: String,
}

/// Where a tenant stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Being created.
    Creating,
    /// In service.
    Active,
    /// Suspended by the landlord: its people see why, nothing is lost.
    Suspended,
    /// In the trash: nobody can log in, nothing is lost.
    Trashed,
    /// Being deleted for good.
    Purging,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 5] = [
        Self::Creating,
        Self::Active,
        Self::Suspended,
        Self::Trashed,
        Self::Purging,
    ];

    /// The word in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Creating => "creating",
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Trashed => "trashed",
            Self::Purging => "purging",
        }
    }

    /// The status of a word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// What the door of a host does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Come in.
    Serve,
    /// The tenant is suspended.
    Suspended,
    /// The tenant is in the trash.
    Trashed,
    /// Its schema is not one that this program serves.
    Upgrading,
    /// There is none such.
    Unknown,
}

impl Admission {
    /// Decides by the status and by the tenant's schema: served are the versions from the oldest to the newest that the
    /// program knows, the latter being its own.
    #[must_use]
    pub const fn decide(status: Status, schema: i32, served: (i32, i32)) -> Self {
        match status {
            Status::Creating | Status::Purging => Self::Unknown,
            Status::Trashed => Self::Trashed,
            Status::Suspended => Self::Suspended,
            Status::Active if schema >= served.0 && schema <= served.1 => Self::Serve,
            Status::Active => Self::Upgrading,
        }
    }
}
