//! Plans and promises: tables and properties.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn form(kind: &str) -> PromiseForm {
    PromiseForm {
        key: Uuid::nil().to_string(),
        subscriber_id: "7".into(),
        kind: kind.into(),
        amount: "1000".into(),
        due_on: "2026-12-31".into(),
        parts: "3".into(),
        ..PromiseForm::default()
    }
}

#[test]
fn equal_parts_lose_nothing_and_keep_to_the_month() {
    let today = day("2026-11-22");
    let plan = form("instalments").parse(today).unwrap();
    let parts: Vec<_> = plan
        .parts
        .iter()
        .map(|part| (part.due_on.to_string(), part.amount.to_string()))
        .collect();
    let want = [
        ("2026-12-31", "333.34"),
        ("2027-01-31", "333.33"),
        ("2027-02-28", "333.33"),
    ];
    assert_eq!(parts, want.map(|(day, sum)| (day.to_owned(), sum.to_owned())));
    assert_eq!(plan.amount, money("1000"));
    let promise = form("promise").parse(today).unwrap();
    assert_eq!(promise.parts.len(), 1);
}

#[test]
fn parts_can_be_typed() {
    let today = day("2026-11-22");
    let typed = |text: &str| PromiseForm {
        typed: text.into(),
        amount: String::new(),
        ..form("instalments")
    };
    let plan = typed("30.11.2026 1 500,50\n\n2026-12-15 — 200").parse(today).unwrap();
    assert_eq!(plan.amount, money("1700.50"));
    assert_eq!(
        plan.parts[1],
        Part {
            due_on: day("2026-12-15"),
            amount: money("200")
        }
    );
    let table = [
        ("30.11.2026 100", Reason::NotAChoice),
        ("30.11.2026 100\n30.11.2026 100", Reason::DateOutOfRange),
        ("21.11.2026 100\n30.11.2026 100", Reason::DateOutOfRange),
        ("30.11.2026", Reason::NotMoney),
        ("завтра 100", Reason::NotADate),
        ("30.11.2026 0\n01.12.2026 5", Reason::NotPositive),
    ];
    for (text, want) in table {
        assert_eq!(
            typed(text).parse(today).unwrap_err().reason_for("typed"),
            Some(&want),
            "{text}"
        );
    }
}

#[test]
fn a_promise_is_refused_field_by_field() {
    let today = day("2026-11-22");
    let bad = PromiseForm {
        amount: "0".into(),
        due_on: "2026-11-21".into(),
        parts: "1".into(),
        ..form("instalments")
    };
    let failure = bad.parse(today).unwrap_err();
    assert_eq!(failure.reason_for("amount"), Some(&Reason::NotPositive));
    assert_eq!(failure.reason_for("due_on"), Some(&Reason::DateOutOfRange));
    assert_eq!(failure.reason_for("parts"), Some(&Reason::NotAChoice));
    let tiny = PromiseForm {
        amount: "0.01".into(),
        parts: "2".into(),
        ..form("instalments")
    };
    assert_eq!(
        tiny.parse(today).unwrap_err().reason_for("amount"),
        Some(&Reason::NotPositive)
    );
    assert_eq!(
        form("loan").parse(today).unwrap_err().reason_for("kind"),
        Some(&Reason::NotAChoice)
    );
    assert_eq!(PromiseForm::default().parse(today), Err(Failure::NotFound));
    assert!(
        CancelForm {
            id: "1".into(),
            reason: String::new()
        }
        .parse()
        .is_err()
    );
    assert_eq!(SeenForm::default().parse(), Err(Failure::NotFound));
    for kind in Kind::ALL {
        assert_eq!(Kind::from_code(kind.code()), Some(kind));
    }
    for state in State::ALL {
        assert_eq!(State::from_code(state.code()), Some(state));
    }
}

#[test]
fn a_day_is_judged_when_it_is_over() {
    let part = |on: &str, sum: &str, paid: &str| Due {
        due_on: day(on),
        amount: money(sum),
        paid_by: money(paid),
    };
    let table = [
        (
            vec![part("2026-12-01", "100", "99.99")],
            "99.99",
            "2026-12-01",
            State::Open,
        ),
        (
            vec![part("2026-12-01", "100", "99.99")],
            "99.99",
            "2026-12-02",
            State::Broken,
        ),
        (vec![part("2026-12-01", "100", "100")], "100", "2026-11-25", State::Kept),
        // Paid a day late is broken, whenever it is looked at.
        (vec![part("2026-12-01", "100", "0")], "100", "2026-12-05", State::Broken),
        (
            vec![part("2026-12-01", "100", "150"), part("2027-01-01", "100", "150")],
            "150",
            "2026-12-20",
            State::Open,
        ),
        (
            vec![part("2026-12-01", "100", "100"), part("2027-01-01", "100", "150")],
            "150",
            "2027-01-02",
            State::Broken,
        ),
    ];
    for (parts, paid, today, want) in table {
        assert_eq!(review(&parts, money(paid), day(today)), want, "{parts:?} {today}");
    }
}

proptest! {
    #[test]
    fn no_plan_loses_a_kopeck(kopecks in 1_i64..1_000_000_000, count in 2_usize..=24) {
        let sum = Money::from_kopecks(kopecks);
        let parts = even(sum, day("2026-01-31"), count);
        prop_assert_eq!(parts.len(), count);
        prop_assert_eq!(parts.iter().map(|part| part.amount).sum::<Money>(), sum);
        prop_assert!(parts.windows(2).all(|pair| pair[0].due_on < pair[1].due_on));
    }
}
