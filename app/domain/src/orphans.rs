//! What a creation or a deletion that was cut short leaves behind.

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

impl Orphans {
    /// Nothing asks for a person.
    #[must_use]
    pub const fn is_clean(&self) -> bool {
        self.databases.is_empty() && self.roles.is_empty() && self.without_database.is_empty()
    }
}
