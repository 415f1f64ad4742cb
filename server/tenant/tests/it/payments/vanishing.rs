//! Clients that vanish in the middle: whatever moment they choose, a payment, a reversal and a refund are there whole or
//! not at all, and no connection is left inside a transaction.

use std::time::Duration;

use domain::payments::Receipt;
use tenant::payments;

use super::super::estate::{pay, payment, proved, spread, with_debts};
use super::super::returns::{refund_form, reverse_form};

/// No connection of this database waits inside a transaction, once what was begun has come to its end.
const IDLE: &str = "select count(*) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and state like 'idle in transaction%'";
const BUSY: &str = "select count(*) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_vanishes_leaves_no_half_payment() {
    let (office, manager) = with_debts(4).await;
    let mut standing: Vec<Receipt> = Vec::new();
    for n in 0..24 {
        let account = format!("P{:04}", n % 4 + 1);
        standing.push(pay(&manager, &account, "90", "2026-11-20").await.unwrap());
    }
    let storm = (0_u64..120).map(|n| {
        let manager = manager.clone();
        let account = format!("P{:04}", n % 4 + 1);
        let target = standing[usize::try_from(n % 24).unwrap()].id;
        async move {
            let patience = Duration::from_millis(n % 21);
            // A future that runs out of time is dropped where it stands, as by a client that hangs up.
            let gone = match n % 3 {
                0 => {
                    let form = payment(&account, "33,33", "2026-11-21");
                    tokio::time::timeout(patience, payments::record(&manager, &form))
                        .await
                        .is_err()
                }
                1 => {
                    let form = reverse_form(target);
                    tokio::time::timeout(patience, payments::reverse(&manager, &form))
                        .await
                        .is_err()
                }
                _ => {
                    let form = refund_form(target, "1,11");
                    tokio::time::timeout(patience, payments::refund(&manager, &form))
                        .await
                        .is_err()
                }
            };
            u32::from(gone)
        }
    });
    let gone: u32 = futures::future::join_all(storm).await.into_iter().sum();
    assert!(gone > 0, "nobody vanished: the storm proves nothing");
    let mut quiet = 0;
    for _ in 0..200 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        quiet = if office.count(BUSY).await == 0 { quiet + 1 } else { 0 };
        if quiet == 5 {
            break;
        }
    }
    assert_eq!(quiet, 5, "what was begun never came to its end");
    assert_eq!(office.count(IDLE).await, 0);
    // Each payment and each return has its one entry and its event, and nothing has one without them.
    for (what, sql) in [
        (
            "payments and entries",
            "select count(*) from payment p full join (select * from ledger_entry where document = 'payment') e
                on e.document_id = p.id where p.id is null or e.id is null or p.amount <> e.amount",
        ),
        (
            "returns and entries",
            "select count(*) from payment_return r
                full join (select * from ledger_entry where document in ('reversal', 'refund')) e
                on e.document_id = r.id where r.id is null or e.id is null or r.amount <> e.amount",
        ),
        (
            "deeds and events",
            "select (select count(*) from payment) + (select count(distinct key) from payment_return)
                - (select count(*) from event where noun = 'payment' and verb in ('recorded', 'reversed', 'refunded'))",
        ),
        (
            "payments given back beyond themselves",
            "select count(*) from payment where returned > amount or advance < 0",
        ),
    ] {
        assert_eq!(office.count(sql).await, 0, "{what}");
    }
    spread(&office).await;
    proved(&manager).await;
    // And the pool still serves.
    pay(&manager, "P0001", "1", "2026-11-22").await.unwrap();
}
