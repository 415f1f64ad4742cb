//! Services and prices: names are taken once, a price never touches what has been charged.

use domain::services::{PriceForm, RemovePriceForm, ServiceForm, ServiceRefForm};
use domain::tariffs::{TermsForm, Vat};
use domain::{Failure, Reason};
use tenant::services;

use super::estate::{issue, link, payer, price, service, service_by};
use super::support::{Office, conflict, on, refused};

fn named(id: i64) -> ServiceRefForm {
    ServiceRefForm { id: id.to_string() }
}

#[tokio::test]
async fn a_service_is_saved_listed_and_renamed() {
    let office = Office::open().await;
    let manager = office.manager();
    let id = service(&manager, "Охрана", "150.5", "2026-01-01").await;
    service(&manager, "Вывоз мусора", "90", "2027-01-01").await;
    price(&manager, id, "160", "2026-12-01").await.unwrap();
    let list = services::list(&office.operator()).await.unwrap();
    let names: Vec<_> = list.iter().map(|line| line.name.as_str()).collect();
    assert_eq!(names, ["Вывоз мусора", "Охрана"]);
    let [refuse, guard] = list.as_slice() else {
        panic!("{list:?}")
    };
    assert_eq!(refuse.price, None);
    assert_eq!(guard.price.unwrap().to_string(), "150.5000");
    assert_eq!(guard.next.as_ref().unwrap().from.to_string(), "2026-12-01");

    let form = ServiceForm {
        id: id.to_string(),
        name: "Охрана 24/7".into(),
        unit: "уч.".into(),
        ..Default::default()
    };
    assert_eq!(services::save(&manager, &form).await.unwrap(), id);
    let card = services::show(&manager, id).await.unwrap();
    assert_eq!(
        (card.service.name.as_str(), card.service.unit.as_str()),
        ("Охрана 24/7", "уч.")
    );
    assert_eq!(
        card.versions
            .iter()
            .map(|line| line.version.from.to_string())
            .collect::<Vec<_>>(),
        ["2026-12-01", "2026-01-01"]
    );
    assert_eq!(
        office.count("select count(*) from event where noun = 'service'").await,
        4
    );
}

#[tokio::test]
async fn a_name_is_taken_once_whatever_its_case() {
    let office = Office::open().await;
    let manager = office.manager();
    service(&manager, "Охрана", "1", "2026-01-01").await;
    let again = ServiceForm {
        name: "ОХРАНА".into(),
        unit: "мес.".into(),
        price: "1".into(),
        from: "2026-01-01".into(),
        ..ServiceForm::default()
    };
    assert_eq!(refused(services::save(&manager, &again).await, "name"), Reason::Taken);
    assert_eq!(office.count("select count(*) from service").await, 1);
}

#[tokio::test]
async fn a_price_is_refused_on_charged_days_only() {
    let office = Office::open().await;
    let manager = office.manager();
    let id = service(&manager, "Охрана", "100", "2026-01-01").await;
    let subscriber = payer(&office, "A-1").await;
    link(&manager, subscriber, id, "2026-01-01", "", "1").await.unwrap();
    price(&manager, id, "110", "2026-02-15").await.unwrap();
    price(&manager, id, "120", "2026-02-15").await.unwrap();
    issue(&on(&manager, "2026-02-28"), "2026-02").await.unwrap();
    for charged in ["2025-12-01", "2026-01-01", "2026-02-15", "2026-02-28"] {
        assert_eq!(
            refused(price(&manager, id, "130", charged).await, "from"),
            Reason::InUse,
            "{charged}"
        );
    }
    price(&manager, id, "130", "2026-03-01").await.unwrap();
    price(&manager, id, "140", "2026-03-01").await.unwrap();
    let versions = services::show(&manager, id).await.unwrap().versions;
    let sums: Vec<_> = versions
        .iter()
        .map(|line| line.version.tariff.price().normalize().to_string())
        .collect();
    assert_eq!(sums, ["140", "120", "100"]);
    assert!(matches!(
        price(&manager, 4040, "1", "2026-03-01").await,
        Err(Failure::NotFound)
    ));
}

#[tokio::test]
async fn a_service_with_open_links_stays_out_of_the_archive() {
    let office = Office::open().await;
    let manager = office.manager();
    let id = service(&manager, "Охрана", "100", "2026-01-01").await;
    let subscriber = payer(&office, "A-1").await;
    let linked = link(&manager, subscriber, id, "2026-01-01", "", "1").await.unwrap();
    assert_eq!(conflict(services::archive(&manager, &named(id)).await), Reason::InUse);
    assert_eq!(
        conflict(services::restore(&manager, &named(id)).await),
        Reason::NotArchived
    );
    let end = domain::links::EndLinkForm {
        id: linked.to_string(),
        to: "2026-11-22".into(),
    };
    tenant::links::end(&manager, &end).await.unwrap();
    services::archive(&manager, &named(id)).await.unwrap();
    assert_eq!(
        conflict(services::archive(&manager, &named(id)).await),
        Reason::Archived
    );
    let other = payer(&office, "A-2").await;
    assert_eq!(
        conflict(link(&manager, other, id, "2026-12-01", "", "1").await),
        Reason::Archived
    );
    assert!(services::list(&manager).await.unwrap()[0].archived);
    services::restore(&manager, &named(id)).await.unwrap();
    link(&manager, other, id, "2026-12-01", "", "1").await.unwrap();
    for lost in ["0", "", "x", "77"] {
        let form = ServiceRefForm { id: lost.into() };
        assert_eq!(
            services::archive(&manager, &form).await,
            Err(Failure::NotFound),
            "{lost}"
        );
    }
}

#[tokio::test]
async fn an_operator_sees_services_and_changes_none() {
    let office = Office::open().await;
    let id = service(&office.manager(), "Охрана", "100", "2026-01-01").await;
    let operator = office.operator();
    assert!(services::show(&operator, id).await.is_ok());
    assert_eq!(
        services::save(&operator, &ServiceForm::default()).await,
        Err(Failure::Forbidden)
    );
    assert_eq!(price(&operator, id, "1", "2027-01-01").await, Err(Failure::Forbidden));
    assert_eq!(services::archive(&operator, &named(id)).await, Err(Failure::Forbidden));
    assert_eq!(services::restore(&operator, &named(id)).await, Err(Failure::Forbidden));
    assert_eq!(services::list(&office.nobody()).await, Err(Failure::SignedOut));
}

#[tokio::test]
async fn a_tariff_of_tiers_and_a_norm_comes_back_as_it_was_entered() {
    let office = Office::open().await;
    let manager = office.manager();
    let strings = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let terms = TermsForm {
        kind: "tiered".into(),
        vat: "standard".into(),
        norm: "85,5".into(),
        norm_per: "person".into(),
        coefficient: "1,5".into(),
        upto: strings(&["150", "300,5", ""]),
        tier: strings(&["4,5", "5,25", "7"]),
    };
    let mut fields = domain::Fields::default();
    let typed = terms.parse(&mut fields, "", "2025-01-01").unwrap();
    let id = service_by(&manager, "Электроэнергия", "кВт·ч", "", terms).await;
    let heat = TermsForm {
        kind: "norm".into(),
        norm: "0,0231".into(),
        norm_per: "area".into(),
        ..TermsForm::default()
    };
    let form = PriceForm {
        service_id: id.to_string(),
        price: "1800".into(),
        from: "2027-01-01".into(),
        terms: heat,
    };
    services::set_price(&manager, &form).await.unwrap();
    let card = services::show(&manager, id).await.unwrap();
    let [ahead, held] = card.versions.as_slice() else {
        panic!("{card:?}")
    };
    assert_eq!(
        (held.version.tariff.tiers(), held.version.tariff.norm()),
        (typed.tariff.tiers(), typed.tariff.norm())
    );
    assert_eq!(
        (held.version.vat, held.entered_by.as_str(), held.may_go),
        (Vat::Standard, "Михаил", false)
    );
    assert_eq!((ahead.version.vat, ahead.may_go), (Vat::None, true));
    assert_eq!(
        ahead.version.tariff.norm().unwrap().amount.normalize().to_string(),
        "0.0231"
    );
}

#[tokio::test]
async fn a_tariff_ahead_goes_while_nothing_rests_on_it() {
    let office = Office::open().await;
    let manager = office.manager();
    let id = service(&manager, "Охрана", "100", "2026-01-01").await;
    price(&manager, id, "110", "2026-11-01").await.unwrap();
    price(&manager, id, "120", "2026-12-16").await.unwrap();
    price(&manager, id, "130", "2027-02-01").await.unwrap();
    let subscriber = payer(&office, "A-1").await;
    link(&manager, subscriber, id, "2026-01-01", "", "1").await.unwrap();
    issue(&manager, "2026-12").await.unwrap();
    let remove = |from: &str| RemovePriceForm {
        service_id: id.to_string(),
        from: from.into(),
    };
    for rested_on in ["2026-11-01", "2026-12-16"] {
        assert_eq!(
            conflict(services::remove_price(&manager, &remove(rested_on)).await),
            Reason::InUse,
            "{rested_on}"
        );
    }
    assert_eq!(
        services::remove_price(&office.operator(), &remove("2027-02-01")).await,
        Err(Failure::Forbidden)
    );
    services::remove_price(&manager, &remove("2027-02-01")).await.unwrap();
    assert_eq!(
        services::remove_price(&manager, &remove("2027-02-01")).await,
        Err(Failure::NotFound)
    );
    assert_eq!(services::show(&manager, id).await.unwrap().versions.len(), 3);
}

#[tokio::test]
async fn a_priority_stays_until_another_is_typed() {
    let office = Office::open().await;
    let manager = office.manager();
    let id = service(&manager, "Охрана", "100", "2026-01-01").await;
    let form = |priority: &str| ServiceForm {
        id: id.to_string(),
        name: "Охрана".into(),
        unit: "мес.".into(),
        priority: priority.into(),
        ..ServiceForm::default()
    };
    for (typed, want) in [("", 100), ("5", 5), ("", 5)] {
        services::save(&manager, &form(typed)).await.unwrap();
        assert_eq!(services::show(&manager, id).await.unwrap().service.priority, want);
    }
}
