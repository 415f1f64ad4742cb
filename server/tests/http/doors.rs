//! Hosts, origins, sessions, refused forms.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::tenants::{PurgeForm, TenantForm, TenantRefForm};

use crate::support::House;

#[tokio::test(flavor = "multi_thread")]
async fn the_exact_host_alone_opens_a_door() {
    let house = House::open().await;
    let link = house.tenant("doors").await;
    for host in [
        "evil.test",
        "doors.localhost.evil.test",
        "a.doors.localhost",
        "nobody.localhost",
        "127.0.0.1",
        "doors_localhost",
    ] {
        let answer = house.caller(host).get("/login").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{host}");
    }
    for host in ["DOORS.localhost", "doors.localhost.", "doors.localhost:3000"] {
        assert_eq!(house.caller(host).get("/login").await.status, StatusCode::OK, "{host}");
    }
    // Forwarded headers choose nothing; two hosts are none.
    let forwarded = Request::get("/login")
        .header("x-forwarded-host", "doors.localhost")
        .header("forwarded", "host=doors.localhost");
    assert_eq!(
        house.caller("evil.test").send(forwarded, Body::empty()).await.status,
        StatusCode::NOT_FOUND
    );
    let twice = Request::get("/login").header(header::HOST, "doors.localhost");
    assert_eq!(
        house.caller("doors.localhost").send(twice, Body::empty()).await.status,
        StatusCode::NOT_FOUND
    );

    // The landlord's host leads to the tenant's own.
    let answer = house.caller("localhost").get("/tenant/doors/crm/subscribers").await;
    assert_eq!(answer.location.as_deref(), Some("http://doors.localhost/subscribers"));
    assert_eq!(
        house.caller("localhost").get("/tenant/nobody/crm").await.status,
        StatusCode::NOT_FOUND
    );

    let mut admin = house.newcomer("doors", &link).await;
    life_of_a_tenant(&house, &mut admin).await;
    house.close().await;
}

async fn life_of_a_tenant(house: &House, admin: &mut crate::support::Caller) {
    let ctx = house.started.ctx();
    let id = landlord::tenants::by_slug(&ctx, "doors").await.unwrap();
    let form = TenantForm {
        id: id.to_string(),
        name: "Двери".into(),
        slug: "gates".into(),
        time_zone: "Asia/Omsk".into(),
        ..TenantForm::default()
    };
    landlord::tenants::change(&ctx, &form).await.unwrap();
    let moved = admin.get("/subscribers?q=1").await;
    assert_eq!(
        (moved.status, moved.location.as_deref()),
        (
            StatusCode::PERMANENT_REDIRECT,
            Some("http://gates.localhost/subscribers?q=1")
        )
    );
    admin.host = "gates.localhost".into();
    assert_eq!(admin.get("/").await.status, StatusCode::OK);

    let reference = TenantRefForm { id: id.to_string() };
    landlord::tenants::trash(&ctx, &reference).await.unwrap();
    assert_eq!(admin.get("/").await.status, StatusCode::FORBIDDEN);
    landlord::tenants::restore(&ctx, &reference).await.unwrap();
    assert_eq!(admin.get("/").await.status, StatusCode::OK);

    let purge = |slug: &str| PurgeForm {
        id: id.to_string(),
        slug: slug.into(),
    };
    assert!(
        landlord::tenants::purge(&ctx, &purge("gates")).await.is_err(),
        "only from the trash"
    );
    landlord::tenants::trash(&ctx, &reference).await.unwrap();
    assert!(
        landlord::tenants::purge(&ctx, &purge("doors")).await.is_err(),
        "the slug must be typed"
    );
    landlord::tenants::purge(&ctx, &purge("gates")).await.unwrap();
    assert_eq!(admin.get("/").await.status, StatusCode::NOT_FOUND);
    let database = landlord::provision::database_of(&house.started.home, id);
    let left: i64 = sqlx::query_scalar("select (select count(*) from pg_database where datname = $1) + (select count(*) from pg_roles where rolname = $1)")
        .bind(&database)
        .fetch_one(&house.started.home.db)
        .await
        .unwrap();
    assert_eq!(left, 0, "database and role are gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_pages_change_nothing() {
    let house = House::open().await;
    let link = house.tenant("origin").await;
    let mut admin = house.newcomer("origin", &link).await;
    let post =
        || Request::post("/rpc/crm/houses/save").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let body = || Body::from("form[locality]=a&form[street]=b&form[number]=c");
    for request in [
        post(),
        post().header("sec-fetch-site", "cross-site"),
        post()
            .header("sec-fetch-site", "same-site")
            .header("origin", "http://origin.localhost"),
        post().header("origin", "http://evil.test"),
    ] {
        assert_eq!(admin.send(request, body()).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(
        admin
            .send(post().header("origin", "http://origin.localhost"), body())
            .await
            .status,
        StatusCode::OK
    );
    let get = Request::get("/rpc/crm/houses/save?form[locality]=a");
    assert_ne!(admin.send(get, Body::empty()).await.status, StatusCode::OK);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_form_comes_back_with_what_was_typed() {
    let house = House::open().await;
    let link = house.tenant("forms").await;
    let mut admin = house.newcomer("forms", &link).await;
    admin.get("/houses/new").await;
    let answer = admin
        .post(
            "/rpc/crm/houses/save",
            &[
                ("form[id]", ""),
                ("form[locality]", "Калуга"),
                ("form[street]", ""),
                ("form[number]", "7"),
            ],
        )
        .await;
    assert_eq!(
        (answer.status, answer.location.as_deref()),
        (StatusCode::SEE_OTHER, Some("/houses/new"))
    );
    let other = admin.get("/services/new").await;
    assert!(!other.text.contains("aria-invalid"), "another tab does not take it");
    let page = admin.get("/houses/new").await;
    assert!(page.text.contains("value=\"Калуга\""), "what was typed is there");
    assert!(page.text.contains("aria-invalid=\"true\""), "the field is marked");
    let again = admin.get("/houses/new").await;
    assert!(!again.text.contains("value=\"Калуга\""), "shown once");

    // The same before anybody is signed in; the password is never echoed.
    let mut nobody = house.caller("forms.localhost");
    nobody.get("/login").await;
    nobody
        .post("/login", &[("email", "anna@forms.test"), ("password", "не тот пароль")])
        .await;
    let page = nobody.get("/login").await;
    assert!(page.text.contains("anna@forms.test") && !page.text.contains("не тот пароль"));
    assert!(!nobody.cookies.contains_key("kvitok_flash"), "shown once");

    // A disabled colleague is out at once.
    let mut stolen = admin.clone();
    admin.post("/logout", &[]).await;
    assert!(!admin.cookies.contains_key("kvitok"));
    assert!(
        stolen
            .get("/subscribers")
            .await
            .location
            .is_some_and(|to| to.starts_with("/login")),
        "the session has ended on the server"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_carry_their_headers() {
    let house = House::open().await;
    house.tenant("heads").await;
    let request = |path: &str, host: &str| {
        Request::get(path)
            .header(header::HOST, host)
            .body(Body::empty())
            .unwrap()
    };
    for (path, host) in [
        ("/login", "heads.localhost"),
        ("/nowhere", "heads.localhost"),
        ("/login", "localhost"),
        ("/", "evil.test"),
    ] {
        let response = tower::ServiceExt::oneshot(house.router.clone(), request(path, host))
            .await
            .unwrap();
        let text = |name: &str| {
            response
                .headers()
                .get(name)
                .map(|value| value.to_str().unwrap().to_owned())
                .unwrap_or_default()
        };
        assert!(text("content-security-policy").contains("default-src 'none'"), "{path}");
        assert!(!text("content-security-policy").contains("unsafe-inline"), "{path}");
        assert_eq!(text("x-content-type-options"), "nosniff");
        assert_eq!(text("referrer-policy"), "same-origin");
        assert_eq!(text("cache-control"), "no-store");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_is_ready_while_the_catalogue_answers_and_is_served() {
    let house = House::open().await;
    let mut probe = house.caller("localhost");
    let ready = probe.get("/readyz").await;
    assert_eq!((ready.status, ready.text.as_str()), (StatusCode::OK, "ready"));
    for (change, status) in [
        // A newer node has been here, and then a backup of long ago.
        ("update schema_version set version = version + 1", StatusCode::OK),
        ("update schema_version set version = 1", StatusCode::SERVICE_UNAVAILABLE),
        ("drop table schema_version", StatusCode::SERVICE_UNAVAILABLE),
    ] {
        sqlx::query(change).execute(&house.started.home.db).await.unwrap();
        assert_eq!(probe.get("/readyz").await.status, status, "{change}");
    }
    house.started.home.db.close().await;
    let gone = probe.get("/readyz").await;
    assert_eq!(gone.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(gone.text, "not ready", "what is wrong stands in the log");
    assert_eq!(probe.get("/healthz").await.status, StatusCode::OK, "the process lives");
    house.close().await;
}
