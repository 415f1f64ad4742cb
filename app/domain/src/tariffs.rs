//! Tariffs: what a quantity is, what a unit costs and which VAT the price includes. What a month costs by them is in
//! `tariffs/month.rs`, how that reads as a formula in `tariffs/formula.rs`.

pub mod formula;
pub mod month;
pub mod terms;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::Money;

pub use formula::{Factor, factors};
pub use month::{Inputs, Line, Link, Pause, Problem, Source, State, Terms, charge};
pub use terms::TermsForm;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $( $(#[$of:meta])* $word:ident = $code:literal ),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $( $(#[$of])* $word ),+ }

        impl $name {
            /// All of them, in the order of choices.
            pub const ALL: &'static [Self] = &[ $( Self::$word ),+ ];

            /// The word in the database and in forms.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $( Self::$word => $code ),+ }
            }

            /// What a word stands for.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.code() == code)
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What is multiplied by the price.
    Kind {
        /// The link's own quantity, one if it has none.
        Fixed = "fixed",
        /// The area of the premises.
        Area = "area",
        /// The residents of the premises.
        Person = "person",
        /// The volume of the month.
        Metered = "metered",
        /// A norm for a square metre or a resident.
        Norm = "norm",
        /// The volume of the month, its parts at prices of their own.
        Tiered = "tiered",
    }
}

words! {
    /// What a norm is for.
    Per {
        /// For each resident.
        Person = "person",
        /// For each square metre.
        Area = "area",
    }
}

words! {
    /// Which VAT a price includes. Without VAT is a value of its own and no rate of nought.
    Vat {
        /// No VAT at all.
        None = "none",
        /// Nought per cent.
        Zero = "zero",
        /// The reduced rate.
        Reduced = "reduced",
        /// The standard rate.
        Standard = "standard",
        /// Five per cent of the simplified system.
        Special5 = "special5",
        /// Seven per cent of the simplified system.
        Special7 = "special7",
    }
}

/// Units by norm in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Norm {
    /// For one resident or square metre.
    pub amount: Decimal,
    /// For which of them.
    pub per: Per,
    /// The raising coefficient; one if there is none.
    pub coefficient: Decimal,
}

/// A part of a volume with a price of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tier {
    /// Up to which volume of a month; the last tier has no end.
    pub upto: Option<Decimal>,
    /// For a unit.
    pub price: Decimal,
}

/// What is charged and for how much.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tariff {
    /// So much for a unit of the link.
    Fixed {
        /// For a unit.
        price: Decimal,
    },
    /// So much for a square metre.
    Area {
        /// For a square metre.
        price: Decimal,
    },
    /// So much for a resident.
    Person {
        /// For a resident.
        price: Decimal,
    },
    /// So much for a metered unit.
    Metered {
        /// For a unit.
        price: Decimal,
        /// What is charged where volumes have been missing for too long.
        norm: Option<Norm>,
    },
    /// So much for a unit by norm.
    Norm {
        /// For a unit.
        price: Decimal,
        /// The norm.
        norm: Norm,
    },
    /// Prices that depend on how much of a month's volume has gone before.
    Tiered {
        /// In rising order, the last without an end.
        tiers: Vec<Tier>,
        /// What is charged where volumes have been missing for too long.
        norm: Option<Norm>,
    },
}

impl Tariff {
    /// Puts a tariff together out of what rows and forms hold; nothing where its kind lacks something.
    #[must_use]
    pub fn of(kind: Kind, price: Decimal, norm: Option<Norm>, tiers: Vec<Tier>) -> Option<Self> {
        Some(match kind {
            Kind::Fixed => Self::Fixed { price },
            Kind::Area => Self::Area { price },
            Kind::Person => Self::Person { price },
            Kind::Metered => Self::Metered { price, norm },
            Kind::Norm => Self::Norm { price, norm: norm? },
            Kind::Tiered if tiers.is_empty() => return None,
            Kind::Tiered => Self::Tiered { tiers, norm },
        })
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Fixed { .. } => Kind::Fixed,
            Self::Area { .. } => Kind::Area,
            Self::Person { .. } => Kind::Person,
            Self::Metered { .. } => Kind::Metered,
            Self::Norm { .. } => Kind::Norm,
            Self::Tiered { .. } => Kind::Tiered,
        }
    }

    /// For a unit; of tiers the first one's.
    #[must_use]
    pub fn price(&self) -> Decimal {
        match self {
            Self::Fixed { price }
            | Self::Area { price }
            | Self::Person { price }
            | Self::Metered { price, .. }
            | Self::Norm { price, .. } => *price,
            Self::Tiered { tiers, .. } => tiers.first().map(|tier| tier.price).unwrap_or_default(),
        }
    }

    /// The norm, where it has one.
    #[must_use]
    pub const fn norm(&self) -> Option<Norm> {
        match self {
            Self::Norm { norm, .. } => Some(*norm),
            Self::Metered { norm, .. } | Self::Tiered { norm, .. } => *norm,
            Self::Fixed { .. } | Self::Area { .. } | Self::Person { .. } => None,
        }
    }

    /// The tiers, where it has any.
    #[must_use]
    pub fn tiers(&self) -> &[Tier] {
        match self {
            Self::Tiered { tiers, .. } => tiers,
            _ => &[],
        }
    }
}

/// A tariff from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The first day on which it holds.
    pub from: NaiveDate,
    /// What is charged.
    pub tariff: Tariff,
    /// Which VAT its price includes.
    pub vat: Vat,
}

/// A version on a service's card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionLine {
    /// The version.
    pub version: Version,
    /// Who entered it; nothing where nobody knows any more.
    pub entered_by: String,
    /// When.
    pub entered_at: DateTime<Utc>,
    /// It lies ahead and nothing has been charged by it.
    pub may_go: bool,
}

/// A rate of VAT from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// Of which VAT.
    pub vat: Vat,
    /// The first day on which it holds.
    pub from: NaiveDate,
    /// Per cent on top of the price without VAT.
    pub percent: Decimal,
}

/// The rate of a day; none without VAT, and before there was such a VAT.
#[must_use]
pub fn percent_on(rates: &[Rate], vat: Vat, day: NaiveDate) -> Option<Decimal> {
    rates
        .iter()
        .filter(|rate| rate.vat == vat && rate.from <= day)
        .max_by_key(|rate| rate.from)
        .map(|rate| rate.percent)
}

/// The VAT that a sum holds: 22.00 in 122.00 at 22 per cent.
#[must_use]
pub fn vat_within(amount: Money, percent: Decimal) -> Money {
    Money::round(amount.decimal() * percent / (Decimal::ONE_HUNDRED + percent))
}

#[cfg(test)]
mod tests;
