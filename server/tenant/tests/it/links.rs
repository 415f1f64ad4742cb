//! Service links: no overlaps, nothing in the archive, and an end that leaves charged days alone.

use domain::links::{EndLinkForm, LinkForm, LinkLine, PauseForm, PauseRefForm};
use domain::tariffs::Source;
use domain::{Failure, Reason};
use tenant::{Ctx, links, subscribers};

use super::estate::{issue, link, of_kind, payer, service, service_by};
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

async fn card(ctx: &Ctx, subscriber: i64) -> LinkLine {
    subscribers::show(ctx, subscriber).await.unwrap().links.remove(0)
}

fn pause(link: i64, from: &str, to: &str) -> PauseForm {
    PauseForm {
        link_id: link.to_string(),
        from: from.into(),
        to: to.into(),
        reason: "Сезон".into(),
    }
}

#[tokio::test]
async fn the_card_shows_what_a_link_costs_this_month() {
    let office = Office::open().await;
    let manager = office.manager();
    let upkeep = service_by(&manager, "Содержание", "м²", "20", of_kind("area")).await;
    let subscriber = payer(&office, "A-1").await;
    let form = LinkForm {
        subscriber_id: subscriber.to_string(),
        service_id: upkeep.to_string(),
        from: "2026-11-16".into(),
        price: "18,5".into(),
        ..LinkForm::default()
    };
    links::add(&office.operator(), &form).await.unwrap();
    let line = card(&manager, subscriber).await;
    assert_eq!(
        (line.quantity, line.own_price.unwrap().normalize().to_string()),
        (None, "18.5".into())
    );
    assert_eq!(line.lines[0].problem, Some(domain::tariffs::Problem::NoArea));
    office
        .tamper(
            "insert into house (locality, street, number, created_at) values ('К', 'С', '1', now());
            insert into premises (house_id, number, kind, created_at) values (1, '1', 'flat', now());
            insert into premises_state (premises_id, valid_from, area) values (1, '2026-01-01', 40);
            update subscriber set premises_id = 1",
        )
        .await;
    let line = card(&manager, subscriber).await;
    let [charge] = line.lines.as_slice() else {
        panic!("{line:?}")
    };
    assert_eq!(
        (charge.source, charge.days, charge.days_of_month),
        (Source::Area, 15, 30)
    );
    assert_eq!(charge.amount.unwrap().to_string(), "370.00");
}

#[tokio::test]
async fn a_pause_leaves_charged_days_alone() {
    let office = Office::open().await;
    let manager = office.manager();
    let operator = office.operator();
    let guard = service(&manager, "Охрана", "300", "2026-01-01").await;
    let subscriber = payer(&office, "A-1").await;
    let linked = link(&manager, subscriber, guard, "2026-01-01", "", "").await.unwrap();
    issue(&on(&manager, "2026-10-31"), "2026-10").await.unwrap();
    assert_eq!(
        refused(links::pause(&operator, &pause(linked, "2026-10-31", "")).await, "from"),
        Reason::Charged
    );
    assert_eq!(
        links::pause(&operator, &pause(linked, "2026-11-11", "2026-11-20")).await,
        Ok(subscriber)
    );
    assert_eq!(
        refused(links::pause(&operator, &pause(linked, "2026-11-20", "")).await, "from"),
        Reason::Overlaps
    );
    let line = card(&manager, subscriber).await;
    let sums: Vec<_> = line.lines.iter().map(|line| line.amount.unwrap().to_string()).collect();
    assert_eq!(sums, ["100.00", "100.00"]);
    let id = line.pauses[0].id;
    assert!(line.pauses[0].may_go);
    issue(&manager, "2026-11").await.unwrap();
    assert_eq!(
        office
            .count("select sum(amount)::bigint from charge where month = '2026-11-01'")
            .await,
        200
    );
    // The pause is part of a charged month now: no day of November changes sides.
    assert!(!card(&manager, subscriber).await.pauses[0].may_go);
    let reference = PauseRefForm { id: id.to_string() };
    assert_eq!(
        conflict(links::remove_pause(&operator, &reference).await),
        Reason::Charged
    );
    let till = |to: &str| EndLinkForm {
        id: id.to_string(),
        to: to.into(),
    };
    for day in ["2026-11-19", "2026-11-25", "2026-12-05"] {
        assert_eq!(
            refused(links::end_pause(&operator, &till(day)).await, "to"),
            Reason::Charged,
            "{day}"
        );
    }
    links::end_pause(&operator, &till("2026-11-20")).await.unwrap();
    // An open one that reaches beyond what is charged can still end there.
    links::pause(&operator, &pause(linked, "2026-12-10", "")).await.unwrap();
    let ahead = card(&manager, subscriber).await.pauses[0].id;
    let form = EndLinkForm {
        id: ahead.to_string(),
        to: "2026-12-31".into(),
    };
    links::end_pause(&operator, &form).await.unwrap();
    links::remove_pause(&operator, &PauseRefForm { id: ahead.to_string() })
        .await
        .unwrap();
    assert_eq!(card(&manager, subscriber).await.pauses.len(), 1);
    assert_eq!(
        links::pause(&office.nobody(), &pause(linked, "2027-01-01", "")).await,
        Err(Failure::SignedOut)
    );
    assert_eq!(
        links::remove_pause(&operator, &PauseRefForm { id: "77".into() }).await,
        Err(Failure::NotFound)
    );
    assert_eq!(
        links::pause(&operator, &pause(77, "2027-01-01", "")).await,
        Err(Failure::NotFound)
    );
}

#[tokio::test]
async fn a_voided_charge_holds_nothing() {
    let office = Office::open().await;
    let manager = office.manager();
    let guard = service(&manager, "Охрана", "300", "2026-01-01").await;
    let subscriber = payer(&office, "A-1").await;
    let linked = link(&manager, subscriber, guard, "2026-01-01", "", "").await.unwrap();
    issue(&on(&manager, "2026-10-31"), "2026-10").await.unwrap();
    assert_eq!(refused(end(&manager, linked, "2026-10-30").await, "to"), Reason::InUse);
    office.tamper("update charge set voided_at = now()").await;
    end(&manager, linked, "2026-10-30").await.unwrap();
    links::pause(&manager, &pause(linked, "2026-10-01", "2026-10-05"))
        .await
        .unwrap();
}
