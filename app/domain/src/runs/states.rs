//! The words of a run: where it stands, what becomes of an account, why.

use serde::{Deserialize, Serialize};

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Computed; nothing has been issued.
    Draft,
    /// Confirmed; its invoices are being issued, slice by slice.
    Issuing,
    /// All of its invoices stand.
    Issued,
    /// Its invoices were voided.
    Undone,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Issuing, Self::Issued, Self::Undone];

    /// The word in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Issuing => "issuing",
            Self::Issued => "issued",
            Self::Undone => "undone",
        }
    }

    /// The status of a word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// What a run makes of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AccountState {
    /// Would be issued.
    Ready,
    /// Left out for its reasons.
    Parked,
    /// Was parked, but somebody decided to issue it.
    Released,
    /// There is nothing to charge.
    Nothing,
    /// Its invoice stands.
    Issued,
}

impl AccountState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Ready, Self::Parked, Self::Released, Self::Nothing, Self::Issued];

    /// The word in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Parked => "parked",
            Self::Released => "released",
            Self::Nothing => "nothing",
            Self::Issued => "issued",
        }
    }

    /// The state of a word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Why an account is parked, or what is striking about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A service has no tariff on days of the month.
    NoPrice,
    /// The premises have no area.
    NoArea,
    /// Nobody knows how many residents there are.
    NoResidents,
    /// A metered link has neither a volume nor anything to take instead.
    NoVolume,
    /// The books can't hold the sum.
    TooLarge,
    /// More lines than an account has by any likelihood.
    ManyLines,
    /// Far more than the months before.
    FarAboveAverage,
    /// The month before was charged quite differently. Not a reason to park.
    Outlier,
    /// Put into the archive since the draft was made.
    Archived,
    /// Charged by another document since the draft was made.
    Charged,
}

impl Cause {
    /// Every cause.
    pub const ALL: [Self; 10] = [
        Self::NoPrice,
        Self::NoArea,
        Self::NoResidents,
        Self::NoVolume,
        Self::TooLarge,
        Self::ManyLines,
        Self::FarAboveAverage,
        Self::Outlier,
        Self::Archived,
        Self::Charged,
    ];

    /// The word in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoPrice => "no_price",
            Self::NoArea => "no_area",
            Self::NoResidents => "no_residents",
            Self::NoVolume => "no_volume",
            Self::TooLarge => "too_large",
            Self::ManyLines => "many_lines",
            Self::FarAboveAverage => "far_above_average",
            Self::Outlier => "outlier",
            Self::Archived => "archived",
            Self::Charged => "charged",
        }
    }

    /// The cause of a word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.code() == code)
    }

    /// A person may decide to issue the account all the same: the sum is known, it only looks wrong.
    #[must_use]
    pub const fn may_be_released(self) -> bool {
        matches!(self, Self::ManyLines | Self::FarAboveAverage | Self::Outlier)
    }
}
