//! Any sequence of issuing, paying, spreading anew, taking back, paying back and voiding against a small model: what each invoice
//! has been paid, what each payment has left and has given back, and the balance are what the model says, and the books
//! prove themselves after every step.

use domain::corrections::VoidForm;
use domain::payments::spread::Rule;
use domain::{Failure, Money, Reason};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tenant::{Ctx, corrections, payments};

use super::estate::{issue, pay, proved, with_payers};
use super::returns::{reallocate_form, refund_form, reverse_form, set_rule};
use super::support::{Office, on};

#[derive(Clone, Debug)]
enum Step {
    Issue,
    Pay {
        kopecks: i64,
    },
    Reallocate {
        payment: usize,
        invoice: usize,
        kopecks: i64,
        newest_first: bool,
    },
    Reverse {
        payment: usize,
    },
    Refund {
        payment: usize,
        kopecks: i64,
    },
    Void {
        invoice: usize,
    },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => Just(Step::Issue),
        5 => (1_i64..35_000).prop_map(|kopecks| Step::Pay { kopecks }),
        3 => (0_usize..8, 0_usize..8, 0_i64..12_000, any::<bool>()).prop_map(|(payment, invoice, kopecks, newest_first)|
            Step::Reallocate { payment, invoice, kopecks, newest_first }),
        2 => (0_usize..8).prop_map(|payment| Step::Reverse { payment }),
        3 => (0_usize..8, 1_i64..20_000).prop_map(|(payment, kopecks)| Step::Refund { payment, kopecks }),
        2 => (0_usize..8).prop_map(|invoice| Step::Void { invoice }),
    ]
}

/// An invoice of the model; they stand in the order of their months.
struct Invoice {
    id: i64,
    total: i64,
    paid: i64,
}

/// A payment of the model; they stand in the order in which they came.
struct Payment {
    id: i64,
    amount: i64,
    returned: i64,
    /// What it gave, by the invoice's place.
    given: Vec<i64>,
}

impl Payment {
    fn advance(&self) -> i64 {
        self.amount - self.returned - self.given.iter().sum::<i64>()
    }
}

#[derive(Default)]
struct Model {
    invoices: Vec<Invoice>,
    payments: Vec<Payment>,
}

impl Model {
    /// A payment gives an invoice what it can of a wish.
    fn give(&mut self, payment: usize, invoice: usize, wish: i64) {
        let sum = wish
            .min(self.payments[payment].advance())
            .min(self.invoices[invoice].total - self.invoices[invoice].paid);
        self.invoices[invoice].paid += sum;
        self.payments[payment].given[invoice] += sum;
    }

    fn take_back(&mut self, payment: usize) {
        for (invoice, sum) in self.payments[payment].given.iter_mut().enumerate() {
            self.invoices[invoice].paid -= *sum;
            *sum = 0;
        }
    }

    fn give_by_rule(&mut self, payment: usize, newest_first: bool) {
        let all = self.invoices.len();
        // What the rule calls the newest is the newest that is open.
        let newest = (0..all)
            .rev()
            .find(|at| self.invoices[*at].paid < self.invoices[*at].total);
        if let Some(newest) = newest.filter(|_| newest_first) {
            self.give(payment, newest, i64::MAX);
        }
        for invoice in 0..all {
            self.give(payment, invoice, i64::MAX);
        }
    }

    /// Advances pay what is open, one payment after the other.
    fn settle(&mut self, newest_first: bool) {
        let all = self.invoices.len();
        let newest = (0..all)
            .rev()
            .find(|at| self.invoices[*at].paid < self.invoices[*at].total);
        let order: Vec<usize> = newest.filter(|_| newest_first).into_iter().chain(0..all).collect();
        for payment in 0..self.payments.len() {
            for invoice in &order {
                self.give(payment, *invoice, i64::MAX);
            }
        }
    }

    fn balance(&self) -> i64 {
        let charged: i64 = self.invoices.iter().map(|invoice| invoice.total).sum();
        let kept: i64 = self
            .payments
            .iter()
            .map(|payment| payment.amount - payment.returned)
            .sum();
        charged - kept
    }
}

struct Life {
    office: Office,
    ctx: Ctx,
    rule: Rule,
    model: Model,
    reversed: Vec<i64>,
}

impl Life {
    fn newest_first(&self) -> bool {
        self.rule == Rule::Current
    }

    /// The place of a payment, if there is any.
    fn some_payment(&self, at: usize) -> Option<usize> {
        at.checked_rem(self.model.payments.len())
    }

    async fn live(&mut self, step: Step) {
        match step {
            Step::Issue => self.issue().await,
            Step::Pay { kopecks } => {
                let receipt = pay(&self.ctx, "P0001", &sum(kopecks).to_string(), "2026-11-22")
                    .await
                    .unwrap();
                self.model.payments.push(Payment {
                    id: receipt.id,
                    amount: kopecks,
                    returned: 0,
                    given: vec![0; self.model.invoices.len()],
                });
                let newest_first = self.newest_first();
                self.model.give_by_rule(self.model.payments.len() - 1, newest_first);
            }
            Step::Reallocate {
                payment,
                invoice,
                kopecks,
                newest_first,
            } => {
                if let Some(payment) = self.some_payment(payment) {
                    self.reallocate(payment, invoice, kopecks, newest_first).await;
                }
            }
            Step::Reverse { payment } => {
                if let Some(payment) = self.some_payment(payment) {
                    self.reverse(payment).await;
                }
            }
            Step::Refund { payment, kopecks } => {
                if let Some(payment) = self.some_payment(payment) {
                    self.refund(payment, kopecks).await;
                }
            }
            Step::Void { invoice } => {
                if let Some(invoice) = invoice.checked_rem(self.model.invoices.len()) {
                    self.void(invoice).await;
                }
            }
        }
    }

    /// A void invoice is one of nothing: what it was paid goes to the others.
    async fn void(&mut self, invoice: usize) {
        let known = &mut self.model.invoices[invoice];
        let form = VoidForm {
            id: known.id.to_string(),
            reason: "Ошибка".into(),
        };
        corrections::void(&self.ctx, &form).await.unwrap();
        (known.total, known.paid) = (0, 0);
        for payment in &mut self.model.payments {
            payment.given[invoice] = 0;
        }
        self.model.settle(self.newest_first());
    }

    async fn issue(&mut self) {
        let month = self.model.invoices.len() + 1;
        if month > 11 {
            return;
        }
        issue(&on(&self.ctx, "2026-11-22"), &format!("2026-{month:02}"))
            .await
            .unwrap();
        let id = self.office.count("select max(id) from invoice").await;
        self.model.invoices.push(Invoice {
            id,
            total: 10_000,
            paid: 0,
        });
        for payment in &mut self.model.payments {
            payment.given.push(0);
        }
        self.model.settle(self.newest_first());
    }

    async fn reallocate(&mut self, payment: usize, invoice: usize, kopecks: i64, newest_first: bool) {
        let known = &self.model.payments[payment];
        let part = invoice.checked_rem(self.model.invoices.len()).filter(|_| kopecks > 0);
        let text = sum(kopecks).to_string();
        let parts: Vec<(i64, &str)> = part
            .map(|at| (self.model.invoices[at].id, text.as_str()))
            .into_iter()
            .collect();
        let rule = if newest_first { Rule::Current } else { Rule::Oldest };
        let done = payments::reallocate(&self.ctx, &reallocate_form(known.id, &parts, rule.code())).await;
        if known.returned == known.amount {
            assert_eq!(done, Err(Failure::conflict(Reason::AlreadyReturned)));
            return;
        }
        if part.is_some() && kopecks > known.amount - known.returned {
            assert_eq!(done, Err(Failure::field("parts", Reason::PartsAboveSum)));
            return;
        }
        if let Some(at) = part {
            let invoice = &self.model.invoices[at];
            let open = invoice.total - invoice.paid + known.given[at];
            let field = format!("parts[{}]", invoice.id);
            if open == 0 {
                assert_eq!(done, Err(Failure::field(&field, Reason::Unknown)));
                return;
            }
            if open < kopecks {
                assert_eq!(done, Err(Failure::field(&field, Reason::AboveOpen)));
                return;
            }
        }
        done.unwrap();
        self.model.take_back(payment);
        // The newest month is that of all that is open before the parts are given.
        let newest = (0..self.model.invoices.len())
            .rev()
            .find(|at| self.model.invoices[*at].paid < self.model.invoices[*at].total);
        if let Some(at) = part {
            self.model.give(payment, at, kopecks);
        }
        if let Some(newest) = newest.filter(|_| newest_first) {
            self.model.give(payment, newest, i64::MAX);
        }
        self.model.give_by_rule(payment, false);
        self.model.settle(self.newest_first());
    }

    async fn reverse(&mut self, payment: usize) {
        let known = &self.model.payments[payment];
        let done = payments::reverse(&self.ctx, &reverse_form(known.id)).await;
        if known.returned > 0 {
            assert_eq!(done, Err(Failure::conflict(Reason::AlreadyReturned)));
            return;
        }
        done.unwrap();
        self.reversed.push(known.id);
        self.model.take_back(payment);
        self.model.payments[payment].returned = self.model.payments[payment].amount;
        self.model.settle(self.newest_first());
    }

    async fn refund(&mut self, payment: usize, kopecks: i64) {
        let known = &mut self.model.payments[payment];
        let done = payments::refund(&self.ctx, &refund_form(known.id, &sum(kopecks).to_string())).await;
        if kopecks > known.advance() {
            assert_eq!(done, Err(Failure::field("amount", Reason::AboveAdvance)));
            return;
        }
        done.unwrap();
        known.returned += kopecks;
    }

    /// The database is what the model is.
    async fn same(&self) {
        for invoice in &self.model.invoices {
            let paid = self
                .office
                .count(&format!(
                    "select (paid * 100)::bigint from invoice where id = {}",
                    invoice.id
                ))
                .await;
            assert_eq!(paid, invoice.paid, "paid of invoice {}", invoice.id);
        }
        for payment in &self.model.payments {
            let receipt = payments::show(&self.ctx, payment.id).await.unwrap();
            assert_eq!(receipt.advance, sum(payment.advance()), "advance of {}", payment.id);
            assert_eq!(receipt.returned, sum(payment.returned), "returned of {}", payment.id);
            assert!(receipt.returned <= receipt.amount);
            let parts: Vec<(i64, Money)> = receipt.parts.iter().map(|part| (part.0, part.3)).collect();
            let given: Vec<(i64, Money)> = payment
                .given
                .iter()
                .zip(&self.model.invoices)
                .filter(|(given, _)| **given != 0)
                .map(|(given, invoice)| (invoice.id, sum(*given)))
                .collect();
            assert_eq!(parts, given, "parts of {}", payment.id);
            assert_eq!(receipt.balance, sum(self.model.balance()));
        }
        proved(&self.ctx).await;
    }
}

fn sum(kopecks: i64) -> Money {
    Money::from_kopecks(kopecks)
}

async fn live_through(rule: Rule, steps: Vec<Step>) {
    let (office, ctx) = with_payers(1).await;
    set_rule(&office, rule).await;
    let mut life = Life {
        office,
        ctx,
        rule,
        model: Model::default(),
        reversed: Vec::new(),
    };
    for step in steps {
        life.live(step).await;
        life.same().await;
    }
    let reversals = life
        .office
        .count("select count(*) from payment_return where kind = 'reversal'")
        .await;
    assert_eq!(usize::try_from(reversals).unwrap(), life.reversed.len());
}

#[test]
fn any_sequence_of_money_is_what_the_model_says() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let mut runner = TestRunner::new(Config {
        cases: 16,
        failure_persistence: None,
        max_shrink_iters: 30,
        ..Config::default()
    });
    let rule = prop_oneof![Just(Rule::Oldest), Just(Rule::Current)];
    runner
        .run(&(rule, prop::collection::vec(step(), 1..25)), |(rule, steps)| {
            runtime.block_on(live_through(rule, steps));
            Ok(())
        })
        .unwrap();
}
