//! From overdue invoices to what is still to be charged for them.

use chrono::NaiveDate;
use domain::invoices::Kind;
use domain::penalties::{Debt, Policy, Rule, Rules, Schedule, policy_on, schedule};
use domain::{Money, Month};

/// An overdue invoice as the books have it.
pub(super) struct Overdue {
    pub(super) id: i64,
    pub(super) number: String,
    pub(super) kind: Kind,
    pub(super) month: Month,
    pub(super) subscriber_id: i64,
    pub(super) open: Money,
    pub(super) debt: Debt,
    /// What stands on penalty documents that count.
    pub(super) charged: Money,
}

/// An invoice with what its whole delay costs.
pub(super) struct Reckoned {
    pub(super) overdue: Overdue,
    pub(super) policy: Option<Policy>,
    pub(super) schedule: Schedule,
}

/// A line of a penalty document.
pub(super) struct Line {
    pub(super) invoice_id: i64,
    pub(super) number: String,
    pub(super) sum: Money,
    pub(super) schedule: Schedule,
}

/// What a subscriber is charged.
pub(super) struct Bill {
    pub(super) subscriber_id: i64,
    pub(super) lines: Vec<Line>,
}

impl Bill {
    pub(super) fn total(&self) -> Money {
        self.lines.iter().map(|line| line.sum).sum()
    }
}

/// What the delay of an invoice costs up to a day, by the policy of its due day.
pub(super) fn reckon(overdue: Overdue, rules: &Rules, upto: NaiveDate) -> Reckoned {
    let policy = policy_on(&rules.policies, overdue.debt.due_on).cloned();
    let schedule = policy
        .as_ref()
        .filter(|policy| policy.rule != Rule::None)
        .map(|policy| schedule(&overdue.debt, policy, &rules.rates, upto))
        .unwrap_or_default();
    Reckoned {
        overdue,
        policy,
        schedule,
    }
}

/// What is to be charged: the whole delay less what was charged before. The rows come in the order of the subscribers.
/// Where more was charged than the delay costs (a payment was entered late), nothing is; it counts against what comes.
pub(super) fn bills(overdue: Vec<Overdue>, rules: &Rules, upto: NaiveDate) -> Vec<Bill> {
    let mut bills: Vec<Bill> = Vec::new();
    for row in overdue {
        let reckoned = reckon(row, rules, upto);
        let sum = reckoned.schedule.total - reckoned.overdue.charged;
        if !sum.is_positive() {
            continue;
        }
        let subscriber_id = reckoned.overdue.subscriber_id;
        let line = Line {
            invoice_id: reckoned.overdue.id,
            number: reckoned.overdue.number,
            sum,
            schedule: reckoned.schedule,
        };
        match bills.last_mut().filter(|bill| bill.subscriber_id == subscriber_id) {
            Some(bill) => bill.lines.push(line),
            None => bills.push(Bill {
                subscriber_id,
                lines: vec![line],
            }),
        }
    }
    bills
}
