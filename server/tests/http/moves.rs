//! Servers of their own: new tenants placed on a second one, moves there and back, failures at every step, and what is
//! answered while a server is down.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use domain::{Failure, Reason};
use landlord::fleet::{self, Moved, ServerChange, Step, Tools};
use server::config::Server;
use sqlx::{Connection, Executor, PgConnection};

use crate::support::{Caller, House};

/// A second Postgres, gone at the end.
struct Second {
    data: PathBuf,
    cluster: Option<cluster::Cluster>,
    url: String,
}

impl Second {
    async fn start() -> Self {
        let data = std::env::temp_dir().join(format!("kvitok-second-{}", std::process::id()));
        let _absent = cluster::sweep(&data);
        let own = data.clone();
        let cluster = tokio::task::spawn_blocking(move || cluster::ensure(&own, cluster::Care::Scratch))
            .await
            .unwrap()
            .expect("a second Postgres");
        let url = cluster.url.clone();
        Self {
            data,
            cluster: Some(cluster),
            url,
        }
    }

    async fn databases(&self) -> Vec<String> {
        let mut conn = PgConnection::connect(&self.url).await.unwrap();
        let rows: Vec<(String,)> = sqlx::query_as(
            "select datname::text from pg_database where datname like '%\\_t_' or datname like '%\\_kept%'",
        )
        .fetch_all(&mut conn)
        .await
        .unwrap();
        rows.into_iter().map(|(name,)| name).collect()
    }

    async fn stop(&mut self) {
        if let Some(cluster) = self.cluster.take() {
            tokio::task::spawn_blocking(move || cluster.stop())
                .await
                .unwrap()
                .unwrap();
        }
    }
}

fn tools() -> Tools {
    let found = cluster::client_tools(&std::env::temp_dir()).expect("pg_dump");
    Tools {
        dump: found.join("pg_dump"),
        restore: found.join("pg_restore"),
    }
}

async fn relocate(house: &House, server: &str) -> Result<Moved, Failure> {
    fleet::relocate(&house.started.ctx(), "rover", server, &tools(), &|_| {}).await
}

async fn server_of(house: &House) -> (String, bool) {
    sqlx::query_as("select s.name, t.read_only_since is not null from tenant t join pg_server s on s.id = t.pg_server_id where t.slug = 'rover'")
        .fetch_one(&house.started.home.db)
        .await
        .unwrap()
}

/// Reads what was written before, and writes.
async fn works(admin: &mut Caller, number: u32) {
    let page = admin.get("/houses").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let body = format!("form[locality]=Посёлок&form[street]=Улица&form[number]={number}");
    let saved = admin.call("/rpc/crm/houses/save", &body).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text);
}

async fn houses(house: &House) -> usize {
    let inside = landlord::tenants::inside(&house.started.ctx(), "rover").await.unwrap();
    let mut conn = inside.db.acquire().await.unwrap();
    let (count,): (i64,) = sqlx::query_as("select count(*) from house")
        .fetch_one(&mut *conn)
        .await
        .unwrap();
    usize::try_from(count).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_moves_to_a_second_server_and_back() {
    let mut second = Second::start().await;
    let url = second.url.clone();
    let house = House::open_with(|config| {
        config.servers.insert("second".into(), Server { url });
    })
    .await;
    let link = house.tenant("rover").await;
    let mut admin = house.newcomer("rover", &link).await;
    works(&mut admin, 1).await;

    // Killed after each step but the last: the old server serves, and the new one is clean after the next look.
    for (index, fatal) in Step::ALL.into_iter().take(5).enumerate() {
        let ctx = house.started.ctx();
        let killed = tokio::spawn(async move {
            let tell = move |step: Step| {
                // Without the noise of a panic.
                if step == fatal {
                    std::panic::resume_unwind(Box::new("killed"));
                }
            };
            fleet::relocate(&ctx, "rover", "second", &tools(), &tell)
                .await
                .map(drop)
        });
        assert!(killed.await.is_err(), "{fatal:?}: not killed");
        assert_eq!(server_of(&house).await, ("home".into(), true), "{fatal:?}");
        // Meanwhile it can be read, and changes are refused in words.
        house.started.registry.forget(1).await;
        assert_eq!(admin.get("/houses").await.status, StatusCode::OK, "{fatal:?}");
        let refused = admin
            .call("/rpc/crm/houses/save", "form[locality]=А&form[street]=Б&form[number]=9")
            .await;
        assert_eq!(
            (refused.status, refused.retry_after),
            (StatusCode::SERVICE_UNAVAILABLE, Some(15)),
            "{}",
            refused.text
        );
        let refused = admin.post("/rpc/crm/houses/save", &[("form[locality]", "А")]).await;
        assert_eq!(
            (refused.status, refused.retry_after),
            (StatusCode::SERVICE_UNAVAILABLE, Some(15))
        );

        fleet::tidy(&house.started.ctx()).await.unwrap();
        assert_eq!(server_of(&house).await, ("home".into(), false), "{fatal:?}");
        assert_eq!(second.databases().await, Vec::<String>::new(), "{fatal:?}");
        works(&mut admin, 2 + u32::try_from(index).unwrap()).await;
    }

    // The copy is not what was copied: the move is taken back by itself.
    let spoil = |step: Step| {
        if step == Step::Copied {
            let url = format!(
                "{}/{}",
                second.url.rsplit_once('/').unwrap().0,
                house.started.home.named("t1")
            );
            let owner = house.started.home.named("owner");
            std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .unwrap();
                runtime.block_on(async move {
                    let mut conn = PgConnection::connect(&url).await.unwrap();
                    conn.execute(sqlx::AssertSqlSafe(format!("set role \"{owner}\"")))
                        .await
                        .unwrap();
                    conn.execute("update house set street = 'Другая' where number = '1'")
                        .await
                        .unwrap();
                });
            })
            .join()
            .unwrap();
        }
    };
    let failed = fleet::relocate(&house.started.ctx(), "rover", "second", &tools(), &spoil).await;
    assert!(matches!(failed, Err(Failure::Internal { .. })), "{failed:?}");
    assert_eq!(server_of(&house).await, ("home".into(), false));
    assert_eq!(second.databases().await, Vec::<String>::new());

    // The move itself.
    let before = houses(&house).await;
    let moved = relocate(&house, "second").await.unwrap();
    assert!(moved.tables > 15 && moved.rows > 5, "{moved:?}");
    assert_eq!(server_of(&house).await, ("second".into(), false));
    assert_eq!(second.databases().await, [house.started.home.named("t1")]);
    assert_eq!(houses(&house).await, before);
    works(&mut admin, 20).await;
    assert_eq!(
        relocate(&house, "second").await,
        Err(Failure::conflict(Reason::AlreadyDone))
    );
    assert_eq!(
        relocate(&house, "third").await,
        Err(Failure::field("server", Reason::Unknown))
    );
    // What it may not change at home it may not change there either.
    let inside = landlord::tenants::inside(&house.started.ctx(), "rover").await.unwrap();
    let mut conn = inside.db.acquire().await.unwrap();
    assert!(
        conn.execute("delete from event").await.is_err(),
        "the audit is written once"
    );
    drop((conn, inside));

    // And back again, past what it left behind.
    relocate(&house, "home").await.unwrap();
    works(&mut admin, 21).await;
    assert_eq!(houses(&house).await, before + 2);

    // The second server goes down under a tenant that lives there.
    relocate(&house, "second").await.unwrap();
    works(&mut admin, 22).await;
    second.stop().await;
    for round in 0..8 {
        let began = Instant::now();
        let answer = admin.get("/houses").await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{round}");
        // Connections that were open have to be found dead first; then nobody waits for what is known.
        let most = if round < 5 { 1000 } else { 200 };
        assert!(
            began.elapsed() < Duration::from_millis(most),
            "{round}: {:?}",
            began.elapsed()
        );
    }
    // The others do not notice.
    house.tenant("stayer").await;
    assert_eq!(
        house.caller("stayer.localhost").get("/login").await.status,
        StatusCode::OK
    );

    // A target that does not answer: nothing changes.
    let failed = fleet::relocate(&house.started.ctx(), "stayer", "second", &tools(), &|_| {}).await;
    assert!(
        matches!(failed, Err(Failure::Unreachable | Failure::Busy { .. })),
        "{failed:?}"
    );
    assert_eq!(
        house.caller("stayer.localhost").get("/login").await.status,
        StatusCode::OK
    );

    let data = second.data.clone();
    let again = tokio::task::spawn_blocking(move || cluster::ensure(&data, cluster::Care::Scratch))
        .await
        .unwrap()
        .unwrap();
    let same_port = again.url == second.url;
    second.cluster = Some(again);
    if same_port {
        let began = Instant::now();
        while admin.get("/houses").await.status != StatusCode::OK {
            assert!(
                began.elapsed() < Duration::from_secs(2),
                "it is not noticed that the server is back"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }

        // What is kept is kept for a week, and what a deleted tenant left goes with it.
        let mut ctx = house.started.ctx();
        assert_eq!(fleet::drop_expired(&ctx).await, Ok(0));
        ctx.now += chrono::TimeDelta::days(8);
        assert_eq!(fleet::drop_expired(&ctx).await, Ok(3));
        assert_eq!(second.databases().await, [house.started.home.named("t1")]);
    }

    // New tenants go where there is room for the weight.
    if same_port {
        let ctx = house.started.ctx();
        let full = ServerChange {
            capacity: Some(Some(1)),
            ..ServerChange::default()
        };
        fleet::change_server(&ctx, "home", &full).await.unwrap();
        let link = house.tenant("settler").await;
        assert_eq!(second.databases().await.len(), 2);
        house.newcomer("settler", &link).await;
        let id = landlord::tenants::by_slug(&ctx, "settler").await.unwrap().to_string();
        landlord::tenants::trash(&ctx, &domain::tenants::TenantRefForm { id: id.clone() })
            .await
            .unwrap();
        let purge = domain::tenants::PurgeForm {
            id,
            slug: "settler".into(),
        };
        landlord::tenants::purge(&ctx, &purge).await.unwrap();
        assert_eq!(second.databases().await.len(), 1);
    }
    house.close().await;
    second.stop().await;
    cluster::sweep(&second.data).unwrap();
}
