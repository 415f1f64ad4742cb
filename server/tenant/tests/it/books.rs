//! Seals and kept proofs: nothing behind a seal can be changed unnoticed, and nothing is skipped by it.

use domain::Failure;
use domain::ledger::proof::Check;
use sqlx::{Connection, Executor, PgConnection};
use tenant::{Ctx, books, ledger};

use super::estate::{issue, money, pay, proved, with_payers};
use super::support::{Office, later, on};

async fn sealed_books() -> (Office, Ctx) {
    let (office, manager) = with_payers(3).await;
    issue(&on(&manager, "2026-10-31"), "2026-10").await.unwrap();
    pay(&manager, "P0001", "60", "2026-11-02").await.unwrap();
    pay(&manager, "P0002", "160", "2026-11-03").await.unwrap();
    let sealing = books::seal(&manager).await.unwrap();
    assert_eq!(sealing.ledger, 5);
    assert!(sealing.events > 0 && !sealing.waits, "{sealing:?}");
    (office, manager)
}

#[tokio::test]
async fn a_chain_grows_block_by_block() {
    let (office, manager) = sealed_books().await;
    assert_eq!(books::seal(&manager).await.unwrap().ledger, 0, "nothing new");
    pay(&manager, "P0003", "5", "2026-11-04").await.unwrap();
    assert_eq!(books::seal(&manager).await.unwrap().ledger, 1);
    let proof = ledger::prove(&manager).await.unwrap();
    assert!(proof.holds(), "{proof:?}");
    assert_eq!((proof.ledger.blocks, proof.ledger.rows), (2, 6));
    let chained = "select count(*) from seal n join seal b using (chain)
        where n.place = b.place + 1 and n.previous = b.hash and n.after_id = b.upto_id and chain = 'ledger'";
    assert_eq!(office.count(chained).await, 1);
    assert_eq!(books::seal(&office.operator()).await, Err(Failure::Forbidden));
    assert_eq!(books::seal(&office.nobody()).await, Err(Failure::SignedOut));
}

#[tokio::test]
async fn what_lies_behind_a_seal_can_not_be_changed_unnoticed() {
    // Each with sums that fit together, so that only the seal knows.
    for (check, tampering) in [
        (Check::LedgerSeals, "update ledger_entry set created_at = created_at + interval '1 second' where id = 2"),
        (
            Check::LedgerSeals,
            "delete from ledger_entry where document = 'payment' and document_id = 1;
            delete from allocation where payment_id = 1; delete from payment where id = 1;
            update invoice set paid = 0 where paid = 60",
        ),
        (
            Check::LedgerSeals,
            "insert into ledger_entry (id, booked_on, debit, credit, amount, subscriber_id, document, document_id, created_at)
            overriding system value select 3, '2026-01-01', debit, credit, amount, subscriber_id, document, document_id, created_at
            from ledger_entry where id = 3",
        ),
        (Check::EventSeals, "update event set actor_name = 'Никто' where id = 1"),
        (Check::EventSeals, "update event set details = '{}' where id = (select min(id) from event where details <> '{}')"),
        (Check::EventSeals, "delete from event where id = 2"),
        (
            Check::EventSeals,
            "insert into event (id, at, actor_kind, actor_name, verb, noun, request_id) overriding system value
            values (1, '2026-01-01', 'system', 'x', 'x', 'x', 'x')",
        ),
        (Check::LedgerSeals, "update seal set hash = sha256('x') where chain = 'ledger'"),
        (Check::LedgerSeals, "update seal set rows = rows + 1 where chain = 'ledger'"),
    ] {
        let (office, manager) = sealed_books().await;
        office.force(tampering).await;
        ledger::rebuild(&manager).await.unwrap();
        let proof = ledger::prove(&manager).await.unwrap();
        assert_eq!(proof.wrong(check), 1, "{tampering}: {proof:?}");
    }
}

#[tokio::test]
async fn a_chain_can_not_be_cut_short_after_a_proof() {
    let (office, manager) = sealed_books().await;
    assert!(books::prove_and_note(&manager).await.unwrap().proof.holds());
    office
        .force("delete from seal where chain = 'event' and place = (select max(place) from seal where chain = 'event')")
        .await;
    let proof = ledger::prove(&manager).await.unwrap();
    assert_eq!(proof.wrong(Check::EventSeals), 1, "{proof:?}");
}

/// A connection beside the office's own.
async fn beside(office: &Office) -> PgConnection {
    let address = std::env::var("KVITOK_TEST_DATABASE_URL").unwrap();
    let (server, _) = address.rsplit_once('/').unwrap();
    PgConnection::connect(&format!("{server}/{}", office.database()))
        .await
        .unwrap()
}

#[tokio::test]
async fn a_long_transaction_holds_a_seal_back_and_nothing_is_skipped() {
    let (office, manager) = with_payers(3).await;
    issue(&on(&manager, "2026-10-31"), "2026-10").await.unwrap();
    let mut slow = beside(&office).await;
    // It takes an id first, and others overtake it.
    slow.execute(
        "begin; insert into ledger_entry (booked_on, debit, credit, amount, subscriber_id, document, document_id, created_at)
        select '2026-11-01', 'cash', 'receivable', 10, min(id), 'payment', 1, now() from subscriber",
    )
    .await
    .unwrap();
    let overtaking =
        "insert into ledger_entry (booked_on, debit, credit, amount, subscriber_id, document, document_id, created_at)
        select '2026-11-01', 'cash', 'receivable', 10, max(id), 'payment', 2, now() from subscriber";
    office.tamper(overtaking).await;
    let sealing = books::seal(&manager).await.unwrap();
    assert!(sealing.waits && sealing.ledger == 0, "{sealing:?}");
    assert_eq!(
        books::seal(&manager).await.unwrap().ledger,
        0,
        "the mark of before still waits"
    );
    slow.execute("commit").await.unwrap();
    let sealing = books::seal(&manager).await.unwrap();
    assert_eq!((sealing.ledger, sealing.waits), (5, false), "all five, in one go");
    assert_eq!(ledger::prove(&manager).await.unwrap().wrong(Check::LedgerSeals), 0);
}

#[tokio::test]
async fn a_mark_from_another_server_is_made_anew_after_a_day() {
    let (office, manager) = with_payers(3).await;
    issue(&on(&manager, "2026-10-31"), "2026-10").await.unwrap();
    // As after a move to a server that has seen fewer transactions, on which somebody always writes.
    office
        .tamper(
            "insert into seal_mark (chain, upto_id, horizon, marked_at) values ('ledger', 3, 2000000000, '2026-11-22T09:00:00Z')",
        )
        .await;
    let writes = "begin; insert into ledger_entry (booked_on, debit, credit, amount, subscriber_id, document, document_id, created_at)
        select '2026-11-01', 'cash', 'receivable', 10, min(id), 'payment', 1, now() from subscriber";
    let (mut one, mut other) = (beside(&office).await, beside(&office).await);
    one.execute(writes).await.unwrap();
    let sealing = books::seal(&manager).await.unwrap();
    assert!(sealing.waits && sealing.ledger == 0, "{sealing:?}");
    let tomorrow = later(&manager, chrono::TimeDelta::hours(25));
    assert!(
        books::seal(&tomorrow).await.unwrap().waits,
        "the new mark waits for the same one"
    );
    one.execute("rollback").await.unwrap();
    other.execute(writes).await.unwrap();
    // What was marked comes first; a newer mark waits for the newer writer.
    let sealing = books::seal(&tomorrow).await.unwrap();
    assert!(sealing.ledger == 3 && sealing.waits, "{sealing:?}");
    other.execute("rollback").await.unwrap();
    assert!(!books::seal(&tomorrow).await.unwrap().waits);
    proved(&manager).await;
}

#[tokio::test]
async fn two_who_seal_at_once_make_one_chain() {
    let (office, manager) = with_payers(40).await;
    issue(&on(&manager, "2026-10-31"), "2026-10").await.unwrap();
    let sealing = (0..4).map(|_| {
        let manager = manager.clone();
        tokio::spawn(async move { books::seal(&manager).await.unwrap().ledger })
    });
    let mut rows = 0;
    for task in sealing.collect::<Vec<_>>() {
        rows += task.await.unwrap();
    }
    assert_eq!(rows, 40);
    assert_eq!(
        office
            .count("select sum(rows)::bigint from seal where chain = 'ledger'")
            .await,
        40
    );
    proved(&manager).await;
}

#[tokio::test]
async fn a_block_holds_so_many_ids_and_a_long_chain_is_proved() {
    let (office, manager) = with_payers(1).await;
    office
        .tamper(
            "insert into event (at, actor_kind, actor_name, verb, noun, request_id)
            select '2026-11-01'::timestamptz + n * interval '1 minute', 'system', 'kvitok', 'x', 'x', 'x' from generate_series(1, 25000) n",
        )
        .await;
    let sealing = books::seal(&manager).await.unwrap();
    assert!(sealing.events >= 25_000, "{sealing:?}");
    assert_eq!(office.count("select count(*) from seal where chain = 'event'").await, 3);
    proved(&manager).await;
    office.force("update event set reason = 'после' where id = 15000").await;
    let proof = ledger::prove(&manager).await.unwrap();
    let found = proof.findings.first().unwrap();
    assert_eq!(found.check, Check::EventSeals);
    assert_eq!(found.examples.first().unwrap().name, "10001–20000");
}

#[tokio::test]
async fn proofs_are_kept_and_shown() {
    let (office, manager) = sealed_books().await;
    let before = tenant::dashboard::show(&office.operator()).await.unwrap();
    assert_eq!(before.books, None);
    let kept = books::prove_and_note(&office.system()).await.unwrap();
    assert!(kept.proof.holds() && kept.by.is_none());
    assert_eq!(
        (kept.proof.turnover, kept.proof.receivable),
        (money("520"), money("80"))
    );
    let shown = tenant::dashboard::show(&office.operator())
        .await
        .unwrap()
        .books
        .unwrap();
    assert!(shown.holds && shown.at == manager.now && shown.findings == 0);

    office
        .tamper("update grand_total set debt = debt + 1 where shard = 0")
        .await;
    let bad = books::prove_and_note(&later(&manager, chrono::TimeDelta::hours(1)))
        .await
        .unwrap();
    assert_eq!(bad.by.as_deref(), Some("Михаил"));
    let shown = tenant::dashboard::show(&office.operator())
        .await
        .unwrap()
        .books
        .unwrap();
    assert!(!shown.holds && shown.findings == 1);
    let proofs = books::proofs(&manager).await.unwrap();
    assert_eq!(proofs.iter().map(|kept| kept.id).collect::<Vec<_>>(), [bad.id, kept.id]);
    assert_eq!(proofs.first().unwrap().proof.wrong(Check::Totals), 1);
    assert_eq!(proofs.last().unwrap().proof, kept.proof);
    assert_eq!(
        office
            .count("select count(*) from event where verb = 'proved' and noun = 'books'")
            .await,
        2
    );
    for ctx in [office.operator()] {
        assert_eq!(books::proofs(&ctx).await, Err(Failure::Forbidden));
        assert_eq!(books::prove_and_note(&ctx).await, Err(Failure::Forbidden));
    }
    assert_eq!(books::proofs(&office.nobody()).await, Err(Failure::SignedOut));
}
