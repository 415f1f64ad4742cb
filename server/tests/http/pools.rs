//! Connections: one budget a server, the longest idle makes way, nobody waits long, nothing is left in a transaction.

use std::time::{Duration, Instant};

use axum::http::StatusCode;
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

/// Whether the client had hung up before the work was done. Timers are too coarse for what lasts microseconds.
async fn hangs_up(patience: Duration, work: impl Future) -> bool {
    let began = Instant::now();
    let bears_it = async {
        while began.elapsed() < patience {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        biased;
        _ = work => false,
        () = bears_it => true,
    }
}

async fn settled() {
    tokio::time::sleep(Duration::from_millis(200)).await;
}

/// Connections that are open to a tenant's database.
async fn open_to(house: &House, tenant: &Resident) -> i64 {
    sqlx::query_scalar("select count(*) from pg_stat_activity where datname = $1")
        .bind(&tenant.database)
        .fetch_one(&house.started.home.db)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_budget_is_shared_by_the_connection_and_the_longest_idle_makes_way() {
    // Three tenants that may have two each, and three in all.
    let house = House::open_with(|config| {
        config.connections = 3;
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
    for tenant in [&one, &two, &three] {
        registry.forget(tenant.id).await;
    }
    let db_one = registry.pool(&one).await.unwrap();
    let db_two = registry.pool(&two).await.unwrap();
    let db_three = registry.pool(&three).await.unwrap();
    let first_of_one = db_one.acquire().await.unwrap();
    let mut second_of_one = db_one.acquire().await.unwrap();
    let of_two = db_two.acquire().await.unwrap();
    settled().await;
    assert_eq!(house.connections("").await, 3);

    // All three are in use: whoever comes is told so, soon.
    let began = Instant::now();
    assert!(matches!(db_three.acquire().await, Err(sqlx::Error::PoolTimedOut)));
    assert!(began.elapsed() < Duration::from_millis(700), "{:?}", began.elapsed());
    let mut visitor = house.caller("three.localhost");
    visitor.cookies.insert("kvitok".into(), "nobody's token".into());
    let began = Instant::now();
    let page = visitor.get("/login").await;
    assert_eq!(
        (page.status, page.retry_after),
        (StatusCode::SERVICE_UNAVAILABLE, Some(2))
    );
    assert!(began.elapsed() < Duration::from_millis(900), "{:?}", began.elapsed());

    // One connection of `one` has been idle longest, so it makes way, and it alone.
    let kept = pid(&mut second_of_one).await;
    drop(first_of_one);
    settled().await;
    drop(of_two);
    settled().await;
    drop(second_of_one);
    settled().await;
    let of_three = db_three.acquire().await.unwrap();
    settled().await;
    let open = [&one, &two, &three].map(|tenant| open_to(&house, tenant));
    assert_eq!(futures::future::join_all(open).await, [1, 1, 1]);
    let mut of_one = db_one.acquire().await.unwrap();
    assert_eq!(pid(&mut of_one).await, kept, "its other connection has stayed");

    // Whoever waits gets in as soon as somebody leaves, though it is another tenant that leaves.
    let of_two = db_two.acquire().await.unwrap();
    let waiting = {
        let db_one = db_one.clone();
        tokio::spawn(async move { db_one.acquire().await.map(drop) })
    };
    tokio::time::sleep(Duration::from_millis(100)).await;
    drop(of_two);
    waiting.await.unwrap().unwrap();
    drop((of_one, of_three));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_has_no_more_connections_than_it_may() {
    let house = House::open_with(|config| {
        config.connections = 10;
        config.tenant_connections = 2;
    })
    .await;
    house.tenant("capped").await;
    let capped = resident(&house, "capped").await;
    let db = house.started.registry.pool(&capped).await.unwrap();
    let held = (db.acquire().await.unwrap(), db.acquire().await.unwrap());
    let waiting = {
        let db = db.clone();
        tokio::spawn(async move { pid(&mut db.acquire().await.unwrap()).await })
    };
    settled().await;
    assert!(!waiting.is_finished(), "a third one was opened");
    assert_eq!(open_to(&house, &capped).await, 2);
    drop(held);
    waiting.await.unwrap();
    assert_eq!(open_to(&house, &capped).await, 2);
    // What the catalogue says anew closes what is open.
    house.started.registry.forget(capped.id).await;
    settled().await;
    assert_eq!(open_to(&house, &capped).await, 0);
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
async fn whoever_comes_in_turn_is_served_however_many_there_are() {
    let house = House::open_with(|config| {
        config.connections = 2;
        config.tenant_connections = 2;
    })
    .await;
    let mut visitors = Vec::new();
    for number in 1..=5 {
        let slug = format!("turn{number}");
        let link = house.tenant(&slug).await;
        visitors.push(house.newcomer(&slug, &link).await);
    }
    for round in 0..3 {
        for visitor in &mut visitors {
            let page = visitor.get("/subscribers").await;
            assert_eq!(page.status, StatusCode::OK, "{} in round {round}", visitor.host);
        }
    }
    // Three tenants have made way each time, and nobody has had to be told to come again.
    settled().await;
    assert!(house.connections("").await <= 2);
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
        let patience = Duration::from_micros(round * 17 % 2000);
        cut += u32::from(hangs_up(patience, work).await);
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
async fn a_transaction_that_is_dropped_or_cut_short_in_its_beginning_goes_no_further() {
    // With one connection there is no doubt which one is handed on.
    let house = House::open_with(|config| config.tenant_connections = 1).await;
    house.tenant("dropped").await;
    let resident = resident(&house, "dropped").await;
    let db = house.started.registry.pool(&resident).await.unwrap();
    let insert = "insert into house (locality, street, number, created_at) values ('a', 'b', $1, now())";
    let mut transaction = db.begin().await.unwrap();
    let before = pid(&mut transaction).await;
    sqlx::query(insert).bind("0").execute(&mut *transaction).await.unwrap();
    drop(transaction);
    let mut connection = db.acquire().await.unwrap();
    assert_eq!(pid(&mut connection).await, before, "it was rolled back and not closed");
    let count = "select count(*) from house";
    let (houses,): (i64,) = sqlx::query_as(count).fetch_one(&mut *connection).await.unwrap();
    assert_eq!(houses, 0);
    drop(connection);
    let mut cut = 0;
    for round in 0_u64..200 {
        let patience = Duration::from_micros(round * 7 % 900);
        cut += u32::from(hangs_up(patience, db.begin()).await);
        // What is written now would stay in a transaction that somebody else had begun.
        let mut connection = db.acquire().await.unwrap();
        let number = round.to_string();
        sqlx::query(insert)
            .bind(number)
            .execute(&mut *connection)
            .await
            .unwrap();
    }
    assert!(cut > 10, "nothing was cut short: {cut}");
    settled().await;
    assert_eq!(house.connections("idle in transaction%").await, 0);
    let mut server = house.connect(&format!("t{}", resident.id)).await;
    let (houses,): (i64,) = sqlx::query_as(count).fetch_one(&mut server).await.unwrap();
    assert_eq!(houses, 200);
    server.close().await.unwrap();
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_clients_that_hang_up_take_no_permit_along() {
    let house = House::open_with(|config| {
        config.connections = 4;
        config.tenant_connections = 3;
    })
    .await;
    for slug in ["left", "right"] {
        house.tenant(slug).await;
    }
    let mut clients = Vec::new();
    for number in 0_u64..100 {
        let slug = if number % 2 == 0 { "left" } else { "right" };
        let mut caller = house.caller(&format!("{slug}.localhost"));
        caller
            .cookies
            .insert("kvitok".into(), format!("nobody's token {number}"));
        clients.push(tokio::spawn(async move {
            let patience = Duration::from_millis(number * 3);
            tokio::time::timeout(patience, caller.get("/login")).await.is_err()
        }));
    }
    let mut hung_up = 0;
    for client in clients {
        hung_up += u32::from(client.await.unwrap());
    }
    assert!(hung_up > 20, "hardly anybody has hung up: {hung_up}");
    settled().await;
    assert_eq!(house.connections("idle in transaction%").await, 0);
    let (left, right) = (resident(&house, "left").await, resident(&house, "right").await);
    let (left, right) = (
        house.started.registry.pool(&left).await.unwrap(),
        house.started.registry.pool(&right).await.unwrap(),
    );
    // The whole budget is there, and no more than it.
    let mut held = vec![right.acquire().await.unwrap()];
    for _ in 0..3 {
        held.push(left.acquire().await.unwrap());
    }
    assert!(right.acquire().await.is_err());
    settled().await;
    assert_eq!(house.connections("").await, 4);
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
