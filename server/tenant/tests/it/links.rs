//! Service links: no overlaps, nothing in the archive, and an end that leaves charged days alone.

use domain::links::EndLinkForm;
use domain::{Failure, Reason};
use tenant::{Ctx, links};

use super::estate::{issue, link, payer, service};
use super::support::{Office, conflict, on, refused};

async fn end(ctx: &Ctx, id: i64, to: &str) -> Result<i64, Failure> {
    links::end(
        ctx,
        &EndLinkForm {
            id: id.to_string(),
            to: to.into(),
        },
    )
    .await
}

#[tokio::test]
async fn a_link_does_not_overlap_another_of_its_service() {
    let office = Office::open().await;
    let operator = office.operator();
    let guard = service(&office.manager(), "Охрана", "100", "2026-01-01").await;
    let water = service(&office.manager(), "Вода", "50", "2026-01-01").await;
    let subscriber = payer(&office, "A-1").await;
    link(&operator, subscriber, guard, "2026-02-01", "2026-03-31", "1")
        .await
        .unwrap();
    for (from, to) in [
        ("2026-03-31", ""),
        ("2026-01-01", "2026-02-01"),
        ("2026-01-01", ""),
        ("2026-02-10", "2026-02-11"),
    ] {
        let again = link(&operator, subscriber, guard, from, to, "1").await;
        assert_eq!(refused(again, "from"), Reason::Overlaps, "{from}..{to}");
    }
    link(&operator, subscriber, guard, "2026-04-01", "", "2,5")
        .await
        .unwrap();
    link(&operator, subscriber, guard, "2026-01-01", "2026-01-31", "1")
        .await
        .unwrap();
    link(&operator, subscriber, water, "2026-01-01", "", "1").await.unwrap();
    assert_eq!(
        office
            .count("select count(*) from event where noun = 'link' and verb = 'added'")
            .await,
        4
    );
}

#[tokio::test]
async fn a_link_needs_a_subscriber_and_a_service_outside_the_archive() {
    let office = Office::open().await;
    let operator = office.operator();
    let guard = service(&office.manager(), "Охрана", "100", "2026-01-01").await;
    let subscriber = payer(&office, "A-1").await;
    assert_eq!(
        link(&operator, 77, guard, "2026-01-01", "", "1").await,
        Err(Failure::NotFound)
    );
    assert_eq!(
        refused(
            link(&operator, subscriber, 77, "2026-01-01", "", "1").await,
            "service_id"
        ),
        Reason::Unknown
    );
    assert_eq!(
        refused(
            link(&operator, subscriber, guard, "2026-01-01", "", "0").await,
            "quantity"
        ),
        Reason::NotPositive
    );
    let linked = link(&operator, subscriber, guard, "2026-01-01", "2026-02-01", "1")
        .await
        .unwrap();
    office.tamper("update subscriber set archived_at = now()").await;
    assert_eq!(
        conflict(link(&operator, subscriber, guard, "2026-03-01", "", "1").await),
        Reason::Archived
    );
    assert_eq!(conflict(end(&operator, linked, "2026-02-02").await), Reason::Archived);
    assert_eq!(
        link(&office.nobody(), subscriber, guard, "2026-01-01", "", "1").await,
        Err(Failure::SignedOut)
    );
}

#[tokio::test]
async fn an_end_leaves_charged_days_alone() {
    let office = Office::open().await;
    let manager = office.manager();
    let guard = service(&manager, "Охрана", "100", "2026-01-01").await;
    let subscriber = payer(&office, "A-1").await;
    let open = link(&manager, subscriber, guard, "2026-01-10", "", "1").await.unwrap();
    assert_eq!(
        refused(end(&manager, open, "2026-01-09").await, "to"),
        Reason::EndsBeforeItBegins
    );
    issue(&on(&manager, "2026-03-31"), "2026-03").await.unwrap();
    assert_eq!(refused(end(&manager, open, "2026-03-30").await, "to"), Reason::InUse);
    assert_eq!(end(&manager, open, "2026-03-31").await.unwrap(), subscriber);
    // Nothing of April is charged yet: the end can move, and back.
    end(&manager, open, "2026-04-20").await.unwrap();
    issue(&on(&manager, "2026-04-30"), "2026-04").await.unwrap();
    for uncharged in ["2026-04-21", "2026-05-31"] {
        assert_eq!(
            refused(end(&manager, open, uncharged).await, "to"),
            Reason::InUse,
            "{uncharged} would be free"
        );
    }
    assert_eq!(refused(end(&manager, open, "2026-04-19").await, "to"), Reason::InUse);
    end(&manager, open, "2026-04-20").await.unwrap();
    link(&manager, subscriber, guard, "2026-06-01", "2026-06-30", "1")
        .await
        .unwrap();
    let early = link(&manager, subscriber, guard, "2026-05-01", "2026-05-20", "1")
        .await
        .unwrap();
    assert_eq!(
        refused(end(&manager, early, "2026-06-02").await, "to"),
        Reason::Overlaps
    );
    assert_eq!(end(&manager, 4040, "2026-04-20").await, Err(Failure::NotFound));
}
