//! The four steps of a run: one draft whoever asks, exceptions that stop nobody else, slices that a crash can't double.

mod completeness;
mod issue;
mod undo;

use domain::runs::{AccountQuery, AccountState, Cause, DraftForm, ReleaseForm, RunRefForm, Status};
use domain::{Failure, Money, Reason};
use tenant::{Ctx, invoices, runs};

use super::estate::{issue, link, link_all, money, payer, payers, price, proved, service, with_payers};
use super::support::{Office, conflict, later, on, refused};

pub(super) async fn draft(ctx: &Ctx, month: &str) -> i64 {
    runs::draft(ctx, &DraftForm { month: month.into() }).await.unwrap()
}

pub(super) fn of(id: i64) -> RunRefForm {
    RunRefForm { id: id.to_string() }
}

fn letting_go(run: i64, subscriber: i64, reason: &str) -> ReleaseForm {
    ReleaseForm {
        id: run.to_string(),
        subscriber_id: subscriber.to_string(),
        reason: reason.into(),
    }
}

pub(super) async fn accounts(ctx: &Ctx, run: i64, show: &str) -> Vec<domain::runs::RunAccount> {
    let query = AccountQuery {
        run,
        show: show.into(),
        ..AccountQuery::default()
    };
    runs::accounts(ctx, &query).await.unwrap().items
}

#[tokio::test]
async fn eight_drafts_at_once_are_one() {
    let (office, manager) = with_payers(30).await;
    let ids = futures::future::join_all((0..8).map(|_| draft(&manager, "2026-11"))).await;
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    assert_eq!(office.count("select count(*) from billing_run").await, 1);
    assert_eq!(office.count("select count(*) from run_account").await, 30);
    let reference = of(ids[0]);
    let confirmed = (0..8).map(|_| runs::confirm(&manager, &reference));
    for progress in futures::future::try_join_all(confirmed).await.unwrap() {
        assert!(progress.finished && progress.done == 30, "{progress:?}");
    }
    assert_eq!(office.count("select count(*) from invoice").await, 30);
    assert_eq!(office.count("select count(*) from charge").await, 30);
    let card = runs::show(&manager, ids[0]).await.unwrap();
    assert_eq!((card.run.status, card.run.issued), (Status::Issued, 30));
    assert_eq!((card.run.total, card.left), (money("3000"), 0));
    proved(&manager).await;
}

#[tokio::test]
async fn a_draft_shows_what_it_is_made_of() {
    let (office, manager) = with_payers(3).await;
    issue(&on(&manager, "2026-10-31"), "2026-10").await.unwrap();
    let water = service(&manager, "Вода", "70", "2026-01-01").await;
    let first = office.count("select min(id) from subscriber").await;
    link(&manager, first, water, "2026-11-16", "", "3").await.unwrap();
    office
        .tamper(
            "update service_link set valid_to = '2026-10-31' where subscriber_id = (select max(id) from subscriber)",
        )
        .await;
    let id = draft(&manager, "2026-11").await;
    let card = runs::show(&manager, id).await.unwrap();
    assert_eq!(
        (card.run.accounts, card.run.lines, card.run.planned),
        (2, 3, money("305"))
    );
    assert_eq!((card.previous_total, card.previous_invoices), (money("300"), 3));
    assert_eq!((card.outliers, card.left, card.run.parked), (2, 2, 0));
    assert_eq!(card.hash.as_deref().map(str::len), Some(64));
    let all = accounts(&manager, id, "").await;
    let states: Vec<_> = all
        .iter()
        .map(|row| (row.place, row.state, row.total, row.previous))
        .collect();
    let before = Some(money("100"));
    assert_eq!(
        states,
        [
            (1, AccountState::Ready, money("205"), before),
            (2, AccountState::Ready, money("100"), before),
            (3, AccountState::Nothing, Money::ZERO, before)
        ]
    );
    assert_eq!(all[0].lines.len(), 2);
    assert_eq!(all[0].lines[0].service, "Вода");
    assert_eq!(all[0].lines[0].amount, Some(money("105")));
    let striking = accounts(&manager, id, "outliers").await;
    assert_eq!(striking.iter().map(|row| row.place).collect::<Vec<_>>(), [1, 3]);
    assert!(striking.iter().all(|row| row.causes == [Cause::Outlier]));
    assert!(accounts(&manager, id, "parked").await.is_empty());
    let list = runs::list(&manager, "").await.unwrap();
    assert_eq!(list.items.iter().map(|run| run.id).collect::<Vec<_>>(), [id, id - 1]);
}

#[tokio::test]
async fn what_is_parked_stops_nobody_else() {
    let (office, manager) = with_payers(4).await;
    let unpriced = service(&manager, "Вода", "5", "2027-01-01").await;
    let lost = payer(&office, "B-1").await;
    link(&manager, lost, unpriced, "2026-01-01", "", "1").await.unwrap();
    for month in ["2026-08", "2026-09", "2026-10"] {
        issue(&on(&manager, &format!("{month}-28")), month).await.unwrap();
    }
    let first = office.count("select min(id) from subscriber").await;
    let repair = service(&manager, "Ремонт", "900", "2026-01-01").await;
    link(&manager, first, repair, "2026-11-01", "", "1").await.unwrap();
    let many = payer(&office, "B-2").await;
    for n in 0..31 {
        let id = service(&manager, &format!("Мелочь {n}"), "1", "2026-01-01").await;
        link(&manager, many, id, "2026-11-01", "", "1").await.unwrap();
    }
    let id = draft(&manager, "2026-11").await;
    let parked = accounts(&manager, id, "parked").await;
    let causes: Vec<_> = parked
        .iter()
        .map(|row| (row.account.as_str(), row.causes.clone()))
        .collect();
    assert_eq!(
        causes,
        [
            ("B-1", vec![Cause::NoPrice]),
            ("B-2", vec![Cause::ManyLines]),
            ("P0001", vec![Cause::FarAboveAverage, Cause::Outlier]),
        ]
    );
    // A sum that nobody can compute is not let go; one that only looks wrong is, with a reason.
    let release = |subscriber, reason: &'static str| {
        let (manager, form) = (manager.clone(), letting_go(id, subscriber, reason));
        async move { runs::release(&manager, &form).await }
    };
    assert_eq!(conflict(release(lost, "пора").await), Reason::NotComputable);
    assert_eq!(refused(release(first, " ").await, "reason"), Reason::Required);
    assert_eq!(conflict(release(first + 1, "готов и так").await), Reason::WrongStatus);
    assert_eq!(release(4040, "нет такого").await, Err(Failure::NotFound));
    for _ in 0..2 {
        release(first, "Разовый ремонт крыши").await.unwrap();
    }
    let card = runs::show(&manager, id).await.unwrap();
    assert_eq!((card.run.parked, card.run.planned), (2, money("1300")));
    let progress = runs::confirm(&manager, &of(id)).await.unwrap();
    assert_eq!((progress.done, progress.finished), (4, true));
    assert_eq!(conflict(release(many, "поздно").await), Reason::WrongStatus);
    let card = runs::show(&manager, id).await.unwrap();
    assert_eq!(
        (card.run.issued, card.run.total, card.run.parked),
        (4, money("1300"), 2)
    );
    assert_eq!(
        office.count("select count(*) from event where verb = 'released'").await,
        1
    );
    // What was missing is entered: the rest of the month gets its invoices by another run.
    price(&manager, unpriced, "6", "2026-01-01").await.unwrap();
    let rest = issue(&manager, "2026-11").await.unwrap();
    assert_eq!((rest.issued, rest.total, rest.parked), (1, money("6"), 1));
    proved(&manager).await;
}

#[tokio::test]
async fn what_changed_since_the_draft_is_not_issued_unseen() {
    let (office, manager) = with_payers(2).await;
    let guard = office.count("select id from service").await;
    let id = draft(&manager, "2026-11").await;
    let before = runs::show(&manager, id).await.unwrap();
    price(&manager, guard, "120", "2026-11-01").await.unwrap();
    assert_eq!(conflict(runs::confirm(&manager, &of(id)).await), Reason::DraftOutdated);
    assert_eq!(runs::redraft(&manager, &of(id)).await, Ok(id));
    let after = runs::show(&manager, id).await.unwrap();
    assert_ne!(before.hash, after.hash);
    assert_eq!(after.run.planned, money("240"));
    // A new link is a change as well; the same price entered again is none.
    price(&manager, guard, "120", "2026-11-01").await.unwrap();
    let late = payer(&office, "P0003").await;
    link(&manager, late, guard, "2026-11-01", "", "1").await.unwrap();
    assert_eq!(conflict(runs::confirm(&manager, &of(id)).await), Reason::DraftOutdated);
    runs::redraft(&manager, &of(id)).await.unwrap();
    assert_eq!(runs::confirm(&manager, &of(id)).await.unwrap().done, 3);
    assert_eq!(office.count("select sum(total)::bigint from invoice").await, 360);
    let empty = draft(&manager, "2026-11").await;
    assert_eq!(
        conflict(runs::confirm(&manager, &of(empty)).await),
        Reason::NothingToIssue
    );
    runs::delete_draft(&manager, &of(empty)).await.unwrap();
    assert_eq!(runs::show(&manager, empty).await, Err(Failure::NotFound));
    proved(&manager).await;
}

#[tokio::test]
async fn a_preview_is_what_is_issued_whatever_the_data() {
    for seed in 1..=3_i64 {
        let office = Office::open().await;
        let manager = office.manager();
        payers(&office, 60).await;
        for n in 0..6 {
            let from = format!("2026-{:02}-{:02}", 1 + (n * seed) % 10, 1 + (n * 7 * seed) % 28);
            let cost = format!("{}.{:02}", 1 + n * 37 * seed % 400, n * 13 % 100);
            service(&manager, &format!("Услуга {n}"), &cost, &from).await;
        }
        office
            .tamper(&format!(
                "insert into service_link (subscriber_id, service_id, valid_from, valid_to, quantity, created_at)
                select s.id, v.id, '2026-06-01'::date + ((s.id * 31 * {seed} + v.id * 17) % 120)::integer,
                    case when (s.id + v.id) % 3 = 0 then '2026-11-30'::date - ((s.id * 13 + v.id) % 40)::integer end,
                    1 + ((s.id * 6007 * {seed} + v.id * 3571) % 9999) / 1000.0, now()
                from subscriber s cross join service v where (s.id + v.id * {seed}) % 4 <> 0"
            ))
            .await;
        for month in ["2026-08", "2026-09", "2026-10", "2026-11"] {
            let preview = invoices::preview(&manager, month.parse().unwrap()).await.unwrap();
            let run = issue(&manager, month).await.unwrap();
            assert_eq!(
                (
                    preview.subscribers,
                    preview.total,
                    preview.parked,
                    preview.without_price
                ),
                (run.issued, run.total, run.parked, run.without_price),
                "{seed} {month}"
            );
            let invoiced = office
                .count(&format!(
                    "select (coalesce(sum(total), 0) * 100)::bigint from invoice where month = '{month}-01'"
                ))
                .await;
            assert_eq!(i128::from(invoiced), run.total.kopecks());
        }
        proved(&manager).await;
    }
}

#[tokio::test]
async fn equal_months_have_equal_hashes() {
    let mut hashes = Vec::new();
    for spare in [0, 5] {
        // Ids differ, what is charged does not.
        let office = Office::open().await;
        let manager = office.manager();
        office
            .tamper(&format!(
                "select setval(pg_get_serial_sequence('subscriber', 'id'), {})",
                spare + 1
            ))
            .await;
        payers(&office, 4).await;
        let guard = service(&manager, "Охрана", "100", "2025-01-01").await;
        link_all(&office, guard, "2025-01-01").await;
        let id = draft(&later(&manager, chrono::TimeDelta::hours(spare)), "2026-11").await;
        hashes.push(runs::show(&manager, id).await.unwrap().hash.unwrap());
    }
    assert_eq!(hashes[0], hashes[1]);
}

#[tokio::test]
async fn runs_are_for_those_who_may_issue() {
    let (office, manager) = with_payers(1).await;
    let id = draft(&manager, "2026-11").await;
    for (ctx, failure) in [
        (office.operator(), Failure::Forbidden),
        (office.nobody(), Failure::SignedOut),
    ] {
        let month = DraftForm {
            month: "2026-11".into(),
        };
        assert_eq!(runs::draft(&ctx, &month).await, Err(failure.clone()));
        assert_eq!(runs::redraft(&ctx, &of(id)).await, Err(failure.clone()));
        assert_eq!(runs::delete_draft(&ctx, &of(id)).await, Err(failure.clone()));
        assert_eq!(runs::confirm(&ctx, &of(id)).await, Err(failure.clone()));
        assert_eq!(runs::issue_slice(&ctx, id, 1).await, Err(failure.clone()));
        assert_eq!(runs::issue_due(&ctx).await, Err(failure.clone()));
        assert_eq!(
            runs::release(&ctx, &letting_go(id, 1, "так")).await,
            Err(failure.clone())
        );
        assert_eq!(runs::show(&ctx, id).await, Err(failure.clone()));
        assert_eq!(runs::list(&ctx, "").await, Err(failure.clone()));
        assert_eq!(runs::accounts(&ctx, &AccountQuery::default()).await, Err(failure));
    }
    let far = DraftForm {
        month: "2027-02".into(),
    };
    assert_eq!(
        refused(runs::draft(&manager, &far).await, "month"),
        Reason::DateOutOfRange
    );
    let none = DraftForm {
        month: "ноябрь".into()
    };
    assert_eq!(refused(runs::draft(&manager, &none).await, "month"), Reason::NotAMonth);
}
