//! Few rows are registered while one waits, many by a job: asked for, done again, given up.

use domain::imports::{AT_ONCE, Status};
use domain::{Language, Reason};
use tenant::{Actor, copies, imports, outbox};

use super::{batch, table};
use crate::support::{Office, conflict};

/// A batch of so many good rows.
async fn uploaded(ctx: &tenant::Ctx, rows: i64) -> i64 {
    let rows: Vec<String> = (0..rows).map(|n| format!("{n};Иванов {n}")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    imports::upload(ctx, "a.csv", &table(&rows)).await.unwrap()
}

#[tokio::test]
async fn many_rows_become_a_job_that_posts_once() {
    let office = Office::open().await;
    let ctx = office.manager();
    let id = uploaded(&ctx, AT_ONCE + 1).await;
    for asked in 1..=2 {
        let line = imports::submit(&ctx, &batch(id)).await.unwrap();
        assert_eq!(line.status, Status::Posting);
        assert_eq!(
            office.count("select count(*) from outbox where topic = 'job'").await,
            asked
        );
    }
    assert!(ctx.outbox.is_touched());
    assert_eq!(office.count("select count(*) from subscriber").await, 0);
    assert_eq!(
        office
            .count("select count(*) from event where verb = 'submitted'")
            .await,
        1
    );

    let mut conn = ctx.db.acquire().await.unwrap();
    let waiting = outbox::take(&mut conn, &office.system(), 0, 10).await.unwrap();
    let job: outbox::Job = serde_json::from_value(waiting[0].payload.clone()).unwrap();
    assert_eq!((job.key.as_deref(), &job.actor), (Some("import 1"), &ctx.actor));
    drop(conn);
    let on_behalf = office.by(Actor::on_behalf(job.actor, Language::Ru));
    for _ in 0..2 {
        let line = imports::post_submitted(&on_behalf, id).await.unwrap();
        assert_eq!((line.status, line.good), (Status::Posted, AT_ONCE + 1));
    }
    assert_eq!(office.count("select count(*) from subscriber").await, AT_ONCE + 1);
    assert_eq!(
        office
            .count("select count(*) from event where verb = 'posted' and actor_kind = 'system' and actor_name = 'kvitok (по просьбе: Михаил)'")
            .await,
        1
    );
    assert_eq!(conflict(imports::submit(&ctx, &batch(id)).await), Reason::AlreadyDone);
}

#[tokio::test]
async fn a_job_may_do_no_more_than_who_asked_for_it() {
    let office = Office::open().await;
    let id = uploaded(&office.manager(), 1).await;
    let operator = office.by(Actor::on_behalf(office.operator().actor, Language::En));
    assert_eq!(operator.actor_name(), "kvitok (asked by Ольга)");
    assert_eq!(
        imports::post_submitted(&operator, id).await,
        Err(domain::Failure::Forbidden)
    );
    // What a job asks for in its turn is asked for by the same person.
    assert_eq!(operator.actor.principal(), &office.operator().actor);
    let twice = Actor::on_behalf(operator.actor.clone(), Language::Ru);
    assert_eq!(twice, operator.actor);
    assert_eq!(Actor::on_behalf(Actor::System, Language::Ru), Actor::System);
}

#[tokio::test]
async fn few_rows_are_posted_at_once_and_given_up_ones_never() {
    let office = Office::open().await;
    let ctx = office.manager();
    let few = uploaded(&ctx, AT_ONCE).await;
    assert_eq!(imports::submit(&ctx, &batch(few)).await.unwrap().status, Status::Posted);
    assert_eq!(office.count("select count(*) from outbox").await, 0);
    let posted = office.count("select count(*) from subscriber").await;

    office.tamper("update subscriber set account = 'x' || account").await;
    let many = uploaded(&ctx, AT_ONCE + 1).await;
    imports::submit(&ctx, &batch(many)).await.unwrap();
    imports::discard(&ctx, &batch(many)).await.unwrap();
    let left = imports::post_submitted(&ctx, many).await.unwrap();
    assert_eq!(left.status, Status::Discarded);
    assert_eq!(office.count("select count(*) from subscriber").await, posted);
}

#[tokio::test]
async fn a_copy_and_an_older_schema_do_without_the_job() {
    let office = Office::open().await;
    let ctx = office.manager();
    let id = uploaded(&ctx, AT_ONCE + 1).await;
    imports::submit(&ctx, &batch(id)).await.unwrap();
    copies::neutralise(&office.system(), "sad").await.unwrap();
    assert_eq!(
        imports::show(&ctx, id).await.unwrap().batch.status,
        Status::Previewed,
        "the original's job does not work here"
    );

    office
        .tamper(
            "alter table import_batch drop constraint import_batch_status_check, add constraint import_batch_status_check check (status in ('previewed', 'posted', 'discarded'))",
        )
        .await;
    assert_eq!(imports::submit(&ctx, &batch(id)).await.unwrap().status, Status::Posted);
    assert_eq!(office.count("select count(*) from subscriber").await, AT_ONCE + 1);
}
