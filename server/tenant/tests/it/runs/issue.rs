//! Slices: carried on from wherever a run was left, by anybody, at any hour; what can't be issued any more is left out.

use domain::runs::{Cause, Status};
use domain::{Failure, Reason};
use tenant::{Ctx, runs};

use super::super::estate::{issue, money, pay, price, proved, with_payers};
use super::super::support::{conflict, on};
use super::{accounts, draft, of};

#[tokio::test]
async fn a_confirmed_run_is_carried_on_from_any_slice() {
    let (office, manager) = with_payers(11).await;
    office
        .tamper("update subscriber set account = 'A' || id where id % 2 = 0")
        .await;
    pay(&manager, "P0001", "130", "2026-11-01").await.unwrap();
    let id = draft(&manager, "2026-11").await;
    assert_eq!(
        conflict(runs::issue_slice(&manager, id, 3).await),
        Reason::WrongStatus,
        "not confirmed yet"
    );
    // The program stops right after the confirmation, and after each of some slices.
    office
        .tamper(&format!(
            "update billing_run set status = 'issuing', issued_on = '2026-12-31', confirmed_by = 'Михаил',
                confirmed_at = '2026-11-22T09:00:00Z' where id = {id}"
        ))
        .await;
    for done in [3, 6] {
        let progress = runs::issue_slice(&manager, id, 3).await.unwrap();
        assert_eq!((progress.done, progress.total, progress.finished), (done, 11, false));
        assert_eq!(office.count("select count(*) from invoice").await, done);
        proved(&manager).await;
    }
    let again = draft(&manager, "2026-11").await;
    assert_eq!(again, id, "the month's run is under way");
    assert_eq!(
        conflict(runs::delete_draft(&manager, &of(id)).await),
        Reason::WrongStatus
    );
    // On another day, by four at once.
    let tomorrow = on(&manager, "2027-01-01");
    let slices = (0..4).map(|_| {
        let (ctx, reports) = (
            tomorrow.clone(),
            std::sync::Arc::new(std::sync::atomic::AtomicI64::new(0)),
        );
        async move {
            let heard = reports.clone();
            let progress = runs::carry_on(&ctx, id, move |progress| {
                heard.store(progress.done, std::sync::atomic::Ordering::Relaxed);
                std::future::ready(Ok(()))
            })
            .await;
            assert_eq!(reports.load(std::sync::atomic::Ordering::Relaxed), 11);
            progress
        }
    });
    for progress in futures::future::try_join_all(slices).await.unwrap() {
        assert!(progress.finished);
    }
    assert_eq!(office.count("select count(*) from invoice").await, 11);
    let wrong = "select count(*) from (
            select account, number, row_number() over (order by account collate \"C\") as place from invoice) i
        where number <> '2026-' || lpad(place::text, 6, '0')";
    assert_eq!(
        office.count(wrong).await,
        0,
        "numbers follow the accounts over all slices, dated as confirmed"
    );
    assert_eq!(
        office.count("select last from number_counter where year = 2026").await,
        11
    );
    let card = runs::show(&manager, id).await.unwrap();
    assert_eq!(
        (card.run.status, card.run.from_advances),
        (Status::Issued, money("100"))
    );
    assert_eq!(
        office
            .count("select count(*) from event where verb = 'issued' and noun = 'invoices'")
            .await,
        1
    );
    assert!(
        runs::carry_on(&manager, id, |_| std::future::ready(Ok(())))
            .await
            .unwrap()
            .finished
    );
    proved(&manager).await;
}

#[tokio::test]
async fn a_report_that_fails_stops_between_slices() {
    let (office, manager) = with_payers(2).await;
    let id = draft(&manager, "2026-11").await;
    office
        .tamper(&format!(
            "update billing_run set status = 'issuing', issued_on = '2026-11-22', confirmed_at = now() where id = {id}"
        ))
        .await;
    let stopped = runs::carry_on(&manager, id, |_| {
        std::future::ready(Err(Failure::conflict(Reason::Cancelled)))
    })
    .await;
    assert_eq!(conflict(stopped), Reason::Cancelled);
    assert_eq!(
        office.count("select count(*) from invoice").await,
        2,
        "the slice before it stands"
    );
}

#[tokio::test]
async fn accounts_that_can_no_longer_be_issued_are_parked_while_issuing() {
    let (office, manager) = with_payers(4).await;
    let id = draft(&manager, "2026-11").await;
    office
        .tamper(&format!(
            "update billing_run set status = 'issuing', issued_on = '2026-11-22', confirmed_at = now() where id = {id};
            update subscriber set archived_at = '2026-11-22T10:00:00Z' where account = 'P0002';
            insert into subscriber_balance (subscriber_id, balance)
                select id, 999999999950 from subscriber where account = 'P0003';"
        ))
        .await;
    let progress = runs::carry_on(&manager, id, |_| std::future::ready(Ok(())))
        .await
        .unwrap();
    assert_eq!((progress.done, progress.finished), (2, true));
    let parked = accounts(&manager, id, "parked").await;
    let causes: Vec<_> = parked
        .iter()
        .map(|row| (row.account.as_str(), row.causes.clone()))
        .collect();
    assert_eq!(
        causes,
        [("P0002", vec![Cause::Archived]), ("P0003", vec![Cause::TooLarge])]
    );
    let card = runs::show(&manager, id).await.unwrap();
    assert_eq!(
        (card.run.parked, card.run.planned, card.run.total),
        (2, money("200"), money("200"))
    );
    assert_eq!(
        office.count("select last from number_counter").await,
        2,
        "numbers without gaps"
    );
}

#[tokio::test]
async fn drafts_issue_themselves_after_their_days_of_grace() {
    let (office, manager) = with_payers(2).await;
    let guard = office.count("select id from service").await;
    office.tamper("update setting set grace_days = 3").await;
    let id = draft(&manager, "2026-11").await;
    let card = runs::show(&manager, id).await.unwrap();
    assert_eq!(
        card.auto_issue_on.map(|day| day.to_string()).as_deref(),
        Some("2026-11-25")
    );
    let system = office.system();
    let due = runs::issue_due(&on(&system, "2026-11-24")).await.unwrap();
    assert_eq!((due.issued, due.redrafted), (0, 0));
    price(&manager, guard, "130", "2026-11-01").await.unwrap();
    let due = runs::issue_due(&on(&system, "2026-11-25")).await.unwrap();
    assert_eq!((due.issued, due.redrafted), (0, 1), "nobody has seen the new sums");
    let card = runs::show(&manager, id).await.unwrap();
    assert_eq!(
        card.auto_issue_on.map(|day| day.to_string()).as_deref(),
        Some("2026-11-28")
    );
    let due = runs::issue_due(&on(&system, "2026-11-28")).await.unwrap();
    assert_eq!((due.issued, due.redrafted), (1, 0));
    let card = runs::show(&manager, id).await.unwrap();
    assert_eq!(
        (card.run.total, card.confirmed.unwrap().0),
        (money("260"), "kvitok".to_owned())
    );
}

#[tokio::test]
async fn one_invoice_a_period_wherever_the_clock_stands() {
    // 23:30 in Kaliningrad's neighbour and in Kamchatka, on the last day of months: the day is the office's own.
    let (office, manager) = with_payers(3).await;
    for (instant, day, month) in [
        ("2026-11-30T20:30:00Z", "2026-11-30", "2026-11"),
        ("2026-11-30T21:30:00Z", "2026-12-01", "2026-11"),
        ("2026-12-31T11:30:00Z", "2026-12-31", "2026-12"),
        ("2026-12-31T12:30:00Z", "2027-01-01", "2026-12"),
        ("2027-02-28T11:30:00Z", "2027-02-28", "2027-02"),
        ("2027-02-28T20:30:00Z", "2027-02-28", "2027-02"),
    ] {
        let ctx = Ctx {
            now: instant.parse().unwrap(),
            ..on(&manager, day)
        };
        for _ in 0..2 {
            issue(&ctx, month).await.unwrap();
        }
    }
    let each = "select count(*) from (select month from invoice group by month having count(*) = 3) m";
    assert_eq!(office.count(each).await, 3);
    assert_eq!(office.count("select count(*) from invoice").await, 9);
    let dates = "select count(*) from (
        select distinct month, issued_on from invoice
        intersect values ('2026-11-01'::date, '2026-11-30'::date), ('2026-12-01', '2026-12-31'), ('2027-02-01', '2027-02-28')) d";
    assert_eq!(office.count(dates).await, 3);
    assert_eq!(
        office.count("select last from number_counter where year = 2026").await,
        6
    );
    proved(&manager).await;
}
