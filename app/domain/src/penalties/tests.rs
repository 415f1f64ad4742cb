//! Golden values of the housing code's rule, tables of the others, and what must hold whatever was paid when.

use proptest::prelude::*;

use super::*;
use crate::{Failure, Reason};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn policy(rule: Rule, cap: Option<u32>) -> Policy {
    Policy {
        valid_from: day("1990-01-01"),
        rule,
        cap_percent: cap.map(Decimal::from),
        source: "ЖК РФ, ст. 155, ч. 14".into(),
    }
}

fn rate(from: &str, to: Option<&str>, percent: &str) -> Rate {
    Rate {
        valid_from: day(from),
        valid_to: to.map(day),
        percent: percent.parse().unwrap(),
        source: format!("с {from}"),
    }
}

fn rates() -> Vec<Rate> {
    vec![
        rate("2022-02-28", Some("2024-12-31"), "9.5"),
        rate("2025-01-01", Some("2026-12-31"), "9.5"),
    ]
}

fn debt(total: &str, due_on: &str, paid: &[(&str, &str)]) -> Debt {
    Debt {
        total: money(total),
        due_on: day(due_on),
        paid: paid.iter().map(|(on, sum)| (day(on), money(sum))).collect(),
    }
}

#[test]
fn the_golden_values_of_the_housing_code() {
    let table = [
        ("2026-05-15", "0.00"),
        ("2026-05-16", "3.17"),
        ("2026-07-14", "190.00"),
        ("2026-07-15", "197.31"),
        ("2026-07-31", "314.23"),
    ];
    for (paid_on, want) in table {
        // The same whether it was paid on the day and looked at much later, or is still open on the day.
        let paid = debt("10000", "2026-04-15", &[(paid_on, "10000")]);
        let open = debt("10000", "2026-04-15", &[]);
        let rule = policy(Rule::Housing, None);
        assert_eq!(
            schedule(&paid, &rule, &rates(), day("2026-11-30")).total,
            money(want),
            "{paid_on}"
        );
        assert_eq!(
            schedule(&open, &rule, &rates(), day(paid_on)).total,
            money(want),
            "{paid_on}"
        );
    }
}

#[test]
fn the_schedule_reads_as_days_debt_rate_and_share() {
    let owed = debt("10000", "2026-04-15", &[("2026-06-14", "4000")]);
    let found = schedule(&owed, &policy(Rule::Housing, None), &rates(), day("2026-07-31"));
    let rows: Vec<_> = found
        .stretches
        .iter()
        .map(|s| {
            (
                s.from.to_string(),
                s.to.to_string(),
                s.days,
                s.debt,
                s.divisor.unwrap(),
                s.sum,
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            (
                "2026-05-16".to_owned(),
                "2026-06-14".to_owned(),
                30,
                money("10000"),
                300,
                money("95")
            ),
            (
                "2026-06-15".to_owned(),
                "2026-07-14".to_owned(),
                30,
                money("6000"),
                300,
                money("57")
            ),
            (
                "2026-07-15".to_owned(),
                "2026-07-31".to_owned(),
                17,
                money("6000"),
                130,
                money("74.54")
            ),
        ]
    );
    assert_eq!((found.total, found.capped), (money("226.54"), false));
    assert_eq!(found.days(), 77);
    assert!(found.is_confirmed());
    assert_eq!(found.stretches[0].rate_source.as_deref(), Some("с 2025-01-01"));
    assert_eq!(Schedule::default().days(), 0);
}

#[test]
fn a_paid_part_bears_the_rate_of_its_day_for_its_whole_delay() {
    let rates = [
        rate("2026-01-01", Some("2026-06-30"), "9"),
        rate("2026-07-01", None, "18"),
    ];
    let owed = debt("2000", "2026-04-15", &[("2026-06-30", "1000")]);
    let found = schedule(&owed, &policy(Rule::Housing, None), &rates, day("2026-07-01"));
    // 46 days of 1000 at 9 %, 47 days of 1000 at 18 %, none of them past the ninetieth.
    assert_eq!(found.total, money("13.80") + money("28.20"));
    let mut seen: Vec<_> = found.stretches.iter().map(|s| (s.rate.unwrap(), s.days)).collect();
    seen.sort_unstable();
    assert_eq!(seen, [(Decimal::from(9), 46), (Decimal::from(18), 47)]);
}

#[test]
fn after_the_last_rate_it_goes_on_unconfirmed() {
    let rates = rates();
    let (known, confirmed) = rate_on(&rates, day("2026-12-31")).unwrap();
    assert_eq!((known.percent.to_string(), confirmed), ("9.5".to_owned(), true));
    let (known, confirmed) = rate_on(&rates, day("2027-01-01")).unwrap();
    assert_eq!((known.percent.to_string(), confirmed), ("9.5".to_owned(), false));
    assert!(!rate_on(&rates, day("2020-01-01")).unwrap().1);
    assert_eq!(rate_on(&[], day("2027-01-01")), None);
    let open = debt("10000", "2026-11-15", &[]);
    let rule = policy(Rule::Housing, None);
    let before = schedule(&open, &rule, &rates, day("2026-12-31"));
    let after = schedule(&open, &rule, &rates, day("2027-01-01"));
    assert!(before.is_confirmed() && !after.is_confirmed());
    assert_eq!((before.total, after.total), (money("50.67"), money("53.83")));
    // A decree that comes later confirms the day.
    let decreed = [rates, vec![rate("2027-01-01", None, "9.5")]].concat();
    assert!(schedule(&open, &rule, &decreed, day("2027-01-01")).is_confirmed());
}

#[test]
fn other_trades_charge_by_the_day_or_not_at_all() {
    let open = debt("1000", "2026-04-15", &[]);
    let daily = Rule::Daily {
        percent: "0.1".parse().unwrap(),
        free_days: 5,
    };
    let table = [
        (policy(Rule::None, None), "2026-12-31", "0", false),
        (policy(daily, None), "2026-04-20", "0", false),
        (policy(daily, None), "2026-04-21", "1", false),
        (policy(daily, None), "2026-05-20", "30", false),
        (policy(daily, Some(2)), "2026-05-20", "20", true),
        (policy(daily, Some(3)), "2026-05-20", "30", false),
    ];
    for (policy, upto, want, capped) in table {
        let found = schedule(&open, &policy, &[], day(upto));
        assert_eq!((found.total, found.capped), (money(want), capped), "{policy:?} {upto}");
        assert!(found.is_confirmed());
    }
    let free = [Rule::None, Rule::Housing, daily].map(|rule| (rule.code(), rule.free_days()));
    assert_eq!(free, [("none", u32::MAX), ("housing", 30), ("daily", 5)]);
}

#[test]
fn an_invoice_follows_the_policy_of_its_due_day() {
    let old = policy(Rule::None, None);
    let new = Policy {
        valid_from: day("2026-04-01"),
        ..policy(Rule::Housing, None)
    };
    let policies = [new.clone(), old.clone()];
    assert_eq!(policy_on(&policies, day("2026-03-31")), Some(&old));
    assert_eq!(policy_on(&policies, day("2026-04-01")), Some(&new));
    assert_eq!(policy_on(&policies, day("1980-01-01")), None);
}

#[test]
fn forms_refuse_field_by_field() {
    let today = day("2026-11-22");
    let charge = |month: &str| ChargeForm { month: month.into() }.parse(today);
    assert!(charge("2026-11").is_ok());
    assert_eq!(
        charge("2026-12").unwrap_err().reason_for("month"),
        Some(&Reason::DateOutOfRange)
    );
    let failure = DueDayForm {
        day: "32".into(),
        ..DueDayForm::default()
    }
    .parse()
    .unwrap_err();
    assert_eq!(failure.reason_for("day"), Some(&Reason::TooLarge));
    assert_eq!(failure.reason_for("source"), Some(&Reason::Required));
    let failure = PolicyForm {
        rule: "daily".into(),
        percent: "0".into(),
        free_days: "-1".into(),
        ..PolicyForm::default()
    }
    .parse()
    .unwrap_err();
    assert_eq!(failure.reason_for("percent"), Some(&Reason::NotPositive));
    assert_eq!(failure.reason_for("free_days"), Some(&Reason::Negative));
    let failure = RateForm {
        from: "2027-01-01".into(),
        to: "2026-01-01".into(),
        percent: "101".into(),
        source: "x".into(),
    }
    .parse()
    .unwrap_err();
    assert_eq!(failure.reason_for("to"), Some(&Reason::EndsBeforeItBegins));
    assert_eq!(failure.reason_for("percent"), Some(&Reason::TooLarge));
    let Failure::Invalid { fields } = WriteOffForm::default().parse().unwrap_err() else {
        panic!("another failure");
    };
    assert_eq!(
        fields.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        ["amount", "invoice_id", "key", "kind", "reason"]
    );
}

/// Payments of an invoice of 1000.00 due on 2026-01-10, on days around it; never more than the whole.
fn history() -> impl Strategy<Value = Vec<(NaiveDate, Money)>> {
    prop::collection::vec((-20_i64..400, 1_i64..40_000), 0..6).prop_map(|rows| {
        let mut left = 100_000;
        rows.into_iter()
            .map(|(offset, kopecks)| {
                let part = kopecks.min(left);
                left -= part;
                (
                    day("2026-01-10") + chrono::TimeDelta::days(offset),
                    Money::from_kopecks(part),
                )
            })
            .collect()
    })
}

fn owed(paid: Vec<(NaiveDate, Money)>) -> Debt {
    Debt {
        total: money("1000"),
        due_on: day("2026-01-10"),
        paid,
    }
}

proptest! {
    #[test]
    fn more_delay_never_costs_less(paid in history(), upto in 0_i64..500, more in 0_i64..200) {
        let rate = [rate("2020-01-01", None, "9.5")];
        let rule = policy(Rule::Housing, None);
        let upto = day("2026-01-10") + chrono::TimeDelta::days(upto);
        let sooner = schedule(&owed(paid.clone()), &rule, &rate, upto);
        let later = schedule(&owed(paid.clone()), &rule, &rate, upto + chrono::TimeDelta::days(more));
        prop_assert!(sooner.total <= later.total);
        // Each payment so much later: never cheaper either.
        let delayed = paid.iter().map(|(on, sum)| (*on + chrono::TimeDelta::days(more), *sum)).collect();
        prop_assert!(sooner.total <= schedule(&owed(delayed), &rule, &rate, upto).total);
    }

    #[test]
    fn paying_in_parts_never_costs_more_than_not_paying(paid in history(), upto in 0_i64..500) {
        let rate = [rate("2020-01-01", None, "9.5")];
        let rule = policy(Rule::Housing, None);
        let upto = day("2026-01-10") + chrono::TimeDelta::days(upto);
        let none = schedule(&owed(Vec::new()), &rule, &rate, upto);
        let some = schedule(&owed(paid), &rule, &rate, upto);
        prop_assert!(some.total <= none.total);
        prop_assert_eq!(some.stretches.iter().map(|s| s.sum).sum::<Money>(), some.total);
    }

    #[test]
    fn what_is_charged_by_and_by_is_the_whole_delay(paid in history(), days in prop::collection::vec(1_i64..60, 1..12)) {
        let rule = policy(Rule::Housing, None);
        let rate = [rate("2020-01-01", None, "9.5")];
        let debt = owed(paid);
        let (mut upto, mut charged) = (day("2026-01-10"), Money::ZERO);
        for step in days {
            upto += chrono::TimeDelta::days(step);
            // What a document charges: the whole delay so far less what stands on documents.
            let rest = schedule(&debt, &rule, &rate, upto).total - charged;
            prop_assert!(!rest.is_negative());
            charged += rest;
        }
        prop_assert_eq!(charged, schedule(&debt, &rule, &rate, upto).total);
    }
}
