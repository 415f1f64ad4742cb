//! The night's proof of the books of all organisations, and what people see of it.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use domain::Failure;
use domain::jobs::{JobLine, Status, Task};
use futures::future::BoxFuture;
use landlord::Ctx;
use landlord::jobs::{self, Claimed};
use serde_json::Value;
use server::jobs::{Pace, Shop, Trade, Works, run};
use tokio::sync::watch;

use crate::support::House;

/// Does the proof of the books as a node does it, and nothing else of what is due at night.
struct OnlyBooks(Arc<Trade>);

impl Works for OnlyBooks {
    fn perform<'a>(&'a self, ctx: &'a Ctx, job: &'a Claimed) -> BoxFuture<'a, Result<Value, Failure>> {
        match job.task {
            Task::ProveBooks => self.0.perform(ctx, job),
            _ => Box::pin(async { Ok(Value::Null) }),
        }
    }
}

/// The job of the night, once it is over.
async fn of_the_night(house: &House) -> JobLine {
    let ctx = house.started.ctx();
    for _ in 0..600 {
        let all = jobs::list(&ctx, "", "").await.unwrap();
        let mut of_books = all.items.into_iter().filter(|job| job.task == Some(Task::ProveBooks));
        if let Some(job) = of_books.next().filter(|job| job.status.is_over()) {
            assert!(of_books.next().is_none(), "the night has one proof");
            return job;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the night's proof is not over");
}

async fn inside(house: &House, slug: &str, sql: &'static str) -> i64 {
    let inside = landlord::tenants::inside(&house.started.ctx(), slug).await.unwrap();
    let mut conn = inside.db.acquire().await.unwrap();
    sqlx::query_scalar(sql).fetch_one(&mut *conn).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_night_proves_all_books_once_and_names_those_that_disagree() {
    let house = House::open().await;
    let mut owner = house.owner().await;
    let link = house.tenant("sound").await;
    house.tenant("broken").await;
    // The organisation's own role may do as much; only the proof knows.
    let tamper =
        "with wrong as (update grand_total set debt = debt + 1 where shard = 0 returning 1) select count(*) from wrong";
    assert_eq!(inside(&house, "broken", tamper).await, 1);

    // What was due in three nights fires once, on two nodes with clocks of their own.
    let ctx = house.started.ctx();
    let mut before = ctx.clone();
    before.now -= chrono::TimeDelta::days(3);
    jobs::keep_schedules(&before).await.unwrap();
    let mut ahead = ctx.clone();
    ahead.now += chrono::TimeDelta::seconds(90);
    let firing = [ctx.clone(), ahead, ctx.clone()]
        .map(|ctx| tokio::spawn(async move { jobs::fire_schedules(&ctx).await.unwrap() }));
    for fires in firing {
        fires.await.unwrap();
    }
    let pace = Pace {
        schedules: Duration::from_secs(60),
        poll: Duration::from_millis(100),
        dead_after: Duration::from_secs(5),
    };
    let works = Arc::new(OnlyBooks(Trade::new(&house.started)));
    let (stop, stopped) = watch::channel(false);
    let nodes = [(); 2].map(|()| tokio::spawn(run(Shop::new(&house.started, works.clone()), pace, stopped.clone())));
    let job = of_the_night(&house).await;
    stop.send(true).unwrap();
    for node in nodes {
        node.await.unwrap().unwrap();
    }
    assert_eq!((job.status, job.troubled), (Status::Done, vec!["broken".to_owned()]));
    for slug in ["sound", "broken"] {
        assert_eq!(
            inside(&house, slug, "select count(*) from book_proof").await,
            1,
            "{slug}"
        );
    }
    let page = owner.get(&format!("/jobs/{}", job.id)).await;
    assert!(page.text.contains("broken"), "{}", page.text);

    // What the organisation sees, with the browser half off.
    let [mut operator, mut manager, _] = house.staff("sound", &link).await;
    for caller in [&mut operator, &mut manager] {
        let page = caller.get("/").await;
        assert!(page.text.contains("Книги сходятся: проверено"), "{}", page.text);
    }
    assert_eq!(operator.get("/books").await.status, StatusCode::FORBIDDEN);
    manager.get("/books").await;
    let answer = manager.post("/rpc/crm/books/prove", &[]).await;
    assert_eq!(
        answer.location.as_deref(),
        Some("/books?done=proved"),
        "{}",
        answer.text
    );
    let page = manager.get("/books").await;
    assert!(
        page.status == StatusCode::OK && page.text.contains("по расписанию"),
        "{}",
        page.text
    );
    assert_eq!(inside(&house, "sound", "select count(*) from book_proof").await, 2);
    house.close().await;
}
