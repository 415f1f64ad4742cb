//! The run over a month: once whatever happens, numbered without gaps, and never changed afterwards.

use domain::invoices::{InvoiceQuery, IssueForm, Kind, State};
use domain::{Failure, Money, Reason};
use tenant::invoices;

use super::estate::{issue, link, money, pay, payer, price, proved, service, with_payers};
use super::support::{on, refused};

#[tokio::test]
async fn a_second_run_changes_nothing() {
    let (office, manager) = with_payers(7).await;
    let first = issue(&manager, "2026-11").await.unwrap();
    assert_eq!((first.issued, first.all, first.total), (7, 7, money("700")));
    let second = issue(&manager, "2026-11").await.unwrap();
    assert_eq!((second.issued, second.all, second.total), (0, 7, Money::ZERO));
    assert_eq!(office.count("select count(*) from invoice").await, 7);
    assert_eq!(office.count("select count(*) from charge").await, 7);
    assert_eq!(office.count("select count(*) from ledger_entry").await, 7);
    assert_eq!(office.count("select count(*) from billing_run").await, 1);
    assert_eq!(
        office.count("select count(*) from event where verb = 'issued'").await,
        1
    );
    proved(&manager).await;
}

#[tokio::test]
async fn eight_runs_at_once_are_one() {
    let (office, manager) = with_payers(40).await;
    let runs = (0..8).map(|_| issue(&manager, "2026-11"));
    let runs = futures::future::try_join_all(runs).await.unwrap();
    assert_eq!(runs.iter().map(|run| run.issued).sum::<i64>(), 40);
    assert_eq!(runs.iter().filter(|run| run.issued > 0).count(), 1, "{runs:?}");
    assert!(runs.iter().all(|run| run.all == 40));
    assert_eq!(
        office.count("select count(distinct subscriber_id) from invoice").await,
        40
    );
    proved(&manager).await;
}

#[tokio::test]
async fn numbers_have_no_gaps_and_follow_the_accounts() {
    let (office, manager) = with_payers(12).await;
    issue(&on(&manager, "2025-12-31"), "2025-12").await.unwrap();
    // Different months at once, with a run that finds nothing and one that fails in between.
    let months = ["2026-01", "2026-02", "2026-03", "2026-04"];
    let runs = months.map(|month| issue(&manager, month));
    futures::future::try_join_all(runs).await.unwrap();
    assert_eq!(issue(&manager, "2026-02").await.unwrap().issued, 0);
    refused(issue(&manager, "2027-02").await, "month");
    let late = payer(&office, "AAA").await;
    let water = service(&manager, "Вода", "0.5", "2026-01-01").await;
    link(&manager, late, water, "2026-01-01", "", "1").await.unwrap();
    issue(&manager, "2026-04").await.unwrap();
    issue(&manager, "2026-05").await.unwrap();
    for (year, count) in [(2025, 12), (2026, 4 * 12 + 1 + 13)] {
        let gaps = office
            .count(&format!(
                "select count(*) from generate_series(1, {count}) n
                full join (select number from invoice where number like '{year}-%') i
                    on i.number = '{year}-' || lpad(n::text, 6, '0')
                where i.number is null or n is null"
            ))
            .await;
        assert_eq!(gaps, 0, "{year}");
        assert_eq!(
            office
                .count(&format!("select last from number_counter where year = {year}"))
                .await,
            count
        );
    }
    let unordered = office
        .count(
            "select count(*) from (
                select run_id, number, lag(number) over (partition by run_id order by account collate \"C\") as before
                from invoice) i where before > number",
        )
        .await;
    assert_eq!(unordered, 0);
    let first = "select count(*) from invoice where account = 'AAA' and number in ('2026-000049', '2026-000050')";
    assert_eq!(office.count(first).await, 2);
    proved(&manager).await;
}

#[tokio::test]
async fn the_preview_says_what_the_run_does() {
    let (office, manager) = with_payers(3).await;
    let unpriced = service(&manager, "Вода", "5", "2026-11-21").await;
    let free = service(&manager, "Совет", "0", "2026-01-01").await;
    let id = payer(&office, "B-1").await;
    link(&manager, id, unpriced, "2026-11-01", "2026-11-10", "1")
        .await
        .unwrap();
    let id = payer(&office, "B-2").await;
    link(&manager, id, free, "2026-11-01", "", "1").await.unwrap();
    let id = payer(&office, "B-3").await;
    link(&manager, id, unpriced, "2026-11-21", "", "3").await.unwrap();
    issue(&manager, "2026-10").await.unwrap();
    let before = invoices::preview(&manager, "2026-11".parse().unwrap()).await.unwrap();
    assert_eq!((before.links, before.subscribers, before.issued), (4, 4, 0));
    assert_eq!((before.total, before.previous_total), (money("305"), money("300")));
    assert_eq!(
        (before.parked, before.without_price),
        (1, 1),
        "a link without any price"
    );
    assert_eq!(
        office
            .count("select count(*) from billing_run where month = '2026-11-01'")
            .await,
        0,
        "a preview leaves nothing behind"
    );
    let run = issue(&manager, "2026-11").await.unwrap();
    assert_eq!((run.issued, run.total, run.parked), (4, money("305"), 1));
    assert_eq!(run.without_price, 1);
    let after = invoices::preview(&manager, "2026-11".parse().unwrap()).await.unwrap();
    assert_eq!((after.subscribers, after.total, after.issued), (0, Money::ZERO, 4));
    assert_eq!(after.without_price, 1, "what can't be charged stays in sight");
    assert_eq!(office.count("select count(*) from invoice where total = 0").await, 0);
    proved(&manager).await;
}

#[tokio::test]
async fn a_link_made_after_the_run_gets_an_additional_invoice() {
    let (office, manager) = with_payers(2).await;
    issue(&manager, "2026-11").await.unwrap();
    let water = service(&manager, "Вода", "50", "2026-01-01").await;
    let id = office.count("select min(id) from subscriber").await;
    link(&manager, id, water, "2026-11-01", "", "1").await.unwrap();
    let run = issue(&manager, "2026-11").await.unwrap();
    assert_eq!((run.issued, run.total, run.all), (1, money("50"), 3));
    let page = invoices::list(&manager, &InvoiceQuery::default()).await.unwrap();
    assert_eq!(
        (page.items[0].kind, page.items[0].total),
        (Kind::Additional, money("50"))
    );
    assert_eq!(issue(&manager, "2026-12").await.unwrap().total, money("250"));
    proved(&manager).await;
}

#[tokio::test]
async fn a_month_too_far_ahead_or_none_is_refused() {
    let (_office, manager) = with_payers(1).await;
    assert_eq!(
        refused(issue(&manager, "2027-01").await, "month"),
        Reason::DateOutOfRange
    );
    assert_eq!(
        refused(invoices::preview(&manager, "2027-01".parse().unwrap()).await, "month"),
        Reason::DateOutOfRange
    );
    assert_eq!(refused(issue(&manager, "13-2026").await, "month"), Reason::NotAMonth);
    assert_eq!(refused(issue(&manager, "").await, "month"), Reason::Required);
    assert_eq!(
        issue(&manager, "2026-12").await.unwrap().issued,
        1,
        "the next month may be charged ahead"
    );
}

#[tokio::test]
async fn dates_follow_the_month_and_the_setting() {
    let (office, manager) = with_payers(1).await;
    office.tamper("update due_day set day = 31").await;
    issue(&on(&manager, "2027-02-10"), "2027-01").await.unwrap();
    issue(&on(&manager, "2027-02-10"), "2027-03").await.unwrap();
    let page = invoices::list(&manager, &InvoiceQuery::default()).await.unwrap();
    let dates: Vec<_> = page
        .items
        .iter()
        .map(|i| (i.issued_on.to_string(), i.due_on.to_string()))
        .collect();
    let expected = [("2027-02-10", "2027-04-30"), ("2027-02-10", "2027-02-28")];
    assert_eq!(dates, expected.map(|(issued, due)| (issued.to_owned(), due.to_owned())));
    for (booked, count) in [("2027-01-31", 1), ("2027-02-10", 1)] {
        assert_eq!(
            office
                .count(&format!(
                    "select count(*) from ledger_entry where booked_on = '{booked}'"
                ))
                .await,
            count
        );
    }
}

#[tokio::test]
async fn advances_pay_new_invoices_the_oldest_first() {
    let (office, manager) = with_payers(2).await;
    pay(&manager, "P0001", "30", "2026-10-01").await.unwrap();
    pay(&manager, "P0001", "120", "2026-10-02").await.unwrap();
    let run = issue(&manager, "2026-10").await.unwrap();
    assert_eq!(run.from_advances, money("100"));
    let run = issue(&manager, "2026-11").await.unwrap();
    assert_eq!(run.from_advances, money("50"));
    let page = invoices::list(
        &manager,
        &InvoiceQuery {
            q: "p0001".into(),
            ..Default::default()
        },
    )
    .await
    .unwrap();
    let states: Vec<_> = page
        .items
        .iter()
        .map(|line| (line.month.to_string(), line.paid, line.state))
        .collect();
    assert_eq!(
        states,
        [
            ("2026-11".into(), money("50"), State::Partly),
            ("2026-10".into(), money("100"), State::Paid)
        ]
    );
    let card = invoices::show(&manager, page.items[1].id).await.unwrap();
    assert_eq!(
        card.paid_by.iter().map(|(_, _, part)| *part).collect::<Vec<_>>(),
        [money("30"), money("70")]
    );
    assert_eq!(office.count("select count(*) from payment where advance > 0").await, 0);
    proved(&manager).await;
}

#[tokio::test]
async fn an_issued_invoice_is_a_snapshot() {
    let (office, manager) = with_payers(1).await;
    issue(&manager, "2026-11").await.unwrap();
    office
        .tamper("update subscriber set name = 'Другой', account = 'Z-9'")
        .await;
    office.tamper("update service set name = 'Другая'").await;
    let guard = office.count("select id from service").await;
    price(&manager, guard, "999", "2026-12-01").await.unwrap();
    let page = invoices::list(&manager, &InvoiceQuery::default()).await.unwrap();
    let card = invoices::show(&manager, page.items[0].id).await.unwrap();
    assert_eq!(
        (card.invoice.account.as_str(), card.invoice.name.as_str()),
        ("P0001", "Плательщик 1")
    );
    assert_eq!(
        (card.charges[0].service.as_str(), card.charges[0].amount),
        ("Охрана", money("100"))
    );
    assert_eq!(invoices::show(&manager, 4040).await, Err(Failure::NotFound));
}

#[tokio::test]
async fn a_sum_beyond_the_books_is_parked() {
    let (office, manager) = with_payers(2).await;
    let dear = service(&manager, "Дорогая", "99999999", "2026-01-01").await;
    let id = office.count("select min(id) from subscriber").await;
    link(&manager, id, dear, "2026-01-01", "", "1000000").await.unwrap();
    let run = issue(&manager, "2026-11").await.unwrap();
    assert_eq!((run.issued, run.parked, run.total), (1, 1, money("100")));
    let parked = "select count(*) from run_account where state = 'parked' and reasons @> '{too_large}'";
    assert_eq!(office.count(parked).await, 1);
    // All that the others are charged for is more than the books hold, though each of them is not.
    let large = service(&manager, "Большая", "99999999", "2026-01-01").await;
    for account in 0..11 {
        let id = payer(&office, &format!("L{account}")).await;
        link(&manager, id, large, "2026-12-01", "", "9999").await.unwrap();
    }
    let failure = issue(&manager, "2026-12").await.unwrap_err();
    assert_eq!(failure, Failure::conflict(Reason::TooLarge));
    assert_eq!(office.count("select last from number_counter").await, 1);
}

#[tokio::test]
async fn an_operator_issues_nothing() {
    let (office, _) = with_payers(1).await;
    let form = IssueForm {
        month: "2026-11".into(),
    };
    let month = "2026-11".parse().unwrap();
    assert_eq!(
        invoices::issue(&office.operator(), &form).await,
        Err(Failure::Forbidden)
    );
    assert_eq!(
        invoices::preview(&office.operator(), month).await,
        Err(Failure::Forbidden)
    );
    assert_eq!(invoices::issue(&office.nobody(), &form).await, Err(Failure::SignedOut));
    assert_eq!(
        invoices::list(&office.nobody(), &InvoiceQuery::default()).await,
        Err(Failure::SignedOut)
    );
    assert_eq!(invoices::show(&office.nobody(), 1).await, Err(Failure::SignedOut));
    assert!(
        invoices::list(&office.operator(), &InvoiceQuery::default())
            .await
            .is_ok()
    );
}
