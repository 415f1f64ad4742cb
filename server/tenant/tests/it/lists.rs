//! Lists of invoices and of payments: cut, counted, searched, and unmoved by nonsense in an address.

use domain::invoices::InvoiceQuery;
use domain::payments::PaymentQuery;
use domain::{Count, Reason};
use tenant::{invoices, payments};

use super::estate::{issue, pay, with_debts, with_payers};
use super::support::{on, refused};

#[tokio::test]
async fn invoices_are_cut_counted_and_searched() {
    let (_office, manager) = with_payers(60).await;
    issue(&on(&manager, "2026-09-30"), "2026-09").await.unwrap();
    issue(&on(&manager, "2026-11-30"), "2026-11").await.unwrap();
    pay(&manager, "P0007", "200", "2026-11-20").await.unwrap();
    pay(&manager, "P0008", "40", "2026-11-20").await.unwrap();
    let counted = async |month: &str, show: &str, q: &str| {
        let query = InvoiceQuery {
            month: month.into(),
            show: show.into(),
            q: q.into(),
            after: String::new(),
        };
        let page = invoices::list(&manager, &query).await.unwrap();
        let Count::Exactly(count) = page.count else {
            panic!("{:?}", page.count)
        };
        assert_eq!(u64::try_from(page.items.len()), Ok(count.min(50)));
        count
    };
    assert_eq!(counted("", "", "").await, 120);
    assert_eq!(counted("2026-09", "", "").await, 60);
    assert_eq!(counted("2026-10", "", "").await, 0);
    assert_eq!(counted("", "unpaid", "").await, 118);
    assert_eq!(counted("", "overdue", "").await, 59);
    assert_eq!(counted("2026-11", "overdue", "").await, 0);
    assert_eq!(counted("", "", "2026-000007").await, 1);
    assert_eq!(counted("", "", "p0007").await, 2);
    assert_eq!(counted("", "unpaid", "p0007").await, 0);
    assert_eq!(counted("", "overdue", "p0008").await, 1);
    assert_eq!(counted("", "", "Плательщик 7").await, 2);
    assert_eq!(counted("", "", "ательщик 12").await, 2);
    assert_eq!(counted("", "", "%").await, 0);
    assert_eq!(counted("", "", "P00\0").await, 120, "a control character is a space");

    let (mut seen, mut query) = (
        Vec::new(),
        InvoiceQuery {
            show: "unpaid".into(),
            ..Default::default()
        },
    );
    loop {
        let page = invoices::list(&manager, &query).await.unwrap();
        seen.extend(page.items.iter().map(|line| (line.month, line.id)));
        let Some(next) = page.next else { break };
        query.after = next;
    }
    assert_eq!(seen.len(), 118);
    assert!(seen.is_sorted_by(|a, b| a > b), "the newest first, each once");
    let astray = InvoiceQuery {
        month: "2026-09".into(),
        after: "2026-11.5".into(),
        ..Default::default()
    };
    assert!(
        invoices::list(&manager, &astray)
            .await
            .unwrap()
            .items
            .iter()
            .all(|i| i.month.to_string() == "2026-09")
    );
    let nonsense = InvoiceQuery {
        after: "' or 1=1".into(),
        ..Default::default()
    };
    assert_eq!(invoices::list(&manager, &nonsense).await.unwrap().items.len(), 50);
    let month = InvoiceQuery {
        month: "ноябрь".into(),
        ..Default::default()
    };
    assert_eq!(
        refused(invoices::list(&manager, &month).await, "month"),
        Reason::NotAMonth
    );
}

#[tokio::test]
async fn payments_are_cut_counted_and_searched() {
    let (_office, manager) = with_debts(2).await;
    for n in 1..=28 {
        pay(&manager, "P0001", "1", &format!("2026-10-{n:02}")).await.unwrap();
        pay(&manager, "P0002", "1", &format!("2026-11-{:02}", n % 10 + 1))
            .await
            .unwrap();
    }
    let counted = async |month: &str, q: &str| {
        let query = PaymentQuery {
            month: month.into(),
            q: q.into(),
            after: String::new(),
        };
        let page = payments::list(&manager, &query).await.unwrap();
        (page.count, page.items.len())
    };
    assert_eq!(counted("", "").await, (Count::Exactly(56), 50));
    assert_eq!(counted("2026-10", "").await, (Count::Exactly(28), 28));
    assert_eq!(counted("2026-10", "P0002").await, (Count::Exactly(0), 0));
    assert_eq!(counted("", "плательщик p0002").await, (Count::Exactly(0), 0));
    assert_eq!(counted("", "плательщик 2").await, (Count::Exactly(28), 28));
    let (mut seen, mut query) = (Vec::new(), PaymentQuery::default());
    loop {
        let page = payments::list(&manager, &query).await.unwrap();
        seen.extend(page.items.iter().map(|line| (line.received_on, line.id)));
        let Some(next) = page.next else { break };
        query.after = next;
    }
    assert_eq!(seen.len(), 56);
    assert!(seen.is_sorted_by(|a, b| a > b));
    let month = PaymentQuery {
        month: "2026-99".into(),
        ..Default::default()
    };
    assert_eq!(
        refused(payments::list(&manager, &month).await, "month"),
        Reason::NotAMonth
    );
}
