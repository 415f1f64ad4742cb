//! Houses and their premises.

use domain::houses::HouseForm;
use domain::paging::PAGE_SIZE;
use domain::premises::{Kind, PremisesForm, PremisesStateRefForm};
use domain::subscribers::SubscriberForm;
use domain::{Count, Failure, Reason};
use tenant::{houses, premises, subscribers};

use crate::estate::{issue, link, service};
use crate::support::{Office, conflict, failed, on, refused};

fn house_form(street: &str, number: &str) -> HouseForm {
    HouseForm {
        locality: "Калуга".into(),
        street: street.into(),
        number: number.into(),
        ..HouseForm::default()
    }
}

fn flat_form(house_id: i64, number: &str, area: &str, from: &str) -> PremisesForm {
    PremisesForm {
        house_id: house_id.to_string(),
        number: number.into(),
        kind: "flat".into(),
        area: area.into(),
        from: from.into(),
        ..PremisesForm::default()
    }
}

#[tokio::test]
async fn a_house_is_registered_and_changed() {
    let office = Office::open().await;
    let ctx = office.operator();
    let form = house_form("ул. Садовая", "12");
    let id = houses::save(&ctx, &form).await.unwrap();
    let again = houses::save(&ctx, &house_form("УЛ. САДОВАЯ", "12")).await;
    assert_eq!(refused(again, "number"), Reason::Taken);
    let other = houses::save(&ctx, &house_form("ул. Садовая", "14")).await.unwrap();
    let clash = HouseForm {
        id: other.to_string(),
        ..form.clone()
    };
    assert_eq!(refused(houses::save(&ctx, &clash).await, "number"), Reason::Taken);
    let moved = HouseForm {
        id: id.to_string(),
        street: "ул. Полевая".into(),
        district: "Север".into(),
        ..form.clone()
    };
    assert_eq!(houses::save(&ctx, &moved).await, Ok(id));
    let card = houses::show(&ctx, id).await.unwrap();
    assert_eq!(card.house.address(), "Калуга, ул. Полевая, 12");
    assert_eq!(card.house.district.as_deref(), Some("Север"));
    let unknown = HouseForm {
        id: "999".into(),
        ..form
    };
    assert_eq!(houses::save(&ctx, &unknown).await, Err(Failure::NotFound));
    assert_eq!(houses::show(&ctx, 999).await, Err(Failure::NotFound));
    let changed = "select count(*) from event where noun = 'house' and verb = 'changed'
        and details->'from'->>'street' = 'ул. Садовая' and details->'to'->>'street' = 'ул. Полевая'";
    assert_eq!(office.count(changed).await, 1);
}

#[tokio::test]
async fn nobody_sees_no_houses() {
    let office = Office::open().await;
    let ctx = office.nobody();
    let out = Failure::SignedOut;
    assert_eq!(failed(houses::list(&ctx, "", "").await), out);
    assert_eq!(failed(houses::choices(&ctx).await), out);
    assert_eq!(failed(houses::show(&ctx, 1).await), out);
    assert_eq!(failed(houses::save(&ctx, &HouseForm::default()).await), out);
    assert_eq!(failed(premises::save(&ctx, &PremisesForm::default()).await), out);
}

#[tokio::test]
async fn the_list_is_paged_and_searched() {
    let office = Office::open().await;
    let ctx = office.operator();
    office
        .tamper(
            "insert into house (locality, street, number, created_at)
             select 'Калуга', case when n % 3 = 0 then 'ул. 50%_Лет' else 'ул. Садовая' end, n::text, now()
             from generate_series(1, 120) n",
        )
        .await;
    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let page = houses::list(&ctx, "", &after).await.unwrap();
        assert_eq!(page.count, Count::Exactly(120));
        seen.extend(
            page.items
                .into_iter()
                .map(|house| (house.street, house.number, house.id)),
        );
        match page.next {
            Some(next) => after = next,
            None => break,
        }
    }
    let mut sorted = seen.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!((seen.len(), &seen), (120, &sorted));

    for (q, want) in [
        ("садовая", 80),
        ("САДОВАЯ, калуга", 80),
        ("50%_", 40),
        ("%", 40),
        ("_", 40),
        ("лет 120", 1),
        ("\\", 0),
        ("\0", 120),
        ("москва", 0),
    ] {
        let page = houses::list(&ctx, q, "").await.unwrap();
        assert_eq!(page.count, Count::Exactly(want), "{q:?}");
        assert_eq!(page.items.len(), usize::try_from(want.min(50)).unwrap(), "{q:?}");
    }
    // A position that is none begins at the beginning.
    let page = houses::list(&ctx, "", "nonsense").await.unwrap();
    assert_eq!(i64::try_from(page.items.len()), Ok(PAGE_SIZE));
    let choices = houses::choices(&ctx).await.unwrap();
    assert_eq!(
        (choices.len(), choices[0].1.as_str()),
        (120, "Калуга, ул. 50%_Лет, 102")
    );
}

#[tokio::test]
async fn premises_are_counted_as_people_do_and_change_from_a_day() {
    let office = Office::open().await;
    let ctx = office.operator();
    let house = houses::save(&ctx, &house_form("ул. Садовая", "12")).await.unwrap();
    for number in ["10", "2", "1а", "1"] {
        premises::save(&ctx, &flat_form(house, number, "50,5", "2026-01-01"))
            .await
            .unwrap();
    }
    let card = houses::show(&ctx, house).await.unwrap();
    let numbers: Vec<_> = card.premises.iter().map(|line| line.number.as_str()).collect();
    assert_eq!(numbers, ["1", "1а", "2", "10"]);
    assert_eq!((card.house.premises, card.house.subscribers), (4, 0));
    let first = &card.premises[0];
    assert_eq!(first.address, "Калуга, ул. Садовая, 12, кв. 1");
    assert_eq!(
        (first.kind, first.area.unwrap().to_string().as_str()),
        (Kind::Flat, "50.50")
    );

    let taken = premises::save(&ctx, &flat_form(house, "1А", "", "2026-01-01")).await;
    assert_eq!(refused(taken, "number"), Reason::Taken);
    let nowhere = premises::save(&ctx, &flat_form(999, "1", "", "2026-01-01")).await;
    assert_eq!(refused(nowhere, "house_id"), Reason::Unknown);
    let unknown = PremisesForm {
        id: "999".into(),
        ..flat_form(house, "77", "", "2026-01-01")
    };
    assert_eq!(premises::save(&ctx, &unknown).await, Err(Failure::NotFound));

    // A new area holds from its day; before it the old one does.
    let wider = PremisesForm {
        id: first.id.to_string(),
        ..flat_form(house, "1", "61", "2026-12-01")
    };
    premises::save(&ctx, &wider).await.unwrap();
    let area = async |day: &str| {
        houses::show(&on(&ctx, day), house).await.unwrap().premises[0]
            .area
            .unwrap()
            .to_string()
    };
    assert_eq!(area("2026-11-30").await, "50.50");
    assert_eq!(area("2026-12-01").await, "61.00");
    // Saving the same again writes nothing.
    premises::save(
        &ctx,
        &PremisesForm {
            from: "2026-12-15".into(),
            ..wider
        },
    )
    .await
    .unwrap();
    assert_eq!(office.count("select count(*) from premises_state").await, 5);
}

#[tokio::test]
async fn a_changed_address_reaches_the_subscribers() {
    let office = Office::open().await;
    let ctx = office.operator();
    let house = houses::save(&ctx, &house_form("ул. Садовая", "12")).await.unwrap();
    let subscriber = SubscriberForm {
        kind: "person".into(),
        name: "Иванов Иван".into(),
        house_id: house.to_string(),
        flat: "5".into(),
        ..SubscriberForm::default()
    };
    let id = subscribers::save(&ctx, &subscriber).await.unwrap();
    let card = houses::show(&ctx, house).await.unwrap();
    assert_eq!(card.house.subscribers, 1);
    assert_eq!(
        card.premises[0].subscribers,
        [(id, "000001".into(), "Иванов Иван".into())]
    );
    let moved = HouseForm {
        id: house.to_string(),
        ..house_form("ул. Полевая", "1")
    };
    houses::save(&ctx, &moved).await.unwrap();
    let card = subscribers::show(&ctx, id).await.unwrap();
    assert_eq!(card.premises.unwrap().address, "Калуга, ул. Полевая, 1, кв. 5");
    assert_eq!(
        office
            .count("select count(*) from subscriber where address = 'Калуга, ул. Полевая, 1, кв. 5'")
            .await,
        1
    );
}

fn entry(id: i64, from: &str) -> PremisesStateRefForm {
    PremisesStateRefForm {
        id: id.to_string(),
        from: from.into(),
    }
}

#[tokio::test]
async fn a_wrong_entry_is_taken_back_while_nothing_rests_on_it() {
    let office = Office::open().await;
    let ctx = office.manager();
    let house = houses::save(&ctx, &house_form("ул. Садовая", "12")).await.unwrap();
    let flat = premises::save(&ctx, &flat_form(house, "5", "50", "2026-01-01"))
        .await
        .unwrap();
    let enter = async |area: &str, from: &str| {
        let form = PremisesForm {
            id: flat.to_string(),
            ..flat_form(house, "5", area, from)
        };
        premises::save(&ctx, &form).await
    };
    enter("61", "2026-10-15").await.unwrap();
    enter("16", "2026-12-01").await.unwrap();
    let history = async || {
        let history = premises::history(&office.operator(), flat).await.unwrap();
        assert_eq!((history.id, history.house_id), (flat, house));
        let states = history.states.into_iter();
        states
            .map(|state| {
                (
                    state.from.to_string(),
                    state.area.unwrap().to_string(),
                    state.is_charged,
                )
            })
            .collect::<Vec<_>>()
    };
    let row = |from: &str, area: &str, charged| (from.to_owned(), area.to_owned(), charged);
    let (first, second) = (row("2026-01-01", "50.00", false), row("2026-10-15", "61.00", false));
    assert_eq!(
        history().await,
        [row("2026-12-01", "16.00", false), second.clone(), first.clone()]
    );
    let early = premises::take_back(&ctx, &entry(flat, "2026-10-15")).await;
    assert_eq!(conflict(early), Reason::NotTheLatest);
    let none = premises::take_back(&ctx, &entry(flat, "2026-12-02")).await;
    assert_eq!(failed(none), Failure::NotFound);
    let back = premises::take_back(&office.operator(), &entry(flat, "2026-12-01")).await;
    assert_eq!(back, Ok(house));
    assert_eq!(history().await, [second, first.clone()]);
    // The same day's entry may be written over as well.
    enter("62", "2026-10-15").await.unwrap();
    assert_eq!(history().await, [row("2026-10-15", "62.00", false), first]);

    // October is charged by the area: from now on the entry stays.
    let subscriber = SubscriberForm {
        kind: "person".into(),
        name: "Иванов Иван".into(),
        house_id: house.to_string(),
        flat: "5".into(),
        ..SubscriberForm::default()
    };
    let subscriber = subscribers::save(&ctx, &subscriber).await.unwrap();
    let heating = service(&ctx, "Отопление", "10", "2026-01-01").await;
    link(&ctx, subscriber, heating, "2026-01-01", "", "1").await.unwrap();
    issue(&on(&ctx, "2026-10-31"), "2026-10").await.unwrap();
    office
        .tamper(
            "alter table charge disable trigger user;
             update charge set tariff = 'area', source = 'area', inputs = '{\"area\": \"62.00\"}'; alter table charge enable trigger user",
        )
        .await;
    assert_eq!(
        history().await,
        [row("2026-10-15", "62.00", true), row("2026-01-01", "50.00", false)]
    );
    let charged = premises::take_back(&ctx, &entry(flat, "2026-10-15")).await;
    assert_eq!(conflict(charged), Reason::ChargesRestOnIt);
    assert_eq!(
        refused(enter("63", "2026-10-15").await, "from"),
        Reason::ChargesRestOnIt
    );
    enter("63", "2026-11-01").await.unwrap();
    premises::take_back(&ctx, &entry(flat, "2026-11-01")).await.unwrap();
    let told = "select count(*) from event where noun = 'premises' and verb = 'took_back'
        and details->'from'->>'area' in ('16.00', '63.00')";
    assert_eq!(office.count(told).await, 2);

    let nobody = office.nobody();
    assert_eq!(failed(premises::history(&nobody, flat).await), Failure::SignedOut);
    let nobody = premises::take_back(&nobody, &entry(flat, "2026-01-01")).await;
    assert_eq!(failed(nobody), Failure::SignedOut);
    assert_eq!(failed(premises::history(&ctx, 999).await), Failure::NotFound);
}
