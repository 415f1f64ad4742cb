//! The books: what was written stays, and every kept sum is the sum of its entries, whatever happened in which order.

use domain::ledger::proof::Check;
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
    let proof = ledger::prove(&manager).await.unwrap();
    assert_eq!(proof.entries, 5);
    assert_eq!((proof.turnover, proof.receivable), (money("520"), money("80")));
    assert!(proof.holds());
    assert_eq!(
        office
            .count("select sum(balance)::bigint from subscriber_balance")
            .await,
        80
    );
    assert_eq!(ledger::prove(&office.nobody()).await, Err(Failure::SignedOut));
    assert_eq!(ledger::prove(&office.operator()).await, Err(Failure::Forbidden));
    assert_eq!(ledger::rebuild(&office.operator()).await, Err(Failure::Forbidden));
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
    let counted = async |check| ledger::prove(&manager).await.unwrap().wrong(check);
    let payment = |method: &str| {
        format!(
            "insert into payment (key, subscriber_id, received_on, amount, advance, method, recorded_by, created_at)
            select gen_random_uuid(), min(id), '2026-11-01', 10, 10, '{method}', 'x', now() from subscriber"
        )
    };
    let entry = |debit: &str, document: &str, id: i64| {
        format!(
            "insert into ledger_entry (booked_on, debit, credit, amount, subscriber_id, document, document_id, created_at)
            select '2026-11-01', '{debit}', 'receivable', 10, min(id), '{document}', {id}, now() from subscriber"
        )
    };
    let invoice = |number: &str, kind: &str| {
        format!(
            "insert into invoice (number, kind, subscriber_id, month, issued_on, due_on, account, name, address, total, created_at)
            select '{number}', '{kind}', min(id), '2026-11-01', '2026-11-01', '2026-12-10', 'x', 'x', 'x', 10, now() from subscriber"
        )
    };
    // One thing after another goes wrong; each is found besides those before it.
    for (check, tampering) in [
        (
            Check::Balances,
            "delete from subscriber_balance where balance = 40".to_owned(),
        ),
        (
            Check::Balances,
            "update subscriber_balance set balance = balance + 1 where balance = -60".into(),
        ),
        (
            Check::InvoicesPaid,
            "update invoice set paid = paid - 1 where paid = 60".into(),
        ),
        (
            Check::Payments,
            "update payment set advance = advance - 1 where advance > 0".into(),
        ),
        (Check::PaymentEntries, payment("cash")),
        (Check::WriteOffs, payment("writeoff")),
        (Check::Adjustments, payment("adjustment")),
        (
            Check::Returns,
            "update payment set returned = 1, advance = advance - 1 where advance > 1".into(),
        ),
        (Check::Documents, entry("cash", "payment", 999)),
        (Check::Documents, entry("cash", "refund", 1)),
        (Check::Documents, entry("revenue", "void", 1)),
        (
            Check::Voids,
            "update invoice set voided_at = now(), voided_on = '2026-11-01', voided_by = 'x', void_reason = 'x'
            where paid = 0 and voided_at is null"
                .into(),
        ),
        (Check::InvoiceEntries, invoice("2026-000004", "opening")),
        (Check::InvoiceLines, invoice("2026-000005", "additional")),
        (Check::Adjustments, invoice("2026-000006", "adjustment")),
        (Check::Numbers, invoice("X-1", "opening")),
        (Check::Numbers, "update number_counter set last = last + 7".into()),
        (
            Check::Months,
            "update month_total set paid = paid + 1 where paid > 0".into(),
        ),
        (
            Check::Months,
            "insert into month_total (month, shard, charged) values ('2020-01-01', 0, 5)".into(),
        ),
        (
            Check::Totals,
            "update grand_total set subscribers = subscribers + 1 where shard = 0".into(),
        ),
        (
            Check::Allocations,
            "insert into allocation (payment_id, invoice_id, amount, created_at)
            select min(p.id), max(i.id), -1, now() from payment p, invoice i"
                .into(),
        ),
    ] {
        let before = counted(check).await;
        office.tamper(&tampering).await;
        let after = counted(check).await;
        assert!(after > before, "{tampering}: {before} {after}");
    }
    office
        .force("update ledger_entry set amount = amount + 1 where document = 'payment' and document_id = 1")
        .await;
    assert!(counted(Check::PaymentEntries).await > 1);
    office
        .force("update charge set amount = amount + 1 where invoice_id = 2")
        .await;
    let proof = ledger::prove(&manager).await.unwrap();
    let lines = proof
        .findings
        .iter()
        .find(|finding| finding.check == Check::InvoiceLines)
        .unwrap();
    assert_eq!(
        lines.examples.first().map(|example| example.name.as_str()),
        Some("2026-000002")
    );
    assert!(!proof.holds());
}

#[tokio::test]
async fn a_rebuilding_mends_what_is_kept_and_nothing_else() {
    let (office, manager) = with_books().await;
    for tampering in [
        "delete from subscriber_balance where balance = 40",
        "update subscriber_balance set balance = 77 where balance = -60",
        "insert into subscriber_balance select id + 100, 5 from subscriber limit 0",
        "update invoice set paid = 0 where paid = 60",
        "update payment set advance = 1 where advance > 0",
        "update month_total set paid = paid + 1, penalties = 3",
        "insert into month_total (month, shard, charged) values ('2020-01-01', 3, 5), ('2026-10-01', 7, 5) on conflict (month, shard) do update set charged = 9",
        "delete from grand_total where shard in (1, 2)",
        "update grand_total set debt = debt + 5, debtors = 0 where shard = 0",
    ] {
        office.tamper(tampering).await;
    }
    assert!(!ledger::prove(&manager).await.unwrap().holds());
    let rebuilt = ledger::rebuild(&manager).await.unwrap();
    assert_eq!((rebuilt.balances, rebuilt.invoices, rebuilt.payments), (2, 1, 1));
    assert!(rebuilt.totals && rebuilt.months >= 3, "{rebuilt:?}");
    proved(&manager).await;
    assert_eq!(office.count("select count(*) from grand_total").await, 8);
    let again = ledger::rebuild(&manager).await.unwrap();
    assert_eq!(
        again,
        domain::ledger::proof::Rebuilt::default(),
        "nothing is left to mend"
    );
    assert_eq!(
        office
            .count("select count(*) from event where verb = 'rebuilt' and noun = 'books'")
            .await,
        2
    );
    // Life goes on upon what was rebuilt.
    pay(&manager, "P0003", "5", "2026-11-04").await.unwrap();
    proved(&manager).await;
    // What was written once is no kept sum.
    office
        .force("update allocation set amount = amount + 1 where id = (select min(id) from allocation)")
        .await;
    ledger::rebuild(&manager).await.unwrap();
    assert!(!ledger::prove(&manager).await.unwrap().holds());
}

#[tokio::test]
async fn payments_and_a_rebuilding_do_not_stand_in_each_others_way() {
    let (office, manager) = with_books().await;
    let paying = (0..12).map(|nth| {
        let manager = manager.clone();
        tokio::spawn(async move { pay(&manager, &format!("P000{}", nth % 3 + 1), "7", "2026-11-05").await })
    });
    let paying: Vec<_> = paying.collect();
    for _ in 0..3 {
        ledger::rebuild(&manager).await.unwrap();
    }
    for payment in paying {
        payment.await.unwrap().unwrap();
    }
    proved(&manager).await;
    assert_eq!(office.count("select count(*) from payment").await, 14);
}

#[tokio::test]
async fn a_balance_is_known_for_any_day() {
    let (office, manager) = with_books().await;
    let id = office.count("select id from subscriber where account = 'P0001'").await;
    for (day, owed) in [
        ("2026-10-30", "0"),
        ("2026-10-31", "100"),
        ("2026-11-01", "100"),
        ("2026-11-02", "40"),
        ("2030-01-01", "40"),
        ("1990-01-01", "0"),
    ] {
        let found = ledger::balance_on(&office.operator(), id, day.parse().unwrap())
            .await
            .unwrap();
        assert_eq!(found.balance, money(owed), "{day}");
    }
    let day = "2026-11-02".parse().unwrap();
    assert_eq!(ledger::balance_on(&manager, 999, day).await, Err(Failure::NotFound));
    assert_eq!(
        ledger::balance_on(&office.nobody(), id, day).await,
        Err(Failure::SignedOut)
    );
    assert_eq!(ledger::timeline(&manager, 999).await, Err(Failure::NotFound));
    assert_eq!(ledger::timeline(&office.nobody(), id).await, Err(Failure::SignedOut));
    let months: Vec<_> = ledger::timeline(&office.operator(), id)
        .await
        .unwrap()
        .into_iter()
        .map(|of| (of.month.to_string(), of.opening, of.charged, of.paid, of.closing))
        .collect();
    assert_eq!(
        months,
        [
            ("2026-10".to_owned(), money("0"), money("100"), money("0"), money("100")),
            ("2026-11".to_owned(), money("100"), money("0"), money("60"), money("40")),
        ]
    );
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
    let rebuilt = ledger::rebuild(&manager).await.unwrap();
    assert_eq!(rebuilt, domain::ledger::proof::Rebuilt::default(), "rebuilt is as kept");
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
