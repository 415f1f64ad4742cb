//! Volumes: entered a page at a time, and left alone where an invoice stands on them.

use std::collections::BTreeMap;

use domain::volumes::{VolumeQuery, VolumesForm};
use domain::{Failure, Reason};
use tenant::{Ctx, volumes};

use super::estate::{issue, link, of_kind, payer, service, service_by};
use super::support::{Office, on, refused};

fn form(month: &str, rows: &[(i64, &str)]) -> VolumesForm {
    VolumesForm {
        month: month.into(),
        volume: rows
            .iter()
            .map(|(id, typed)| (format!("l{id}"), (*typed).to_owned()))
            .collect::<BTreeMap<_, _>>(),
        ..VolumesForm::default()
    }
}

fn query(month: &str) -> VolumeQuery {
    VolumeQuery {
        month: month.into(),
        ..VolumeQuery::default()
    }
}

/// Account, volume before, volume.
async fn shown(ctx: &Ctx, query: &VolumeQuery) -> Vec<(String, String, String)> {
    let text =
        |volume: Option<rust_decimal::Decimal>| volume.map(|volume| volume.normalize().to_string()).unwrap_or_default();
    let page = volumes::list(ctx, query).await.unwrap().page;
    page.items
        .into_iter()
        .map(|line| (line.account, text(line.previous), text(line.volume)))
        .collect()
}

fn row(account: &str, before: &str, volume: &str) -> (String, String, String) {
    (account.into(), before.into(), volume.into())
}

#[tokio::test]
async fn volumes_are_entered_changed_and_taken_away() {
    let office = Office::open().await;
    let manager = office.manager();
    let operator = office.operator();
    let water = service_by(&manager, "Вода", "м³", "50", of_kind("metered")).await;
    let guard = service(&manager, "Охрана", "100", "2025-01-01").await;
    let (one, two) = (payer(&office, "A-1").await, payer(&office, "A-2").await);
    let first = link(&manager, one, water, "2026-01-01", "", "").await.unwrap();
    let second = link(&manager, two, water, "2026-01-01", "", "").await.unwrap();
    link(&manager, one, guard, "2026-01-01", "", "").await.unwrap();
    let three = payer(&office, "A-3").await;
    link(&manager, three, water, "2026-01-01", "", "7").await.unwrap();
    assert_eq!(
        volumes::enter(&operator, &form("2026-10", &[(first, "4,5"), (second, "")])).await,
        Ok(1)
    );
    assert_eq!(
        volumes::enter(&operator, &form("2026-11", &[(first, "5"), (second, "6")])).await,
        Ok(2)
    );
    assert_eq!(
        volumes::enter(&operator, &form("2026-11", &[(first, "5,0"), (second, "6,25")])).await,
        Ok(1)
    );
    assert_eq!(
        shown(&operator, &query("")).await,
        [row("A-1", "4.5", "5"), row("A-2", "", "6.25")],
        "neither what is not metered nor what has a quantity of its own"
    );
    assert_eq!(
        volumes::enter(&operator, &form("2026-11", &[(second, " ")])).await,
        Ok(1)
    );
    assert_eq!(office.count("select count(*) from volume").await, 2);
    assert_eq!(
        office.count("select count(*) from event where noun = 'volumes'").await,
        4
    );
    let none = VolumeQuery {
        service: guard.to_string(),
        ..query("2026-11")
    };
    assert_eq!(shown(&operator, &none).await, []);
    assert_eq!(
        refused(
            volumes::enter(&operator, &form("2026-11", &[(first, "x")])).await,
            &format!("volume[l{first}]")
        ),
        Reason::NotANumber
    );
    assert_eq!(
        volumes::enter(&operator, &form("2026-11", &[(77, "1")])).await,
        Err(Failure::NotFound)
    );
    assert_eq!(
        volumes::enter(&office.nobody(), &form("2026-11", &[])).await,
        Err(Failure::SignedOut)
    );
    assert_eq!(
        refused(volumes::list(&operator, &query("x")).await, "month"),
        Reason::NotAMonth
    );
}

#[tokio::test]
async fn a_charged_volume_stays() {
    let office = Office::open().await;
    let manager = office.manager();
    let water = service_by(&manager, "Вода", "м³", "50", of_kind("metered")).await;
    let (one, two) = (payer(&office, "A-1").await, payer(&office, "A-2").await);
    let first = link(&manager, one, water, "2026-01-01", "", "").await.unwrap();
    let second = link(&manager, two, water, "2026-01-01", "", "").await.unwrap();
    volumes::enter(&manager, &form("2026-10", &[(first, "3")]))
        .await
        .unwrap();
    issue(&on(&manager, "2026-10-31"), "2026-10").await.unwrap();
    let change = form("2026-10", &[(first, "4"), (second, "2")]);
    assert_eq!(
        refused(volumes::enter(&manager, &change).await, &format!("volume[l{first}]")),
        Reason::Charged
    );
    assert_eq!(office.count("select count(*) from volume").await, 1, "all or nothing");
    // The second had no volume, so nothing was charged, and a volume still comes.
    assert_eq!(
        volumes::enter(&manager, &form("2026-10", &[(first, "3"), (second, "2")])).await,
        Ok(1)
    );
    let page = volumes::list(&manager, &query("2026-10")).await.unwrap().page;
    assert_eq!(
        page.items.iter().map(|line| line.is_charged).collect::<Vec<_>>(),
        [true, false]
    );
    office.tamper("update charge set voided_at = now()").await;
    volumes::enter(&manager, &form("2026-10", &[(first, "4")]))
        .await
        .unwrap();
}

#[tokio::test]
async fn pages_follow_the_accounts() {
    let office = Office::open().await;
    let manager = office.manager();
    let water = service_by(&manager, "Вода", "м³", "50", of_kind("metered")).await;
    super::estate::payers(&office, 120).await;
    super::estate::link_all(&office, water, "2026-01-01").await;
    office.tamper("update service_link set quantity = null").await;
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let found = volumes::list(
            &manager,
            &VolumeQuery {
                after,
                ..query("2026-11")
            },
        )
        .await
        .unwrap();
        seen.extend(found.page.items.into_iter().map(|line| line.account));
        let Some(next) = found.page.next else { break };
        after = next;
    }
    let choices = volumes::choices(&manager).await.unwrap();
    assert_eq!(choices.services, [(water, "Вода".to_owned())]);
    let begins = VolumeQuery {
        q: "p012".into(),
        ..query("2026-11")
    };
    assert_eq!(shown(&manager, &begins).await, [row("P0120", "", "")]);
    let sorted: Vec<String> = (1..=120).map(|n| format!("P{n:04}")).collect();
    assert_eq!(seen, sorted);
}
