//! Bringing all tenants' schemas up to date: canary, failures, resumption, and everybody served meanwhile.

use axum::http::StatusCode;
use domain::fleet::{RunForm, RunReport, RunStatus};
use domain::{Failure, Reason};
use landlord::fleet;
use landlord::schema::{self, Steps};
use sqlx::Executor;

use crate::support::House;

/// A step of the next version of the program. It fails where it finds what the test put there.
const NEXT: &str = "create table brought (at timestamptz not null default now());
    do $$ begin if exists (select from house where locality = 'камень') then raise exception 'a stone lies here'; end if; end $$;";
/// The same, and slow enough to be watched.
const SLOW: &str = "create table brought (at timestamptz not null default now()); select pg_sleep(0.9);";

/// The last step of the program's own is put off for a made-up one, so that versions before and after it are served.
fn steps(last: &str) -> Steps {
    Steps::tenant().up_to(schema::tenant_version() - 1).and(last)
}

fn next() -> Steps {
    steps(NEXT)
}

/// Tenants in service, one version behind.
async fn fleet_of(house: &House, count: usize) {
    for number in 1..=count {
        house.tenant(&format!("org{number}")).await;
        let mut conn = house.connect(&format!("t{number}")).await;
        let owner = format!("set role \"{}\"", house.started.home.named("owner"));
        conn.execute(sqlx::AssertSqlSafe(owner)).await.unwrap();
        conn.execute("update schema_version set version = version - 1")
            .await
            .unwrap();
    }
    sqlx::query("update tenant set schema_version = schema_version - 1")
        .execute(&house.started.home.db)
        .await
        .unwrap();
}

async fn stone(house: &House, number: usize, lies: bool) {
    let mut conn = house.connect(&format!("t{number}")).await;
    let owner = format!("set role \"{}\"", house.started.home.named("owner"));
    conn.execute(sqlx::AssertSqlSafe(owner)).await.unwrap();
    let statement = if lies {
        "insert into house (locality, street, number, created_at) values ('камень', 'a', '1', now())"
    } else {
        "delete from house where locality = 'камень'"
    };
    conn.execute(statement).await.unwrap();
}

/// Versions in the catalogue and in the databases, which must never differ from what the tables show.
async fn versions(house: &House, count: usize) -> Vec<(i32, i32, bool)> {
    let mut found = Vec::new();
    for number in 1..=count {
        let (catalogue,): (i32,) = sqlx::query_as("select schema_version from tenant where slug = $1")
            .bind(format!("org{number}"))
            .fetch_one(&house.started.home.db)
            .await
            .unwrap();
        let mut conn = house.connect(&format!("t{number}")).await;
        let owner = format!("set role \"{}\"", house.started.home.named("owner"));
        conn.execute(sqlx::AssertSqlSafe(owner)).await.unwrap();
        let (own, brought): (i32, bool) = sqlx::query_as(
            "select version, exists (select from pg_class where relname = 'brought') from schema_version",
        )
        .fetch_one(&mut conn)
        .await
        .unwrap();
        found.push((catalogue, own, brought));
    }
    found
}

async fn run(house: &House, form: RunForm, steps: Steps) -> Result<RunReport, Failure> {
    let running = fleet::start(&house.started.ctx(), &form, steps).await?;
    running.report().await
}

fn counts(report: &RunReport) -> (RunStatus, i32, i32, i32) {
    (
        report.run.status,
        report.run.tenants,
        report.run.migrated,
        report.run.failed,
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn three_failures_of_twelve_and_the_rest_after_them() {
    const ALL: usize = 12;
    let house = House::open().await;
    fleet_of(&house, ALL).await;
    let old = schema::tenant_version() - 1;
    for number in [4, 7, 11] {
        stone(&house, number, true).await;
    }

    // Served throughout: one page after the other of one after the other, until the run has ended.
    let (stop, mut stopped) = tokio::sync::watch::channel(false);
    let mut callers: Vec<_> = (1..=ALL).map(|n| house.caller(&format!("org{n}.localhost"))).collect();
    let visitor = tokio::spawn(async move {
        let mut served = 0;
        while !*stopped.borrow_and_update() {
            for caller in &mut callers {
                let answer = caller.get("/login").await;
                assert_eq!(answer.status, StatusCode::OK, "{}: {}", caller.host, answer.text);
                served += 1;
            }
        }
        served
    });

    let form = RunForm {
        stop_after: "100".into(),
        parallel: "3".into(),
        ..RunForm::default()
    };
    let report = run(&house, form.clone(), next()).await.unwrap();
    assert_eq!(counts(&report), (RunStatus::Done, 12, 9, 3));
    assert_eq!(report.run.canary.as_deref(), Some("org1"));
    let failed: Vec<_> = report.results.iter().filter(|line| line.error.is_some()).collect();
    assert_eq!(
        failed.iter().map(|line| line.slug.as_str()).collect::<Vec<_>>(),
        ["org4", "org7", "org11"]
    );
    for line in failed {
        assert!(
            line.error
                .as_deref()
                .is_some_and(|error| error.contains("a stone lies here"))
        );
        assert_eq!((line.from_version, line.to_version), (old, old));
    }
    for (index, found) in versions(&house, ALL).await.into_iter().enumerate() {
        let want = if [4, 7, 11].contains(&(index + 1)) {
            (old, old, false)
        } else {
            (old + 1, old + 1, true)
        };
        assert_eq!(found, want, "org{}", index + 1);
    }
    stop.send(true).unwrap();
    assert!(visitor.await.unwrap() > 12);

    // What failed is taken up again, and only that.
    stone(&house, 4, false).await;
    let retry = RunForm {
        retry: "on".into(),
        ..form.clone()
    };
    let report = run(&house, retry.clone(), next()).await.unwrap();
    assert_eq!(counts(&report), (RunStatus::Done, 3, 1, 2));
    stone(&house, 7, false).await;
    stone(&house, 11, false).await;
    let report = run(&house, form.clone(), next()).await.unwrap();
    assert_eq!(counts(&report), (RunStatus::Done, 2, 2, 0));
    assert!(
        versions(&house, ALL)
            .await
            .into_iter()
            .all(|found| found == (old + 1, old + 1, true))
    );

    // Nothing left to do: no tenant's database is touched. They could not even be connected to.
    let mut server = house.connect("").await;
    for number in 1..=ALL {
        let close = format!(
            "alter database \"{}\" allow_connections false",
            house.started.home.named(&format!("t{number}"))
        );
        server.execute(sqlx::AssertSqlSafe(close)).await.unwrap();
    }
    let report = run(&house, form, next()).await.unwrap();
    assert_eq!(counts(&report), (RunStatus::Done, 0, 0, 0));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_canary_stops_all_and_so_do_too_many_failures() {
    const ALL: usize = 5;
    let house = House::open().await;
    fleet_of(&house, ALL).await;
    let old = schema::tenant_version() - 1;
    stone(&house, 3, true).await;
    let chosen = RunForm {
        canary: "org3".into(),
        ..RunForm::default()
    };
    let report = run(&house, chosen, next()).await.unwrap();
    assert_eq!(counts(&report), (RunStatus::Stopped, 5, 0, 1));
    assert_eq!(report.results.len(), 1);
    assert!(
        versions(&house, ALL)
            .await
            .into_iter()
            .all(|found| found == (old, old, false))
    );

    // A marked tenant goes first where none is chosen.
    sqlx::query("update tenant set is_canary = true where slug = 'org3'")
        .execute(&house.started.home.db)
        .await
        .unwrap();
    let report = run(&house, RunForm::default(), next()).await.unwrap();
    assert_eq!(counts(&report), (RunStatus::Stopped, 5, 0, 1));
    assert_eq!(report.run.canary.as_deref(), Some("org3"));

    // After the second failure nobody else is touched.
    for number in [2, 4] {
        stone(&house, number, true).await;
    }
    let one_by_one = RunForm {
        canary: "org1".into(),
        parallel: "1".into(),
        stop_after: "2".into(),
        ..RunForm::default()
    };
    let report = run(&house, one_by_one.clone(), next()).await.unwrap();
    assert_eq!(counts(&report), (RunStatus::Stopped, 5, 1, 2));

    let nobody = RunForm {
        canary: "nobody".into(),
        ..RunForm::default()
    };
    assert_eq!(
        run(&house, nobody, next()).await.unwrap_err(),
        Failure::field("canary", Reason::Unknown)
    );
    let fleet = fleet::show(&house.started.ctx()).await.unwrap();
    assert_eq!(
        (fleet.version, fleet.behind, fleet.failed, fleet.runs.len()),
        (old + 1, 4, 2, 3)
    );
    assert_eq!(
        fleet
            .versions
            .iter()
            .map(|line| (line.version, line.tenants))
            .collect::<Vec<_>>(),
        [(old + 1, 1), (old, 4)]
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_killed_is_taken_up_and_two_do_not_run_at_once() {
    const ALL: usize = 6;
    let house = House::open().await;
    fleet_of(&house, ALL).await;
    let old = schema::tenant_version() - 1;
    let two = RunForm {
        parallel: "2".into(),
        ..RunForm::default()
    };
    let slow = || steps(SLOW);
    let ctx = house.started.ctx();
    let running = fleet::start(&ctx, &two, slow()).await.unwrap();
    let first_id = running.id;
    // While it is at work another one is refused.
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    let refused = fleet::start(&ctx, &two, slow()).await.err();
    // It has waited for less than two of the four seconds that the run takes.
    assert_eq!(refused, Some(Failure::conflict(Reason::AlreadyRunning)));
    running.cut_short().await;

    let before = versions(&house, ALL).await;
    for (catalogue, own, brought) in &before {
        assert_eq!(*brought, *own == old + 1, "half migrated");
        assert!(catalogue <= own, "the catalogue is ahead of the database");
    }
    let report = run(&house, two, slow()).await.unwrap();
    assert_eq!(report.run.status, RunStatus::Done);
    assert_eq!(report.run.failed, 0);
    assert!(
        versions(&house, ALL)
            .await
            .into_iter()
            .all(|found| found == (old + 1, old + 1, true))
    );
    let first = fleet::report(&ctx, first_id).await.unwrap();
    assert_eq!(
        first.run.status,
        RunStatus::Stopped,
        "it does not look as if it were at work for ever"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn this_version_and_the_one_before_are_served() {
    let house = House::open().await;
    fleet_of(&house, 1).await;
    let newest = schema::tenant_version();
    for (version, served) in [
        (newest, true),
        (newest - 1, true),
        (newest - 2, false),
        (newest + 1, false),
    ] {
        sqlx::query("update tenant set schema_version = $1")
            .bind(version)
            .execute(&house.started.home.db)
            .await
            .unwrap();
        house.started.registry.forget(1).await;
        let mut caller = house.caller("org1.localhost");
        let page = caller.get("/login").await;
        let call = caller.call("/rpc/crm/dashboard/overview", "").await;
        if served {
            assert_eq!(page.status, StatusCode::OK, "{version}");
            assert!(call.status.is_client_error(), "{version}: {}", call.status);
        } else {
            assert_eq!(
                (page.status, page.retry_after),
                (StatusCode::SERVICE_UNAVAILABLE, Some(30)),
                "{version}"
            );
            assert!(page.text.contains("Идёт обновление"), "{}", page.text);
            assert_eq!(
                (call.status, call.retry_after),
                (StatusCode::SERVICE_UNAVAILABLE, Some(30)),
                "{version}"
            );
            let failure: Failure = serde_json::from_str(&call.text).unwrap();
            assert_eq!(failure, Failure::Busy { retry_after: 30 });
        }
    }
    house.close().await;
}
