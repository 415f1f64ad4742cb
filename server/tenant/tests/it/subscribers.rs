//! Subscribers: registration, changes, the archive, the list and its search.

mod list;

use domain::houses::HouseForm;
use domain::links::{EndLinkForm, LinkForm};
use domain::services::ServiceForm;
use domain::subscribers::{Kind, SubscriberForm, SubscriberQuery, SubscriberRefForm};
use domain::{Failure, Money, Reason};
use tenant::{Ctx, houses, links, services, subscribers};

use crate::support::{Office, conflict, failed, refused};

fn form(name: &str, account: &str) -> SubscriberForm {
    SubscriberForm {
        kind: "person".into(),
        name: name.into(),
        account: account.into(),
        ..SubscriberForm::default()
    }
}

fn reference(id: i64) -> SubscriberRefForm {
    SubscriberRefForm { id: id.to_string() }
}

/// Every account of a list, page by page.
async fn walk(ctx: &Ctx, q: &str, show: &str) -> Vec<String> {
    let mut query = SubscriberQuery {
        q: q.into(),
        show: show.into(),
        after: String::new(),
    };
    let mut all = Vec::new();
    loop {
        let page = subscribers::list(ctx, &query).await.unwrap();
        all.extend(page.items.into_iter().map(|line| line.account));
        match page.next {
            Some(next) => query.after = next,
            None => return all,
        }
    }
}

#[tokio::test]
async fn a_subscriber_is_registered_and_changed() {
    let office = Office::open().await;
    let ctx = office.operator();
    let house = HouseForm {
        locality: "Калуга".into(),
        street: "ул. Садовая".into(),
        number: "12".into(),
        ..HouseForm::default()
    };
    let house = houses::save(&ctx, &house).await.unwrap();
    let placed = SubscriberForm {
        inn: "500100732259".into(),
        house_id: house.to_string(),
        flat: "5а".into(),
        phone: "8 916 123-45-67".into(),
        email: "Ivan@mail.ru".into(),
        note: "Звонить вечером".into(),
        ..form("Иванов Иван", "а-7")
    };
    let id = subscribers::save(&ctx, &placed).await.unwrap();
    let card = subscribers::show(&ctx, id).await.unwrap();
    assert_eq!(
        (card.version, card.account.as_str(), card.kind),
        (1, "А-7", Kind::Person)
    );
    assert_eq!(
        card.premises.as_ref().unwrap().address,
        "Калуга, ул. Садовая, 12, кв. 5а"
    );
    assert_eq!(
        (card.phone.as_deref(), card.email.as_deref()),
        (Some("+79161234567"), Some("ivan@mail.ru"))
    );
    assert_eq!((card.balance, card.links.len(), card.moves.len()), (Money::ZERO, 0, 0));
    assert_eq!((card.created_at, card.archived_at), (ctx.now, None));

    // The neighbour's account is on the same premises, however the number is written.
    let neighbour = SubscriberForm {
        account: String::new(),
        flat: "5А".into(),
        ..placed.clone()
    };
    let neighbour = subscribers::save(&ctx, &neighbour).await.unwrap();
    let neighbours = subscribers::show(&ctx, neighbour).await.unwrap().premises.unwrap();
    assert_eq!(neighbours.id, card.premises.unwrap().id);
    assert_eq!(neighbours.subscribers.len(), 2);

    let renamed = SubscriberForm {
        id: id.to_string(),
        version: "1".into(),
        house_id: String::new(),
        flat: String::new(),
        kind: "organisation".into(),
        ..form("ООО «Вектор»", "А-7")
    };
    assert_eq!(subscribers::save(&ctx, &renamed).await, Ok(id));
    let card = subscribers::show(&ctx, id).await.unwrap();
    assert_eq!((card.version, card.kind, card.premises), (2, Kind::Organisation, None));
    // Somebody who opened the form before that change would undo it.
    assert_eq!(
        conflict(subscribers::save(&ctx, &renamed).await),
        Reason::ChangedMeanwhile
    );
    let changed = "select count(*) from event where noun = 'subscriber' and verb = 'changed'
        and details->'from'->>'name' = 'Иванов Иван' and details->'to'->>'name' = 'ООО «Вектор»'";
    assert_eq!(office.count(changed).await, 1);
}

#[tokio::test]
async fn accounts_are_given_once() {
    let office = Office::open().await;
    let ctx = office.operator();
    // Numbers that the staff chose are skipped.
    for account in ["000002", "000003", "а1"] {
        subscribers::save(&ctx, &form("Иванов", account)).await.unwrap();
    }
    for want in ["000001", "000004", "000005"] {
        let id = subscribers::save(&ctx, &form("Петров", "")).await.unwrap();
        assert_eq!(subscribers::show(&ctx, id).await.unwrap().account, want);
    }
    let taken = subscribers::save(&ctx, &form("Сидоров", "А1")).await;
    assert_eq!(refused(taken, "account"), Reason::Taken);
    let onto = SubscriberForm {
        id: "1".into(),
        version: "1".into(),
        ..form("Иванов", "000003")
    };
    assert_eq!(refused(subscribers::save(&ctx, &onto).await, "account"), Reason::Taken);
    assert_eq!(office.count("select count(*) from subscriber").await, 6);
    assert_eq!(
        office.count("select sum(subscribers)::bigint from grand_total").await,
        6
    );
}

#[tokio::test]
async fn what_is_not_there_is_refused() {
    let office = Office::open().await;
    let ctx = office.operator();
    let nowhere = SubscriberForm {
        house_id: "999".into(),
        flat: "1".into(),
        ..form("Иванов", "1")
    };
    assert_eq!(
        refused(subscribers::save(&ctx, &nowhere).await, "house_id"),
        Reason::Unknown
    );
    let unknown = SubscriberForm {
        id: "999".into(),
        version: "1".into(),
        ..form("Иванов", "1")
    };
    assert_eq!(failed(subscribers::save(&ctx, &unknown).await), Failure::NotFound);
    assert_eq!(failed(subscribers::show(&ctx, 999).await), Failure::NotFound);
    assert_eq!(
        failed(subscribers::archive(&ctx, &reference(999)).await),
        Failure::NotFound
    );
    assert_eq!(
        failed(subscribers::restore(&ctx, &SubscriberRefForm::default()).await),
        Failure::NotFound
    );

    let nobody = office.nobody();
    let out = Failure::SignedOut;
    assert_eq!(
        failed(subscribers::list(&nobody, &SubscriberQuery::default()).await),
        out
    );
    assert_eq!(failed(subscribers::show(&nobody, 1).await), out);
    assert_eq!(failed(subscribers::save(&nobody, &form("Иванов", "1")).await), out);
    assert_eq!(failed(subscribers::archive(&nobody, &reference(1)).await), out);
    assert_eq!(failed(subscribers::restore(&nobody, &reference(1)).await), out);
}

#[tokio::test]
async fn the_archive_takes_and_gives_back() {
    let office = Office::open().await;
    let ctx = office.manager();
    let id = subscribers::save(&ctx, &form("Иванов", "1")).await.unwrap();
    let service = ServiceForm {
        name: "Охрана".into(),
        unit: "мес.".into(),
        price: "100".into(),
        from: "2026-01-01".into(),
        ..ServiceForm::default()
    };
    let service = services::save(&ctx, &service).await.unwrap();
    let link = LinkForm {
        subscriber_id: id.to_string(),
        service_id: service.to_string(),
        from: "2026-01-01".into(),
        ..LinkForm::default()
    };
    let link = links::add(&ctx, &link).await.unwrap();
    assert_eq!(
        conflict(subscribers::archive(&ctx, &reference(id)).await),
        Reason::InUse
    );
    let end = EndLinkForm {
        id: link.to_string(),
        to: "2026-11-22".into(),
    };
    links::end(&ctx, &end).await.unwrap();

    assert_eq!(
        conflict(subscribers::restore(&ctx, &reference(id)).await),
        Reason::NotArchived
    );
    subscribers::archive(&ctx, &reference(id)).await.unwrap();
    assert_eq!(
        conflict(subscribers::archive(&ctx, &reference(id)).await),
        Reason::Archived
    );
    assert_eq!(walk(&ctx, "", "").await, Vec::<String>::new());
    assert_eq!(walk(&ctx, "", "archived").await, ["1"]);
    assert_eq!(walk(&ctx, "иванов", "").await, Vec::<String>::new());
    assert_eq!(walk(&ctx, "иванов", "archived").await, ["1"]);
    assert_eq!(subscribers::show(&ctx, id).await.unwrap().archived_at, Some(ctx.now));
    assert_eq!(
        office.count("select sum(subscribers)::bigint from grand_total").await,
        0
    );
    let stale = SubscriberForm {
        id: id.to_string(),
        version: "2".into(),
        ..form("Петров", "1")
    };
    assert_eq!(conflict(subscribers::save(&ctx, &stale).await), Reason::Archived);

    subscribers::restore(&ctx, &reference(id)).await.unwrap();
    assert_eq!(walk(&ctx, "", "").await, ["1"]);
    assert_eq!(
        office.count("select sum(subscribers)::bigint from grand_total").await,
        1
    );
    assert_eq!(
        office
            .count("select count(*) from event where verb in ('archived', 'restored')")
            .await,
        2
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_clerks_at_once_make_two_accounts_and_one_flat() {
    let office = Office::open().await;
    let ctx = office.operator();
    let house = HouseForm {
        locality: "Калуга".into(),
        street: "ул. Садовая".into(),
        number: "12".into(),
        ..HouseForm::default()
    };
    let house = houses::save(&ctx, &house).await.unwrap();
    for flat in 1..=5 {
        let form = SubscriberForm {
            house_id: house.to_string(),
            flat: flat.to_string(),
            ..form("Иванов", "")
        };
        let (one, other) = tokio::join!(subscribers::save(&ctx, &form), subscribers::save(&ctx, &form));
        assert_ne!(one.unwrap(), other.unwrap());
    }
    assert_eq!(office.count("select count(*) from premises").await, 5);
    assert_eq!(office.count("select count(distinct account) from subscriber").await, 10);
}
