//! Connections: one budget a server, the longest idle makes way, nobody waits long, nothing is left in a transaction.

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use domain::Failure;
use landlord::{Found, Resident};
use sqlx::{Connection, PgConnection};
use std::sync::Arc;

use crate::support::House;

async fn resident(house: &House, slug: &str) -> Arc<Resident> {
    match house.started.registry.find(slug, "test").await.unwrap() {
        Found::Serve(resident) => resident,
        other => panic!("{slug}: {other:?}"),
    }
}

async fn pid(connection: &mut PgConnection) -> i32 {
    let (pid,): (i32,) = sqlx::query_as("select pg_backend_pid()")
        .fetch_one(connection)
        .await
        .unwrap();
    pid
}

async fn settled() {
    tokio::time::sleep(Duration::from_millis(200)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_budget_holds_and_the_longest_idle_makes_way() {
    // Room for two tenants.
    let house = House::open_with(|config| {
        config.connections = 5;
        config.tenant_connections = 2;
    })
    .await;
    for slug in ["one", "two", "three"] {
        house.tenant(slug).await;
    }
    let registry = &house.started.registry;
    let (one, two, three) = (
        resident(&house, "one").await,
        resident(&house, "two").await,
        resident(&house, "three").await,
    );
    let db_one = registry.pool(&one).await.unwrap();
    let db_two = registry.pool(&two).await.unwrap();
    let mut held = Vec::new();
    for db in [&db_one, &db_two] {
        held.push(db.acquire().await.unwrap());
        held.push(db.acquire().await.unwrap());
    }
    assert_eq!(house.connections("").await, 4);

    // Both are in use: the third is told so, soon.
    let began = Instant::now();
    assert_eq!(
        registry.pool(&three).await.unwrap_err(),
        Failure::Busy { retry_after: 1 }
    );
    assert!(began.elapsed() < Duration::from_millis(700), "{:?}", began.elapsed());
    let page = house.caller("three.localhost").get("/login").await;
    assert_eq!(
        (page.status, page.retry_after),
        (StatusCode::SERVICE_UNAVAILABLE, Some(1))
    );

    // `two` falls idle last, so `one`, idle for longer, makes way; `two` keeps its connections.
    held.clear();
    drop(db_one);
    drop(db_two);
    settled().await;
    let db_three = registry.pool(&three).await.unwrap();
    let _held = (db_three.acquire().await.unwrap(), db_three.acquire().await.unwrap());
    settled().await;
    assert_eq!(house.connections("").await, 4, "`one` has left, `two` has not");
    let (left,): (i64,) = sqlx::query_as("select count(*) from pg_stat_activity where datname = $1")
        .bind(&one.database)
        .fetch_one(&house.started.home.db)
        .await
        .unwrap();
    assert_eq!(left, 0);

    // Whoever waits gets in as soon as somebody leaves.
    let db_two = registry.pool(&two).await.unwrap();
    let waiting = {
        let (registry, one) = (registry.clone(), one.clone());
        tokio::spawn(async move { registry.pool(&one).await.map(drop) })
    };
    tokio::time::sleep(Duration::from_millis(100)).await;
    drop(db_two);
    waiting.await.unwrap().unwrap();
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_tenants_share_few_connections() {
    let house = House::open_with(|config| {
        config.connections = 4;
        config.tenant_connections = 2;
    })
    .await;
    let slugs: Vec<String> = (1..=6).map(|number| format!("many{number}")).collect();
    for slug in &slugs {
        house.tenant(slug).await;
    }
    let mut visitors = Vec::new();
    for round in 0..4 {
        for slug in &slugs {
            let mut caller = house.caller(&format!("{slug}.localhost"));
            visitors.push(tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(150 * round)).await;
                caller.cookies.insert("kvitok".into(), "nobody's token".into());
                // Whoever is told to come again does so.
                loop {
                    let answer = caller.get("/login").await;
                    match answer.retry_after {
                        Some(seconds) => tokio::time::sleep(Duration::from_secs(seconds.into())).await,
                        None => return answer,
                    }
                }
            }));
        }
    }
    let mut most = 0;
    while !visitors.iter().all(tokio::task::JoinHandle::is_finished) {
        most = most.max(house.connections("").await);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    for visitor in visitors {
        let answer = visitor.await.unwrap();
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    }
    // A connection that is closed leaves the server's list a moment later.
    assert!(most <= 4 + 2, "{most}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_clients_that_hang_up_leaves_no_open_transaction() {
    let house = House::open().await;
    house.tenant("storm").await;
    let resident = resident(&house, "storm").await;
    let db = house.started.registry.pool(&resident).await.unwrap();
    let mut cut = 0;
    for round in 0_u64..300 {
        let work = async {
            let mut connection = db.acquire().await.unwrap();
            let mut transaction = connection.begin().await.unwrap();
            sqlx::query("select 1").execute(&mut *transaction).await.unwrap();
            transaction.commit().await.unwrap();
        };
        // From before the first message to after the last one.
        let patience = Duration::from_micros(round * 17 % 3000);
        cut += u32::from(tokio::time::timeout(patience, work).await.is_err());
    }
    assert!(cut > 30, "the storm was a breeze: {cut}");
    settled().await;
    assert_eq!(house.connections("idle in transaction%").await, 0);
    for _ in 0..6 {
        let mut connection = db.acquire().await.unwrap();
        let (state,): (String,) = sqlx::query_as("select state from pg_stat_activity where pid = $1")
            .bind(pid(&mut connection).await)
            .fetch_one(&house.started.home.db)
            .await
            .unwrap();
        assert_eq!(state, "idle", "a connection was handed out inside a transaction");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_tenant_that_asks_for_too_much_is_told_so_and_its_neighbour_is_not() {
    let house = House::open_with(|config| config.tenant_requests = 2).await;
    house.tenant("greedy").await;
    house.tenant("modest").await;
    let resident = resident(&house, "greedy").await;
    let db = house.started.registry.pool(&resident).await.unwrap();
    // Its three connections are taken, so its requests last.
    let held = (
        db.acquire().await.unwrap(),
        db.acquire().await.unwrap(),
        db.acquire().await.unwrap(),
    );
    let mut requests = Vec::new();
    for _ in 0..5 {
        let mut caller = house.caller("greedy.localhost");
        caller.cookies.insert("kvitok".into(), "nobody's token".into());
        requests.push(tokio::spawn(async move {
            let began = Instant::now();
            (caller.get("/login").await, began.elapsed())
        }));
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    let began = Instant::now();
    let modest = house.caller("modest.localhost").get("/login").await;
    assert_eq!(modest.status, StatusCode::OK);
    assert!(began.elapsed() < Duration::from_millis(450), "{:?}", began.elapsed());
    let mut sent_away = 0;
    for request in requests {
        let (answer, took) = request.await.unwrap();
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        if answer.retry_after == Some(1) {
            sent_away += 1;
            assert!(took < Duration::from_millis(900), "{took:?}");
        }
    }
    assert_eq!(sent_away, 3, "two had their turn and waited for a connection");
    drop(held);
    let answer = house.caller("greedy.localhost").get("/login").await;
    assert_eq!(answer.status, StatusCode::OK);
    house.close().await;
}
