//! How a sum is spread over what is open, by the organisation's rule. The database spreads advances of many subscribers
//! at once by the same rules; a test of `tenant` holds the two together.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{Money, Month};

/// The priority of a service that nobody has given one, and of what belongs to no service.
pub const USUAL_PRIORITY: i32 = 100;

/// The organisation's rule. Penalties come after everything else by every rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rule {
    /// By due day, the oldest first.
    #[default]
    Oldest,
    /// The newest month first, then the oldest.
    Current,
    /// By the services' priority; within one priority the oldest first.
    Service,
    /// As the person says; what is not said, the oldest first.
    Manual,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 4] = [Self::Oldest, Self::Current, Self::Service, Self::Manual];

    /// The word in the database and in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Oldest => "oldest",
            Self::Current => "current",
            Self::Service => "service",
            Self::Manual => "manual",
        }
    }

    /// The rule of a word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.code() == code)
    }
}

/// An invoice that is not paid in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenInvoice {
    /// The invoice.
    pub id: i64,
    /// The month it is for.
    pub month: Month,
    /// The last day to pay it.
    pub due_on: NaiveDate,
    /// It charges penalties.
    pub is_penalty: bool,
    /// Its sum.
    pub total: Money,
    /// What has been paid of it; less than the sum.
    pub paid: Money,
    /// What it charges by priority, in any order; what is missing to the sum has the usual priority. Asked for by the
    /// rule of services only.
    pub lines: Vec<(i32, Money)>,
}

impl OpenInvoice {
    /// What is still to be paid.
    #[must_use]
    pub fn open(&self) -> Money {
        self.total - self.paid
    }

    /// What is open by priority: what has been paid covers the lines of the higher priority first.
    #[must_use]
    pub fn open_lines(&self) -> Vec<(i32, Money)> {
        let charged: Money = self.lines.iter().map(|(_, sum)| *sum).sum();
        let mut lines = self.lines.clone();
        lines.push((USUAL_PRIORITY, (self.total - charged).max(Money::ZERO)));
        lines.sort_unstable_by_key(|(priority, _)| *priority);
        let (mut covered, mut left) = (self.paid, self.open());
        let mut open: Vec<(i32, Money)> = Vec::new();
        for (priority, sum) in lines {
            let paid = covered.min(sum);
            covered -= paid;
            let part = (sum - paid).min(left);
            if part.is_positive() {
                left -= part;
                match open.last_mut() {
                    Some((last, sum)) if *last == priority => *sum += part,
                    _ => open.push((priority, part)),
                }
            }
        }
        open
    }
}

/// What a payment is to pay first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// The organisation's rule.
    pub rule: Rule,
    /// The month that the payer named: its invoices come before all others.
    pub month: Option<Month>,
    /// Parts that the person said, by invoice; they come before everything.
    pub parts: Vec<(i64, Money)>,
}

impl Wish {
    /// Nothing but the rule.
    #[must_use]
    pub const fn rule(rule: Rule) -> Self {
        Self {
            rule,
            month: None,
            parts: Vec::new(),
        }
    }
}

/// How a sum is spread: the parts of invoices, and what is left as an advance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// Invoice and part, in the order in which they were served; each part is more than nothing, each invoice stands once.
    pub parts: Vec<(i64, Money)>,
    /// What is left.
    pub advance: Money,
}

/// Spreads a sum over open invoices. The parts and the advance add up to the sum, no part is more than what is open, and
/// an advance is left only where nothing is open.
#[must_use]
pub fn spread(amount: Money, open: &[OpenInvoice], wish: &Wish) -> Allocation {
    let mut left = amount.max(Money::ZERO);
    let mut parts: Vec<(i64, Money)> = Vec::new();
    let mut give = |id: i64, wanted: Money, room: Money| {
        let given = parts
            .iter()
            .find(|(known, _)| *known == id)
            .map_or(Money::ZERO, |(_, sum)| *sum);
        let part = wanted.min(room - given).min(left);
        if part.is_positive() {
            left -= part;
            match parts.iter_mut().find(|(known, _)| *known == id) {
                Some((_, sum)) => *sum += part,
                None => parts.push((id, part)),
            }
        }
    };
    for (id, wanted) in &wish.parts {
        if let Some(invoice) = open.iter().find(|invoice| invoice.id == *id) {
            give(*id, *wanted, invoice.open());
        }
    }
    for (invoice, sum) in in_order(open, wish) {
        give(invoice.id, sum, invoice.open());
    }
    Allocation { parts, advance: left }
}

/// What is open, piece by piece, in the order in which it is paid.
fn in_order<'o>(open: &'o [OpenInvoice], wish: &Wish) -> Vec<(&'o OpenInvoice, Money)> {
    let newest = open
        .iter()
        .filter(|invoice| !invoice.is_penalty)
        .map(|invoice| invoice.month)
        .max();
    let mut pieces = Vec::new();
    for invoice in open {
        let lines = match wish.rule {
            Rule::Service => invoice.open_lines(),
            Rule::Oldest | Rule::Current | Rule::Manual => vec![(USUAL_PRIORITY, invoice.open())],
        };
        let unnamed = wish.month != Some(invoice.month);
        let later = wish.rule == Rule::Current && newest != Some(invoice.month);
        for (priority, sum) in lines {
            let place = (invoice.is_penalty, unnamed, later, priority, invoice.due_on, invoice.id);
            pieces.push((place, invoice, sum));
        }
    }
    pieces.sort_by_key(|(place, _, _)| *place);
    pieces.into_iter().map(|(_, invoice, sum)| (invoice, sum)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sum(kopecks: i64) -> Money {
        Money::from_kopecks(kopecks)
    }

    /// An invoice of a month of 2026, due in the next, with some of its 300 or so kopecks paid.
    fn invoice(id: i64, month: u32, total: i64, paid: i64) -> OpenInvoice {
        let first = NaiveDate::from_ymd_opt(2026, month, 1).unwrap();
        OpenInvoice {
            id,
            month: Month::of(first),
            due_on: Month::of(first).next().day(15),
            is_penalty: false,
            total: sum(total),
            paid: sum(paid),
            lines: Vec::new(),
        }
    }

    fn months() -> Vec<OpenInvoice> {
        let penalty = OpenInvoice {
            is_penalty: true,
            ..invoice(9, 1, 50, 0)
        };
        // Not in their order: the rule finds it.
        vec![
            invoice(3, 9, 300, 0),
            penalty,
            invoice(1, 7, 150, 50),
            invoice(2, 8, 200, 0),
        ]
    }

    #[track_caller]
    fn spreads(open: &[OpenInvoice], wish: &Wish, amount: i64, parts: &[(i64, i64)], advance: i64) {
        let want = Allocation {
            parts: parts.iter().map(|(id, kopecks)| (*id, sum(*kopecks))).collect(),
            advance: sum(advance),
        };
        assert_eq!(spread(sum(amount), open, wish), want, "{wish:?}");
    }

    #[test]
    fn each_rule_has_its_order() {
        let open = months();
        for rule in Rule::ALL {
            assert_eq!(Rule::from_code(rule.code()), Some(rule));
            spreads(&open, &Wish::rule(rule), 0, &[], 0);
        }
        assert_eq!(Rule::from_code("newest"), None);
        for rule in [Rule::Oldest, Rule::Manual, Rule::Service] {
            spreads(&open, &Wish::rule(rule), 50, &[(1, 50)], 0);
            spreads(&open, &Wish::rule(rule), 250, &[(1, 100), (2, 150)], 0);
            spreads(
                &open,
                &Wish::rule(rule),
                620,
                &[(1, 100), (2, 200), (3, 300), (9, 20)],
                0,
            );
            spreads(
                &open,
                &Wish::rule(rule),
                700,
                &[(1, 100), (2, 200), (3, 300), (9, 50)],
                50,
            );
        }
        spreads(&open, &Wish::rule(Rule::Current), 350, &[(3, 300), (1, 50)], 0);
        spreads(
            &open,
            &Wish::rule(Rule::Current),
            700,
            &[(3, 300), (1, 100), (2, 200), (9, 50)],
            50,
        );
    }

    #[test]
    fn the_month_that_the_payer_names_comes_first() {
        let named = |rule| Wish {
            month: Some(months()[3].month),
            ..Wish::rule(rule)
        };
        for rule in [Rule::Oldest, Rule::Manual, Rule::Service] {
            spreads(&months(), &named(rule), 350, &[(2, 200), (1, 100), (3, 50)], 0);
        }
        spreads(&months(), &named(Rule::Current), 350, &[(2, 200), (3, 150)], 0);
        // Penalties of the named month still come last.
        let january = Wish {
            month: Some(months()[1].month),
            ..Wish::default()
        };
        spreads(&months(), &january, 110, &[(1, 100), (2, 10)], 0);
    }

    #[test]
    fn parts_that_the_person_says_come_before_the_rule() {
        let said = Wish {
            parts: vec![(3, sum(10)), (9, sum(5)), (77, sum(1000))],
            ..Wish::rule(Rule::Manual)
        };
        spreads(&months(), &said, 200, &[(3, 10), (9, 5), (1, 100), (2, 85)], 0);
        spreads(&months(), &said, 12, &[(3, 10), (9, 2)], 0);
        let beyond = Wish {
            parts: vec![(1, sum(900))],
            ..Wish::default()
        };
        spreads(&months(), &beyond, 120, &[(1, 100), (2, 20)], 0);
    }

    #[test]
    fn services_are_paid_by_their_priority() {
        let water = |id, month, paid| OpenInvoice {
            lines: vec![(100, sum(60)), (10, sum(30))],
            ..invoice(id, month, 100, paid)
        };
        // 30 of priority 10, 60 and the 10 of no service of the usual one; what is paid has covered priority 10 first.
        assert_eq!(water(1, 7, 0).open_lines(), [(10, sum(30)), (100, sum(70))]);
        assert_eq!(water(1, 7, 20).open_lines(), [(10, sum(10)), (100, sum(70))]);
        assert_eq!(water(1, 7, 45).open_lines(), [(100, sum(55))]);
        let open = [water(2, 8, 0), water(1, 7, 20)];
        let by_service = Wish::rule(Rule::Service);
        spreads(&open, &by_service, 40, &[(1, 10), (2, 30)], 0);
        spreads(&open, &by_service, 60, &[(1, 30), (2, 30)], 0);
        spreads(&open, &by_service, 200, &[(1, 80), (2, 100)], 20);
    }

    prop_compose! {
        fn some_open()(rows in prop::collection::vec((1_u32..12, 1_i64..50_000, 0_i64..50_000, any::<bool>(), prop::collection::vec((0_i32..5, 0_i64..30_000), 0..4)), 0..20)) -> Vec<OpenInvoice> {
            (1_i64..).zip(rows).map(|(id, (month, open, paid, is_penalty, lines))| OpenInvoice {
                is_penalty,
                lines: lines.into_iter().map(|(priority, kopecks)| (priority, sum(kopecks))).collect(),
                ..invoice(id, month, open + paid, paid)
            }).collect()
        }
    }

    fn some_wish() -> impl Strategy<Value = Wish> {
        let parts = prop::collection::vec((0_i64..22, 0_i64..60_000), 0..4);
        (0_usize..4, prop::option::of(1_u32..12), parts).prop_map(|(rule, month, parts)| Wish {
            rule: Rule::ALL[rule],
            month: month.map(|month| invoice(0, month, 1, 0).month),
            parts: parts.into_iter().map(|(id, kopecks)| (id, sum(kopecks))).collect(),
        })
    }

    proptest! {
        #[test]
        fn parts_and_advance_are_the_payment(amount in 0_i64..1_000_000, open in some_open(), wish in some_wish()) {
            let amount = sum(amount);
            let made = spread(amount, &open, &wish);
            let given: Money = made.parts.iter().map(|(_, part)| *part).sum();
            prop_assert_eq!(given + made.advance, amount);
            prop_assert!(!made.advance.is_negative());
            for (place, (id, part)) in made.parts.iter().enumerate() {
                let invoice = open.iter().find(|invoice| invoice.id == *id);
                prop_assert!(part.is_positive() && invoice.is_some_and(|invoice| *part <= invoice.open()));
                prop_assert!(made.parts.iter().skip(place + 1).all(|(other, _)| other != id));
            }
            // An advance is left only where nothing is open, and penalties wait for the principal unless somebody says otherwise.
            let all: Money = open.iter().map(OpenInvoice::open).sum();
            prop_assert!(made.advance.is_zero() || given == all);
            if wish.parts.is_empty() {
                let paid = |penalty: bool| -> Money {
                    let of = |id: &i64| open.iter().any(|invoice| invoice.id == *id && invoice.is_penalty == penalty);
                    made.parts.iter().filter(|(id, _)| of(id)).map(|(_, part)| *part).sum()
                };
                let principal: Money = open.iter().filter(|invoice| !invoice.is_penalty).map(OpenInvoice::open).sum();
                prop_assert!(paid(true).is_zero() || paid(false) == principal);
            }
        }

        #[test]
        fn the_order_of_payments_changes_no_total(first in 0_i64..300_000, second in 0_i64..300_000, open in some_open(), wish in some_wish(), other in some_wish()) {
            let totals = |sums: [(i64, &Wish); 2]| {
                let mut open = open.clone();
                let mut advance = Money::ZERO;
                for (kopecks, wish) in sums {
                    let made = spread(sum(kopecks), &open, wish);
                    advance += made.advance;
                    for (id, part) in made.parts {
                        for invoice in open.iter_mut().filter(|invoice| invoice.id == id) {
                            invoice.paid += part;
                        }
                    }
                    open.retain(|invoice| invoice.open().is_positive());
                }
                let left: Money = open.iter().map(OpenInvoice::open).sum();
                (left, advance)
            };
            prop_assert_eq!(totals([(first, &wish), (second, &other)]), totals([(second, &other), (first, &wish)]));
        }

        #[test]
        fn open_lines_are_what_is_open(open in some_open()) {
            for invoice in open {
                let lines = invoice.open_lines();
                prop_assert!(lines.windows(2).all(|pair| pair[0].0 < pair[1].0));
                prop_assert_eq!(lines.iter().map(|(_, part)| *part).sum::<Money>(), invoice.open());
            }
        }
    }
}
