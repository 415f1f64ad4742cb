//! The list of subscribers: search, pages, counts.

use std::collections::BTreeSet;

use domain::Count;
use domain::Money;
use domain::houses::HouseForm;
use domain::paging::Page;
use domain::subscribers::{SubscriberForm, SubscriberLine, SubscriberQuery};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use tenant::{Ctx, houses, subscribers};

use super::{form, reference, walk};
use crate::support::{Office, later};

async fn found(ctx: &Ctx, q: &str, show: &str) -> Page<SubscriberLine> {
    let query = SubscriberQuery {
        q: q.into(),
        show: show.into(),
        after: String::new(),
    };
    subscribers::list(ctx, &query).await.unwrap()
}

async fn accounts(ctx: &Ctx, q: &str) -> Vec<String> {
    found(ctx, q, "")
        .await
        .items
        .into_iter()
        .map(|line| line.account)
        .collect()
}

#[tokio::test]
async fn people_are_found_by_what_is_known_of_them() {
    let office = Office::open().await;
    let ctx = office.operator();
    let house = HouseForm {
        locality: "Калуга".into(),
        street: "ул. Садовая".into(),
        number: "12".into(),
        ..HouseForm::default()
    };
    let house = houses::save(&ctx, &house).await.unwrap();
    let people = [
        ("1001", "Иванова Анна", "5", "8 916 123-45-67"),
        ("1002", "Петров Иван", "15", "+375 29 123-45-67"),
        ("А-77", "ООО «50% скидка_»", "", ""),
        ("2000", "ё\\жиков Олег", "7", "8 916 999-99-99"),
    ];
    for (account, name, flat, phone) in people {
        let form = SubscriberForm {
            house_id: if flat.is_empty() {
                String::new()
            } else {
                house.to_string()
            },
            flat: flat.into(),
            phone: phone.into(),
            ..form(name, account)
        };
        subscribers::save(&ctx, &form).await.unwrap();
    }
    let table: &[(&str, &[&str])] = &[
        // by the beginning of the account
        ("100", &["1001", "1002"]),
        ("1002", &["1002"]),
        ("а-7", &["А-77"]),
        // by the beginning of the name, one letter is enough
        ("иван", &["1001", "1002"]),
        ("и", &["1001"]),
        ("ИВАНОВА  а", &["1001"]),
        ("анн", &[]),
        // by telephone, however it is written
        ("8 916", &["1001", "2000"]),
        ("8(916)123", &["1001"]),
        ("+7 916 999", &["2000"]),
        ("916", &["1001", "2000"]),
        ("+375", &["1002"]),
        ("375 29", &["1002"]),
        // from four letters anywhere in the name and the address
        ("анна", &["1001"]),
        ("садовая", &["1001", "1002", "2000"]),
        ("садовая 12 15", &["1002"]),
        ("Калуга, ул. Садовая, 12, кв. 7", &["1001", "1002", "2000"]),
        ("олег садовая", &["2000"]),
        // signs mean themselves
        ("50%", &[]),
        ("ооо «50%", &["А-77"]),
        ("скидка_", &["А-77"]),
        ("скидка%", &[]),
        ("\\жиков", &["2000"]),
        ("____", &[]),
        ("%%%%", &[]),
        ("\0", &["1001", "1002", "2000", "А-77"]),
    ];
    for (q, want) in table {
        assert_eq!(accounts(&ctx, q).await, *want, "{q:?}");
    }
}

#[tokio::test]
async fn debtors_are_those_who_owe() {
    let office = Office::open().await;
    let ctx = office.operator();
    for (account, name) in [("1", "Должник"), ("2", "Аванс"), ("3", "Должников сын")] {
        subscribers::save(&ctx, &form(name, account)).await.unwrap();
    }
    office
        .tamper("insert into subscriber_balance values (1, 100.50), (2, -20), (3, 0.01)")
        .await;
    let page = found(&ctx, "", "debtors").await;
    let seen: Vec<_> = page
        .items
        .iter()
        .map(|line| (line.account.as_str(), line.balance))
        .collect();
    assert_eq!(
        seen,
        [("1", Money::from_kopecks(10_050)), ("3", Money::from_kopecks(1))]
    );
    assert_eq!(page.count, Count::Exactly(2));
    assert_eq!(walk(&ctx, "долж", "debtors").await, ["1", "3"]);
    assert_eq!(walk(&ctx, "2", "debtors").await, Vec::<String>::new());
    subscribers::archive(&later(&ctx, chrono::TimeDelta::hours(1)), &reference(3))
        .await
        .unwrap();
    assert_eq!(walk(&ctx, "", "debtors").await, ["1", "3"]);
    assert!(found(&ctx, "", "debtors").await.items[1].archived);
}

/// Whatever the accounts are, the pages hold each of them once and in order.
#[tokio::test]
async fn pages_neither_lose_nor_repeat_anybody() {
    let office = Office::open().await;
    let ctx = office.operator();
    let mut runner = TestRunner::deterministic();
    // More than needed, since short accounts repeat.
    let strategy = proptest::collection::vec("[0-9А-ЯЁA-Z]([0-9А-Я/-]{0,4}[0-9А-Я])?", 400);
    for _ in 0..8 {
        let drawn = strategy.new_tree(&mut runner).unwrap().current();
        let mut accounts = BTreeSet::new();
        for account in drawn {
            if accounts.len() < 120 {
                accounts.insert(account);
            }
        }
        assert_eq!(accounts.len(), 120);
        let values: Vec<String> = accounts
            .iter()
            .enumerate()
            .map(|(at, account)| {
                let archived = if at % 7 == 0 { "now()" } else { "null" };
                format!("('{account}', 'person', 'Иванов {account}', now(), {archived})")
            })
            .collect();
        office
            .tamper(&format!(
                "delete from subscriber;
                 insert into subscriber (account, kind, name, created_at, archived_at) values {}",
                values.join(",")
            ))
            .await;
        let part = |archived: bool| -> Vec<String> {
            accounts
                .iter()
                .enumerate()
                .filter(|(at, _)| (at % 7 == 0) == archived)
                .map(|(_, account)| account.clone())
                .collect()
        };
        for q in ["", "иван", "Иванов", "ванов"] {
            assert_eq!(walk(&ctx, q, "").await, part(false), "{q}");
        }
        assert_eq!(walk(&ctx, "", "archived").await, part(true));
        let with_1: Vec<String> = part(false)
            .into_iter()
            .filter(|account| account.starts_with('1'))
            .collect();
        assert_eq!(walk(&ctx, "1", "").await, with_1);
        assert_eq!(found(&ctx, "", "").await.count, Count::Exactly(102));
    }
}

#[tokio::test]
async fn nobody_counts_beyond_a_thousand() {
    let office = Office::open().await;
    let ctx = office.operator();
    office
        .tamper(
            "insert into subscriber (account, kind, name, created_at)
             select n::text, 'person', 'Иванов', now() from generate_series(10001, 11200) n",
        )
        .await;
    for q in ["", "1", "иванов"] {
        assert_eq!(found(&ctx, q, "").await.count, Count::MoreThan(1000), "{q}");
        assert_eq!(walk(&ctx, q, "").await.len(), 1200, "{q}");
    }
}
