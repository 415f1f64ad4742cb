//! The survey of the staff: two questions, once a quarter at most.

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::failure::Fields;
use crate::{Failure, Reason, typed};

/// Days after which a postponed question is put again.
const POSTPONED_FOR: Days = Days::new(30);
/// Days of work with the program before it is worth asking.
const NEWCOMERS: Days = Days::new(14);

/// The first day of the quarter in which a day lies.
#[must_use]
pub fn quarter(day: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(day.year(), day.month0() / 3 * 3 + 1, 1).unwrap_or(day)
}

/// The day from which a question postponed today is put again.
#[must_use]
pub fn postponed_until(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(POSTPONED_FOR).unwrap_or(today)
}

/// The last day on which somebody must have come to be asked today.
#[must_use]
pub fn came_before(today: NaiveDate) -> NaiveDate {
    today.checked_sub_days(NEWCOMERS).unwrap_or(today)
}

/// An answer, as typed; a dismissal is one without a score.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SurveyForm {
    /// How likely a recommendation is, 0 to 10.
    pub score: String,
    /// What is missing.
    pub wish: String,
}

/// An answer that makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyAnswer {
    /// How likely a recommendation is, 0 to 10.
    pub score: i16,
    /// What is missing.
    pub wish: Option<String>,
}

impl SurveyForm {
    /// # Errors
    /// `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<SurveyAnswer, Failure> {
        let mut fields = Fields::default();
        let typed = self.score.trim();
        let score = if typed.is_empty() {
            Err(Reason::Required)
        } else {
            typed
                .parse::<i16>()
                .ok()
                .filter(|score| (0..=10).contains(score))
                .ok_or(Reason::NotAChoice)
        };
        let score = fields.keep("score", score);
        let wish = fields.keep("wish", typed::note(&self.wish, 2000));
        match (score, wish) {
            (Some(score), Some(wish)) => Ok(SurveyAnswer { score, wish }),
            _ => Err(fields.into_failure()),
        }
    }
}

/// The answers of a period, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// How many answered.
    pub answers: i64,
    /// Scores 9 and 10.
    pub promoters: i64,
    /// Scores 0 to 6.
    pub detractors: i64,
    /// How many wrote what is missing.
    pub wishes: i64,
}

impl Summary {
    /// The net promoter score, -100 to 100; nothing where nobody answered.
    #[must_use]
    pub const fn net(&self) -> Option<i64> {
        if self.answers == 0 {
            None
        } else {
            Some((self.promoters - self.detractors) * 100 / self.answers)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn quarters_begin_four_times_a_year() {
        for (of, want) in [
            ("2026-01-01", "2026-01-01"),
            ("2026-03-31", "2026-01-01"),
            ("2026-04-01", "2026-04-01"),
            ("2026-11-22", "2026-10-01"),
            ("2026-12-31", "2026-10-01"),
        ] {
            assert_eq!(quarter(day(of)), day(want), "{of}");
        }
        assert_eq!(postponed_until(day("2026-12-10")), day("2027-01-09"));
        assert_eq!(came_before(day("2026-11-22")), day("2026-11-08"));
    }

    #[test]
    fn scores_go_from_nought_to_ten() {
        let parse = |score: &str, wish: &str| {
            SurveyForm {
                score: score.into(),
                wish: wish.into(),
            }
            .parse()
        };
        assert_eq!(parse("0", "").map(|answer| answer.score), Ok(0));
        assert_eq!(
            parse("10", " Отчётов ").map(|answer| answer.wish),
            Ok(Some("Отчётов".into()))
        );
        for bad in ["11", "-1", "x", "9.5"] {
            assert_eq!(
                parse(bad, "").unwrap_err().reason_for("score"),
                Some(&Reason::NotAChoice),
                "{bad}"
            );
        }
        assert_eq!(
            parse("", &"x".repeat(2001)).unwrap_err().reason_for("wish"),
            Some(&Reason::TooLong { max: 2000 })
        );
        let summary = Summary {
            answers: 8,
            promoters: 5,
            detractors: 2,
            wishes: 1,
        };
        assert_eq!(summary.net(), Some(37));
        assert_eq!(Summary::default().net(), None);
    }
}
