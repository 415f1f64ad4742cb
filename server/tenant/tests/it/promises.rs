//! Promises: one open a subscriber, judged by what was paid since; a broken one is a task.

use domain::promises::{CancelForm, PromiseForm, PromiseQuery, Reviewed, SeenForm, State};
use domain::{Failure, Reason};
use sqlx::types::Uuid;
use tenant::{Ctx, dashboard, promises};

use super::estate::{money, pay, proved, with_debts};
use super::support::{conflict, failed, on, refused};

fn promise(subscriber: i64, sum: &str, day: &str) -> PromiseForm {
    PromiseForm {
        key: Uuid::new_v4().to_string(),
        subscriber_id: subscriber.to_string(),
        kind: "promise".into(),
        amount: sum.into(),
        due_on: day.into(),
        ..PromiseForm::default()
    }
}

async fn state(ctx: &Ctx, subscriber: i64) -> State {
    promises::of_subscriber(ctx, subscriber).await.unwrap().promises[0]
        .line
        .state
}

#[tokio::test]
async fn a_promise_is_kept_by_what_is_paid_since() {
    let (_office, manager) = with_debts(1).await;
    pay(&manager, "P0001", "50", "2026-11-20").await.unwrap();
    promises::take(&manager, &promise(1, "100", "2026-11-30"))
        .await
        .unwrap();
    assert_eq!(state(&manager, 1).await, State::Open);
    pay(&on(&manager, "2026-11-25"), "P0001", "99.99", "2026-11-25")
        .await
        .unwrap();
    assert_eq!(state(&on(&manager, "2026-11-30"), 1).await, State::Open);
    pay(&on(&manager, "2026-11-30"), "P0001", "0.01", "2026-11-30")
        .await
        .unwrap();
    let card = promises::of_subscriber(&on(&manager, "2026-11-30"), 1).await.unwrap();
    assert_eq!(
        (card.promises[0].line.state, card.promises[0].paid),
        (State::Kept, money("100"))
    );
    assert!(card.may_promise);
    assert_eq!(card.debt, money("50"));
    proved(&manager).await;
}

#[tokio::test]
async fn a_broken_promise_is_a_task_until_somebody_takes_care() {
    let (office, manager) = with_debts(2).await;
    let id = promises::take(&office.operator(), &promise(1, "100", "2026-11-30"))
        .await
        .unwrap();
    promises::take(&manager, &promise(2, "100", "2026-12-31"))
        .await
        .unwrap();
    let system = on(&office.system(), "2026-11-30");
    assert_eq!(
        promises::review(&system).await.unwrap(),
        Reviewed::default(),
        "the day is not over"
    );
    let system = on(&office.system(), "2026-12-01");
    let night = promises::review(&system).await.unwrap();
    assert_eq!((night.kept, night.broken), (0, 1));
    assert_eq!(promises::review(&system).await.unwrap(), Reviewed::default());
    assert_eq!(
        office
            .count("select count(*) from event where noun = 'promise' and verb = 'broken'")
            .await,
        1
    );
    let broken = PromiseQuery {
        show: "broken".into(),
        ..PromiseQuery::default()
    };
    let december = on(&manager, "2026-12-01");
    assert_eq!(promises::list(&december, &broken).await.unwrap().items[0].id, id);
    assert_eq!(dashboard::show(&december).await.unwrap().broken_promises, 1);
    let form = SeenForm { id: id.to_string() };
    promises::take_care(&december, &form).await.unwrap();
    promises::take_care(&december, &form).await.unwrap();
    assert_eq!(promises::list(&december, &broken).await.unwrap().items, []);
    assert_eq!(dashboard::show(&december).await.unwrap().broken_promises, 0);
    let all = promises::list(&december, &PromiseQuery::default()).await.unwrap();
    assert_eq!(all.items.len(), 2);
    assert_eq!(all.items[1].seen_by.as_deref(), Some("Михаил"));
    let open = SeenForm {
        id: all.items[0].id.to_string(),
    };
    assert_eq!(
        conflict(promises::take_care(&december, &open).await),
        Reason::WrongStatus
    );
}

#[tokio::test]
async fn a_plan_breaks_with_its_first_late_part() {
    let (_office, manager) = with_debts(1).await;
    let plan = PromiseForm {
        kind: "instalments".into(),
        parts: "3".into(),
        ..promise(1, "200", "2026-11-30")
    };
    promises::take(&manager, &plan).await.unwrap();
    let card = promises::of_subscriber(&manager, 1).await.unwrap();
    let sums: Vec<_> = card.promises[0]
        .parts
        .iter()
        .map(|part| part.amount.to_string())
        .collect();
    assert_eq!(sums, ["66.67", "66.67", "66.66"]);
    pay(&on(&manager, "2026-11-29"), "P0001", "66.67", "2026-11-29")
        .await
        .unwrap();
    assert_eq!(state(&on(&manager, "2026-12-01"), 1).await, State::Open);
    // The second part comes a day late.
    pay(&on(&manager, "2026-12-31"), "P0001", "66.67", "2026-12-31")
        .await
        .unwrap();
    assert_eq!(state(&on(&manager, "2026-12-31"), 1).await, State::Broken);
}

#[tokio::test]
async fn one_is_open_at_a_time_whoever_asks_how_often() {
    let (office, manager) = with_debts(1).await;
    let form = promise(1, "100", "2026-11-30");
    let asked = (0..8).map(|_| promises::take(&manager, &form));
    let ids = futures::future::try_join_all(asked).await.unwrap();
    assert!(ids.windows(2).all(|pair| pair[0] == pair[1]));
    let others = (0..4).map(|_| {
        let manager = manager.clone();
        async move { promises::take(&manager, &promise(1, "5", "2026-11-30")).await }
    });
    for other in futures::future::join_all(others).await {
        assert_eq!(conflict(other), Reason::PromiseOpen);
    }
    assert_eq!(office.count("select count(*) from promise").await, 1);
    let reused = PromiseForm {
        amount: "101".into(),
        ..form
    };
    assert_eq!(conflict(promises::take(&manager, &reused).await), Reason::KeyReused);
    let cancel = |reason: &str| CancelForm {
        id: ids[0].to_string(),
        reason: reason.into(),
    };
    assert_eq!(
        refused(promises::cancel(&manager, &cancel("")).await, "reason"),
        Reason::Required
    );
    assert_eq!(
        promises::cancel(&manager, &cancel("Договорились иначе")).await.unwrap(),
        1
    );
    assert_eq!(
        conflict(promises::cancel(&manager, &cancel("ещё раз")).await),
        Reason::WrongStatus
    );
    promises::take(&manager, &promise(1, "5", "2026-11-30")).await.unwrap();
    // The day of the open one is over: a new one can be taken, and the old one is broken.
    promises::take(&on(&manager, "2026-12-05"), &promise(1, "7", "2026-12-30"))
        .await
        .unwrap();
    assert_eq!(
        office
            .count("select count(*) from promise where state = 'broken'")
            .await,
        1
    );
}

#[tokio::test]
async fn refusals_by_role_and_form() {
    let (office, manager) = with_debts(1).await;
    let form = promise(1, "100", "2026-11-30");
    assert_eq!(
        failed(promises::take(&office.nobody(), &form).await),
        Failure::SignedOut
    );
    assert_eq!(failed(promises::review(&office.nobody()).await), Failure::SignedOut);
    let stranger = promise(4040, "100", "2026-11-30");
    assert_eq!(failed(promises::take(&manager, &stranger).await), Failure::NotFound);
    let past = promise(1, "100", "2026-11-21");
    assert_eq!(
        refused(promises::take(&manager, &past).await, "due_on"),
        Reason::DateOutOfRange
    );
    office.tamper("update subscriber set archived_at = now()").await;
    assert_eq!(conflict(promises::take(&manager, &form).await), Reason::Archived);
    assert!(!promises::of_subscriber(&manager, 1).await.unwrap().may_promise);
}
