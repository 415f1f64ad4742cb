//! Payments: one key is one payment, whoever sends it how often; nothing is spread twice.

mod vanishing;

use domain::payments::{PaymentForm, PaymentQuery};
use domain::{Failure, Money, Reason};
use tenant::payments;

use super::estate::{issue, money, pay, payment, proved, spread, with_debts};
use super::support::{conflict, on, refused};

#[tokio::test]
async fn a_payment_pays_the_oldest_invoice_first() {
    let (office, manager) = with_debts(1).await;
    let receipt = pay(&office.operator(), "p0001", "150,50", "2026-11-20").await.unwrap();
    let parts: Vec<_> = receipt
        .parts
        .iter()
        .map(|(_, _, month, part)| (month.to_string(), *part))
        .collect();
    assert_eq!(
        parts,
        [
            ("2026-09".to_owned(), money("100")),
            ("2026-10".to_owned(), money("50.50"))
        ]
    );
    assert_eq!((receipt.advance, receipt.balance), (Money::ZERO, money("49.50")));
    assert_eq!(
        (receipt.recorded_by.as_str(), receipt.account.as_str()),
        ("Ольга", "P0001")
    );
    let more = pay(&manager, "P0001", "100", "2026-11-22").await.unwrap();
    assert_eq!((more.advance, more.balance), (money("50.50"), money("-50.50")));
    assert_eq!(payments::show(&manager, more.id).await.unwrap(), more);
    assert_eq!(payments::show(&manager, 4040).await, Err(Failure::NotFound));
    assert_eq!(
        office.count("select count(*) from event where noun = 'payment'").await,
        2
    );
    assert_eq!(
        office
            .count("select count(*) from ledger_entry where document = 'payment'")
            .await,
        2
    );
    proved(&manager).await;
}

#[tokio::test]
async fn the_same_key_gives_the_same_receipt() {
    let (office, manager) = with_debts(2).await;
    let form = payment("P0001", "70", "2026-11-20");
    let first = payments::record(&manager, &form).await.unwrap();
    assert_eq!(payments::record(&manager, &form).await.unwrap(), first);
    let other_sum = PaymentForm {
        amount: "71".into(),
        ..form.clone()
    };
    assert_eq!(
        conflict(payments::record(&manager, &other_sum).await),
        Reason::KeyReused
    );
    let other_payer = PaymentForm {
        account: "P0002".into(),
        ..form
    };
    assert_eq!(
        conflict(payments::record(&manager, &other_payer).await),
        Reason::KeyReused
    );
    assert_eq!(office.count("select count(*) from payment").await, 1);
    proved(&manager).await;
}

#[tokio::test]
async fn one_key_sent_ten_times_at_once_is_one_payment() {
    let (office, manager) = with_debts(2).await;
    let form = payment("P0001", "70", "2026-11-20");
    let sent = (0..10).map(|_| payments::record(&manager, &form));
    let receipts = futures::future::try_join_all(sent).await.unwrap();
    assert!(receipts.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(office.count("select count(*) from payment").await, 1);
    assert_eq!(
        office
            .count("select count(*) from ledger_entry where document = 'payment'")
            .await,
        1
    );
    // The same key for two payers at once: one of them gets a receipt.
    let key = payment("", "", "").key;
    let forms = ["P0001", "P0002"].map(|account| PaymentForm {
        key: key.clone(),
        ..payment(account, "5", "2026-11-20")
    });
    let sent = forms.iter().map(|form| payments::record(&manager, form));
    let done = futures::future::join_all(sent).await;
    assert_eq!(done.iter().filter(|receipt| receipt.is_ok()).count(), 1, "{done:?}");
    assert!(done.contains(&Err(Failure::conflict(Reason::KeyReused))));
    proved(&manager).await;
}

#[tokio::test]
async fn twenty_payments_at_once_spread_each_rouble_once() {
    let (office, manager) = with_debts(2).await;
    let sums: Vec<String> = (1..=20).map(|n| format!("{}.{:02}", n, n * 3)).collect();
    let sent = sums.iter().map(|sum| pay(&manager, "P0001", sum, "2026-11-20"));
    let receipts = futures::future::try_join_all(sent).await.unwrap();
    let paid: Money = sums.iter().map(|sum| money(sum)).sum();
    let spread: Money = receipts
        .iter()
        .flat_map(|receipt| &receipt.parts)
        .map(|(_, _, _, part)| *part)
        .sum();
    let ahead: Money = receipts.iter().map(|receipt| receipt.advance).sum();
    assert_eq!(
        (spread, ahead),
        (money("200"), paid - money("200")),
        "two invoices of 100 are paid, the rest is ahead"
    );
    assert_eq!(
        payments::desk(&manager, "P0001").await.unwrap().payer.unwrap().balance,
        money("200") - paid
    );
    // The other way round, one after the other: the same balance.
    for sum in sums.iter().rev() {
        pay(&manager, "P0002", sum, "2026-11-20").await.unwrap();
    }
    assert_eq!(
        payments::desk(&manager, "P0002").await.unwrap().payer.unwrap().balance,
        money("200") - paid
    );
    assert_eq!(office.count("select count(*) from invoice where paid < total").await, 0);
    proved(&manager).await;
}

#[tokio::test]
async fn payments_and_runs_at_once_leave_nothing_unspread() {
    let (office, manager) = with_debts(6).await;
    let december = on(&manager, "2026-12-31");
    let paying = (0..30).map(|n| {
        let (manager, account) = (manager.clone(), format!("P{:04}", n % 6 + 1));
        async move { pay(&manager, &account, "45", "2026-11-20").await.map(|_| ()) }
    });
    let issuing = ["2026-11", "2026-12", "2026-11"].map(|month| {
        let december = december.clone();
        async move { issue(&december, month).await.map(|_| ()) }
    });
    let (paid, issued) = tokio::join!(
        futures::future::try_join_all(paying),
        futures::future::try_join_all(issuing)
    );
    assert!(paid.is_ok() && issued.is_ok(), "{paid:?} {issued:?}");
    spread(&office).await;
    assert_eq!(office.count("select count(*) from invoice").await, 24);
    proved(&manager).await;
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_by_field() {
    let (office, manager) = with_debts(1).await;
    for (field, form, reason) in [
        ("account", payment("P9999", "10", "2026-11-20"), Reason::Unknown),
        ("account", payment("P0001\0", "10", "2026-11-20"), Reason::BadCharacters),
        ("amount", payment("P0001", "0", "2026-11-20"), Reason::NotPositive),
        ("amount", payment("P0001", "-5", "2026-11-20"), Reason::NotPositive),
        (
            "amount",
            payment("P0001", "1.005", "2026-11-20"),
            Reason::TooPrecise { places: 2 },
        ),
        (
            "received_on",
            payment("P0001", "10", "2026-11-23"),
            Reason::DateOutOfRange,
        ),
        (
            "key",
            PaymentForm {
                key: "1".into(),
                ..payment("P0001", "10", "2026-11-20")
            },
            Reason::Required,
        ),
        (
            "method",
            PaymentForm {
                method: "opening".into(),
                ..payment("P0001", "1", "2026-11-20")
            },
            Reason::NotAChoice,
        ),
    ] {
        assert_eq!(
            refused(payments::record(&manager, &form).await, field),
            reason,
            "{form:?}"
        );
    }
    pay(&manager, "P0001", "999999999999.99", "2026-11-20").await.unwrap();
    let beyond = pay(&manager, "P0001", "999999999999.99", "2026-11-20").await;
    assert_eq!(refused(beyond, "amount"), Reason::TooLarge);
    assert_eq!(office.count("select count(*) from payment").await, 1);
    proved(&manager).await;
}

#[tokio::test]
async fn the_desk_knows_the_payer_by_account() {
    let (office, manager) = with_debts(1).await;
    let desk = payments::desk(&office.operator(), " p0001 ").await.unwrap();
    let payer = desk.payer.unwrap();
    assert_eq!(
        (payer.account.as_str(), payer.balance, payer.open.len()),
        ("P0001", money("200"), 2)
    );
    assert!(!desk.unknown_account);
    let empty = payments::desk(&manager, "").await.unwrap();
    assert!(empty.payer.is_none() && !empty.unknown_account);
    assert_ne!(empty.key, desk.key);
    for unknown in ["P0002", "?", "P0001\0"] {
        assert!(
            payments::desk(&manager, unknown).await.unwrap().unknown_account,
            "{unknown}"
        );
    }
}

#[tokio::test]
async fn somebody_in_the_archive_may_still_pay() {
    let (office, manager) = with_debts(1).await;
    office.tamper("update subscriber set archived_at = now()").await;
    assert_eq!(
        pay(&manager, "P0001", "200", "2026-11-20").await.unwrap().balance,
        Money::ZERO
    );
    proved(&manager).await;
}

#[tokio::test]
async fn nobody_pays_without_signing_in() {
    let (office, _) = with_debts(1).await;
    let nobody = office.nobody();
    assert_eq!(pay(&nobody, "P0001", "1", "2026-11-20").await, Err(Failure::SignedOut));
    assert_eq!(payments::desk(&nobody, "P0001").await, Err(Failure::SignedOut));
    assert_eq!(
        payments::list(&nobody, &PaymentQuery::default()).await,
        Err(Failure::SignedOut)
    );
    assert_eq!(payments::show(&nobody, 1).await, Err(Failure::SignedOut));
}

#[tokio::test]
async fn a_full_disk_in_the_middle_leaves_nothing_and_the_same_key_works_afterwards() {
    let (office, manager) = with_debts(1).await;
    let form = payment("P0001", "150", "2026-11-20");
    // The audit is written last: everything else of the payment stands by then.
    office
        .tamper(
            "create function no_room() returns trigger language plpgsql as $$ begin
                raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$;
             create trigger no_room before insert on event for each statement execute function no_room()",
        )
        .await;
    assert_eq!(
        payments::record(&manager, &form).await.map(drop),
        Err(Failure::Busy { retry_after: 60 })
    );
    for table in ["payment", "allocation", "ledger_entry where document = 'payment'"] {
        assert_eq!(
            office.count(&format!("select count(*) from {table}")).await,
            0,
            "{table}"
        );
    }
    proved(&manager).await;
    office.tamper("drop trigger no_room on event").await;
    payments::record(&manager, &form).await.unwrap();
    assert_eq!(office.count("select count(*) from payment").await, 1);
    proved(&manager).await;
}
