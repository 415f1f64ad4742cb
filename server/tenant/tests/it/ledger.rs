//! The books: what was written stays, and every kept sum is the sum of its entries, whatever happened in which order.

use domain::subscribers::MoveKind;
use domain::{Failure, Money};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tenant::{Ctx, ledger};

use super::estate::{issue, link_all, money, pay, payers, price, proved, service, spread};
use super::support::{Office, on};

async fn with_books() -> (Office, Ctx) {
    let office = Office::open().await;
    let manager = office.manager();
    payers(&office, 3).await;
    let guard = service(&manager, "Охрана", "100", "2025-01-01").await;
    link_all(&office, guard, "2025-01-01").await;
    issue(&on(&manager, "2026-10-31"), "2026-10").await.unwrap();
    pay(&manager, "P0001", "60", "2026-11-02").await.unwrap();
    pay(&manager, "P0002", "160", "2026-11-03").await.unwrap();
    (office, manager)
}

#[tokio::test]
async fn what_is_written_can_not_be_changed() {
    let (office, manager) = with_books().await;
    for (statement, refusal) in [
        ("update ledger_entry set amount = amount + 1", "written once"),
        ("delete from ledger_entry", "written once"),
        ("update charge set amount = 0", "written once"),
        ("delete from charge", "written once"),
        ("update allocation set amount = amount - 1", "written once"),
        ("delete from allocation", "written once"),
        ("update invoice set total = total + 1", "does not change"),
        ("update invoice set number = 'X' || id", "does not change"),
        ("delete from invoice", "does not change"),
        ("update payment set amount = amount + 1", "does not change"),
        ("update payment set received_on = '2026-01-01'", "does not change"),
        ("delete from payment", "does not change"),
        ("update event set verb = 'undone'", "written once"),
        ("delete from event", "written once"),
    ] {
        // The refusal is caught inside, so that its words can be looked at.
        office
            .tamper(&format!(
                "do $$ begin
                    {statement};
                    raise exception 'nobody refused: {}';
                exception when restrict_violation then
                    if sqlerrm not like '%{refusal}%' then raise; end if;
                end $$",
                statement.replace('\'', "\"")
            ))
            .await;
    }
    proved(&manager).await;
}

#[tokio::test]
async fn an_invoice_is_never_paid_beyond_its_total() {
    let (office, _) = with_books().await;
    for statement in [
        "update invoice set paid = total + 1",
        "update payment set advance = amount + 1",
        "update payment set advance = -1",
    ] {
        office
            .tamper(&format!(
                "do $$ begin {statement}; raise exception 'nobody refused'; exception when check_violation then null; end $$"
            ))
            .await;
    }
}

#[tokio::test]
async fn entries_add_up() {
    let (office, manager) = with_books().await;
    let proof = ledger::prove(&office.operator()).await.unwrap();
    assert_eq!((proof.turnover, proof.receivable), (money("520"), money("80")));
    assert!(proof.holds());
    assert_eq!(
        office
            .count("select sum(balance)::bigint from subscriber_balance")
            .await,
        80
    );
    assert_eq!(ledger::prove(&office.nobody()).await, Err(Failure::SignedOut));
    drop(manager);
}

#[tokio::test]
async fn moves_carry_the_balance_after_each() {
    let (office, manager) = with_books().await;
    issue(&manager, "2026-11").await.unwrap();
    let id = office.count("select id from subscriber where account = 'P0001'").await;
    let card = tenant::subscribers::show(&manager, id).await.unwrap();
    let moves: Vec<_> = card
        .moves
        .iter()
        .map(|m| (m.day.to_string(), m.kind, m.amount, m.balance))
        .collect();
    assert_eq!(
        moves,
        [
            ("2026-11-22".to_owned(), MoveKind::Invoice, money("100"), money("140")),
            ("2026-11-02".to_owned(), MoveKind::Payment, money("-60"), money("40")),
            ("2026-10-31".to_owned(), MoveKind::Invoice, money("100"), money("100")),
        ]
    );
    assert_eq!(
        card.moves.iter().map(|m| m.number.as_deref()).collect::<Vec<_>>(),
        [Some("2026-000004"), None, Some("2026-000001")]
    );
    assert_eq!(
        (card.balance, card.invoices.len(), card.payments.len(), card.links.len()),
        (money("140"), 2, 1, 1)
    );
}

#[tokio::test]
async fn the_proof_finds_what_is_wrong() {
    let (office, manager) = with_books().await;
    let counted = async || {
        let proof = ledger::prove(&manager).await.unwrap();
        [
            proof.wrong_balances,
            proof.wrong_invoices,
            proof.wrong_payments,
            proof.wrong_months,
            proof.wrong_totals,
        ]
    };
    // One thing after another goes wrong; each is found besides those before it.
    for (what, tampering) in [
        (0, "delete from subscriber_balance where balance = 40"),
        (
            0,
            "update subscriber_balance set balance = balance + 1 where balance = -60",
        ),
        (1, "update invoice set paid = paid - 1 where paid = 60"),
        (2, "update payment set advance = advance - 1 where advance > 0"),
        (
            2,
            "insert into payment (key, subscriber_id, received_on, amount, advance, method, recorded_by, created_at)
            select gen_random_uuid(), min(id), '2026-11-01', 10, 10, 'cash', 'x', now() from subscriber",
        ),
        (3, "update month_total set paid = paid + 1 where paid > 0"),
        (
            3,
            "insert into month_total (month, shard, charged) values ('2020-01-01', 0, 5)",
        ),
        (
            4,
            "update grand_total set subscribers = subscribers + 1 where shard = 0",
        ),
    ] {
        let before = counted().await;
        office.tamper(tampering).await;
        let after = counted().await;
        assert!(after[what] > before[what], "{tampering}: {before:?} {after:?}");
        assert!(!ledger::prove(&manager).await.unwrap().holds());
    }
}

/// What can happen to the books.
#[derive(Clone, Debug)]
enum Step {
    Issue { month: u32 },
    Pay { payer: usize, kopecks: i64, day: u32 },
    Price { kopecks: i64, month: u32 },
    Archive { payer: usize },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (1_u32..=11).prop_map(|month| Step::Issue { month }),
        6 => (0_usize..4, 1_i64..40_000, 1_u32..=28).prop_map(|(payer, kopecks, day)| Step::Pay { payer, kopecks, day }),
        1 => (0_i64..30_000, 1_u32..=12).prop_map(|(kopecks, month)| Step::Price { kopecks, month }),
        1 => (0_usize..4).prop_map(|payer| Step::Archive { payer }),
    ]
}

#[test]
fn any_sequence_keeps_the_proof() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let mut runner = TestRunner::new(Config {
        cases: 12,
        failure_persistence: None,
        max_shrink_iters: 20,
        ..Config::default()
    });
    runner
        .run(&prop::collection::vec(step(), 1..25), |steps| {
            runtime.block_on(live_through(steps));
            Ok(())
        })
        .unwrap();
}

async fn live_through(steps: Vec<Step>) {
    let office = Office::open().await;
    let manager = office.manager();
    payers(&office, 4).await;
    let guard = service(&manager, "Охрана", "123.45", "2025-12-15").await;
    link_all(&office, guard, "2025-12-20").await;
    let mut owed = [Money::ZERO; 4];
    for step in steps {
        match step {
            Step::Issue { month } => {
                issue(&manager, &format!("2026-{month:02}")).await.unwrap();
            }
            Step::Pay { payer, kopecks, day } => {
                let sum = Money::from_kopecks(kopecks);
                let account = format!("P{:04}", payer + 1);
                let receipt = pay(&manager, &account, &sum.to_string(), &format!("2026-09-{day:02}"))
                    .await
                    .unwrap();
                let parts: Money = receipt.parts.iter().map(|(_, _, _, part)| *part).sum();
                assert_eq!(parts + receipt.advance, sum);
                owed[payer] -= sum;
            }
            Step::Price { kopecks, month } => {
                let sum = Money::from_kopecks(kopecks).to_string();
                // Refused where charges rest on it: that is for another test.
                let _ = price(&manager, guard, &sum, &format!("2026-{month:02}-11")).await;
            }
            Step::Archive { payer } => {
                let archive = format!(
                    "update subscriber set archived_at = now() where account = 'P{:04}'",
                    payer + 1
                );
                office.tamper(&archive).await;
            }
        }
        proved(&manager).await;
    }
    for (at, paid) in owed.into_iter().enumerate() {
        let whose = format!("where s.account = 'P{:04}'", at + 1);
        let charged = office
            .count(&format!(
                "select coalesce((sum(i.total) * 100)::bigint, 0) from invoice i
                join subscriber s on s.id = i.subscriber_id {whose}"
            ))
            .await;
        let balance = office
            .count(&format!(
                "select coalesce((sum(b.balance) * 100)::bigint, 0) from subscriber_balance b
                join subscriber s on s.id = b.subscriber_id {whose}"
            ))
            .await;
        assert_eq!(Money::from_kopecks(balance), Money::from_kopecks(charged) + paid);
    }
    spread(&office).await;
}
