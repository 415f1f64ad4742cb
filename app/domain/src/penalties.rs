//! Penalties for late payment: the rules, and the schedule of one invoice day by day, as the subscriber reads it. Rules
//! and rates are data with their source (`penalties/rules.rs`); the views of the pages stand in `penalties/views.rs`.

mod forms;
mod rules;
mod views;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use forms::{ChargeForm, DueDayForm, PolicyForm, RateForm, WriteOff, WriteOffForm, WriteOffKind};
pub use rules::{DueDay, Policy, Rate, Rule, Rules, policy_on, rate_on};
pub use views::{
    Charged, Documents, InvoiceSchedule, OpenDocument, PenaltyDocument, PenaltyPreview, PenaltyQuery, PreviewLine,
    SubscriberPenalties, WrittenOff, line_name, line_unit,
};

use crate::Money;

/// What was owed on an invoice: its sum, its last day, and what was paid of it when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Debt {
    /// The sum of the invoice.
    pub total: Money,
    /// The last day to pay.
    pub due_on: NaiveDate,
    /// The day and the part of each payment. The payment's day still counts as a day of delay.
    pub paid: Vec<(NaiveDate, Money)>,
}

/// Days on which the same sum was owed at the same price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// How many days.
    pub days: i64,
    /// What was owed on them.
    pub debt: Money,
    /// Per cent a year, of the housing code's rule.
    pub rate: Option<Decimal>,
    /// Which part of the rate a day costs: 300 or 130.
    pub divisor: Option<u32>,
    /// Per cent a day, of a rule by contract or charter.
    pub percent_a_day: Option<Decimal>,
    /// What the days cost.
    pub sum: Money,
    /// The rate's source speaks of the day; else the last known rate goes on.
    pub rate_confirmed: bool,
    /// The decree or decision that names the rate.
    pub rate_source: Option<String>,
}

/// What the whole delay of an invoice costs up to a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// The stretches, in the order of their days. Their sums add up to `total`, unless a cap holds it back.
    pub stretches: Vec<Stretch>,
    /// What the delay costs.
    pub total: Money,
    /// The cap holds: without it the total would be more.
    pub capped: bool,
}

impl Schedule {
    /// How many days of delay cost something.
    #[must_use]
    pub fn days(&self) -> i64 {
        match (
            self.stretches.iter().map(|s| s.from).min(),
            self.stretches.iter().map(|s| s.to).max(),
        ) {
            (Some(from), Some(to)) => (to - from).num_days() + 1,
            _ => 0,
        }
    }

    /// Every rate is one that its source confirms.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.stretches.iter().all(|stretch| stretch.rate_confirmed)
    }
}

/// Days of delay that cost the same: counted from the day after the last day to pay, which is day 1.
struct Band {
    first: u64,
    last: Option<u64>,
    divisor: Option<u32>,
    percent_a_day: Option<Decimal>,
}

/// Housing code, art. 155, part 14: nothing for thirty days, 1/300 of the rate a day up to the ninetieth, then 1/130.
fn bands(rule: &Rule) -> Vec<Band> {
    match rule {
        Rule::None => Vec::new(),
        Rule::Housing => vec![
            Band {
                first: 31,
                last: Some(90),
                divisor: Some(300),
                percent_a_day: None,
            },
            Band {
                first: 91,
                last: None,
                divisor: Some(130),
                percent_a_day: None,
            },
        ],
        Rule::Daily { percent, free_days } => vec![Band {
            first: u64::from(*free_days) + 1,
            last: None,
            divisor: None,
            percent_a_day: Some(*percent),
        }],
    }
}

/// A part of the debt with the last day that counts and the rate that its whole delay costs.
struct Part<'a> {
    sum: Money,
    until: NaiveDate,
    rate: Decimal,
    confirmed: bool,
    source: Option<&'a str>,
}

/// What was paid by a day bears the rate of the day of payment; what is open then, the rate of that day.
fn parts<'a>(debt: &Debt, rates: &'a [Rate], upto: NaiveDate) -> Vec<Part<'a>> {
    let part = |sum, until| {
        let known = rate_on(rates, until);
        Part {
            sum,
            until,
            rate: known.map_or(Decimal::ZERO, |(rate, _)| rate.percent),
            confirmed: known.is_some_and(|(_, confirmed)| confirmed),
            source: known.map(|(rate, _)| rate.source.as_str()),
        }
    };
    let mut open = debt.total;
    let mut parts = Vec::new();
    for (day, sum) in &debt.paid {
        if sum.is_positive() && *day <= upto {
            open -= *sum;
            parts.push(part(*sum, *day));
        }
    }
    if open.is_positive() {
        parts.push(part(open, upto));
    }
    parts
}

/// What the delay of an invoice costs up to and including a day. Rounded half up to kopecks once for all days of the
/// same price (part of the rate and rate), and that sum is then split over the stretches without losing a kopeck.
#[must_use]
pub fn schedule(debt: &Debt, policy: &Policy, rates: &[Rate], upto: NaiveDate) -> Schedule {
    let parts = parts(debt, rates, upto);
    let mut stretches = Vec::new();
    for band in bands(&policy.rule) {
        let mut by_rate: BTreeMap<Decimal, Vec<&Part<'_>>> = BTreeMap::new();
        for part in &parts {
            // By contract the price does not depend on any rate.
            let rate = band.percent_a_day.map_or(part.rate, |_| Decimal::ZERO);
            by_rate.entry(rate).or_default().push(part);
        }
        for (rate, parts) in by_rate {
            stretches.extend(within(&band, rate, &parts, debt.due_on));
        }
    }
    stretches.sort_by_key(|stretch| (stretch.from, stretch.to));
    let whole: Money = stretches.iter().map(|stretch| stretch.sum).sum();
    let cap = policy
        .cap_percent
        .map(|percent| Money::round(debt.total.decimal() * percent / Decimal::ONE_HUNDRED));
    let total = cap.map_or(whole, |cap| whole.min(cap));
    Schedule {
        stretches,
        total,
        capped: total < whole,
    }
}

/// The stretches of one price: all parts begin on the same day and end as they were paid.
fn within(band: &Band, rate: Decimal, parts: &[&Part<'_>], due_on: NaiveDate) -> Vec<Stretch> {
    let day = |n: u64| due_on.checked_add_days(Days::new(n)).unwrap_or(NaiveDate::MAX);
    let start = day(band.first);
    let end = |part: &Part<'_>| band.last.map_or(part.until, |last| part.until.min(day(last)));
    let mut ends: Vec<NaiveDate> = parts.iter().map(|part| end(part)).filter(|to| *to >= start).collect();
    ends.sort_unstable();
    ends.dedup();
    let mut from = start;
    let mut stretches = Vec::with_capacity(ends.len());
    for to in ends {
        let owing = || parts.iter().filter(move |part| end(part) >= to);
        stretches.push(Stretch {
            from,
            to,
            days: (to - from).num_days() + 1,
            debt: owing().map(|part| part.sum).sum(),
            rate: band.divisor.map(|_| rate),
            divisor: band.divisor,
            percent_a_day: band.percent_a_day,
            sum: Money::ZERO,
            rate_confirmed: band.percent_a_day.is_some() || owing().all(|part| part.confirmed),
            rate_source: band
                .divisor
                .and_then(|_| owing().find_map(|part| part.source))
                .map(str::to_owned),
        });
        from = to.succ_opt().unwrap_or(to);
    }
    let weights: Vec<Decimal> = stretches
        .iter()
        .map(|stretch| stretch.debt.decimal() * Decimal::from(stretch.days))
        .collect();
    let percent = band.percent_a_day.unwrap_or(rate);
    let parts_of = Decimal::ONE_HUNDRED * Decimal::from(band.divisor.unwrap_or(1));
    let whole = Money::round(weights.iter().sum::<Decimal>() * percent / parts_of);
    for (stretch, sum) in stretches.iter_mut().zip(whole.split(&weights)) {
        stretch.sum = sum;
    }
    stretches
}

#[cfg(test)]
mod tests;
