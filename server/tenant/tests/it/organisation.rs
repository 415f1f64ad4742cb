//! The organisation's own details: versions, bank accounts, the logo, and who may do what.

use bytes::Bytes;
use domain::files::FileRefForm;
use domain::organisation::{
    BankAccountForm, BankAccountRefForm, Details, Issuer, OrganisationForm, Signatories, SignatoriesForm,
};
use domain::requisites::Wrong;
use domain::{Failure, Reason};
use tenant::{Ctx, files, organisation};

use super::estate::{pay, payer};
use super::support::{Office, conflict, failed, refused};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

fn form(version: i32) -> OrganisationForm {
    OrganisationForm {
        version: version.to_string(),
        full_name: "Садоводческое некоммерческое товарищество «Сад»".into(),
        short_name: "СНТ «Сад»".into(),
        inn: "7707083893".into(),
        kpp: "773601001".into(),
        ogrn: "1027700132195".into(),
        address: "Калуга, ул. Садовая, 1".into(),
        phone: "8 4842 12-34-56".into(),
        ..OrganisationForm::default()
    }
}

/// The account with the key that fits, at Sberbank.
fn account(tail: &str, main: bool) -> BankAccountForm {
    let keyed = (0..10).map(|key| BankAccountForm {
        bic: "044525225".into(),
        bank: "ПАО Сбербанк, г. Москва".into(),
        correspondent: "30101810400000000225".into(),
        number: format!("40703810{key}{tail}"),
        main: if main { "on".into() } else { String::new() },
    });
    keyed.into_iter().find(|form| form.parse().is_ok()).unwrap()
}

fn named(id: i64) -> BankAccountRefForm {
    BankAccountRefForm { id: id.to_string() }
}

async fn numbers(ctx: &Ctx) -> Vec<(i64, bool, bool)> {
    let accounts = organisation::show(ctx).await.unwrap().accounts;
    accounts
        .into_iter()
        .map(|account| (account.id, account.is_main, account.archived_at.is_some()))
        .collect()
}

#[tokio::test]
async fn details_are_changed_by_one_at_a_time() {
    let office = Office::open().await;
    let admin = office.admin();
    let empty = organisation::show(&office.operator()).await.unwrap();
    assert_eq!((empty.details, empty.accounts.len()), (Details::default(), 0));
    organisation::save(&admin, &form(empty.version)).await.unwrap();
    let known = organisation::show(&office.operator()).await.unwrap();
    assert_eq!(known.details.phone.as_deref(), Some("+74842123456"));
    assert_eq!(known.details.inn.as_deref(), Some("7707083893"));

    // Whoever opened the page before is told so, and nothing is overwritten.
    let late = OrganisationForm {
        short_name: "Другое".into(),
        ..form(empty.version)
    };
    assert_eq!(
        conflict(organisation::save(&admin, &late).await),
        Reason::ChangedMeanwhile
    );
    let signs = SignatoriesForm {
        version: empty.version.to_string(),
        chief_name: "Петров П. П.".into(),
        ..SignatoriesForm::default()
    };
    assert_eq!(
        conflict(organisation::save_signatories(&admin, &signs).await),
        Reason::ChangedMeanwhile
    );
    let signs = SignatoriesForm {
        version: known.version.to_string(),
        ..signs
    };
    organisation::save_signatories(&admin, &signs).await.unwrap();
    let now = organisation::show(&admin).await.unwrap();
    assert_eq!(now.details, known.details);
    assert_eq!(
        now.signatories,
        Signatories {
            chief_name: Some("Петров П. П.".into()),
            ..Signatories::default()
        }
    );
    let wrong = OrganisationForm {
        inn: "7707083894".into(),
        ..form(now.version)
    };
    assert_eq!(
        refused(organisation::save(&admin, &wrong).await, "inn"),
        Reason::Requisite { why: Wrong::InnCheck }
    );
    let told = "select count(*) from event where noun = 'organisation' and verb = 'changed'
        and (details->'from'->>'inn' is null and details->'to'->>'inn' = '7707083893'
            or details->'to'->>'chief_name' = 'Петров П. П.')";
    assert_eq!(office.count(told).await, 2);
}

#[tokio::test]
async fn one_account_is_the_main_one() {
    let office = Office::open().await;
    let admin = office.admin();
    let first = organisation::add_account(&admin, &account("00000000001", false))
        .await
        .unwrap();
    assert_eq!(numbers(&admin).await, [(first, true, false)]);
    let second = organisation::add_account(&admin, &account("00000000002", true))
        .await
        .unwrap();
    let third = organisation::add_account(&admin, &account("00000000003", false))
        .await
        .unwrap();
    assert_eq!(
        numbers(&admin).await,
        [(second, true, false), (first, false, false), (third, false, false)]
    );
    let again = organisation::add_account(&admin, &account("00000000003", true)).await;
    assert_eq!(refused(again, "number"), Reason::Taken);
    organisation::make_account_main(&admin, &named(third)).await.unwrap();
    assert_eq!(numbers(&admin).await[0], (third, true, false));

    // The main one goes: the oldest takes its place.
    organisation::archive_account(&admin, &named(third)).await.unwrap();
    assert_eq!(
        numbers(&admin).await,
        [(first, true, false), (second, false, false), (third, false, true)]
    );
    for result in [
        organisation::archive_account(&admin, &named(third)).await,
        organisation::make_account_main(&admin, &named(third)).await,
    ] {
        assert_eq!(conflict(result), Reason::Archived);
    }
    // Entered once more, it comes back under its own id.
    let back = organisation::add_account(&admin, &account("00000000003", true)).await;
    assert_eq!(back, Ok(third));
    assert_eq!(numbers(&admin).await[0], (third, true, false));
    for id in [first, second, third] {
        organisation::archive_account(&admin, &named(id)).await.unwrap();
    }
    assert_eq!(office.count("select count(*) from bank_account where is_main").await, 0);
    assert_eq!(
        failed(organisation::archive_account(&admin, &named(999)).await),
        Failure::NotFound
    );
}

#[tokio::test]
async fn a_logo_is_a_picture_that_stays_while_it_is_shown() {
    let office = Office::open().await;
    let admin = office.admin();
    let pdf = organisation::put_logo(&admin, "логотип.png", Bytes::from_static(b"%PDF-1.7\n")).await;
    assert_eq!(refused(pdf, "file"), Reason::NotAPicture);
    assert_eq!(office.count("select count(*) from file").await, 0);
    organisation::put_logo(&admin, "логотип.png", Bytes::from_static(PNG))
        .await
        .unwrap();
    let logo = organisation::show(&office.operator()).await.unwrap().logo.unwrap();
    let file = FileRefForm {
        id: logo.id.to_string(),
    };
    assert_eq!(conflict(files::remove(&admin, &file).await), Reason::InUse);
    assert!(files::open(&admin, logo.id).await.is_ok());
    organisation::remove_logo(&admin).await.unwrap();
    assert_eq!(organisation::show(&admin).await.unwrap().logo, None);
    files::remove(&admin, &file).await.unwrap();
}

#[tokio::test]
async fn a_receipt_tells_who_took_the_money() {
    let office = Office::open().await;
    payer(&office, "A-1").await;
    let before = pay(&office.operator(), "A-1", "10", "2026-11-20").await.unwrap();
    assert_eq!(before.issuer, Issuer::default());
    organisation::save(&office.admin(), &form(1)).await.unwrap();
    let after = pay(&office.operator(), "A-1", "20", "2026-11-20").await.unwrap();
    let want = Issuer {
        name: Some("СНТ «Сад»".into()),
        inn: Some("7707083893".into()),
        address: Some("Калуга, ул. Садовая, 1".into()),
    };
    assert_eq!(after.issuer, want);
}

#[tokio::test]
async fn all_see_it_and_administrators_change_it() {
    let office = Office::open().await;
    assert!(organisation::show(&office.operator()).await.is_ok());
    assert!(organisation::show(&office.manager()).await.is_ok());
    assert_eq!(failed(organisation::show(&office.nobody()).await), Failure::SignedOut);
    let png = || Bytes::from_static(PNG);
    for (ctx, want) in [
        (office.manager(), Failure::Forbidden),
        (office.operator(), Failure::Forbidden),
        (office.nobody(), Failure::SignedOut),
    ] {
        assert_eq!(failed(organisation::save(&ctx, &form(1)).await), want);
        let signs = SignatoriesForm::default();
        assert_eq!(failed(organisation::save_signatories(&ctx, &signs).await), want);
        let added = organisation::add_account(&ctx, &account("00000000001", true)).await;
        assert_eq!(failed(added), want);
        assert_eq!(failed(organisation::make_account_main(&ctx, &named(1)).await), want);
        assert_eq!(failed(organisation::archive_account(&ctx, &named(1)).await), want);
        assert_eq!(failed(organisation::put_logo(&ctx, "a.png", png()).await), want);
        assert_eq!(failed(organisation::remove_logo(&ctx).await), want);
    }
    assert_eq!(office.count("select count(*) from event").await, 0);
}
