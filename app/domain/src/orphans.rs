//! What a creation or a deletion that was cut short leaves behind.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What was found on the server, and what was mended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Orphans {
    /// Databases of this installation's names that no organisation has. Nobody deletes them unasked: the catalogue
    /// itself may be an old copy.
    pub databases: Vec<String>,
    /// Roles of this installation's names that no organisation has and no database needs.
    pub roles: Vec<String>,
    /// Organisations in the catalogue whose database is gone.
    pub without_database: Vec<String>,
    /// Creations that were cut short: taken back.
    pub taken_back: Vec<String>,
    /// Deletions that were cut short: finished.
    pub finished: Vec<String>,
}

/// One comparison of the databases with the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The job that made it.
    pub job: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who asked for it: a person, or the schedule.
    pub asked_by: String,
    /// What it found and mended.
    pub found: Orphans,
}

impl Orphans {
    /// Something was mended.
    #[must_use]
    pub const fn has_mended(&self) -> bool {
        !self.taken_back.is_empty() || !self.finished.is_empty()
    }

    /// Nothing asks for a person.
    #[must_use]
    pub const fn is_clean(&self) -> bool {
        self.databases.is_empty() && self.roles.is_empty() && self.without_database.is_empty()
    }
}
