//! What the books cost: issuing a month, recording payments, the first page, lists and cards, the proof. `make bench` runs it
//! on a Postgres of its own and prints a table; figures are ratios to bare statements of the same run, since absolute
//! times are the machine's. SUBSCRIBERS is the size, BIG=1 adds ten times as many invoices.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "books/office.rs"]
mod office;

use std::time::{Duration, Instant};

use domain::invoices::{InvoiceQuery, IssueForm};
use domain::payments::{PaymentForm, PaymentQuery};
use domain::subscribers::SubscriberQuery;
use office::{Office, cpu};
use sqlx::types::Uuid;
use sqlx::{AssertSqlSafe, Executor};

/// Payments of a measurement, and those who record at once.
const PAYMENTS: usize = 2000;
const CLIENTS: usize = 8;
/// Calls of a page that are measured.
const CALLS: usize = 200;

fn number(name: &str, default: i64) -> i64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
}

fn main() {
    let subscribers = number("SUBSCRIBERS", 100_000).max(1000);
    let big = number("BIG", 0) == 1;
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(bench(subscribers, big));
}

fn line(what: &str, measured: &str, bare: &str, ratio: &str) {
    println!("| {what:<44} | {measured:>18} | {bare:>18} | {ratio:>7} |");
}

fn ratio(of: f64, to: f64) -> String {
    format!("{:.2} x", of / to)
}

fn seconds(took: Duration) -> String {
    format!("{:.3} s", took.as_secs_f64())
}

async fn bench(subscribers: i64, big: bool) {
    let office = Office::open(subscribers).await;
    println!("{subscribers} subscribers with three services each, {CLIENTS} clients");
    line("what", "kvitok", "bare statement", "ratio");
    line("---", "---:", "---:", "---:");
    issuing(&office).await;
    payments(&office).await;
    pages(&office, "as issued").await;
    let mut invoices = subscribers;
    for (many, wanted) in [(10, true), (100, big)] {
        if wanted {
            office.more_invoices(subscribers * many - invoices).await;
            invoices = subscribers * many;
            pages(&office, &format!("{invoices} invoices")).await;
        }
    }
    proof(&office).await;
    office.close().await;
}

/// A month through the program, and the same rows once more into tables with the same indexes but no triggers and no
/// references.
async fn issuing(office: &Office) {
    let form = IssueForm {
        month: "2026-10".into(),
    };
    let began = Instant::now();
    tenant::invoices::issue(&office.on("2026-10-31"), &form).await.unwrap();
    let ours = began.elapsed();
    let mut conn = office.pool.acquire().await.unwrap();
    for table in ["invoice", "charge", "ledger_entry", "payment"] {
        conn.execute(AssertSqlSafe(format!(
            "create table bare_{table} (like {table} including indexes including defaults)"
        )))
        .await
        .unwrap();
    }
    let began = Instant::now();
    let mut rows = Vec::new();
    for table in ["invoice", "charge", "ledger_entry"] {
        let copy = format!("insert into bare_{table} select * from {table}");
        rows.push(conn.execute(AssertSqlSafe(copy)).await.unwrap().rows_affected());
    }
    let bare = began.elapsed();
    line(
        &format!("issue {} invoices, {} lines", rows[0], rows[1]),
        &seconds(ours),
        &seconds(bare),
        &ratio(ours.as_secs_f64(), bare.as_secs_f64()),
    );
}

/// Payments by several clients at once: through the program, and as two inserts and an update in a transaction by hand.
async fn payments(office: &Office) {
    let (ours, our_cpu) = measure(office, |office, nth| async move {
        let form = PaymentForm {
            key: Uuid::new_v4().to_string(),
            account: office.account(nth),
            amount: "100".into(),
            method: "cash".into(),
            received_on: "2026-11-02".into(),
            confirmed: "on".into(),
            ..PaymentForm::default()
        };
        tenant::payments::record(&office.on("2026-11-22"), &form).await.unwrap();
    })
    .await;
    let (bare, bare_cpu) = measure(office, |office, nth| async move {
        let mut transaction = office.pool.begin().await.unwrap();
        let subscriber = i64::try_from(nth).unwrap() % office.subscribers + 1;
        let bare = "with received as (
                insert into bare_payment (id, key, subscriber_id, received_on, amount, advance, method, recorded_by, created_at)
                values ($1, gen_random_uuid(), $2, '2026-11-02', 100, 100, 'cash', 'x', now()))
            insert into bare_ledger_entry (id, booked_on, debit, credit, amount, subscriber_id, document, document_id, created_at)
            values (-$1, '2026-11-02', 'cash', 'receivable', 100, $2, 'payment', $1, now())";
        sqlx::query(bare)
            .bind(i64::try_from(nth).unwrap() + 1)
            .bind(subscriber)
            .execute(&mut *transaction)
            .await
            .unwrap();
        transaction.commit().await.unwrap();
    })
    .await;
    line(
        "payments in a second",
        &format!("{ours:.0}"),
        &format!("{bare:.0}"),
        &ratio(bare, ours),
    );
    line(
        "CPU of a payment, Postgres included",
        &format!("{our_cpu:.2} ms"),
        &format!("{bare_cpu:.2} ms"),
        &ratio(our_cpu, bare_cpu),
    );
}

/// How many in a second, and milliseconds of CPU for each.
async fn measure<F, W>(office: &Office, work: W) -> (f64, f64)
where
    F: Future<Output = ()> + Send + 'static,
    W: Fn(Office, usize) -> F + Copy + Send + Sync + 'static,
{
    let (before, began) = (cpu(&office.folder), Instant::now());
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let office = office.clone();
            tokio::spawn(async move {
                for nth in (client..PAYMENTS).step_by(CLIENTS) {
                    work(office.clone(), nth).await;
                }
            })
        })
        .collect();
    for client in clients {
        client.await.unwrap();
    }
    let took = began.elapsed().as_secs_f64();
    let many = f64::from(u32::try_from(PAYMENTS).unwrap());
    (many / took, (cpu(&office.folder) - before) * 1000.0 / many)
}

/// What people open all day, against the cheapest question that a page can ask of the database.
async fn pages(office: &Office, size: &str) {
    let ctx = office.on("2026-11-22");
    let bare = times(|_| async { office.pool.execute("select 1").await.map(|_| ()).unwrap() }).await;
    let show = |what: &str, (p50, p99): (Duration, Duration)| {
        line(
            &format!("{what}, {size}"),
            &format!("{:.1} / {:.1} ms", millis(p50), millis(p99)),
            &format!("{:.1} / {:.1} ms", millis(bare.0), millis(bare.1)),
            &ratio(millis(p50), millis(bare.0)),
        );
    };
    show(
        "first page (p50 / p99)",
        times(|_| async { tenant::dashboard::show(&ctx).await.map(|_| ()).unwrap() }).await,
    );
    let lists = async |q: &str, show: &str| {
        let query = SubscriberQuery {
            q: q.into(),
            show: show.into(),
            after: String::new(),
        };
        times(|_| async { tenant::subscribers::list(&ctx, &query).await.map(|_| ()).unwrap() }).await
    };
    show("subscribers", lists("", "").await);
    show("subscribers, sought by name", lists("Плательщик 777", "").await);
    show("debtors", lists("", "debtors").await);
    show(
        "subscriber's card",
        times(|nth| {
            let ctx = ctx.clone();
            async move { tenant::subscribers::show(&ctx, nth + 1).await.map(|_| ()).unwrap() }
        })
        .await,
    );
    show(
        "balance by month",
        times(|nth| {
            let ctx = ctx.clone();
            async move { tenant::ledger::timeline(&ctx, nth + 1).await.map(|_| ()).unwrap() }
        })
        .await,
    );
    let query = InvoiceQuery::default();
    show(
        "invoices",
        times(|_| async { tenant::invoices::list(&ctx, &query).await.map(|_| ()).unwrap() }).await,
    );
    let query = PaymentQuery::default();
    show(
        "payments",
        times(|_| async { tenant::payments::list(&ctx, &query).await.map(|_| ()).unwrap() }).await,
    );
}

fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}

/// The median and the 99th of a hundred, one call after another.
async fn times<F>(call: impl Fn(i64) -> F) -> (Duration, Duration)
where
    F: Future<Output = ()>,
{
    let mut taken = Vec::with_capacity(CALLS);
    for nth in 0..i64::try_from(CALLS).unwrap() {
        let began = Instant::now();
        call(nth).await;
        taken.push(began.elapsed());
    }
    taken.sort_unstable();
    (taken[CALLS / 2], taken[CALLS * 99 / 100])
}

/// Sealing and proving everything, against reading all entries once.
async fn proof(office: &Office) {
    let ctx = office.on("2026-11-22");
    let began = Instant::now();
    let entries: (i64,) = sqlx::query_as("select count(*) from (select sum(amount) from ledger_entry group by id) e")
        .fetch_one(&office.pool)
        .await
        .unwrap();
    let bare = began.elapsed();
    let began = Instant::now();
    tenant::books::seal(&ctx).await.unwrap();
    let sealing = began.elapsed();
    let began = Instant::now();
    let proof = tenant::ledger::prove(&ctx).await.unwrap();
    let proving = began.elapsed();
    let ours = |took: Duration| ratio(took.as_secs_f64(), bare.as_secs_f64());
    line(
        &format!("seal {} entries", entries.0),
        &seconds(sealing),
        &seconds(bare),
        &ours(sealing),
    );
    line("prove them", &seconds(proving), &seconds(bare), &ours(proving));
    assert!(proof.holds(), "{proof:?}");
}
