//! What the tests of money stand on: an office with a few payers and services, and verbs to charge and to pay.

use domain::invoices::{IssueForm, RunSummary};
use domain::links::LinkForm;
use domain::payments::{PaymentForm, Receipt};
use domain::services::{PriceForm, ServiceForm};
use domain::tariffs::TermsForm;
use domain::{Failure, Money};
use sqlx::types::Uuid;
use tenant::{Ctx, invoices, ledger, links, payments, services};

use super::support::{Office, on};

/// A payer, by the account; straight into the table, since how people are registered is another room.
pub async fn payer(office: &Office, account: &str) -> i64 {
    office
        .tamper(&format!(
            "insert into subscriber (account, kind, name, created_at)
            values ('{account}', 'person', 'Плательщик {account}', now())"
        ))
        .await;
    office
        .count(&format!("select id from subscriber where account = '{account}'"))
        .await
}

/// Many payers, `P0001` and so on.
pub async fn payers(office: &Office, count: i64) {
    office
        .tamper(&format!(
            "insert into subscriber (account, kind, name, created_at)
            select 'P' || lpad(n::text, 4, '0'), 'person', 'Плательщик ' || n, now()
            from generate_series(1, {count}) n"
        ))
        .await;
}

/// A service with a price from a day.
pub async fn service(ctx: &Ctx, name: &str, price: &str, from: &str) -> i64 {
    let form = ServiceForm {
        name: name.into(),
        unit: "мес.".into(),
        price: price.into(),
        from: from.into(),
        ..ServiceForm::default()
    };
    services::save(ctx, &form).await.unwrap()
}

/// A service with terms of its own from 2025 on; gives its id.
pub async fn service_by(ctx: &Ctx, name: &str, unit: &str, price: &str, terms: TermsForm) -> i64 {
    let form = ServiceForm {
        name: name.into(),
        unit: unit.into(),
        price: price.into(),
        from: "2025-01-01".into(),
        terms,
        ..ServiceForm::default()
    };
    services::save(ctx, &form).await.unwrap()
}

/// Terms of a kind, without anything else.
pub fn of_kind(kind: &str) -> TermsForm {
    TermsForm {
        kind: kind.into(),
        ..TermsForm::default()
    }
}

/// An office with a service of 100 and payers who all have it since the beginning of 2026.
pub async fn with_payers(count: i64) -> (Office, Ctx) {
    let office = Office::open().await;
    let manager = office.manager();
    payers(&office, count).await;
    let guard = service(&manager, "Охрана", "100", "2025-01-01").await;
    link_all(&office, guard, "2025-01-01").await;
    (office, manager)
}

/// Payers with a service of 100 and two invoices each, of September and October.
pub async fn with_debts(count: i64) -> (Office, Ctx) {
    let office = Office::open().await;
    let manager = office.manager();
    payers(&office, count).await;
    let guard = service(&manager, "Охрана", "100", "2025-01-01").await;
    link_all(&office, guard, "2025-01-01").await;
    issue(&on(&manager, "2026-09-30"), "2026-09").await.unwrap();
    issue(&on(&manager, "2026-10-31"), "2026-10").await.unwrap();
    (office, manager)
}

pub async fn price(ctx: &Ctx, service_id: i64, price: &str, from: &str) -> Result<(), Failure> {
    let form = PriceForm {
        service_id: service_id.to_string(),
        price: price.into(),
        from: from.into(),
        ..PriceForm::default()
    };
    services::set_price(ctx, &form).await
}

pub async fn link(
    ctx: &Ctx,
    subscriber_id: i64,
    service_id: i64,
    from: &str,
    to: &str,
    quantity: &str,
) -> Result<i64, Failure> {
    let form = LinkForm {
        subscriber_id: subscriber_id.to_string(),
        service_id: service_id.to_string(),
        from: from.into(),
        to: to.into(),
        quantity: quantity.into(),
        ..LinkForm::default()
    };
    links::add(ctx, &form).await
}

/// Links all payers to a service from a day on.
pub async fn link_all(office: &Office, service_id: i64, from: &str) {
    office
        .tamper(&format!(
            "insert into service_link (subscriber_id, service_id, valid_from, quantity, created_at)
            select id, {service_id}, '{from}', 1, now() from subscriber"
        ))
        .await;
}

pub async fn issue(ctx: &Ctx, month: &str) -> Result<RunSummary, Failure> {
    invoices::issue(ctx, &IssueForm { month: month.into() }).await
}

/// A payment form with a key of its own; that it may look like another has been answered.
pub fn payment(account: &str, amount: &str, day: &str) -> PaymentForm {
    PaymentForm {
        key: Uuid::new_v4().to_string(),
        account: account.into(),
        amount: amount.into(),
        method: "cash".into(),
        received_on: day.into(),
        confirmed: "on".into(),
        ..PaymentForm::default()
    }
}

pub async fn pay(ctx: &Ctx, account: &str, amount: &str, day: &str) -> Result<Receipt, Failure> {
    payments::record(ctx, &payment(account, amount, day)).await
}

/// The books agree with themselves.
pub async fn proved(ctx: &Ctx) {
    let proof = ledger::prove(ctx).await.unwrap();
    assert!(proof.holds(), "{proof:?}");
}

/// Nobody has both an advance and something open.
pub async fn spread(office: &Office) {
    let idle = "select count(*) from payment p join invoice i using (subscriber_id)
        where p.advance > 0 and i.paid < i.total and i.voided_at is null";
    assert_eq!(office.count(idle).await, 0, "money lies idle");
}

/// Where months were issued in their order: no invoice has been paid while an older one is open.
pub async fn spread_in_order(office: &Office) {
    let passed_over = "select count(*) from invoice older join invoice newer using (subscriber_id)
        where (older.due_on, older.id) < (newer.due_on, newer.id) and older.paid < older.total and newer.paid > 0";
    assert_eq!(office.count(passed_over).await, 0, "an older invoice was passed over");
}

pub fn money(sum: &str) -> Money {
    sum.parse().unwrap()
}
