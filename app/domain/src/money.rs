//! Money: a sum with two places in the tenant's currency, and the splits that lose nothing.

mod words;

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Reason;

/// A sum with exactly two places (roubles and kopecks). The currency is the tenant's, so it is not carried here.
///
/// In JSON it is a string (`"1234.50"`), in the database `numeric(14,2)`; never a float.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(Decimal);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);
    /// The largest sum that the database holds, `numeric(14,2)`.
    pub const MAX: Self = Self(Decimal::from_parts(276_447_231, 23_283, 0, false, 2));

    /// A sum of so many kopecks.
    #[must_use]
    pub fn from_kopecks(kopecks: i64) -> Self {
        Self(Decimal::new(kopecks, 2))
    }

    /// Rounds half away from zero to kopecks, as the tax code and the receipts of the trade do.
    #[must_use]
    pub fn round(exact: Decimal) -> Self {
        let mut rounded = exact.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        rounded.rescale(2);
        Self(rounded)
    }

    /// A sum out of a decimal with two places or fewer.
    #[must_use]
    pub fn exact(value: Decimal) -> Option<Self> {
        let rounded = Self::round(value);
        (rounded.0 == value && rounded.abs() <= Self::MAX).then_some(rounded)
    }

    /// The number itself.
    #[must_use]
    pub const fn decimal(self) -> Decimal {
        self.0
    }

    /// The sum in kopecks.
    #[must_use]
    pub fn kopecks(self) -> i128 {
        self.0.mantissa() * if self.0.scale() == 2 { 1 } else { 100 }
    }

    /// More than nothing.
    #[must_use]
    pub fn is_positive(self) -> bool {
        self > Self::ZERO
    }

    /// Less than nothing.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self < Self::ZERO
    }

    /// Exactly nothing.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self == Self::ZERO
    }

    /// Without its sign.
    #[must_use]
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// Splits the sum in proportion to the weights, by the largest remainder: every part is within a kopeck of its
    /// exact share, and the parts add up to the sum to the kopeck. Equal remainders go to the earlier part. With no
    /// weights there are no parts; with weights that are all zero (or negative) the parts are equal.
    #[must_use]
    pub fn split(self, weights: &[Decimal]) -> Vec<Self> {
        if weights.is_empty() {
            return Vec::new();
        }
        let weight = |w: &Decimal| {
            if w.is_sign_negative() {
                Decimal::ZERO
            } else {
                w.normalize()
            }
        };
        let mut weights: Vec<Decimal> = weights.iter().map(weight).collect();
        let largest = weights.iter().copied().max().unwrap_or_default();
        if largest.is_zero() {
            weights.fill(Decimal::ONE);
        } else {
            // Shares instead of the raw weights keep the products below within the decimal's 28 digits.
            for w in &mut weights {
                *w = (*w / largest).round_dp(9);
            }
        }
        let total: Decimal = weights.iter().sum();
        let whole = self.abs();
        let kopeck = Decimal::new(1, 2);
        let mut parts: Vec<Decimal> = Vec::with_capacity(weights.len());
        let mut rests: Vec<(Decimal, usize)> = Vec::with_capacity(weights.len());
        for (at, w) in weights.iter().enumerate() {
            let exact = whole.0 * (*w / total);
            let floor = exact.round_dp_with_strategy(2, RoundingStrategy::ToZero);
            rests.push((exact - floor, at));
            parts.push(floor);
        }
        rests.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut missing = whole.0 - parts.iter().sum::<Decimal>();
        for (_, at) in rests.iter().cycle() {
            if missing < kopeck {
                break;
            }
            if let Some(part) = parts.get_mut(*at) {
                *part += kopeck;
            }
            missing -= kopeck;
        }
        let sign = if self.is_negative() {
            -Decimal::ONE
        } else {
            Decimal::ONE
        };
        parts.into_iter().map(|part| Self::round(part * sign)).collect()
    }
}

impl FromStr for Money {
    type Err = Reason;

    /// Reads a sum as people type it: `1 234,50`, `1234.5`, `-12`; spaces (also narrow and unbreakable) group digits.
    fn from_str(typed: &str) -> Result<Self, Reason> {
        let value = crate::typed::number(typed).map_err(|reason| match reason {
            Reason::NotANumber => Reason::NotMoney,
            other => other,
        })?;
        if value.abs() > Self::MAX.0 {
            return Err(Reason::TooLarge);
        }
        Self::exact(value).ok_or(Reason::TooPrecise { places: 2 })
    }
}

impl fmt::Display for Money {
    /// The plain form for programs, `1234.50`. People read what `ui::format::money` makes of it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.0)
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::ZERO, Add::add)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse()
            .map_err(|_| serde::de::Error::custom("a sum with two places is needed"))
    }
}

/// The currencies that a tenant can keep its books in (ISO 4217). Each has two places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    /// Russian rouble.
    #[default]
    Rub,
    /// Belarusian rouble.
    Byn,
    /// Kazakhstani tenge.
    Kzt,
    /// Euro.
    Eur,
    /// US dollar.
    Usd,
}

impl Currency {
    /// Every currency, in the order in which a person is offered them.
    pub const ALL: [Self; 5] = [Self::Rub, Self::Byn, Self::Kzt, Self::Eur, Self::Usd];

    /// The ISO 4217 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Rub => "RUB",
            Self::Byn => "BYN",
            Self::Kzt => "KZT",
            Self::Eur => "EUR",
            Self::Usd => "USD",
        }
    }

    /// The sign that stands after a sum.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Rub => "₽",
            Self::Byn => "Br",
            Self::Kzt => "₸",
            Self::Eur => "€",
            Self::Usd => "$",
        }
    }

    /// The currency of an ISO code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|currency| currency.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sums_are_read_as_people_type_them() {
        let table = [
            ("1 234,50", Ok("1234.50")),
            ("1\u{a0}234\u{202f}567.5", Ok("1234567.50")),
            ("-12", Ok("-12.00")),
            ("\u{2212}0,01", Ok("-0.01")),
            ("0", Ok("0.00")),
            ("  7  ", Ok("7.00")),
            ("999999999999,99", Ok("999999999999.99")),
            ("1000000000000", Err(Reason::TooLarge)),
            ("99999999999999999999999999999999", Err(Reason::TooLarge)),
            ("1,234", Err(Reason::TooPrecise { places: 2 })),
            ("1,2,3", Err(Reason::NotMoney)),
            ("1e5", Err(Reason::NotMoney)),
            ("сто", Err(Reason::NotMoney)),
            ("", Err(Reason::Required)),
            (",", Err(Reason::NotMoney)),
        ];
        for (typed, want) in table {
            let got = typed.parse::<Money>();
            assert_eq!(
                got.as_ref().map(ToString::to_string).map_err(Clone::clone),
                want.map(str::to_owned),
                "{typed:?}"
            );
        }
        assert_eq!(Money::MAX.to_string(), "999999999999.99");
    }

    #[test]
    fn halves_go_away_from_zero() {
        for (exact, want) in [
            ("0.005", "0.01"),
            ("-0.005", "-0.01"),
            ("2.675", "2.68"),
            ("1.0049", "1.00"),
        ] {
            assert_eq!(Money::round(exact.parse().unwrap()).to_string(), want);
        }
    }

    #[test]
    fn kopecks_come_and_go() {
        assert_eq!(Money::from_kopecks(-150).to_string(), "-1.50");
        assert_eq!(Money::from_kopecks(150).kopecks(), 150);
        assert_eq!(Money::ZERO.kopecks(), 0);
        assert!(Money::from_kopecks(1).is_positive() && Money::from_kopecks(-1).is_negative() && Money::ZERO.is_zero());
        assert_eq!(Money::exact("0.001".parse().unwrap()), None);
        for currency in Currency::ALL {
            assert_eq!(Currency::from_code(currency.code()), Some(currency));
            assert!(!currency.sign().is_empty());
        }
    }

    proptest! {
        #[test]
        fn no_split_loses_a_kopeck(kopecks in -1_000_000_000_000_i64..1_000_000_000_000, weights in prop::collection::vec(0_i64..10_000_000, 1..40), scale in 0_u32..4) {
            let sum = Money::from_kopecks(kopecks);
            let weights: Vec<Decimal> = weights.into_iter().map(|w| Decimal::new(w, scale)).collect();
            let parts = sum.split(&weights);
            prop_assert_eq!(parts.len(), weights.len());
            prop_assert_eq!(parts.iter().copied().sum::<Money>(), sum);
            for part in &parts {
                prop_assert!(part.is_zero() || part.is_negative() == sum.is_negative());
            }
        }

        #[test]
        fn a_sum_survives_json(kopecks in any::<i32>()) {
            let sum = Money::from_kopecks(i64::from(kopecks));
            let text = serde_json::to_string(&sum).unwrap();
            prop_assert!(text.starts_with('"'));
            prop_assert_eq!(serde_json::from_str::<Money>(&text).unwrap(), sum);
        }
    }
}
