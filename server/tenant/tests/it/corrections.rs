//! Voiding and recalculating: the old document stays, the books agree, the month can be charged again.

use domain::corrections::{AdjustmentForm, AdjustmentQuery, VoidForm};
use domain::invoices::{InvoiceQuery, Kind, State};
use domain::{Failure, Money, Reason};
use sqlx::types::Uuid;
use tenant::{Ctx, corrections, invoices};

use super::estate::{issue, money, pay, proved, spread, with_debts, with_payers};
use super::support::{Office, conflict, failed, on, refused};

/// Every invoice: id, kind, state, what was paid; the oldest first.
async fn papers(ctx: &Ctx) -> Vec<(i64, Kind, State, Money)> {
    let page = invoices::list(ctx, &InvoiceQuery::default()).await.unwrap();
    let mut lines: Vec<_> = page
        .items
        .into_iter()
        .map(|i| (i.id, i.kind, i.state, i.paid))
        .collect();
    lines.sort_by_key(|line| line.0);
    lines
}

fn void(id: i64) -> VoidForm {
    VoidForm {
        id: id.to_string(),
        reason: "Ошибка в тарифе".into(),
    }
}

fn asked(month: &str) -> AdjustmentQuery {
    AdjustmentQuery {
        subscriber: "1".into(),
        month: month.into(),
    }
}

async fn adjustment(office: &Office, direction: &str, amount: &str) -> AdjustmentForm {
    AdjustmentForm {
        key: Uuid::new_v4().to_string(),
        subscriber_id: office.count("select min(id) from subscriber").await.to_string(),
        service_id: office.count("select min(id) from service").await.to_string(),
        ground: "absence".into(),
        direction: direction.into(),
        amount: amount.into(),
        from: "2026-10-01".into(),
        to: "2026-10-15".into(),
        reason: "Временное отсутствие по справке".into(),
        explanation: "15 дней из 31".into(),
    }
}

#[tokio::test]
async fn a_void_invoice_gives_its_money_back_and_can_be_charged_again() {
    let (office, manager) = with_debts(1).await;
    pay(&manager, "P0001", "150", "2026-11-20").await.unwrap();
    let before = papers(&manager).await;
    let (first, second) = (before[0].0, before[1].0);
    corrections::void(&manager, &void(first)).await.unwrap();
    // The hundred that it had been paid pays what was open of the other; the rest is an advance.
    let after = papers(&manager).await;
    assert_eq!(after[0], (first, Kind::Regular, State::Void, Money::ZERO));
    assert_eq!((after[1].2, after[1].3), (State::Paid, money("100")));
    assert_eq!(office.count("select count(*) from payment where advance = 50").await, 1);
    let card = invoices::show(&manager, first).await.unwrap();
    let voided = card.voided.unwrap();
    assert_eq!(
        (voided.by.as_str(), voided.reason.as_str(), voided.on.to_string()),
        ("Михаил", "Ошибка в тарифе", "2026-11-22".to_owned())
    );
    assert!(card.paid_by.is_empty());
    proved(&manager).await;

    // Again is harmless, and the number stays taken while the month is charged anew.
    corrections::void(&manager, &void(first)).await.unwrap();
    assert_eq!(
        office
            .count("select count(*) from ledger_entry where document = 'void'")
            .await,
        1
    );
    let again = issue(&on(&manager, "2026-11-22"), "2026-09").await.unwrap();
    assert_eq!((again.issued, again.total), (1, money("100")));
    assert_eq!(office.count("select count(distinct number) from invoice").await, 3);
    assert_eq!(office.count("select last from number_counter").await, 3);
    assert_eq!(
        office
            .count("select count(*) from charge where voided_at is null")
            .await,
        2
    );
    assert_eq!(
        office
            .count("select count(*) from event where verb = 'voided' and details->>'reason' = 'Ошибка в тарифе'")
            .await,
        1
    );
    spread(&office).await;
    proved(&manager).await;
    assert_ne!(first, second);
}

#[tokio::test]
async fn a_void_invoice_is_never_paid_and_never_changes() {
    let (office, manager) = with_debts(1).await;
    let first = papers(&manager).await[0].0;
    corrections::void(&manager, &void(first)).await.unwrap();
    let receipt = pay(&manager, "P0001", "150", "2026-11-22").await.unwrap();
    assert_eq!((receipt.parts.len(), receipt.advance), (1, money("50")));
    for forbidden in [
        "update invoice set voided_at = null, voided_on = null, voided_by = null, void_reason = null where voided_at is not null",
        "update invoice set paid = 1 where voided_at is not null",
        "update charge set amount = 1 where voided_at is not null",
        "update charge set voided_at = null where voided_at is not null",
        "delete from invoice",
    ] {
        assert!(office.try_to(forbidden).await.is_err(), "{forbidden}");
    }
    proved(&manager).await;
}

#[tokio::test]
async fn who_may_void_and_what() {
    let (office, manager) = with_debts(1).await;
    let first = papers(&manager).await[0].0;
    assert_eq!(
        failed(corrections::void(&office.operator(), &void(first)).await),
        Failure::Forbidden
    );
    assert_eq!(
        failed(corrections::void(&office.nobody(), &void(first)).await),
        Failure::SignedOut
    );
    assert_eq!(
        failed(corrections::void(&manager, &void(4040)).await),
        Failure::NotFound
    );
    let silent = VoidForm {
        reason: " ".into(),
        ..void(first)
    };
    assert_eq!(
        refused(corrections::void(&manager, &silent).await, "reason"),
        Reason::Required
    );
    let form = adjustment(&office, "debit", "10").await;
    let extra = corrections::adjust(&manager, &form).await.unwrap();
    assert_eq!(
        conflict(corrections::void(&manager, &void(extra.invoice_id.unwrap())).await),
        Reason::WrongStatus
    );
}

#[tokio::test]
async fn a_credit_pays_what_is_open_and_a_debit_is_to_be_paid() {
    let (office, manager) = with_debts(1).await;
    let credit = corrections::adjust(&manager, &adjustment(&office, "credit", "48,39").await)
        .await
        .unwrap();
    assert_eq!(
        (credit.number.as_str(), credit.amount),
        ("П2026-000001", money("-48.39"))
    );
    assert_eq!((credit.invoice_id, credit.payment_id.is_some()), (None, true));
    assert_eq!(papers(&manager).await[0].3, money("48.39"));
    let debit = corrections::adjust(&manager, &adjustment(&office, "debit", "20").await)
        .await
        .unwrap();
    assert_eq!(debit.number, "П2026-000002");
    let papers = papers(&manager).await;
    assert_eq!((papers[2].1, papers[2].2), (Kind::Adjustment, State::Open));
    let card = invoices::show(&manager, debit.invoice_id.unwrap()).await.unwrap();
    assert_eq!(card.charges.iter().map(|c| c.amount).sum::<Money>(), money("20"));
    let receipt = pay(&manager, "P0001", "171,61", "2026-11-22").await.unwrap();
    assert_eq!((receipt.advance, receipt.balance), (Money::ZERO, Money::ZERO));
    proved(&manager).await;

    // The next month's invoice tells of both, the one after of none.
    issue(&manager, "2026-11").await.unwrap();
    issue(&on(&manager, "2026-12-31"), "2026-12").await.unwrap();
    let numbers =
        |card: domain::invoices::InvoiceCard| card.adjustments.into_iter().map(|a| a.number).collect::<Vec<_>>();
    let all = self::papers(&manager).await;
    let told = numbers(invoices::show(&manager, all[3].0).await.unwrap());
    assert_eq!(told, ["П2026-000001", "П2026-000002"]);
    assert!(numbers(invoices::show(&manager, all[4].0).await.unwrap()).is_empty());
    let mine = corrections::of_subscriber(&manager, credit.subscriber_id)
        .await
        .unwrap();
    assert_eq!(mine.len(), 2);
    assert_eq!(corrections::show(&manager, credit.id).await.unwrap(), credit);
    proved(&manager).await;
}

#[tokio::test]
async fn the_same_key_is_the_same_document_however_often_it_comes() {
    let (office, manager) = with_debts(1).await;
    let form = adjustment(&office, "credit", "30").await;
    let made = futures::future::try_join_all((0..8).map(|_| corrections::adjust(&manager, &form)))
        .await
        .unwrap();
    assert!(made.iter().all(|one| one.id == made[0].id));
    assert_eq!(office.count("select count(*) from adjustment").await, 1);
    assert_eq!(
        office
            .count("select count(*) from ledger_entry where document = 'adjustment'")
            .await,
        1
    );
    let other = AdjustmentForm {
        amount: "31".into(),
        ..form
    };
    assert_eq!(conflict(corrections::adjust(&manager, &other).await), Reason::KeyReused);
    proved(&manager).await;
}

#[tokio::test]
async fn no_more_is_credited_than_was_charged() {
    let (office, manager) = with_debts(1).await;
    let credit = |amount: &'static str| {
        let (office, manager) = (&office, &manager);
        async move { corrections::adjust(manager, &adjustment(office, "credit", amount).await).await }
    };
    assert_eq!(refused(credit("100,01").await, "amount"), Reason::TooLarge);
    credit("60").await.unwrap();
    assert_eq!(refused(credit("40,01").await, "amount"), Reason::TooLarge);
    credit("40").await.unwrap();
    let desk = corrections::desk(&manager, &asked("2026-10")).await.unwrap();
    assert!(desk.charged.is_empty(), "all of October has been credited");
    let september = corrections::desk(&manager, &asked("2026-09")).await.unwrap();
    assert_eq!(
        september
            .charged
            .iter()
            .map(|line| (line.charged, line.share))
            .collect::<Vec<_>>(),
        [(money("100"), money("100"))]
    );
    proved(&manager).await;
}

#[tokio::test]
async fn who_may_adjust() {
    let (office, manager) = with_payers(1).await;
    let form = adjustment(&office, "debit", "5").await;
    assert_eq!(
        failed(corrections::adjust(&office.operator(), &form).await),
        Failure::Forbidden
    );
    assert_eq!(
        failed(corrections::desk(&office.operator(), &asked("")).await),
        Failure::Forbidden
    );
    assert_eq!(failed(corrections::show(&office.nobody(), 1).await), Failure::SignedOut);
    let stranger = AdjustmentForm {
        subscriber_id: "4040".into(),
        ..form.clone()
    };
    assert_eq!(
        failed(corrections::adjust(&manager, &stranger).await),
        Failure::NotFound
    );
    let unknown = AdjustmentForm {
        service_id: "4040".into(),
        ..form
    };
    assert_eq!(
        refused(corrections::adjust(&manager, &unknown).await, "service_id"),
        Reason::Unknown
    );
}
