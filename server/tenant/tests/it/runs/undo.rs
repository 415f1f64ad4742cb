//! A run that is taken back: its numbers stay, its advances are free again, and the month is charged anew.

use chrono::TimeDelta;
use domain::runs::{Status, UndoForm};
use domain::{Failure, Reason};
use tenant::{Ctx, runs};

use super::super::estate::{issue, link, money, pay, price, proved, service, spread, with_payers};
use super::super::support::{conflict, later, refused};
use super::draft;

async fn undo(ctx: &Ctx, run: i64, reason: &str) -> Result<(), Failure> {
    let form = UndoForm {
        id: run.to_string(),
        reason: reason.into(),
    };
    runs::undo(ctx, &form).await
}

#[tokio::test]
async fn a_run_is_undone_and_the_month_billed_again() {
    let (office, manager) = with_payers(3).await;
    let guard = office.count("select id from service").await;
    pay(&manager, "P0001", "130", "2026-11-01").await.unwrap();
    let manager = later(&manager, TimeDelta::hours(1));
    assert_eq!(issue(&manager, "2026-11").await.unwrap().from_advances, money("100"));
    let run = office.count("select id from billing_run").await;
    let manager = later(&manager, TimeDelta::hours(1));
    assert_eq!(refused(undo(&manager, run, "").await, "reason"), Reason::Required);
    for _ in 0..2 {
        undo(&manager, run, "Не тот тариф").await.unwrap();
    }
    let card = runs::show(&manager, run).await.unwrap();
    assert_eq!(card.run.status, Status::Undone);
    assert_eq!(card.undone.unwrap().2, "Не тот тариф");
    for (what, count) in [
        (
            "select count(*) from invoice where voided_at is not null and paid = 0",
            3,
        ),
        ("select count(*) from charge where voided_at is not null", 3),
        (
            "select count(*) from ledger_entry where document = 'void' and debit = 'revenue'",
            3,
        ),
        (
            "select count(*) from allocation where cause = 'undo' and amount = -100",
            1,
        ),
        ("select advance::bigint from payment", 130),
        ("select sum(balance)::bigint from subscriber_balance", -130),
        (
            "select count(*) from event where verb = 'undone' and noun = 'invoices'",
            1,
        ),
        ("select coalesce(sum(amount), 0)::bigint from allocation", 0),
    ] {
        assert_eq!(office.count(what).await, count, "{what}");
    }
    price(&manager, guard, "120", "2026-11-01").await.unwrap();
    let again = issue(&manager, "2026-11").await.unwrap();
    assert_eq!(
        (again.issued, again.total, again.from_advances),
        (3, money("360"), money("120"))
    );
    assert_eq!(again.all, 3, "void ones don't count");
    let numbers = "select count(*) from invoice where number in ('2026-000001', '2026-000006')";
    assert_eq!(office.count(numbers).await, 2, "numbers of void invoices stay taken");
    let regular = "select count(*) from invoice where kind = 'regular' and voided_at is null";
    assert_eq!(office.count(regular).await, 3);
    let balances = "select count(*) from subscriber_balance b where balance <> (
        select sum(case when debit = 'receivable' then amount else -amount end) from ledger_entry e
        where e.subscriber_id = b.subscriber_id)";
    assert_eq!(office.count(balances).await, 0);
    spread(&office).await;
}

#[tokio::test]
async fn freed_advances_pay_what_else_is_open() {
    let (office, manager) = with_payers(1).await;
    pay(&manager, "P0001", "100", "2026-11-01").await.unwrap();
    let manager = later(&manager, TimeDelta::hours(1));
    issue(&manager, "2026-10").await.unwrap();
    issue(&manager, "2026-11").await.unwrap();
    let october = office.count("select min(id) from billing_run").await;
    undo(&manager, october, "Не должен был").await.unwrap();
    let paid = "select paid::bigint from invoice where month = '2026-11-01'";
    assert_eq!(office.count(paid).await, 100);
    spread(&office).await;
}

#[tokio::test]
async fn what_was_paid_since_is_not_undone() {
    let (office, manager) = with_payers(2).await;
    issue(&manager, "2026-11").await.unwrap();
    let run = office.count("select id from billing_run").await;
    let manager = later(&manager, TimeDelta::minutes(5));
    pay(&manager, "P0002", "1", "2026-11-22").await.unwrap();
    assert_eq!(conflict(undo(&manager, run, "Поздно").await), Reason::PaidAlready);
    assert_eq!(
        office
            .count("select count(*) from invoice where voided_at is not null")
            .await,
        0
    );
    proved(&manager).await;
    // An additional run of links that came late can still be undone by itself.
    let water = service(&manager, "Вода", "50", "2026-01-01").await;
    let first = office.count("select min(id) from subscriber").await;
    link(&manager, first, water, "2026-11-01", "", "1").await.unwrap();
    issue(&manager, "2026-11").await.unwrap();
    let second = office.count("select max(id) from billing_run").await;
    undo(&manager, second, "Услуги не было").await.unwrap();
    assert_eq!(
        office
            .count("select count(*) from invoice where voided_at is not null")
            .await,
        1
    );
}

#[tokio::test]
async fn only_an_issued_run_can_be_undone_and_only_by_some() {
    let (office, manager) = with_payers(1).await;
    let run = draft(&manager, "2026-11").await;
    assert_eq!(conflict(undo(&manager, run, "Черновик").await), Reason::WrongStatus);
    assert_eq!(undo(&office.operator(), run, "Не могу").await, Err(Failure::Forbidden));
    assert_eq!(undo(&office.nobody(), run, "Никто").await, Err(Failure::SignedOut));
    assert_eq!(undo(&manager, 4040, "Нет такого").await, Err(Failure::NotFound));
}
