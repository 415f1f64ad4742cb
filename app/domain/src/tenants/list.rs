//! The landlord's list of tenants: what is asked, how it is sorted, what a line tells.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Status;
use crate::Page;
use crate::figures::Figures;

/// What is asked of the list, as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct TenantQuery {
    /// Part of a name, an address, an e-mail.
    pub q: String,
    /// `trashed`, `suspended`, `copies`, or nothing for all that are not in the trash.
    pub show: String,
    /// A plan, exactly.
    pub plan: String,
    /// A tag, exactly.
    pub tag: String,
    /// A word of [`Sort`].
    pub sort: String,
    /// The id after which the page begins.
    pub after: String,
}

/// What comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// By name.
    #[default]
    Name,
    /// The largest databases.
    Size,
    /// Most members of staff.
    Users,
    /// Most subscribers.
    Subscribers,
    /// Who signed in last.
    Activity,
}

impl Sort {
    /// Every order.
    pub const ALL: [Self; 5] = [Self::Name, Self::Size, Self::Users, Self::Subscribers, Self::Activity];

    /// The word in the address.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Name => "",
            Self::Size => "size",
            Self::Users => "users",
            Self::Subscribers => "subscribers",
            Self::Activity => "activity",
        }
    }

    /// The order of a word; by name where there is none such.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|sort| sort.code() == code)
            .unwrap_or_default()
    }
}

/// A tenant in the landlord's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantLine {
    /// Its id.
    pub id: i64,
    /// What the organisation calls itself.
    pub name: String,
    /// The label of its address.
    pub slug: String,
    /// The address in full, to be opened.
    pub url: String,
    /// Where it stands.
    pub status: Status,
    /// It is a copy to try things on.
    pub is_copy: bool,
    /// What the landlord calls its terms.
    pub plan: String,
    /// The landlord's words to find it by.
    pub tags: Vec<String>,
    /// How much it uses, as it was found last.
    pub figures: Option<Figures>,
    /// It is at a limit of its terms or near one.
    pub pressed: bool,
    /// When it was created.
    pub created_at: DateTime<Utc>,
}

/// A page of the list, and what it can be narrowed down by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantList {
    /// The lines.
    pub page: Page<TenantLine>,
    /// Plans in use.
    pub plans: Vec<String>,
    /// Tags in use, the commonest first.
    pub tags: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_have_their_words() {
        for sort in Sort::ALL {
            assert_eq!(Sort::from_code(sort.code()), sort);
        }
        assert_eq!(Sort::from_code("price"), Sort::Name);
    }
}
