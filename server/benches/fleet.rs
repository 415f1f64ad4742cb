//! The fleet under load: many tenants registered; as many as `--real` says, with databases, visited within a minute; as many as
//! `--migrate` says brought up to date. `make bench-fleet` runs it and prints a table; it is a measurement and no test. It
//! removes everything that it made.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[allow(dead_code)]
#[path = "../tests/http/support.rs"]
mod support;

use std::time::{Duration, Instant};

use domain::fleet::{RunForm, RunReport};
use futures::{StreamExt, stream};
use landlord::schema::{self, Steps};
use landlord::{fleet, provision};
use rand::seq::SliceRandom;
use sqlx::{AssertSqlSafe, Executor};
use support::{Caller, House};

/// Tenants in the catalogue.
const REGISTERED: usize = 5000;
/// Creations that are compared with the bare statement.
const COMPARED: usize = 20;
/// Creations at once where nobody looks at the clock.
const AT_ONCE: usize = 3;
/// Requests to each tenant within the minute.
const VISITS: usize = 5;
/// What the next version of the program brings. It fails where it finds a stone.
const NEXT: &str = "alter table house add column brought text;
    create index house_brought on house (brought) where brought is not null;
    do $$ begin if exists (select from house where locality = 'камень') then raise exception 'a stone lies here'; end if; end $$;";

fn main() {
    let number = |name: &str| {
        let mut args = std::env::args().skip_while(|arg| arg != name).skip(1);
        args.next().and_then(|number| number.parse().ok())
    };
    let real = number("--real").unwrap_or(200).clamp(2 * COMPARED, 300);
    let behind = number("--migrate").unwrap_or(real).clamp(real, 1000);
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(8 * 1024 * 1024)
        .build()
        .unwrap()
        .block_on(bench(real, behind));
}

async fn bench(real: usize, behind: usize) {
    let house = House::open().await;
    println!(
        "{REGISTERED} tenants registered, {behind} with databases; budget of {} connections",
        house.started.config.connections
    );
    creation(&house).await;
    others(&house, behind).await;
    register(&house, behind).await;
    let callers = sessions(&house, real).await;
    visits(&house, callers).await;
    migration(&house, behind).await;
    println!(
        "memory of this process, load generator included: {} MiB",
        resident_mib()
    );
    house.close().await;
}

/// What creations of one kind took: until the tenant is there, and until its administrator sees the first page.
#[derive(Default)]
struct Taken {
    created: Vec<Duration>,
    answered: Vec<Duration>,
}

impl Taken {
    async fn create(&mut self, house: &House, slug: &str) {
        let began = Instant::now();
        let invitation = house.tenant(slug).await;
        self.created.push(began.elapsed());
        let page = house.caller(&format!("{slug}.localhost")).get(&invitation).await;
        assert_eq!(page.status.as_u16(), 200, "{}", page.text);
        self.answered.push(began.elapsed());
    }

    fn tell(&mut self, what: &str, bare: Duration) {
        let times = |taken: Duration| taken.as_secs_f64() / bare.as_secs_f64();
        let (created, answered) = (at(&mut self.created, 50), at(&mut self.answered, 50));
        println!(
            "  {what}: median {created:.0?}, {:.2} x; first page answered {answered:.0?}, {:.2} x; slowest {:.0?}",
            times(created),
            times(answered),
            at(&mut self.answered, 100)
        );
    }
}

/// Creation against the bare statement, one after the other in turn: with nothing ready, and with a database made ahead.
async fn creation(house: &House) {
    let mut server = house.connect("").await;
    let template = house
        .started
        .home
        .named(&format!("template_v{}", schema::tenant_version()));
    let (mut bare, mut made, mut ready) = (Vec::new(), Taken::default(), Taken::default());
    for number in 1..=COMPARED {
        let name = house.started.home.named(&format!("bare{number}"));
        let began = Instant::now();
        let statement = format!("create database \"{name}\" template \"{template}\" strategy wal_log");
        server.execute(AssertSqlSafe(statement)).await.unwrap();
        bare.push(began.elapsed());
        server
            .execute(AssertSqlSafe(format!("drop database \"{name}\"")))
            .await
            .unwrap();
        made.create(house, &format!("org{}", 2 * number - 1)).await;
        provision::ready::fill(&house.started.ctx(), 1).await.unwrap();
        ready.create(house, &format!("org{}", 2 * number)).await;
    }
    let statement = at(&mut bare, 50);
    println!("creation of a tenant; the bare CREATE DATABASE .. TEMPLATE takes {statement:.0?}");
    made.tell("with nothing ready", statement);
    ready.tell("with a database made ahead", statement);
}

/// All others, some at a time; then everybody is one version behind: the program's last step is put off for a made-up
/// one, and those before and after it are served.
async fn others(house: &House, behind: usize) {
    let began = Instant::now();
    stream::iter(2 * COMPARED + 1..=behind)
        .for_each_concurrent(AT_ONCE, |number| async move {
            house.tenant(&format!("org{number}")).await;
        })
        .await;
    println!(
        "{} more tenants created, {AT_ONCE} at a time, in {:.0?}",
        behind - 2 * COMPARED,
        began.elapsed()
    );
    stream::iter(1..=behind)
        .for_each_concurrent(AT_ONCE, |number| {
            as_owner(house, number, "update schema_version set version = version - 1")
        })
        .await;
    sqlx::query("update tenant set schema_version = schema_version - 1")
        .execute(&house.started.home.db)
        .await
        .unwrap();
}

/// Rows of tenants without databases, as the catalogue of a large installation has them; all up to date, so
/// that whoever touched one of them would fail.
async fn register(house: &House, behind: usize) {
    let count = i64::try_from(REGISTERED - behind).unwrap();
    sqlx::query(
        "with made as (
            insert into tenant (name, slug, status, time_zone, currency, language, admin_email, pg_server_id, database_name, role_name, schema_version, created_at)
            select 'Org ' || n, 'far' || n, 'active', 'Europe/Moscow', 'RUB', 'ru', 'a@b.ru', s.id, 'far' || n, 'far' || n, $2, now()
            from generate_series(1, $1) n, pg_server s where s.name = 'home' returning id, slug
         ) insert into tenant_host (label, tenant_id, is_current, created_at) select slug, id, true, now() from made",
    )
    .bind(count)
    .bind(schema::tenant_version())
    .execute(&house.started.home.db)
    .await
    .unwrap();
}

/// Somebody signed in to each tenant, without the cost of two hundred passwords.
async fn sessions(house: &House, real: usize) -> Vec<Caller> {
    let mut callers = Vec::new();
    for number in 1..=real {
        let slug = format!("org{number}");
        let inside = landlord::tenants::inside(&house.started.ctx(), &slug).await.unwrap();
        let mut conn = inside.db.acquire().await.unwrap();
        let token = format!("token of {slug}");
        sqlx::query("insert into session (user_id, token_hash, created_at, seen_at, expires_at) select id, $1, now(), now(), now() + interval '1 day' from staff_user limit 1")
            .bind(tenant::tokens::hash(&token))
            .execute(&mut *conn)
            .await
            .unwrap();
        let mut caller = house.caller(&format!("{slug}.localhost"));
        caller.cookies.insert("kvitok".into(), token);
        callers.push(caller);
    }
    callers
}

/// All of them within a minute, several times each, in no order.
async fn visits(house: &House, callers: Vec<Caller>) {
    for id in 1..=i64::try_from(REGISTERED).unwrap() {
        house.started.registry.forget(id).await;
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    let mut order: Vec<usize> = (0..callers.len()).flat_map(|index| [index; VISITS]).collect();
    order.shuffle(&mut rand::rng());
    let pause = Duration::from_secs(60) / u32::try_from(order.len()).unwrap();
    let began = Instant::now();
    let (mut seen, mut cold, mut warm, mut most) = (vec![false; callers.len()], Vec::new(), Vec::new(), 0);
    let mut tasks = Vec::new();
    for (turn, index) in order.into_iter().enumerate() {
        let due = pause * u32::try_from(turn).unwrap();
        tokio::time::sleep_until((began + due).into()).await;
        let mut caller = callers[index].clone();
        let first = !std::mem::replace(&mut seen[index], true);
        tasks.push(tokio::spawn(async move {
            let began = Instant::now();
            let answer = caller.get("/subscribers").await;
            (first, began.elapsed(), answer.status.as_u16())
        }));
        if turn % 10 == 0 {
            most = most.max(connections(house).await);
        }
    }
    let mut refused = 0;
    for task in tasks {
        let (first, took, status) = task.await.unwrap();
        refused += usize::from(status != 200);
        if first { cold.push(took) } else { warm.push(took) }
    }
    println!(
        "{} tenants active within {:.0?}, {} requests, {refused} not answered with 200",
        callers.len(),
        began.elapsed(),
        cold.len() + warm.len()
    );
    println!(
        "  first hit:   p50 {:?}, p99 {:?}",
        at(&mut cold, 50),
        at(&mut cold, 99)
    );
    println!(
        "  later hits:  p50 {:?}, p99 {:?}",
        at(&mut warm, 50),
        at(&mut warm, 99)
    );
    println!("  connections of the installation in pg_stat_activity: at most {most}");
}

/// A run with three injected failures, and what is left after it.
async fn migration(house: &House, behind: usize) {
    let stones = [behind / 4, behind / 2, behind - 1];
    for number in stones {
        as_owner(
            house,
            number,
            "insert into house (locality, street, number, created_at) values ('камень', 'a', '1', now())",
        )
        .await;
    }
    let began = Instant::now();
    let report = run(house).await;
    println!(
        "run over {} tenants that are behind, of {REGISTERED}: {} migrated, {} failed, in {:.1?}",
        report.run.tenants,
        report.run.migrated,
        report.run.failed,
        began.elapsed()
    );
    for number in stones {
        as_owner(house, number, "delete from house where locality = 'камень'").await;
    }
    let began = Instant::now();
    let report = run(house).await;
    println!(
        "run again: {} migrated, {} failed, in {:.1?}",
        report.run.migrated,
        report.run.failed,
        began.elapsed()
    );
    let began = Instant::now();
    let report = run(house).await;
    println!(
        "run with nothing to do: {} migrated, in {:.1?}",
        report.run.migrated,
        began.elapsed()
    );
}

async fn run(house: &House) -> RunReport {
    let form = RunForm {
        stop_after: "100".into(),
        ..RunForm::default()
    };
    let running = fleet::start(
        &house.started.ctx(),
        &form,
        Steps::tenant().up_to(schema::tenant_version() - 1).and(NEXT),
    )
    .await
    .unwrap();
    running.report().await.unwrap()
}

/// A statement as the owner of a tenant's tables.
async fn as_owner(house: &House, number: usize, statement: &'static str) {
    let mut conn = house.connect(&format!("t{number}")).await;
    let owner = format!("set role \"{}\"", house.started.home.named("owner"));
    conn.execute(AssertSqlSafe(owner)).await.unwrap();
    conn.execute(statement).await.unwrap();
}

/// The value below which so many per cent lie.
fn at(taken: &mut [Duration], per_cent: usize) -> Duration {
    taken.sort_unstable();
    taken
        .get((taken.len() * per_cent / 100).min(taken.len().saturating_sub(1)))
        .copied()
        .unwrap_or_default()
}

/// All connections of the installation: to its tenants' databases, and to the landlord's.
async fn connections(house: &House) -> i64 {
    let (count,): (i64,) =
        sqlx::query_as("select count(*) from pg_stat_activity where datname like rtrim($1, '_') || '%'")
            .bind(house.started.home.named(""))
            .fetch_one(&house.started.home.db)
            .await
            .unwrap();
    count
}

fn resident_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap_or_default();
    line.split_whitespace()
        .nth(1)
        .and_then(|kib| kib.parse::<u64>().ok())
        .unwrap_or_default()
        / 1024
}
