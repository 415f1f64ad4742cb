//! The life of a tenant: suspended, in the trash for its days, deleted as announced; what was cut short is mended.

use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::tenants::{DuplicateForm, SuspendForm, TenantRefForm};
use domain::{Failure, Reason};
use landlord::fleet::Tools;
use sqlx::{Connection, Executor, PgConnection};

use crate::support::House;

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_tenant_reads_why_and_loses_nothing() {
    let house = House::open().await;
    let link = house.tenant("owes").await;
    let mut admin = house.newcomer("owes", &link).await;
    let ctx = house.started.ctx();
    let id = landlord::tenants::by_slug(&ctx, "owes").await.unwrap();
    let form = |reason: &str| SuspendForm {
        id: id.to_string(),
        reason: reason.into(),
    };
    assert_eq!(
        landlord::tenants::suspend(&ctx, &form(" ")).await,
        Err(Failure::field("reason", Reason::Required))
    );
    landlord::tenants::suspend(&ctx, &form("Счёт за октябрь <не> оплачен."))
        .await
        .unwrap();
    assert_eq!(
        landlord::tenants::suspend(&ctx, &form("ещё раз")).await,
        Err(Failure::conflict(Reason::WrongStatus))
    );

    let page = admin.get("/").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(
        page.text.contains("Счёт за октябрь &lt;не&gt; оплачен."),
        "{}",
        page.text
    );
    let answer = admin.call("/rpc/crm/dashboard/overview", "").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text.contains("\"suspended\""), "a reason code: {}", answer.text);

    landlord::tenants::trash(&ctx, &TenantRefForm { id: id.to_string() })
        .await
        .unwrap();
    landlord::tenants::restore(&ctx, &TenantRefForm { id: id.to_string() })
        .await
        .unwrap();
    assert_eq!(
        admin.get("/").await.status,
        StatusCode::FORBIDDEN,
        "restored as it was: suspended"
    );
    landlord::tenants::resume(&ctx, &TenantRefForm { id: id.to_string() })
        .await
        .unwrap();
    assert_eq!(
        admin.get("/").await.status,
        StatusCode::OK,
        "the same session, the same data"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_trash_empties_itself_as_announced() {
    let house = House::open().await;
    house.tenant("gone").await;
    house.tenant("stays").await;
    let ctx = house.started.ctx();
    let id = landlord::tenants::by_slug(&ctx, "gone").await.unwrap();
    landlord::tenants::trash(&ctx, &TenantRefForm { id: id.to_string() })
        .await
        .unwrap();
    let on_day = |days: i64| {
        let mut later = ctx.clone();
        later.now += TimeDelta::days(days);
        later
    };
    for (day, warned, purged) in [(1, 0, 0), (28, 1, 0), (29, 0, 0), (30, 0, 1), (31, 0, 0)] {
        let emptied = landlord::tenants::empty_trash(&on_day(day)).await.unwrap();
        assert_eq!(
            (emptied.warned.len(), emptied.purged.len()),
            (warned, purged),
            "day {day}: {emptied:?}"
        );
    }
    let name = landlord::provision::database_of(&house.started.home, id);
    let mut server = PgConnection::connect_with(&house.started.home.to("home", "postgres").unwrap())
        .await
        .unwrap();
    let (left,): (i64,) = sqlx::query_as("select (select count(*) from pg_database where datname = $1) + (select count(*) from pg_roles where rolname = $1)")
        .bind(&name)
        .fetch_one(&mut server)
        .await
        .unwrap();
    assert_eq!(left, 0, "database and role are gone");
    let verbs: Vec<(String,)> = sqlx::query_as("select verb from landlord_event where object_id = $1 order by id")
        .bind(id)
        .fetch_all(&house.started.home.db)
        .await
        .unwrap();
    let verbs: Vec<&str> = verbs.iter().map(|(verb,)| verb.as_str()).collect();
    assert_eq!(verbs, ["created", "trashed", "purge_announced", "purged"]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_cut_short_is_mended_and_what_is_strange_is_listed() {
    let house = House::open().await;
    house.tenant("whole").await;
    let ctx = house.started.ctx();
    let home = &house.started.home;
    let mut server = PgConnection::connect_with(&home.to("home", "postgres").unwrap())
        .await
        .unwrap();

    // A creation killed between the database and its opening, an hour ago.
    let cut = landlord::tenants::by_slug(&ctx, "whole").await.unwrap() + 100;
    sqlx::query("insert into tenant (id, name, slug, status, time_zone, currency, language, admin_email, pg_server_id, database_name, role_name, schema_version, created_at)
                 overriding system value select $1, 'Полдела', 'half', 'creating', 'UTC', 'RUB', 'ru', 'a@b.ru', pg_server_id, $2, $2, schema_version, $3 from tenant limit 1")
        .bind(cut)
        .bind(landlord::provision::database_of(home, cut))
        .bind(ctx.now - TimeDelta::hours(1))
        .execute(&home.db)
        .await
        .unwrap();
    landlord::provision::create(&mut server, home, cut).await.unwrap();
    // A database and a role of which the catalogue knows nothing.
    let stray = landlord::provision::database_of(home, cut + 1);
    server
        .execute(sqlx::AssertSqlSafe(format!("create database \"{stray}\"")))
        .await
        .unwrap();
    let role = landlord::provision::database_of(home, cut + 2);
    server
        .execute(sqlx::AssertSqlSafe(format!("create role \"{role}\"")))
        .await
        .unwrap();

    let found = landlord::orphans::find(&ctx).await.unwrap();
    assert_eq!(
        (found.databases.as_slice(), found.roles.as_slice()),
        (&[stray.clone()][..], &[role.clone()][..])
    );
    let mended = landlord::orphans::mend(&ctx).await.unwrap();
    assert_eq!(mended.taken_back, ["half"]);
    assert!(!mended.is_clean(), "a person decides on what is strange");
    assert_eq!(landlord::tenants::by_slug(&ctx, "half").await, Err(Failure::NotFound));
    assert!(landlord::tenants::by_slug(&ctx, "whole").await.is_ok());

    server
        .execute(sqlx::AssertSqlSafe(format!("drop database \"{stray}\"")))
        .await
        .unwrap();
    server
        .execute(sqlx::AssertSqlSafe(format!("drop role \"{role}\"")))
        .await
        .unwrap();
    assert!(landlord::orphans::mend(&ctx).await.unwrap().is_clean());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_reconciler_found_stands_on_a_page_of_the_owners() {
    let house = House::open().await;
    let mut owner = house.owner().await;
    assert!(owner.get("/orphans").await.text.contains("Сверки ещё не было"));
    let asked = owner
        .post("/rpc/console/orphans/compare", &[("form[task]", "find_orphans")])
        .await;
    let card = asked.location.unwrap();
    let job: i64 = card.rsplit('/').next().unwrap().parse().unwrap();
    let ctx = house.started.ctx();
    let found = domain::orphans::Orphans {
        databases: vec!["kvitok_t77".into()],
        taken_back: vec!["half".into()],
        ..domain::orphans::Orphans::default()
    };
    let claimed = landlord::jobs::begin(&ctx, job, "test").await.unwrap().unwrap();
    landlord::jobs::settle(&ctx, &claimed, Ok(serde_json::to_value(&found).unwrap()))
        .await
        .unwrap();
    let page = owner.get("/orphans").await.text;
    for told in ["kvitok_t77", "half", "Нужно ваше решение", "Пётр", &card] {
        assert!(page.contains(told), "{told}");
    }
    let support = ctx.with_actor(landlord::Actor::User {
        id: 7,
        name: "S".into(),
        role: domain::landlords::Role::Support,
    });
    assert_eq!(landlord::orphans::last(&support).await, Err(Failure::Forbidden));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_is_the_same_and_harmless() {
    let house = House::open().await;
    let link = house.tenant("orig").await;
    let mut admin = house.newcomer("orig", &link).await;
    let saved = admin
        .post(
            "/rpc/crm/houses/save",
            &[
                ("form[id]", ""),
                ("form[locality]", "Калуга"),
                ("form[street]", "Садовая"),
                ("form[number]", "7"),
            ],
        )
        .await;
    assert!(saved.location.is_some_and(|to| to.starts_with("/houses/")));
    let uploaded = admin.upload("/files/upload", "устав.pdf", b"%PDF-1.7\ncanary").await;
    assert_eq!(uploaded.location.as_deref(), Some("/files?done=uploaded"));
    let ctx = house.started.ctx();
    let id = landlord::tenants::by_slug(&ctx, "orig").await.unwrap();
    let form = |slug: &str| DuplicateForm {
        id: id.to_string(),
        slug: slug.into(),
    };
    assert_eq!(
        landlord::tenants::duplicate(&ctx, &form("orig")).await,
        Err(Failure::field("slug", Reason::Taken))
    );
    landlord::tenants::duplicate(&ctx, &form("try")).await.unwrap();
    let copy: (i64,) = sqlx::query_as("select id from tenant where slug = 'try'")
        .fetch_one(&house.started.home.db)
        .await
        .unwrap();
    let mut visitor = house.caller("try.localhost");
    assert_eq!(
        visitor.get("/login").await.status,
        StatusCode::NOT_FOUND,
        "not before it is neutral"
    );

    // The first attempt dies with a half-made database; the second one makes it whole.
    let found = cluster::client_tools(&std::env::temp_dir()).unwrap();
    let tools = Tools {
        dump: found.join("pg_dump"),
        restore: found.join("pg_restore"),
    };
    let broken = Tools {
        restore: "/bin/false".into(),
        ..tools.clone()
    };
    assert!(landlord::tenants::make_copy(&ctx, copy.0, &broken).await.is_err());
    assert_eq!(visitor.get("/login").await.status, StatusCode::NOT_FOUND);
    landlord::tenants::make_copy(&ctx, copy.0, &tools).await.unwrap();
    landlord::tenants::make_copy(&ctx, copy.0, &tools).await.unwrap();

    let mut stolen = house.caller("try.localhost");
    stolen.cookies = admin.cookies.clone();
    assert!(
        stolen
            .get("/")
            .await
            .location
            .is_some_and(|to| to.starts_with("/login")),
        "nobody is signed in to a copy"
    );
    stolen.cookies.clear();
    stolen.get("/login").await;
    let entered = stolen
        .post(
            "/login",
            &[("email", "anna@orig.test"), ("password", "длинная фраза сотрудника")],
        )
        .await;
    assert_eq!(entered.location.as_deref(), Some("/"));
    let page = stolen.get("/houses").await;
    assert!(page.text.contains("Садовая") && page.text.contains("Это копия для проб"));

    // The file has come along, and is the copy's own: deleted here it stays there.
    let address = |page: &str| {
        let (_, rest) = page.split_once("href=\"/files/").unwrap();
        format!("/files/{}", rest.split('"').next().unwrap())
    };
    let file = address(&stolen.get("/files").await.text);
    assert_eq!(file, address(&admin.get("/files").await.text));
    assert!(stolen.get(&file).await.text.contains("canary"));
    let file_id = file.trim_start_matches("/files/").to_owned();
    stolen.post("/rpc/crm/files/remove", &[("form[id]", &file_id)]).await;
    assert_eq!(stolen.get(&file).await.status, StatusCode::NOT_FOUND);
    assert!(admin.get(&file).await.text.contains("canary"));
    stolen.get("/files").await;
    stolen.upload("/files/upload", "b.pdf", b"%PDF-1.7\nown").await;
    let corner = landlord::provision::database_of(&house.started.home, copy.0);

    // It goes to the trash by itself.
    let mut later = ctx.clone();
    later.now += TimeDelta::days(16);
    assert_eq!(landlord::tenants::empty_trash(&later).await.unwrap().expired, ["try"]);
    let purged = domain::tenants::PurgeForm {
        id: copy.0.to_string(),
        slug: "try".into(),
    };
    landlord::tenants::purge(&later, &purged).await.unwrap();
    let left = house.started.home.files.remove_all(&corner).await.unwrap();
    assert_eq!(left, 0, "its files went with it");
    assert!(admin.get(&file).await.text.contains("canary"));
    house.close().await;
}
