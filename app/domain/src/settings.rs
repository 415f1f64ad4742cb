//! The rules of an organisation's books that it sets itself: how payments are spread, what may be written off as
//! rounding, what a billing run parks.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::failure::Fields;
use crate::payments::spread::Rule;
use crate::{Failure, Money, Reason, typed};

/// The rules in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookRules {
    /// How payments are spread.
    pub allocation_rule: Rule,
    /// The largest difference that may be written off as rounding.
    pub write_off_limit: Money,
    /// A draft of a run issues itself after so many days; never if nothing.
    pub grace_days: Option<i32>,
    /// A change to the month before by more per cent than this is shown as striking.
    pub outlier_percent: i32,
    /// A sum of more than so many times the average of three months is parked.
    pub park_times: i32,
    /// An account with more lines than this is parked.
    pub park_lines: i32,
}

/// The rules, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BookRulesForm {
    /// The rule's word.
    pub allocation_rule: String,
    /// A sum.
    pub write_off_limit: String,
    /// Days, or nothing.
    pub grace_days: String,
    /// Per cent.
    pub outlier_percent: String,
    /// Times.
    pub park_times: String,
    /// Lines.
    pub park_lines: String,
}

/// A whole number between two; what lies outside is refused by the side on which it does.
fn whole(typed: &str, least: i32, most: i32) -> Result<i32, Reason> {
    let value = typed::number(typed)?;
    if !value.fract().is_zero() {
        return Err(Reason::TooPrecise { places: 0 });
    }
    if value < Decimal::from(least) {
        return Err(Reason::BelowLeast { least });
    }
    if value > Decimal::from(most) {
        return Err(Reason::AboveMost { most });
    }
    i32::try_from(value).map_err(|_| Reason::NotANumber)
}

impl BookRulesForm {
    /// # Errors
    /// `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<BookRules, Failure> {
        let mut fields = Fields::default();
        let allocation_rule = fields.keep(
            "allocation_rule",
            Rule::from_code(&self.allocation_rule).ok_or(Reason::NotAChoice),
        );
        let limit = self.write_off_limit.parse::<Money>().and_then(|sum| {
            if sum.is_negative() {
                Err(Reason::Negative)
            } else {
                Ok(sum)
            }
        });
        let write_off_limit = fields.keep("write_off_limit", limit);
        let grace_days = match self.grace_days.trim() {
            "" => Some(None),
            typed => fields.keep("grace_days", whole(typed, 1, 30)).map(Some),
        };
        let outlier_percent = fields.keep("outlier_percent", whole(&self.outlier_percent, 5, 1000));
        let park_times = fields.keep("park_times", whole(&self.park_times, 2, 100));
        let park_lines = fields.keep("park_lines", whole(&self.park_lines, 5, 500));
        match (
            allocation_rule,
            write_off_limit,
            grace_days,
            outlier_percent,
            park_times,
            park_lines,
        ) {
            (
                Some(allocation_rule),
                Some(write_off_limit),
                Some(grace_days),
                Some(outlier_percent),
                Some(park_times),
                Some(park_lines),
            ) => Ok(BookRules {
                allocation_rule,
                write_off_limit,
                grace_days,
                outlier_percent,
                park_times,
                park_lines,
            }),
            _ => Err(fields.into_failure()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> BookRulesForm {
        BookRulesForm {
            allocation_rule: "service".into(),
            write_off_limit: "10,50".into(),
            grace_days: String::new(),
            outlier_percent: "50".into(),
            park_times: "5".into(),
            park_lines: "30".into(),
        }
    }

    #[test]
    fn rules_are_read_within_their_bounds() {
        let rules = form().parse().unwrap();
        assert_eq!((rules.allocation_rule, rules.grace_days), (Rule::Service, None));
        assert_eq!(rules.write_off_limit, Money::from_kopecks(1050));
        for (field, form, reason) in [
            (
                "allocation_rule",
                BookRulesForm {
                    allocation_rule: "x".into(),
                    ..form()
                },
                Reason::NotAChoice,
            ),
            (
                "write_off_limit",
                BookRulesForm {
                    write_off_limit: "-1".into(),
                    ..form()
                },
                Reason::Negative,
            ),
            (
                "grace_days",
                BookRulesForm {
                    grace_days: "0".into(),
                    ..form()
                },
                Reason::BelowLeast { least: 1 },
            ),
            (
                "grace_days",
                BookRulesForm {
                    grace_days: "31".into(),
                    ..form()
                },
                Reason::AboveMost { most: 30 },
            ),
            (
                "outlier_percent",
                BookRulesForm {
                    outlier_percent: "1001".into(),
                    ..form()
                },
                Reason::AboveMost { most: 1000 },
            ),
            (
                "park_times",
                BookRulesForm {
                    park_times: "2,5".into(),
                    ..form()
                },
                Reason::TooPrecise { places: 0 },
            ),
            (
                "park_lines",
                BookRulesForm {
                    park_lines: String::new(),
                    ..form()
                },
                Reason::Required,
            ),
        ] {
            assert_eq!(form.parse().unwrap_err().reason_for(field), Some(&reason));
        }
    }
}
