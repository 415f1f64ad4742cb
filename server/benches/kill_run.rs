//! Payments under fire: eight clients record them over HTTP, as browsers do, while the server, Postgres, single backends
//! and connections are killed again and again and some clients hang up. At the end every payment that was acknowledged is
//! there exactly once and the books are proven. `make kill-run` runs it; SEED repeats a run, PAYMENTS is how many.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "kill_run/client.rs"]
mod client;
#[path = "kill_run/house.rs"]
mod house;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use uuid::Uuid;

use client::{Answer, Client};
use house::{House, Target};

/// Those who record at once.
const CLIENTS: usize = 8;
/// Kills of a full run; a short one has fewer.
const KILLS: usize = 24;
/// Payers.
const PAYERS: usize = 400;

/// A payment that a client means to record.
#[derive(Clone)]
pub struct Meant {
    key: Uuid,
    account: String,
    kopecks: u64,
    /// After how many milliseconds the client loses patience, and whether it comes back.
    impatient: Option<(u64, bool)>,
}

/// What the clients have come to.
#[derive(Default)]
struct Tally {
    next: AtomicUsize,
    done: AtomicUsize,
    retries: AtomicU64,
    left: AtomicU64,
    refused: std::sync::Mutex<Vec<String>>,
    acknowledged: std::sync::Mutex<BTreeMap<Uuid, i64>>,
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
}

fn main() {
    let seed = number("SEED", rand::rng().random_range(1..1_000_000));
    let payments = usize::try_from(number("PAYMENTS", 10_000)).unwrap();
    println!("seed {seed}, {payments} payments by {CLIENTS} clients");
    let held = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(run(seed, payments));
    if !held {
        println!("SEED={seed} repeats this run");
        std::process::exit(1);
    }
}

async fn run(seed: u64, payments: usize) -> bool {
    let mut chance = StdRng::seed_from_u64(seed);
    let meant: Arc<Vec<Meant>> = Arc::new((0..payments).map(|_| meant(&mut chance)).collect());
    let house = House::open(PAYERS).await;
    let client = house.client().await;
    let tally = Arc::new(Tally::default());
    let began = Instant::now();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| tokio::spawn(record_all(client.clone(), meant.clone(), tally.clone())))
        .collect();

    let kills = KILLS.min(payments / 60).max(3);
    let mut targets: Vec<Target> = (0..kills).map(|nth| Target::ALL[nth % Target::ALL.len()]).collect();
    targets.shuffle(&mut chance);
    let mut killed: BTreeMap<&str, usize> = BTreeMap::new();
    for (nth, target) in targets.into_iter().enumerate() {
        let at = payments * (nth + 1) / (kills + 1);
        while tally.done.load(Ordering::SeqCst) < at {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        house.kill(target).await;
        *killed.entry(target.name()).or_default() += 1;
    }
    for client in clients {
        client.await.unwrap();
    }
    let took = began.elapsed();
    println!("killed: {killed:?}, {kills} in all");
    println!(
        "{payments} payments in {:.1} s, {} tries again, {} clients that never came back",
        took.as_secs_f64(),
        tally.retries.load(Ordering::SeqCst),
        tally.left.load(Ordering::SeqCst)
    );
    let held = judge(&house, &meant, &tally).await;
    house.close().await;
    held
}

fn meant(chance: &mut StdRng) -> Meant {
    let impatient = chance
        .random_bool(0.1)
        .then(|| (chance.random_range(0..30), chance.random_bool(0.5)));
    Meant {
        key: Uuid::from_u128(chance.random()),
        account: format!("K{:04}", chance.random_range(1..=PAYERS)),
        kopecks: chance.random_range(100..60_000),
        impatient,
    }
}

async fn record_all(client: Client, meant: Arc<Vec<Meant>>, tally: Arc<Tally>) {
    while let Some(payment) = meant.get(tally.next.fetch_add(1, Ordering::SeqCst)) {
        record(&client, payment, &tally).await;
        tally.done.fetch_add(1, Ordering::SeqCst);
    }
}

/// Until there is an answer that is one. Whoever hangs up comes back with the same key, or never.
async fn record(client: &Client, payment: &Meant, tally: &Tally) {
    let mut patience = payment.impatient;
    for tries in 0.. {
        if let Some((millis, comes_back)) = patience.take() {
            let _unheard = tokio::time::timeout(Duration::from_millis(millis), client.record(payment)).await;
            if !comes_back {
                tally.left.fetch_add(1, Ordering::SeqCst);
                return;
            }
        }
        match client.record(payment).await {
            Answer::Recorded(id) => {
                tally.acknowledged.lock().unwrap().insert(payment.key, id);
                return;
            }
            Answer::Later => {
                tally.retries.fetch_add(1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(50 + 50 * tries.min(10))).await;
            }
            Answer::Refused(said) => {
                tally.refused.lock().unwrap().push(said);
                return;
            }
        }
    }
}

async fn judge(house: &House, meant: &[Meant], tally: &Tally) -> bool {
    let there = house.payments().await;
    let acknowledged = tally.acknowledged.lock().unwrap().clone();
    let (mut lost, mut doubled) = (0, 0);
    for payment in meant {
        let rows = there.get(&payment.key).map(Vec::as_slice).unwrap_or_default();
        doubled += rows.len().saturating_sub(1);
        // Another sum, another id: the one that was acknowledged is lost.
        let as_meant = |row: &(i64, i64)| u64::try_from(row.1) == Ok(payment.kopecks);
        match acknowledged.get(&payment.key) {
            Some(id) => lost += usize::from(!rows.iter().any(|row| row.0 == *id && as_meant(row))),
            None => lost += usize::from(!rows.iter().all(as_meant)),
        }
    }
    let known: BTreeSet<Uuid> = meant.iter().map(|payment| payment.key).collect();
    let strange = there.keys().filter(|key| !known.contains(*key)).count();
    let refused = tally.refused.lock().unwrap().clone();
    let idle = house.idle_in_transaction().await;
    let proven = house.prove().await;
    println!(
        "acknowledged {}, lost {lost}, doubled {doubled}, of nobody {strange}",
        acknowledged.len()
    );
    println!(
        "refused {}{}",
        refused.len(),
        refused.first().map(|said| format!(": {said}")).unwrap_or_default()
    );
    println!("sessions left idle in a transaction: {idle}");
    println!("books: {}", if proven { "they agree" } else { "THEY DISAGREE" });
    lost == 0 && doubled == 0 && strange == 0 && refused.is_empty() && idle == 0 && proven
}
