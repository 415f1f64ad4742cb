//! The first page's figures are those that counting everything anew would give.

use domain::dashboard::Steps;
use domain::{Failure, Money};
use tenant::dashboard;

use super::estate::{issue, link_all, money, pay, payers, service};
use super::support::{Office, on};

#[tokio::test]
async fn a_new_tenant_has_nothing_and_is_led_on() {
    let office = Office::open().await;
    let manager = office.manager();
    let nothing = dashboard::show(&office.operator()).await.unwrap();
    assert_eq!(
        (nothing.subscribers, nothing.debt, nothing.debtors),
        (0, Money::ZERO, 0)
    );
    assert_eq!(nothing.months.len(), 12);
    let none = Steps {
        has_service: false,
        has_subscriber: false,
        has_invoice: false,
        has_payment: false,
    };
    assert_eq!(nothing.steps, none);
    payers(&office, 1).await;
    let guard = service(&manager, "Охрана", "100", "2025-01-01").await;
    link_all(&office, guard, "2025-01-01").await;
    issue(&manager, "2026-11").await.unwrap();
    assert!(!dashboard::show(&manager).await.unwrap().steps.done());
    pay(&manager, "P0001", "1", "2026-11-22").await.unwrap();
    assert!(dashboard::show(&manager).await.unwrap().steps.done());
    assert_eq!(dashboard::show(&office.nobody()).await, Err(Failure::SignedOut));
}

#[tokio::test]
async fn the_figures_are_what_counting_anew_gives() {
    let office = Office::open().await;
    let manager = office.manager();
    payers(&office, 5).await;
    let guard = service(&manager, "Охрана", "100", "2025-01-01").await;
    link_all(&office, guard, "2025-01-01").await;
    issue(&on(&manager, "2025-11-30"), "2025-11").await.unwrap();
    for (month, day) in [
        ("2025-12", "2025-12-31"),
        ("2026-10", "2026-10-31"),
        ("2026-11", "2026-11-22"),
    ] {
        issue(&on(&manager, day), month).await.unwrap();
    }
    for (account, sum, day) in [
        ("P0001", "400", "2026-10-05"),
        ("P0002", "1000", "2026-11-05"),
        ("P0003", "150.55", "2026-11-06"),
        ("P0003", "0.45", "2025-12-06"),
    ] {
        pay(&manager, account, sum, day).await.unwrap();
    }
    office
        .tamper("update subscriber set archived_at = now() where account = 'P0005'")
        .await;
    let shown = dashboard::show(&manager).await.unwrap();
    assert_eq!((shown.subscribers, shown.debtors), (4, 3));
    assert_eq!((shown.debt, shown.advance), (money("1049"), money("600")));
    assert_eq!((shown.charged, shown.paid), (money("500"), money("1150.55")));
    let by_month: Vec<_> = shown
        .months
        .iter()
        .filter(|totals| !totals.charged.is_zero() || !totals.paid.is_zero())
        .map(|totals| (totals.month.to_string(), totals.charged, totals.paid))
        .collect();
    let expected = [
        ("2025-12", "500", "0.45"),
        ("2026-10", "500", "400"),
        ("2026-11", "500", "1150.55"),
    ];
    let expected = expected.map(|(month, charged, paid)| (month.to_owned(), money(charged), money(paid)));
    assert_eq!(by_month, expected, "twelve months back, the thirteenth is out of sight");
    let recounted = office
        .count("select (sum(balance) filter (where balance > 0) * 100)::bigint from subscriber_balance")
        .await;
    assert_eq!(shown.debt, Money::from_kopecks(recounted));
    assert_eq!(shown.months.last().unwrap().month, shown.month);
}
