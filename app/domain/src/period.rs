//! Billing periods: calendar months and days within them. Dates only; no clock and no time zone.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Reason;

/// A calendar month, the billing period. In forms and JSON `2026-11`; in the database its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(NaiveDate);

impl Month {
    /// The month in which a day lies.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        Self(day.with_day(1).unwrap_or(day))
    }

    /// Its first day.
    #[must_use]
    pub const fn first_day(self) -> NaiveDate {
        self.0
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        self.next().0.pred_opt().unwrap_or(self.0)
    }

    /// How many days it has.
    #[must_use]
    pub fn days(self) -> u32 {
        self.last_day().day()
    }

    /// The month after.
    #[must_use]
    pub fn next(self) -> Self {
        self.plus(1)
    }

    /// The month before.
    #[must_use]
    pub fn previous(self) -> Self {
        self.minus(1)
    }

    /// So many months later.
    #[must_use]
    pub fn plus(self, months: u32) -> Self {
        Self(self.0.checked_add_months(Months::new(months)).unwrap_or(self.0))
    }

    /// So many months earlier.
    #[must_use]
    pub fn minus(self, months: u32) -> Self {
        Self(self.0.checked_sub_months(Months::new(months)).unwrap_or(self.0))
    }

    /// The number of the month in its year, 1 to 12.
    #[must_use]
    pub fn number(self) -> u32 {
        self.0.month()
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The day of this month with that number, or its last day where it has no such day.
    #[must_use]
    pub fn day(self, number: u32) -> NaiveDate {
        self.0.with_day(number).unwrap_or_else(|| self.last_day())
    }

    /// How many days of this month lie within a period whose end may be open; both ends belong to it.
    #[must_use]
    pub fn days_within(self, from: NaiveDate, to: Option<NaiveDate>) -> u32 {
        let first = from.max(self.first_day());
        let last = to.map_or(self.last_day(), |to| to.min(self.last_day()));
        u32::try_from((last - first).num_days() + 1).unwrap_or_default()
    }
}

impl FromStr for Month {
    type Err = Reason;

    fn from_str(typed: &str) -> Result<Self, Reason> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(Reason::Required);
        }
        let day = NaiveDate::parse_from_str(&format!("{typed}-01"), "%Y-%m-%d").map_err(|_| Reason::NotAMonth)?;
        if !(1990..=2100).contains(&day.year()) {
            return Err(Reason::DateOutOfRange);
        }
        Ok(Self(day))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m"))
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse()
            .map_err(|_| serde::de::Error::custom("a month as 2026-11 is needed"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn months_know_their_days() {
        let february: Month = "2028-02".parse().unwrap();
        assert_eq!(february.days(), 29);
        assert_eq!(february.last_day(), day("2028-02-29"));
        assert_eq!(february.day(31), day("2028-02-29"));
        assert_eq!(february.day(15), day("2028-02-15"));
        assert_eq!("2026-12".parse::<Month>().unwrap().next().to_string(), "2027-01");
        assert_eq!("2026-01".parse::<Month>().unwrap().previous().to_string(), "2025-12");
        assert_eq!((february.year(), february.number()), (2028, 2));
        for bad in ["2026-13", "2026", "x", "2026-11-01"] {
            assert_eq!(bad.parse::<Month>(), Err(Reason::NotAMonth), "{bad}");
        }
        assert_eq!("".parse::<Month>(), Err(Reason::Required));
        assert_eq!("1812-01".parse::<Month>(), Err(Reason::DateOutOfRange));
    }

    #[test]
    fn days_within_a_period() {
        let november: Month = "2026-11".parse().unwrap();
        let table = [
            ("2026-01-01", None, 30),
            ("2026-11-10", None, 21),
            ("2026-11-10", Some("2026-11-10"), 1),
            ("2026-10-01", Some("2026-11-15"), 15),
            ("2026-12-01", None, 0),
            ("2026-01-01", Some("2026-10-31"), 0),
        ];
        for (from, to, want) in table {
            assert_eq!(november.days_within(day(from), to.map(day)), want, "{from} {to:?}");
        }
    }

    proptest! {
        #[test]
        fn a_month_survives_json(days in 0_u64..40_000) {
            let month = Month::of(day("1990-01-01") + chrono::Days::new(days));
            prop_assert_eq!(serde_json::from_str::<Month>(&serde_json::to_string(&month).unwrap()).unwrap(), month);
            prop_assert_eq!(month.days_within(month.first_day(), None), month.days());
        }
    }
}
