//! Databases made ahead: each is taken once, none is an orphan, and a creation that fails leaves nothing of it.

use domain::Failure;
use domain::tenants::{Created, NewTenantForm};
use landlord::provision::{database_of, ready};
use sqlx::{Connection, Executor};

use crate::support::House;

async fn create(house: &House, slug: &str) -> Result<Created, Failure> {
    let form = NewTenantForm {
        name: slug.into(),
        slug: slug.into(),
        time_zone: "Europe/Moscow".into(),
        currency: "RUB".into(),
        language: "ru".into(),
        admin_email: format!("anna@{slug}.test"),
    };
    landlord::tenants::create(&house.started.ctx(), &form).await
}

/// The numbers that are ready.
async fn standing(house: &House) -> Vec<i64> {
    sqlx::query_scalar("select id from ready_database where made_at is not null order by id")
        .fetch_all(&house.started.home.db)
        .await
        .unwrap()
}

/// How many databases and roles of these numbers there are.
async fn left(house: &House, ids: &[i64]) -> i64 {
    let names: Vec<String> = ids.iter().map(|id| database_of(&house.started.home, *id)).collect();
    sqlx::query_scalar("select (select count(*) from pg_database where datname = any($1)) + (select count(*) from pg_roles where rolname = any($1))")
        .bind(names)
        .fetch_one(&house.started.home.db)
        .await
        .unwrap()
}

async fn works(house: &House, created: &Created) {
    let slug = created.url.trim_start_matches("http://").trim_end_matches(".localhost");
    let link = created.invitation.trim_start_matches(&created.url).to_owned();
    let mut admin = house.newcomer(slug, &link).await;
    assert_eq!(admin.get("/subscribers").await.status.as_u16(), 200, "{slug}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_at_once_never_get_the_same_and_the_third_has_its_own_made() {
    let house = House::open().await;
    let ctx = house.started.ctx();
    let filled = ready::fill(&ctx, 2).await.unwrap();
    assert_eq!(filled.made, standing(&house).await);
    assert_eq!(filled.made.len(), 2);
    assert!(
        landlord::orphans::find(&ctx).await.unwrap().is_clean(),
        "what is ready is no orphan"
    );
    assert_eq!(
        ready::fill(&ctx, 2).await.unwrap(),
        ready::Filled::default(),
        "there is enough"
    );

    let (one, two, three) = tokio::join!(create(&house, "one"), create(&house, "two"), create(&house, "three"));
    let created = [one.unwrap(), two.unwrap(), three.unwrap()];
    let mut ids: Vec<i64> = created.iter().map(|created| created.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 3);
    for id in &filled.made {
        assert!(ids.contains(id), "{id} was left lying: {ids:?}");
    }
    assert!(standing(&house).await.is_empty());
    for created in &created {
        works(&house, created).await;
    }
    let (asked,): (i64,) = sqlx::query_as("select count(*) from job where task = 'prepare_databases'")
        .fetch_one(&house.started.home.db)
        .await
        .unwrap();
    assert_eq!(asked, 1, "the next ones are asked for, once");
    assert!(landlord::orphans::find(&ctx).await.unwrap().is_clean());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_stale_half_made_or_gone_is_never_used() {
    let house = House::open().await;
    let ctx = house.started.ctx();
    let made = ready::fill(&ctx, 3).await.unwrap().made;
    // One of the schema before, one cut short in the making, one that somebody dropped.
    for statement in [
        format!(
            "update ready_database set schema_version = schema_version - 1 where id = {}",
            made[0]
        ),
        format!(
            "update ready_database set made_at = null, begun_at = begun_at - interval '1 hour' where id = {}",
            made[1]
        ),
        format!("drop database \"{}\"", database_of(&house.started.home, made[2])),
        format!("drop role \"{}\"", database_of(&house.started.home, made[2])),
    ] {
        house
            .started
            .home
            .db
            .execute(sqlx::AssertSqlSafe(statement))
            .await
            .unwrap();
    }
    let filled = ready::fill(&ctx, 3).await.unwrap();
    assert_eq!(filled.dropped, made);
    assert_eq!(left(&house, &made).await, 0);
    assert_eq!(filled.made.len(), 3);

    // Of the schema before again, and this time a creation comes first.
    house
        .started
        .home
        .db
        .execute("update ready_database set schema_version = schema_version - 1")
        .await
        .unwrap();
    let created = create(&house, "fresh").await.unwrap();
    assert!(
        !filled.made.contains(&created.id),
        "a database of an older schema was used"
    );
    works(&house, &created).await;

    // Nobody wants them any more.
    let made = ready::fill(&ctx, 1).await.unwrap().made;
    assert_eq!(standing(&house).await, made);
    assert_eq!(ready::fill(&ctx, 0).await.unwrap().dropped, made);
    assert_eq!(left(&house, &made).await, 0);
    assert!(standing(&house).await.is_empty());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_creation_that_fails_leaves_nothing_of_what_was_ready() {
    let house = House::open().await;
    let ctx = house.started.ctx();
    house.tenant("taken").await;
    let made = ready::fill(&ctx, 1).await.unwrap().made;
    // Refused in the transaction that takes it: it stays ready.
    assert!(matches!(create(&house, "taken").await, Err(Failure::Invalid { .. })));
    assert_eq!(standing(&house).await, made);
    // The disk of the tenant's own database is full, later: all of it goes, and the answer says to come again.
    let mut server = house.connect(&format!("t{}", made[0])).await;
    let owner = format!("set role \"{}\"", house.started.home.named("owner"));
    server.execute(sqlx::AssertSqlSafe(owner)).await.unwrap();
    server
        .execute(
            "create function no_room() returns trigger language plpgsql as $$ begin
                raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$;
             create trigger no_room before insert on staff_user execute function no_room()",
        )
        .await
        .unwrap();
    server.close().await.unwrap();
    let refused = create(&house, "unlucky").await.map(drop);
    assert_eq!(refused, Err(Failure::Busy { retry_after: 60 }));
    assert_eq!(left(&house, &made).await, 0);
    let (rows,): (i64,) = sqlx::query_as(
        "select (select count(*) from tenant where slug = 'unlucky') + (select count(*) from ready_database)",
    )
    .fetch_one(&house.started.home.db)
    .await
    .unwrap();
    assert_eq!(rows, 0);
    works(&house, &create(&house, "unlucky").await.unwrap()).await;
    house.close().await;
}
