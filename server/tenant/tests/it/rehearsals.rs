//! A rehearsal: asked once, issued in a copy by the same use cases, equal to the real run.

use std::sync::Arc;

use domain::rehearsals::{RehearsalForm, Status};
use domain::runs::{DraftForm, RunRefForm};
use domain::{Failure, Reason};
use tenant::{Ctx, Tenant, rehearsals, runs};

use super::estate::{issue, link, money, payer, service, with_payers};
use super::support::{conflict, later, on, refused};

fn month(month: &str) -> RehearsalForm {
    RehearsalForm { month: month.into() }
}

/// The same database as the program sees a copy of it.
fn as_copy(ctx: &Ctx) -> Ctx {
    Ctx {
        tenant: Arc::new(Tenant {
            copy_until: Some(ctx.now),
            ..ctx.tenant.as_ref().clone()
        }),
        ..ctx.clone()
    }
}

#[tokio::test]
async fn what_comes_out_is_what_the_run_does() {
    // Two offices with the same data stand for a copy and its original.
    let mut offices = Vec::new();
    for _ in 0..2 {
        let (office, manager) = with_payers(3).await;
        issue(&on(&manager, "2026-10-31"), "2026-10").await.unwrap();
        let water = service(&manager, "Вода", "70", "2026-01-01").await;
        let new = payer(&office, "A-1").await;
        link(&manager, new, water, "2026-11-01", "", "2").await.unwrap();
        offices.push((office, manager));
    }
    let (copy, in_copy) = &offices[0];
    let (original, manager) = &offices[1];
    let id = rehearsals::ask(manager, &month("2026-11")).await.unwrap();
    assert_eq!(
        rehearsals::ask(manager, &month("2026-11")).await,
        Ok(id),
        "one at a time"
    );
    let asked = "select count(*) from outbox where topic = 'job' and payload->>'task' = 'rehearse_month'";
    assert_eq!(original.count(asked).await, 1);
    let system = original.system();
    let of = rehearsals::begin(&system, id).await.unwrap();
    let outcome = rehearsals::rehearse(&as_copy(in_copy), of).await.unwrap();
    assert_eq!((outcome.accounts, outcome.lines, outcome.total), (4, 4, money("440")));
    assert_eq!((outcome.changed, outcome.differences.len()), (1, 1));
    assert_eq!(
        (outcome.differences[0].account.as_str(), outcome.differences[0].now),
        ("A-1", money("140"))
    );
    assert_eq!(
        copy.count("select count(*) from invoice where month = '2026-11-01'")
            .await,
        4
    );
    rehearsals::finish(&system, id, &outcome).await.unwrap();
    assert_eq!(
        conflict(rehearsals::finish(&system, id, &outcome).await),
        Reason::AlreadyDone
    );
    assert_eq!(conflict(rehearsals::begin(&system, id).await), Reason::AlreadyDone);
    let card = rehearsals::show(manager, id).await.unwrap();
    assert_eq!((card.rehearsal.status, card.run), (Status::Done, None));
    assert_eq!(card.differences, outcome.differences);

    // The real run is the same, to the kopeck, and says so.
    let manager = later(manager, chrono::TimeDelta::hours(1));
    let form = DraftForm {
        month: "2026-11".into(),
    };
    let run = runs::draft(&manager, &form).await.unwrap();
    let draft = runs::show(&manager, run).await.unwrap();
    assert_eq!(draft.hash, card.rehearsal.hash);
    assert!(
        draft
            .rehearsed
            .is_some_and(|rehearsed| rehearsed.same && rehearsed.total == money("440"))
    );
    runs::confirm(&manager, &RunRefForm { id: run.to_string() })
        .await
        .unwrap();
    assert_eq!(rehearsals::show(&manager, id).await.unwrap().run, Some((run, true)));
    assert_eq!(
        original
            .count("select sum(total)::bigint from invoice where month = '2026-11-01'")
            .await,
        440
    );
}

#[tokio::test]
async fn a_rehearsal_that_failed_says_so_and_can_be_asked_again() {
    let (office, manager) = with_payers(1).await;
    let id = rehearsals::ask(&manager, &month("2026-11")).await.unwrap();
    let system = office.system();
    rehearsals::begin(&system, id).await.unwrap();
    rehearsals::fail(&system, id, "job-7").await.unwrap();
    let card = rehearsals::show(&manager, id).await.unwrap();
    assert_eq!(
        (card.rehearsal.status, card.rehearsal.cause.as_deref()),
        (Status::Failed, Some("job-7"))
    );
    let second = rehearsals::ask(&manager, &month("2026-11")).await.unwrap();
    assert_ne!(second, id);
    let list = rehearsals::list(&manager, "").await.unwrap();
    assert_eq!(list.items.iter().map(|line| line.id).collect::<Vec<_>>(), [second, id]);
}

#[tokio::test]
async fn rehearsals_are_for_those_who_may_issue_and_only_in_copies() {
    let (office, manager) = with_payers(1).await;
    let november = "2026-11".parse().unwrap();
    assert_eq!(
        conflict(rehearsals::rehearse(&manager, november).await),
        Reason::WrongStatus,
        "no copy"
    );
    assert_eq!(
        conflict(rehearsals::ask(&as_copy(&manager), &month("2026-11")).await),
        Reason::WrongStatus
    );
    assert_eq!(
        refused(rehearsals::ask(&manager, &month("2027-03")).await, "month"),
        Reason::DateOutOfRange
    );
    assert_eq!(rehearsals::show(&manager, 4040).await, Err(Failure::NotFound));
    for (ctx, failure) in [
        (office.operator(), Failure::Forbidden),
        (office.nobody(), Failure::SignedOut),
    ] {
        assert_eq!(rehearsals::ask(&ctx, &month("2026-11")).await, Err(failure.clone()));
        assert_eq!(rehearsals::list(&ctx, "").await, Err(failure.clone()));
        assert_eq!(rehearsals::show(&ctx, 1).await, Err(failure.clone()));
        assert_eq!(rehearsals::begin(&ctx, 1).await, Err(failure.clone()));
        assert_eq!(rehearsals::fail(&ctx, 1, "x").await, Err(failure.clone()));
        assert_eq!(rehearsals::rehearse(&ctx, november).await, Err(failure));
    }
}
