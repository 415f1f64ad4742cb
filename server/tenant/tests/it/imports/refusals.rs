//! What an import refuses: rows, batches, files, people.

use domain::imports::{BatchRefForm, Status, Table};
use domain::subscribers::{SubscriberForm, SubscriberRefForm};
use domain::{Failure, Reason};
use tenant::{imports, subscribers};

use super::{batch, service, table};
use crate::support::{Office, conflict, failed, refused};

#[tokio::test]
async fn rows_are_refused_with_reasons() {
    let office = Office::open().await;
    let ctx = office.manager();
    let form = SubscriberForm {
        kind: "person".into(),
        name: "Старый".into(),
        account: "1".into(),
        ..SubscriberForm::default()
    };
    let old = subscribers::save(&ctx, &form).await.unwrap();
    subscribers::archive(&ctx, &SubscriberRefForm { id: old.to_string() })
        .await
        .unwrap();
    service(&ctx, "Охрана").await;
    office
        .tamper("insert into service (name, unit, created_at) values ('Без цены', 'мес.', now())")
        .await;
    let file = table(&[
        "1;Занятый",
        "2;Хороший;;;;;;;;;Охрана",
        "а2;Буква",
        "2;Повтор",
        "3;Услуга;;;;;;;;;Полив",
        "4;Цена;;;;;;;;;Охрана | Без цены",
        "?;;x;Калуга;;;;;-1;1,5;Охрана*0;завтра;много",
        "1;Занятый и повтор",
        "5;\0Ноль\0",
    ]);
    let id = imports::upload(&ctx, "", &file).await.unwrap();
    let card = imports::show(&ctx, id).await.unwrap();
    assert_eq!(
        (card.batch.good, card.batch.refused, card.batch.file_name.as_str()),
        (3, 6, "—")
    );
    assert!(card.sample.iter().any(|row| row.label == "5 Ноль"));
    let reasons = |line: i32| -> Vec<(String, Reason)> {
        card.refused.iter().find(|row| row.line == line).unwrap().errors.clone()
    };
    let one = |column: &str, reason: Reason| vec![(column.to_owned(), reason)];
    assert_eq!(reasons(2), one("account", Reason::Taken));
    assert_eq!(reasons(5), one("account", Reason::RepeatedInFile { line: 3 }));
    assert_eq!(reasons(6), one("services", Reason::Unknown));
    assert_eq!(reasons(7), one("services", Reason::Unknown));
    let all_wrong = reasons(8);
    assert_eq!(all_wrong.len(), 10, "{all_wrong:?}");
    assert!(all_wrong.contains(&("services_from".into(), Reason::NotADate)));
    let twice = [
        one("account", Reason::RepeatedInFile { line: 2 }),
        one("account", Reason::Taken),
    ]
    .concat();
    assert_eq!(reasons(9), twice);

    let refused = imports::refused(&ctx, id).await.unwrap();
    assert_eq!((refused.headings.len(), refused.rows.len()), (14, 6));
    assert_eq!(refused.rows[1].0, ["2", "Повтор"]);
    assert_eq!(refused.rows[1].1, one("account", Reason::RepeatedInFile { line: 3 }));

    // What became impossible between looking and posting is refused then; the rest goes in.
    let taken = SubscriberForm {
        account: "А2".into(),
        ..form
    };
    subscribers::save(&ctx, &taken).await.unwrap();
    let posted = imports::post(&ctx, &batch(id)).await.unwrap();
    assert_eq!((posted.good, posted.refused), (2, 7));
    assert_eq!(office.count("select count(*) from subscriber").await, 4);
    let refused = imports::refused(&ctx, id).await.unwrap();
    assert!(
        refused
            .rows
            .contains(&(vec!["а2".into(), "Буква".into()], one("account", Reason::Taken)))
    );
}

#[tokio::test]
async fn a_batch_without_a_good_row_is_not_posted() {
    let office = Office::open().await;
    let ctx = office.manager();
    let id = imports::upload(&ctx, "a.csv", &table(&["?;"])).await.unwrap();
    assert_eq!(conflict(imports::post(&ctx, &batch(id)).await), Reason::FileEmpty);
    imports::discard(&ctx, &batch(id)).await.unwrap();
    assert_eq!(imports::show(&ctx, id).await.unwrap().batch.status, Status::Discarded);
    assert_eq!(conflict(imports::post(&ctx, &batch(id)).await), Reason::AlreadyDone);
    assert_eq!(failed(imports::post(&ctx, &batch(99)).await), Failure::NotFound);
    assert_eq!(
        failed(imports::discard(&ctx, &BatchRefForm::default()).await),
        Failure::NotFound
    );
    assert_eq!(failed(imports::show(&ctx, 99).await), Failure::NotFound);
    assert_eq!(failed(imports::refused(&ctx, 99).await), Failure::NotFound);
}

#[tokio::test]
async fn files_that_hold_nothing_or_too_much_are_refused() {
    let office = Office::open().await;
    let ctx = office.manager();
    assert_eq!(
        refused(imports::upload(&ctx, "a", &Table::default()).await, "file"),
        Reason::FileEmpty
    );
    assert_eq!(
        refused(imports::upload(&ctx, "a", &table(&[";;", " ; "])).await, "file"),
        Reason::FileEmpty
    );
    let strange = Table {
        headings: vec!["ФИО".into()],
        rows: vec![vec!["Иванов".into()]],
    };
    let reason = refused(imports::upload(&ctx, "a", &strange).await, "file");
    assert!(matches!(reason, Reason::ColumnMissing { .. }), "{reason:?}");
    let huge = Table {
        headings: vec!["л/с".into(), "ФИО".into()],
        rows: vec![vec!["1".into()]; imports::MAX_ROWS + 1],
    };
    let reason = refused(imports::upload(&ctx, "a", &huge).await, "file");
    assert!(matches!(reason, Reason::FileTooLarge { .. }), "{reason:?}");
    assert_eq!(office.count("select count(*) from import_batch").await, 0);
}

#[tokio::test]
async fn operators_import_nothing() {
    let office = Office::open().await;
    for (ctx, want) in [
        (office.operator(), Failure::Forbidden),
        (office.nobody(), Failure::SignedOut),
    ] {
        assert_eq!(failed(imports::upload(&ctx, "a", &table(&["1;A"])).await), want);
        assert_eq!(failed(imports::list(&ctx).await), want);
        assert_eq!(failed(imports::show(&ctx, 1).await), want);
        assert_eq!(failed(imports::refused(&ctx, 1).await), want);
        assert_eq!(failed(imports::post(&ctx, &batch(1)).await), want);
        assert_eq!(failed(imports::discard(&ctx, &batch(1)).await), want);
    }
}
