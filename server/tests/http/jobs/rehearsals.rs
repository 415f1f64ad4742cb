//! A month rehearsed in a copy that is made and deleted by the job, and the real run that comes out the same; a run
//! that is issued by its job.

use domain::Month;
use sqlx::Connection;

use super::inside::node_of;
use super::*;
use server::jobs::Trade;

/// An account with a service, straight into the tenant's database.
const ESTATE: &str = "insert into subscriber (account, kind, name, created_at)
        select 'P' || n, 'person', 'Плательщик ' || n, now() from generate_series(1, 3) n;
    insert into service (name, unit, created_at) values ('Охрана', 'мес.', now());
    insert into service_price (service_id, valid_from, price, created_at) select id, '2020-01-01', 100, now() from service;
    insert into service_link (subscriber_id, service_id, valid_from, quantity, created_at)
        select s.id, v.id, '2020-01-01', 1, now() from subscriber s cross join service v;";

#[tokio::test(flavor = "multi_thread")]
async fn a_rehearsal_comes_out_as_the_run_does_and_leaves_no_copy() {
    let house = House::open().await;
    let link = house.tenant("alpha").await;
    let [_, mut manager, _] = house.staff("alpha", &link).await;
    let ctx = house.started.ctx();
    let tenant = landlord::tenants::by_slug(&ctx, "alpha").await.unwrap();
    let mut inside = house.connect(&format!("t{tenant}")).await;
    sqlx::raw_sql(ESTATE).execute(&mut inside).await.unwrap();
    let month = Month::of(landlord::tenants::inside(&ctx, "alpha").await.unwrap().today).to_string();

    let node = node_of(&house, Trade::new(&house.started));
    let asked = manager
        .post("/rpc/crm/rehearsals/ask", &[("form[month]", &month)])
        .await;
    assert_eq!(asked.location.as_deref(), Some("/rehearsals/1"), "{}", asked.text);
    let mut status = String::new();
    for _ in 0..600 {
        status = sqlx::query_scalar("select status from rehearsal where id = 1")
            .fetch_one(&mut inside)
            .await
            .unwrap();
        if status == "done" || status == "failed" {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(status, "done");
    let (copies, invoices): (i64, i64) = (
        sqlx::query_scalar("select count(*) from tenant where is_copy")
            .fetch_one(&house.started.home.db)
            .await
            .unwrap(),
        sqlx::query_scalar("select count(*) from invoice")
            .fetch_one(&mut inside)
            .await
            .unwrap(),
    );
    assert_eq!((copies, invoices), (0, 0), "the copy is gone, the original untouched");
    let page = manager.get("/rehearsals/1").await.text;
    assert!(page.contains("P1") && page.contains("300,00"), "{page}");

    let drafted = manager.post("/rpc/crm/runs/draft", &[("form[month]", &month)]).await;
    let card = drafted.location.unwrap();
    assert!(manager.get(&card).await.text.contains("Совпадает с репетицией"));
    let id = card.rsplit('/').next().unwrap().to_owned();
    let confirmed = manager.post("/rpc/crm/runs/confirm", &[("form[id]", &id)]).await;
    assert_eq!(
        confirmed.location,
        Some(format!("{card}?done=issued")),
        "{}",
        confirmed.text
    );
    let issued: i64 = sqlx::query_scalar("select count(*) from invoice")
        .fetch_one(&mut inside)
        .await
        .unwrap();
    assert_eq!(issued, 3);
    let page = manager.get("/rehearsals/1").await.text;
    assert!(page.contains("Настоящие счета совпали с репетицией"));
    node.stop().await;
    inside.close().await.unwrap();
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_run_is_issued_by_its_job() {
    let house = House::open().await;
    let link = house.tenant("alpha").await;
    let [_, mut manager, _] = house.staff("alpha", &link).await;
    let ctx = house.started.ctx();
    let tenant = landlord::tenants::by_slug(&ctx, "alpha").await.unwrap();
    let mut inside = house.connect(&format!("t{tenant}")).await;
    let many = tenant::runs::SLICE + 1;
    let estate = ESTATE.replace("generate_series(1, 3)", &format!("generate_series(1, {many})"));
    sqlx::raw_sql(sqlx::AssertSqlSafe(estate))
        .execute(&mut inside)
        .await
        .unwrap();
    let month = Month::of(landlord::tenants::inside(&ctx, "alpha").await.unwrap().today).to_string();
    let drafted = manager.post("/rpc/crm/runs/draft", &[("form[month]", &month)]).await;
    let card = drafted.location.unwrap();
    let id = card.rsplit('/').next().unwrap().to_owned();
    let confirmed = manager.post("/rpc/crm/runs/confirm", &[("form[id]", &id)]).await;
    assert_eq!(
        confirmed.location,
        Some(format!("{card}?done=run_confirmed")),
        "{}",
        confirmed.text
    );
    assert!(manager.get(&card).await.text.contains("Счета выставляются"));
    let node = node_of(&house, Trade::new(&house.started));
    let mut status = String::new();
    for _ in 0..600 {
        status = sqlx::query_scalar("select status from billing_run")
            .fetch_one(&mut inside)
            .await
            .unwrap();
        if status == "issued" {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(status, "issued");
    let issued: i64 = sqlx::query_scalar("select count(*) from invoice")
        .fetch_one(&mut inside)
        .await
        .unwrap();
    assert_eq!(issued, many);
    node.stop().await;
    inside.close().await.unwrap();
    house.close().await;
}
