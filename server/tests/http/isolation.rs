//! A's cookie, ids and tokens at B's door, and the other way round: never data.

use axum::http::StatusCode;
use domain::houses::HouseForm;
use domain::subscribers::SubscriberForm;

use crate::support::House;

/// Stands in every text that B's tenant holds.
const CANARY: &str = "канарейка-бета";

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_one_tenant_is_seen_from_another() {
    let house = House::open().await;
    let mut owner = house.owner().await;
    let a = house.tenant("alpha").await;
    let b = house.tenant("beta").await;
    let second_link_of_b = {
        let inside = landlord::tenants::inside(&house.started.ctx(), "beta").await.unwrap();
        let house_id = tenant::houses::save(
            &inside,
            &HouseForm {
                locality: CANARY.into(),
                street: CANARY.into(),
                number: "1".into(),
                ..HouseForm::default()
            },
        )
        .await
        .unwrap();
        let form = SubscriberForm {
            kind: "person".into(),
            name: CANARY.into(),
            note: CANARY.into(),
            house_id: house_id.to_string(),
            flat: "5".into(),
            ..SubscriberForm::default()
        };
        tenant::subscribers::save(&inside, &form).await.unwrap();
        let form = domain::users::InviteForm {
            name: CANARY.into(),
            email: "second@beta.test".into(),
            role: "admin".into(),
        };
        tenant::users::create(&inside, &form).await.unwrap().path
    };
    let admin_of_a = house.newcomer("alpha", &a).await;
    let mut admin_of_b = house.newcomer("beta", &b).await;
    assert!(
        admin_of_b.get("/subscribers").await.text.contains(CANARY),
        "the canary is there to be seen"
    );

    // A's cookie at B's door is nobody's.
    let mut stranger = admin_of_a.clone();
    stranger.host = "beta.localhost".into();
    let (pages, _) = server::web::page_routes();
    for path in &pages {
        let address = path.replace("{id}", "1").replace("{token}", "x");
        let answer = stranger.get(&address).await;
        assert!(!answer.text.contains(CANARY), "{address}");
        if !["/login", "/forgot", "/invitation/x", "/reset/x"].contains(&address.as_str()) {
            assert!(
                answer.location.is_some_and(|to| to.starts_with("/login")),
                "{address} let A's administrator in: {}",
                answer.status
            );
        }
    }
    for (function, _) in server_fn::axum::server_fn_paths() {
        for host in ["beta.localhost", "localhost"] {
            stranger.host = host.into();
            let answer = stranger
                .call(
                    function,
                    "id=1&token=x&q=&after=&status=&sort=&show=&account=000001&language=ru&form[id]=1&query[q]=",
                )
                .await;
            assert!(!answer.text.contains(CANARY), "{function}");
            let open = matches!(
                function,
                "/rpc/crm/doors/invitation"
                    | "/rpc/console/doors/invitation"
                    | "/rpc/console/doors/reset_link"
                    | "/rpc/console/doors/setup_link"
            );
            assert!(
                open || matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::NOT_FOUND),
                "{function} at {host}: {}",
                answer.status
            );
        }
    }
    for file in ["/imports/1/refused.csv", "/imports/sample.csv"] {
        stranger.host = "beta.localhost".into();
        assert!(
            stranger
                .get(file)
                .await
                .location
                .is_some_and(|to| to.starts_with("/login")),
            "{file}"
        );
    }

    // B's ids and tokens under A's host are unknown there.
    let mut at_home = admin_of_a.clone();
    for path in &pages {
        let token = second_link_of_b.trim_start_matches("/invitation/");
        let answer = at_home.get(&path.replace("{id}", "1").replace("{token}", token)).await;
        assert!(!answer.text.contains(CANARY), "{path}");
    }
    let token = second_link_of_b.trim_start_matches("/invitation/");
    let mut thief = house.caller("alpha.localhost");
    thief
        .post(
            "/invitation",
            &[("token", token), ("name", "x"), ("password", "длинная фраза чужака")],
        )
        .await;
    assert!(!thief.cookies.contains_key("kvitok"), "B's invitation opened A's door");

    // The landlord's cookie opens no tenant.
    owner.host = "beta.localhost".into();
    assert!(
        owner
            .get("/subscribers")
            .await
            .location
            .is_some_and(|to| to.starts_with("/login"))
    );

    database_level(&house).await;
    house.close().await;
}

/// A's role can't connect to B's database, to the landlord's or to the template.
async fn database_level(house: &House) {
    use sqlx::{Connection, Executor};
    let name = |slug: &'static str| async move {
        let id = landlord::tenants::by_slug(&house.started.ctx(), slug).await.unwrap();
        landlord::provision::database_of(&house.started.home, id)
    };
    let (alpha, beta) = (name("alpha").await, name("beta").await);
    let home = &house.started.home;
    let mut own = sqlx::PgConnection::connect_with(&home.to_tenant(landlord::HOME, &alpha, &alpha).unwrap())
        .await
        .expect("A's role opens A's database");
    for foreign in [beta, home.named("x").trim_end_matches("_x").to_owned()] {
        let refused =
            sqlx::PgConnection::connect_with(&home.to_tenant(landlord::HOME, &foreign, &alpha).unwrap()).await;
        assert!(refused.is_err(), "A's role opened {foreign}");
    }
    for forbidden in [
        "update ledger_entry set amount = 1",
        "delete from event",
        "alter table ledger_entry disable trigger all",
        "drop table event",
        "create role x",
        "create database x",
        "select pg_read_file('/etc/passwd')",
        "copy house to program 'true'",
    ] {
        assert!(own.execute(forbidden).await.is_err(), "A's role may: {forbidden}");
    }
    own.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_proves_it_of_itself() {
    let house = House::open().await;
    house.tenant("real").await;
    let site = server::web::Site::new(&house.started, app::Assets::default());
    let ctx = house.started.ctx();
    let proof = server::isolation::prove(&site, &ctx, "test").await.unwrap();
    assert!(proof.passed(), "{:#?}", proof.findings);
    assert!(proof.checks > 1000, "{} attempts", proof.checks);
    let kept = landlord::isolation::last(&ctx).await.unwrap();
    assert_eq!((kept.len(), kept[0].checks, kept[0].passed()), (1, proof.checks, true));
    let query = domain::tenants::TenantQuery::default();
    let list = landlord::tenants::list(&ctx, &query).await.unwrap();
    let left: Vec<_> = list.page.items.iter().map(|line| line.slug.as_str()).collect();
    assert_eq!(left, ["real"], "the trial tenants are gone");

    // A hole is found: B's database is opened to everybody.
    let id = landlord::tenants::by_slug(&ctx, "real").await.unwrap();
    let name = landlord::provision::database_of(&house.started.home, id);
    let mut server =
        <sqlx::PgConnection as sqlx::Connection>::connect_with(&house.started.home.to("home", "postgres").unwrap())
            .await
            .unwrap();
    let hole = format!("grant connect on database \"{name}\" to public");
    sqlx::Executor::execute(&mut server, sqlx::AssertSqlSafe(hole))
        .await
        .unwrap();
    let proof = server::isolation::prove(&site, &ctx, "test").await.unwrap();
    assert!(!proof.passed());
    assert!(
        proof.findings.iter().all(|finding| finding.contains(&name)),
        "{:#?}",
        proof.findings
    );
    house.close().await;
}
