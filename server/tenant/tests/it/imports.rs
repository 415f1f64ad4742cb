//! Imports: reading, refusing, posting.

mod refusals;
mod submitting;

use chrono::TimeDelta;
use domain::imports::{BatchRefForm, Status, Table};
use domain::services::ServiceForm;
use domain::{Money, Reason};
use tenant::{Ctx, imports, ledger, services, subscribers};

use crate::support::{Office, conflict, later};

const HEADINGS: &str =
    "Лицевой счёт;Абонент;Телефон;Город;Улица;Дом;Квартира;Район;Площадь;Проживает;Услуги;Услуги с;Сальдо;Цвет";

fn table(rows: &[&str]) -> Table {
    let cells = |row: &str| row.split(';').map(str::to_owned).collect::<Vec<_>>();
    Table {
        headings: cells(HEADINGS),
        rows: rows.iter().map(|row| cells(row)).collect(),
    }
}

fn batch(id: i64) -> BatchRefForm {
    BatchRefForm { id: id.to_string() }
}

async fn service(ctx: &Ctx, name: &str) -> i64 {
    let form = ServiceForm {
        name: name.into(),
        unit: "мес.".into(),
        price: "100".into(),
        from: "2026-01-01".into(),
        ..ServiceForm::default()
    };
    services::save(ctx, &form).await.unwrap()
}

#[tokio::test]
async fn a_file_is_looked_at_and_then_posted() {
    let office = Office::open().await;
    let ctx = office.manager();
    service(&ctx, "Охрана").await;
    service(&ctx, "Вывоз мусора").await;
    let file = table(&[
        "1001;Иванова Анна;8 916 123-45-67;Калуга;ул. Садовая;12;5;Север;54,3;2;Охрана | вывоз мусора * 2;01.03.2026;150,25;red",
        "1002;Петров Иван;;КАЛУГА;Ул. садовая;12;5;Юг;10;;охрана;;-20",
        ";;;",
        "1003;Сидоров;;Калуга;ул. Садовая;14;;;;;;;0",
        "1004;ООО «Вектор»",
    ]);
    let id = imports::upload(&ctx, "список.csv", &file).await.unwrap();
    let card = imports::show(&ctx, id).await.unwrap();
    assert_eq!(
        (card.batch.status, card.batch.good, card.batch.refused),
        (Status::Previewed, 4, 0)
    );
    assert_eq!(
        (card.batch.debt, card.batch.advance),
        (Money::from_kopecks(15_025), Money::from_kopecks(2_000))
    );
    assert_eq!(
        (card.batch.file_name.as_str(), card.batch.uploaded_by.as_str()),
        ("список.csv", "Михаил")
    );
    assert_eq!(card.unknown_headings, ["Цвет"]);
    let lines: Vec<_> = card.sample.iter().map(|row| (row.line, row.label.as_str())).collect();
    assert_eq!(
        lines,
        [
            (2, "1001 Иванова Анна"),
            (3, "1002 Петров Иван"),
            (5, "1003 Сидоров"),
            (6, "1004 ООО «Вектор»")
        ]
    );
    assert_eq!(card.sample[0].row.as_ref().unwrap().account, "1001");
    // Nothing of it stands anywhere yet.
    for room in [
        "subscriber",
        "house",
        "premises",
        "service_link",
        "ledger_entry",
        "invoice",
        "payment",
    ] {
        assert_eq!(office.count(&format!("select count(*) from {room}")).await, 0, "{room}");
    }

    let posted = imports::post(&later(&ctx, TimeDelta::minutes(5)), &batch(id))
        .await
        .unwrap();
    assert_eq!((posted.status, posted.good, posted.refused), (Status::Posted, 4, 0));
    assert_eq!(imports::list(&ctx).await.unwrap(), [posted]);
    assert_eq!(office.count("select count(*) from house").await, 2);
    assert_eq!(
        office
            .count("select count(*) from house where district = 'Север'")
            .await,
        1
    );
    assert_eq!(office.count("select count(*) from premises").await, 2);
    assert_eq!(
        office
            .count(
                "select count(*) from premises_state where area = 54.3 and residents = 2 and valid_from = '2026-03-01'"
            )
            .await,
        1
    );
    assert_eq!(office.count("select count(*) from premises_state").await, 1);
    assert_eq!(
        office.count("select sum(subscribers)::bigint from grand_total").await,
        4
    );

    let anna = subscribers::show(&ctx, 1).await.unwrap();
    assert_eq!(
        anna.premises.as_ref().unwrap().address,
        "Калуга, ул. Садовая, 12, кв. 5"
    );
    assert_eq!(anna.phone.as_deref(), Some("+79161234567"));
    let links: Vec<_> = anna
        .links
        .iter()
        .map(|link| {
            (
                link.service.as_str(),
                link.quantity.map(|quantity| quantity.normalize().to_string()),
                link.from.to_string(),
            )
        })
        .collect();
    assert_eq!(links.len(), 2);
    assert!(links.contains(&("Вывоз мусора", Some("2".into()), "2026-03-01".into())));
    assert_eq!(
        (anna.balance, anna.invoices.len(), anna.moves.len()),
        (Money::from_kopecks(15_025), 1, 1)
    );
    let ivan = subscribers::show(&ctx, 2).await.unwrap();
    assert_eq!((ivan.balance, ivan.payments.len()), (Money::from_kopecks(-2_000), 1));
    assert_eq!(ivan.premises.unwrap().subscribers.len(), 2);
    assert_eq!(ivan.links[0].from.to_string(), "2026-11-01");
    let vector = subscribers::show(&ctx, 4).await.unwrap();
    assert_eq!((vector.premises, vector.balance), (None, Money::ZERO));
    let proof = ledger::prove(&ctx).await.unwrap();
    assert!(proof.holds(), "{proof:?}");
    assert_eq!(
        office
            .count("select count(*) from event where noun = 'import' and verb in ('uploaded', 'posted')")
            .await,
        2
    );

    assert_eq!(conflict(imports::post(&ctx, &batch(id)).await), Reason::AlreadyDone);
    assert_eq!(conflict(imports::discard(&ctx, &batch(id)).await), Reason::AlreadyDone);
    assert_eq!(office.count("select count(*) from subscriber").await, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_clicks_post_once() {
    let office = Office::open().await;
    let ctx = office.manager();
    let id = imports::upload(&ctx, "a.csv", &table(&["1;Иванов;;;;;;;;;;;10"]))
        .await
        .unwrap();
    let form = batch(id);
    let (one, other) = tokio::join!(imports::post(&ctx, &form), imports::post(&ctx, &form));
    let (good, bad) = if one.is_ok() { (one, other) } else { (other, one) };
    assert_eq!(good.unwrap().good, 1);
    assert_eq!(conflict(bad), Reason::AlreadyDone);
    assert_eq!(office.count("select count(*) from ledger_entry").await, 1);
}

#[tokio::test]
async fn a_thousand_rows_are_posted_at_once() {
    let office = Office::open().await;
    let ctx = office.manager();
    service(&ctx, "Охрана").await;
    let rows: Vec<String> = (0..1000)
        .map(|n| {
            let balance = (n % 5 - 2) * 100;
            format!(
                "{};Иванов {n};;Калуга;ул. Садовая;{};{};;40;1;Охрана;;{balance}",
                100_000 + n,
                n / 50,
                n % 50
            )
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let id = imports::upload(&ctx, "a.csv", &table(&rows)).await.unwrap();
    let posted = imports::post(&ctx, &batch(id)).await.unwrap();
    assert_eq!((posted.good, posted.refused), (1000, 0));
    assert_eq!(
        (posted.debt, posted.advance),
        (Money::from_kopecks(6_000_000), Money::from_kopecks(6_000_000))
    );
    for (table, want) in [
        ("house", 20),
        ("premises", 1000),
        ("premises_state", 1000),
        ("subscriber", 1000),
        ("service_link", 1000),
        ("ledger_entry", 800),
    ] {
        assert_eq!(
            office.count(&format!("select count(*) from {table}")).await,
            want,
            "{table}"
        );
    }
    let proof = ledger::prove(&ctx).await.unwrap();
    assert!(proof.holds(), "{proof:?}");
    // Another file may name the same houses and flats.
    let id = imports::upload(&ctx, "b.csv", &table(&["1;Новый;;калуга;УЛ. САДОВАЯ;0;0;;99"]))
        .await
        .unwrap();
    imports::post(&ctx, &batch(id)).await.unwrap();
    assert_eq!(
        office
            .count("select count(*) from premises_state where area = 99")
            .await,
        0
    );
    assert_eq!(office.count("select count(*) from premises").await, 1000);
}
