//! A tenant's own background work: asked for in its database, done once whoever dies, seen and stopped by its own people.

use std::sync::atomic::AtomicBool;

use axum::http::StatusCode;
use server::jobs::Trade;
use server::relay::relay;
use sqlx::Connection;

use super::*;
use crate::support::Caller;

/// Does a tenant's first job in full and never comes back to say so.
struct Mortal {
    trade: Arc<Trade>,
    died: AtomicBool,
}

impl Works for Mortal {
    fn perform<'a>(&'a self, ctx: &'a Ctx, job: &'a Claimed) -> BoxFuture<'a, Result<Value, Failure>> {
        Box::pin(async move {
            let done = self.trade.perform(ctx, job).await;
            if job.task == Task::PostImport && !self.died.swap(true, Ordering::SeqCst) {
                std::future::pending::<()>().await;
            }
            done
        })
    }
}

/// A file of more subscribers than are registered while one waits.
fn file() -> Vec<u8> {
    let rows: Vec<String> = (0..=domain::imports::AT_ONCE)
        .map(|n| format!("{};Иванов {n};{}", 1000 + n, n % 3))
        .collect();
    format!("Лицевой счёт;Абонент;Сальдо\n{}\n", rows.join("\n")).into_bytes()
}

/// Brings the file in and has it posted; gives the job's id.
async fn submits(house: &House, slug: &str, caller: &mut Caller) -> i64 {
    let uploaded = caller.upload("/imports/upload", "a.csv", &file()).await;
    let page = uploaded.location.unwrap();
    let id = page.rsplit('/').next().unwrap().to_owned();
    caller.get(&page).await;
    let asked = caller.post("/rpc/crm/imports/post", &[("form[id]", &id)]).await;
    assert_eq!(asked.location, Some(format!("{page}?done=posting")), "{}", asked.text);
    // The call hands it over by itself; whoever looks there beside it finds nothing more.
    let ctx = house.started.ctx();
    let tenant = landlord::tenants::by_slug(&ctx, slug).await.unwrap();
    let inside = landlord::tenants::inside(&ctx, slug).await.unwrap();
    for _ in 0..2 {
        relay(&inside, &ctx, tenant).await.unwrap();
    }
    for _ in 0..100 {
        let jobs = of_tenant(house, tenant).await;
        if !jobs.is_empty() {
            return jobs[0];
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the job did not come over");
}

async fn of_tenant(house: &House, tenant: i64) -> Vec<i64> {
    sqlx::query_scalar("select id from job where tenant_id = $1 and task = 'post_import' order by id desc")
        .bind(tenant)
        .fetch_all(&house.started.home.db)
        .await
        .unwrap()
}

pub(super) fn node_of(house: &House, works: Arc<dyn Works>) -> Node {
    let (stop, stopped) = watch::channel(false);
    let shop = Shop::new(&house.started, works);
    Node {
        stop,
        runs: tokio::spawn(run(shop, QUICK, stopped)),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_workers_posting_has_its_effect_once() {
    let house = House::open().await;
    let link = house.tenant("alpha").await;
    let [_, mut manager, _] = house.staff("alpha", &link).await;
    let id = submits(&house, "alpha", &mut manager).await;
    let page = manager.get("/imports/1").await;
    assert!(page.text.contains("Абоненты загружаются") && page.text.contains("Обновить"));

    let trade = Trade::new(&house.started);
    let mortal = Mortal {
        trade: trade.clone(),
        died: AtomicBool::new(false),
    };
    let dying = node_of(&house, Arc::new(mortal));
    let tenant = landlord::tenants::by_slug(&house.started.ctx(), "alpha").await.unwrap();
    let mut inside = house.connect(&format!("t{tenant}")).await;
    let mut posted = 0_i64;
    for _ in 0..300 {
        posted = sqlx::query_scalar("select count(*) from subscriber")
            .fetch_one(&mut inside)
            .await
            .unwrap();
        if posted > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let all = domain::imports::AT_ONCE + 1;
    assert_eq!(posted, all, "all or nothing");
    dying.runs.abort();
    let heir = node_of(&house, trade);
    let done = until(&house, id, |job| job.status == Status::Done).await;
    assert_eq!((done.attempts, done.asked_by.as_str()), (2, "Анна"));
    assert_eq!(done.total, Some(all + 1), "lines of the file");
    let counts: (i64, i64, String) = sqlx::query_as(
        "select (select count(*) from subscriber), (select count(*) from event where verb = 'posted'),
                (select actor_name from event where verb = 'posted')",
    )
    .fetch_one(&mut inside)
    .await
    .unwrap();
    assert_eq!(counts, (all, 1, "kvitok (по просьбе: Анна)".to_owned()));
    let page = manager.get("/imports/1").await;
    assert!(
        page.text.contains("Абоненты загружены"),
        "the page tells what came of it"
    );
    heir.stop().await;

    // Handed over but not noted, the crash between the two databases: it is no second job, though the first is over.
    let job = tenant::outbox::Job {
        task: Task::PostImport,
        given: json!({ "batch": 1 }),
        key: None,
        actor: tenant::Actor::System,
    };
    sqlx::query("update outbox set handed_at = null, payload = $1 where topic = 'job'")
        .bind(serde_json::to_value(&job).unwrap())
        .execute(&mut inside)
        .await
        .unwrap();
    let ctx = house.started.ctx();
    let own = landlord::tenants::inside(&ctx, "alpha").await.unwrap();
    assert_eq!(relay(&own, &ctx, tenant).await, Ok(1));
    assert_eq!(of_tenant(&house, tenant).await, [id]);
    inside.close().await.unwrap();
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenants_people_see_and_stop_their_own_jobs_only() {
    let house = House::open().await;
    let link = house.tenant("alpha").await;
    let [mut operator, mut manager, _] = house.staff("alpha", &link).await;
    let link = house.tenant("beta").await;
    let mut stranger = house.newcomer("beta", &link).await;
    let id = submits(&house, "alpha", &mut manager).await;
    let ctx = house.started.ctx();
    let alpha = landlord::tenants::by_slug(&ctx, "alpha").await.unwrap();
    // What the landlord does to an organisation is nothing of its people's.
    let theirs = {
        let form = domain::tenants::DuplicateForm {
            id: alpha.to_string(),
            slug: "copy".into(),
        };
        landlord::tenants::duplicate(&ctx, &form).await.unwrap()
    };

    let card = format!("/jobs/{id}");
    let list = manager.get("/jobs").await.text;
    assert!(list.contains(&card) && list.contains("Загрузка абонентов из файла"));
    assert!(!list.contains(&format!("/jobs/{theirs}")) && !list.contains("Копирование"));
    assert_eq!(manager.get(&card).await.status, StatusCode::OK);
    assert_eq!(operator.get("/jobs").await.status, StatusCode::FORBIDDEN);
    let line = manager.call("/rpc/crm/jobs/show", &format!("id={id}")).await.text;
    assert!(line.contains("\"tenant\":null"), "no number of the catalogue: {line}");

    let list = stranger.get("/jobs").await.text;
    assert!(!list.contains(&card) && list.contains("Задач пока нет"));
    for (caller, job) in [(&mut stranger, id), (&mut manager, theirs)] {
        assert_eq!(
            caller.get(&format!("/jobs/{job}")).await.status,
            StatusCode::NOT_FOUND,
            "{job}"
        );
        for verb in ["cancel", "retry"] {
            let answer = caller
                .call(&format!("/rpc/crm/jobs/{verb}"), &format!("form[id]={job}"))
                .await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{verb} {job}");
        }
    }
    let standing = |id| jobs::show(&ctx, id);
    assert_eq!(standing(id).await.unwrap().status, Status::Queued, "nobody stopped it");

    let stopped = manager
        .post("/rpc/crm/jobs/cancel", &[("form[id]", &id.to_string())])
        .await;
    assert_eq!(stopped.location, Some(format!("{card}?done=job_cancelled")));
    assert_eq!(standing(id).await.unwrap().status, Status::Cancelled);
    let told: Option<String> = sqlx::query_scalar("select details->>'by' from landlord_event where verb = 'cancelled'")
        .fetch_one(&house.started.home.db)
        .await
        .unwrap();
    assert_eq!(told.as_deref(), Some("Анна"), "the landlord reads who it was");
    let page = manager.get("/imports/1").await.text;
    assert!(page.contains("Загрузка не удалась") && page.contains("Остановлена"));
    // It may be asked for once more, on its card or where it came from.
    let again = manager
        .post("/rpc/crm/jobs/retry", &[("form[id]", &id.to_string())])
        .await;
    assert_eq!(again.location, Some(format!("{card}?done=job_retried")));
    manager.post("/rpc/crm/imports/post", &[("form[id]", "1")]).await;
    let inside = landlord::tenants::inside(&ctx, "alpha").await.unwrap();
    relay(&inside, &ctx, alpha).await.unwrap();
    assert_eq!(
        of_tenant(&house, alpha).await,
        [id],
        "while it waits there is no second one"
    );
    house.close().await;
}
