//! Every active link is charged or named with its reason.

use domain::runs::{Cause, Completeness, CompletenessQuery, Missing};
use domain::{Failure, Reason};
use tenant::{Ctx, runs};

use super::super::estate::{issue, link, payer, price, service, with_payers};
use super::super::support::refused;

async fn complete(ctx: &Ctx, month: &str) -> Completeness {
    let query = CompletenessQuery {
        month: month.into(),
        ..CompletenessQuery::default()
    };
    runs::completeness(ctx, &query).await.unwrap()
}

#[tokio::test]
async fn each_link_without_a_line_has_its_reason() {
    let (office, manager) = with_payers(3).await;
    let unpriced = service(&manager, "Вода", "5", "2027-01-01").await;
    let free = service(&manager, "Совет", "0", "2026-01-01").await;
    let lost = payer(&office, "B-1").await;
    link(&manager, lost, unpriced, "2026-01-01", "", "1").await.unwrap();
    let member = payer(&office, "B-2").await;
    link(&manager, member, free, "2026-11-01", "", "1").await.unwrap();
    let before = complete(&manager, "2026-11").await;
    assert_eq!((before.active, before.charged, before.waiting()), (5, 0, 3));
    issue(&manager, "2026-11").await.unwrap();
    let after = complete(&manager, "2026-11").await;
    assert_eq!((after.active, after.charged, after.waiting()), (5, 3, 0));
    assert_eq!(after.reasons, [(Missing::Nothing, 1), (Missing::Problem, 1)]);
    let listed: Vec<_> = after
        .missing
        .items
        .iter()
        .map(|row| {
            (
                row.account.as_str(),
                row.service.as_str(),
                row.reason,
                row.causes.clone(),
            )
        })
        .collect();
    assert_eq!(
        listed,
        [
            ("B-1", "Вода", Missing::Problem, vec![Cause::NoPrice]),
            ("B-2", "Совет", Missing::Nothing, vec![]),
        ]
    );
    price(&manager, unpriced, "5", "2026-01-01").await.unwrap();
    assert_eq!(
        complete(&manager, "2026-11").await.waiting(),
        0,
        "its account was parked by the last run"
    );
    issue(&manager, "2026-11").await.unwrap();
    let done = complete(&manager, "2026-11").await;
    assert_eq!((done.active - done.charged, done.reasons.len()), (1, 1));
    // A link that came late waits for another run, and is never lost from sight.
    let water = service(&manager, "Полив", "50", "2026-01-01").await;
    link(&manager, member, water, "2026-11-20", "", "1").await.unwrap();
    assert_eq!(complete(&manager, "2026-11").await.waiting(), 1);
    issue(&manager, "2026-11").await.unwrap();
    let whole = complete(&manager, "2026-11").await;
    assert_eq!(whole.waiting(), 0);
    assert_eq!(
        whole.active,
        whole.charged + whole.reasons.iter().map(|(_, count)| count).sum::<i64>()
    );
}

#[tokio::test]
async fn completeness_is_for_those_who_may_issue() {
    let (office, manager) = with_payers(1).await;
    let query = CompletenessQuery::default();
    assert_eq!(
        runs::completeness(&office.operator(), &query).await,
        Err(Failure::Forbidden)
    );
    assert_eq!(
        runs::completeness(&office.nobody(), &query).await,
        Err(Failure::SignedOut)
    );
    assert_eq!(
        refused(runs::completeness(&manager, &query).await, "month"),
        Reason::Required
    );
}
