//! A subscriber's balance by month, and on any day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{Money, Month};

/// Months that a timeline shows.
pub const SHOWN: u32 = 24;

/// One month of an account. `closing` is the other sums together; the next month opens with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountMonth {
    /// The month.
    pub month: Month,
    /// The balance before its first day.
    pub opening: Money,
    /// Charged, less what was voided.
    pub charged: Money,
    /// Recalculated: above zero to be paid, below credited.
    pub recalculated: Money,
    /// Penalties, less those that were voided.
    pub penalties: Money,
    /// Paid, less what was taken back or refunded.
    pub paid: Money,
    /// Written off.
    pub written_off: Money,
    /// Brought in from another system: above zero a debt, below an advance.
    pub brought: Money,
    /// The balance after its last day.
    pub closing: Money,
}

/// What moved in a month, before it is known with what it opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// As in [`AccountMonth`].
    pub charged: Money,
    /// As in [`AccountMonth`].
    pub recalculated: Money,
    /// As in [`AccountMonth`].
    pub penalties: Money,
    /// As in [`AccountMonth`].
    pub paid: Money,
    /// As in [`AccountMonth`].
    pub written_off: Money,
    /// As in [`AccountMonth`].
    pub brought: Money,
}

/// Lays months one after another up to the last one, beginning with the first that has anything in it: `before` is the
/// balance before all of them.
#[must_use]
pub fn lay_out(last: Month, before: Money, moved: &[(Month, Moved)]) -> Vec<AccountMonth> {
    let mut opening = before;
    let mut months = Vec::new();
    for back in (0..SHOWN).rev() {
        let month = last.minus(back);
        let found = moved.iter().find(|(of, _)| *of == month).map(|(_, moved)| *moved);
        // An account that did not exist yet has no months.
        if found.is_none() && months.is_empty() && opening.is_zero() {
            continue;
        }
        let moved = found.unwrap_or_default();
        let closing = opening + moved.charged + moved.recalculated + moved.penalties + moved.brought
            - moved.paid
            - moved.written_off;
        months.push(AccountMonth {
            month,
            opening,
            charged: moved.charged,
            recalculated: moved.recalculated,
            penalties: moved.penalties,
            paid: moved.paid,
            written_off: moved.written_off,
            brought: moved.brought,
            closing,
        });
        opening = closing;
    }
    months
}

/// The balance at the end of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BalanceOn {
    /// The day.
    pub day: NaiveDate,
    /// More than nothing is owed, less is paid ahead.
    pub balance: Money,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(kopecks: i64) -> Money {
        Money::from_kopecks(kopecks)
    }

    #[test]
    fn each_month_opens_with_what_the_one_before_closed_with() {
        let last: Month = "2026-03".parse().unwrap();
        let january = Moved {
            charged: sum(100),
            recalculated: sum(-20),
            penalties: sum(7),
            brought: sum(1000),
            ..Moved::default()
        };
        let march = Moved {
            paid: sum(500),
            written_off: sum(7),
            ..Moved::default()
        };
        let months = lay_out(last, Money::ZERO, &[(last, march), (last.minus(2), january)]);
        let seen: Vec<_> = months
            .iter()
            .map(|of| (of.month.to_string(), of.opening, of.closing))
            .collect();
        assert_eq!(
            seen,
            [
                ("2026-01".to_owned(), sum(0), sum(1087)),
                ("2026-02".to_owned(), sum(1087), sum(1087)),
                ("2026-03".to_owned(), sum(1087), sum(580)),
            ]
        );
    }

    #[test]
    fn a_balance_from_before_shows_all_months() {
        let last: Month = "2026-03".parse().unwrap();
        let months = lay_out(last, sum(5), &[]);
        assert_eq!(months.len(), usize::try_from(SHOWN).unwrap());
        assert!(months.iter().all(|of| of.opening == sum(5) && of.closing == sum(5)));
        assert_eq!(lay_out(last, Money::ZERO, &[]), []);
    }
}
