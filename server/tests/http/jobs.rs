//! Background work on a real queue: tried again, taken over from a dead worker, fair, paused, stopped, scheduled.

mod inside;
mod rehearsals;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use domain::Failure;
use domain::jobs::{JobLine, JobRefForm, Status, Task};
use futures::future::BoxFuture;
use landlord::Ctx;
use landlord::jobs::{self, Claimed, NewJob};
use serde_json::{Value, json};
use server::jobs::{Pace, Shop, Works, run};
use tokio::sync::{Mutex, watch};
use tokio::task::JoinHandle;

use crate::support::House;

const QUICK: Pace = Pace {
    schedules: Duration::from_millis(200),
    poll: Duration::from_millis(100),
    dead_after: Duration::from_secs(2),
};

/// Does what the payload says, and remembers what was done in which order.
#[derive(Default)]
struct Bench {
    /// Begun attempts by job.
    begun: Mutex<BTreeMap<i64, usize>>,
    /// Finished jobs in order, with their tenants.
    finished: Mutex<Vec<(Option<i64>, i64)>>,
    at_once: AtomicUsize,
    most_at_once: AtomicUsize,
}

impl Works for Bench {
    fn perform<'a>(&'a self, ctx: &'a Ctx, job: &'a Claimed) -> BoxFuture<'a, Result<Value, Failure>> {
        Box::pin(async move {
            let nth = {
                let mut begun = self.begun.lock().await;
                let nth = begun.entry(job.id).or_default();
                *nth += 1;
                *nth
            };
            // What the program asks for by itself (letters, schedules) is no part of the test.
            if job.payload["do"].is_null() {
                return Ok(Value::Null);
            }
            let at_once = self.at_once.fetch_add(1, Ordering::SeqCst) + 1;
            self.most_at_once.fetch_max(at_once, Ordering::SeqCst);
            let done = match job.payload["do"].as_str() {
                Some("refuse") => Err(Failure::NotFound),
                Some("stumble") => Err(Failure::Unreachable),
                Some("panic") => panic!("on purpose"),
                // The first worker never comes back from it.
                Some("die once") if nth == 1 => std::future::pending().await,
                Some("walk") => {
                    let mut end = Ok(Value::Null);
                    for step in 0..600 {
                        end = jobs::step(ctx, job, step, Some(600)).await.map(|()| Value::Null);
                        if end.is_err() {
                            break;
                        }
                        tokio::time::sleep(Duration::from_millis(20)).await;
                    }
                    end
                }
                _ => {
                    tokio::time::sleep(Duration::from_millis(30)).await;
                    Ok(json!({ "nth": nth }))
                }
            };
            self.at_once.fetch_sub(1, Ordering::SeqCst);
            if done.is_ok() {
                self.finished.lock().await.push((job.tenant_id, job.id));
            }
            done
        })
    }
}

struct Node {
    stop: watch::Sender<bool>,
    runs: JoinHandle<anyhow::Result<()>>,
}

fn node(house: &House, bench: &Arc<Bench>) -> Node {
    let (stop, stopped) = watch::channel(false);
    let shop = Shop::new(&house.started, bench.clone());
    Node {
        stop,
        runs: tokio::spawn(run(shop, QUICK, stopped)),
    }
}

impl Node {
    async fn stop(self) {
        self.stop.send(true).unwrap();
        self.runs.await.unwrap().unwrap();
    }
}

async fn ask(house: &House, tenant_id: Option<i64>, what: &str, key: Option<&str>) -> i64 {
    let ctx = house.started.ctx();
    let mut conn = house.started.home.db.acquire().await.unwrap();
    let new = NewJob {
        tenant_id,
        task: Task::ForgetJobs,
        payload: json!({ "do": what }),
        key: key.map(ToOwned::to_owned),
        asked_by: "test".into(),
        run_at: None,
    };
    jobs::ask(&mut conn, &new, ctx.now).await.unwrap()
}

/// Waits until a job is as it should be; the last look is what failed.
async fn until(house: &House, id: i64, good: impl Fn(&JobLine) -> bool) -> JobLine {
    let mut job = jobs::show(&house.started.ctx(), id).await.unwrap();
    for _ in 0..300 {
        if good(&job) {
            return job;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        job = jobs::show(&house.started.ctx(), id).await.unwrap();
    }
    panic!("still {job:?}");
}

fn named(id: i64) -> JobRefForm {
    JobRefForm { id: id.to_string() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_is_done_tried_again_or_failed_for_good() {
    let house = House::open().await;
    let bench = Arc::new(Bench::default());
    let running = node(&house, &bench);
    let ctx = house.started.ctx();

    let good = ask(&house, None, "sleep", None).await;
    let done = until(&house, good, |job| job.status == Status::Done).await;
    assert_eq!((done.attempts, done.cause), (1, None));

    let refused = ask(&house, None, "refuse", None).await;
    let failed = until(&house, refused, |job| job.status == Status::Failed).await;
    assert_eq!(
        (failed.attempts, failed.cause),
        (1, Some(Failure::NotFound)),
        "not tried in vain"
    );
    jobs::retry(&ctx, &named(refused)).await.unwrap();
    until(&house, refused, |job| job.status == Status::Failed && job.attempts == 1).await;
    assert_eq!(
        bench.begun.lock().await.get(&refused),
        Some(&2),
        "a person may try again"
    );
    assert!(
        jobs::retry(&ctx, &named(good)).await.is_err(),
        "what is done stays done"
    );

    for what in ["stumble", "panic"] {
        let id = ask(&house, None, what, None).await;
        let waits = until(&house, id, |job| job.attempts == 1 && job.status == Status::Queued).await;
        let wait = (waits.run_at - house.started.clock.now()).num_seconds();
        assert!((10..=15).contains(&wait), "{what}: {wait} s");
        jobs::cancel(&ctx, &named(id)).await.unwrap();
    }

    let walk = ask(&house, None, "walk", None).await;
    until(&house, walk, |job| job.done > 3).await;
    jobs::cancel(&ctx, &named(walk)).await.unwrap();
    let stopped = until(&house, walk, |job| job.status == Status::Cancelled).await;
    assert!(stopped.done < 600 && stopped.total == Some(600));
    running.stop().await;

    let first = ask(&house, None, "sleep", Some("one of a kind")).await;
    let second = ask(&house, None, "sleep", Some("one of a kind")).await;
    assert_eq!(first, second, "a key waits once");
    jobs::cancel(&ctx, &named(first)).await.unwrap();
    assert_ne!(ask(&house, None, "sleep", Some("one of a kind")).await, first);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_workers_job_is_taken_over_and_the_dead_change_nothing() {
    let house = House::open().await;
    let bench = Arc::new(Bench::default());
    let dying = node(&house, &bench);
    let id = ask(&house, None, "die once", None).await;
    until(&house, id, |job| job.status == Status::Running).await;
    let ctx = house.started.ctx();
    let mut conn = house.started.home.db.acquire().await.unwrap();
    let (task, attempt): (String, i32) = sqlx::query_as("select task, attempts from job where id = $1")
        .bind(id)
        .fetch_one(&mut *conn)
        .await
        .unwrap();
    dying.runs.abort();
    let heir = node(&house, &bench);
    let done = until(&house, id, |job| job.status == Status::Done).await;
    assert_eq!(done.attempts, 2);
    assert_eq!(*bench.finished.lock().await, [(None, id)], "its effect came once");

    // The dead worker wakes up: nobody listens to it.
    let ghost = Claimed {
        id,
        tenant_id: None,
        task: Task::from_code(&task).unwrap(),
        payload: Value::Null,
        attempt,
        max_attempts: 8,
        asked_by: "test".into(),
    };
    assert!(jobs::step(&ctx, &ghost, 1, None).await.is_err());
    let outcome = jobs::settle(&ctx, &ghost, Err(Failure::NotFound)).await.unwrap();
    assert_eq!(outcome, jobs::Outcome::NotOurs);
    until(&house, id, |job| job.status == Status::Done).await;
    heir.stop().await;
    drop(conn);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_big_backlog_of_one_keeps_no_other_waiting() {
    let house = House::open().await;
    house.tenant("big").await;
    house.tenant("small").await;
    let ctx = house.started.ctx();
    let big = landlord::tenants::by_slug(&ctx, "big").await.unwrap();
    let small = landlord::tenants::by_slug(&ctx, "small").await.unwrap();
    for _ in 0..40 {
        ask(&house, Some(big), "sleep", None).await;
    }
    let one = ask(&house, Some(small), "sleep", None).await;
    let bench = Arc::new(Bench::default());
    let running = [node(&house, &bench), node(&house, &bench)];
    until(&house, one, |job| job.status == Status::Done).await;
    let before = bench
        .finished
        .lock()
        .await
        .iter()
        .filter(|(tenant, _)| *tenant == Some(big))
        .count();
    assert!(before < 10, "{before} of the big one's jobs came first");
    assert!(
        bench.most_at_once.load(Ordering::SeqCst) <= 3,
        "two lanes of the big one and one of the small"
    );

    jobs::pause(&ctx, big, true).await.unwrap();
    tokio::time::sleep(Duration::from_millis(400)).await;
    let stood = bench.finished.lock().await.len();
    let late = ask(&house, Some(big), "sleep", None).await;
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert_eq!(bench.finished.lock().await.len(), stood, "paused work waits");
    jobs::pause(&ctx, big, false).await.unwrap();
    until(&house, late, |job| job.status == Status::Done).await;
    for node in running {
        node.stop().await;
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_fires_once_on_many_nodes() {
    let house = House::open().await;
    let ctx = house.started.ctx();
    jobs::keep_schedules(&ctx).await.unwrap();
    let mut conn = house.started.home.db.acquire().await.unwrap();
    let mut later = ctx.clone();
    later.now += chrono::TimeDelta::days(3);
    let at_once = (0..8).map(|_| {
        let ctx = later.clone();
        tokio::spawn(async move { jobs::fire_schedules(&ctx).await.unwrap() })
    });
    let mut fired = 0;
    for task in at_once.collect::<Vec<_>>() {
        fired += task.await.unwrap();
    }
    let scheduled = Task::ALL.iter().filter(|task| task.cron().is_some()).count();
    assert_eq!(fired, scheduled, "what was missed for three days is done once");
    let (made,): (i64,) = sqlx::query_as("select count(*) from job")
        .fetch_one(&mut *conn)
        .await
        .unwrap();
    assert_eq!(usize::try_from(made).unwrap(), scheduled);
    // The clock jumps back: nothing fires until it has caught up.
    assert_eq!(jobs::fire_schedules(&ctx).await.unwrap(), 0);
    drop(conn);
    house.close().await;
}
