//! A tenant's database on a Postgres of its own, filled by set-based statements.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use cluster::{Care, Cluster};
use domain::quotas::Quotas;
use domain::{Currency, Language, Offsets};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, PgPool};
use tenant::{Actor, Ctx, Tenant};

/// The office with as many subscribers as are wanted.
#[derive(Clone)]
pub struct Office {
    pub pool: PgPool,
    pub subscribers: i64,
    /// Where the Postgres lies.
    pub folder: PathBuf,
    data: PathBuf,
    cluster: Arc<Mutex<Option<Cluster>>>,
}

impl Office {
    pub async fn open(subscribers: i64) -> Self {
        let data = std::env::temp_dir().join(format!("kvitok-bench-{}", std::process::id()));
        std::fs::create_dir_all(&data).unwrap();
        let folder = data.clone();
        let cluster = tokio::task::spawn_blocking(move || cluster::ensure(&folder, Care::Durable))
            .await
            .unwrap()
            .unwrap();
        let mut server = PgConnection::connect(&cluster.url).await.unwrap();
        server.execute("create database books").await.unwrap();
        let (address, _) = cluster.url.rsplit_once('/').unwrap();
        let options = format!("{address}/books")
            .parse::<PgConnectOptions>()
            .unwrap()
            .disable_statement_logging();
        let pool = PgPoolOptions::new()
            .max_connections(10)
            .connect_with(options)
            .await
            .unwrap();
        let office = Self {
            pool,
            subscribers,
            folder: cluster.folder.clone(),
            data,
            cluster: Arc::new(Mutex::new(Some(cluster))),
        };
        for path in migrations() {
            office.run(&std::fs::read_to_string(path).unwrap()).await;
        }
        office
            .run(&format!(
                "insert into subscriber (account, kind, name, created_at)
                 select lpad(n::text, 7, '0'), 'person', 'Плательщик ' || n, now() from generate_series(1, {subscribers}) n;
                 insert into service (name, unit, created_at) select 'Услуга ' || n, 'мес.', now() from generate_series(1, 3) n;
                 insert into service_price (service_id, price, valid_from, created_at) select id, 100 * id + 0.45, '2025-01-01', now() from service;
                 insert into service_link (subscriber_id, service_id, valid_from, quantity, created_at)
                 select s.id, v.id, '2025-01-01', 1, now() from subscriber s cross join service v order by s.id;
                 analyze"
            ))
            .await;
        office
    }

    async fn run(&self, sql: &str) {
        self.pool
            .execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned())))
            .await
            .unwrap_or_else(|error| panic!("{error}: {}", sql.chars().take(200).collect::<String>()));
    }

    /// A call by the program on a day.
    pub fn on(&self, day: &str) -> Ctx {
        let today: NaiveDate = day.parse().unwrap();
        Ctx {
            tenant: Arc::new(Tenant {
                slug: "bench".into(),
                name: "Bench".into(),
                currency: Currency::Rub,
                language: Language::Ru,
                offsets: Offsets::default(),
                quotas: Quotas::default(),
                copy_until: None,
            }),
            actor: Actor::System,
            db: self.pool.clone().into(),
            files: tenant::files::Store::new(Arc::new(object_store::memory::InMemory::new()), 1),
            outbox: tenant::outbox::Touched::default(),
            work: tenant::work::Work::default(),
            now: today.and_hms_opt(9, 0, 0).unwrap().and_utc(),
            today,
            request_id: "bench".into(),
        }
    }

    /// The account of the payer whose turn it is.
    pub fn account(&self, nth: usize) -> String {
        format!("{:07}", i64::try_from(nth).unwrap() % self.subscribers + 1)
    }

    /// So many more invoices with their entries, over the months before.
    pub async fn more_invoices(&self, count: i64) {
        self.run(&format!(
            "with block as (
                insert into number_counter as kept (year, last) values (2026, {count})
                on conflict (year) do update set last = kept.last + excluded.last returning last
             ), issued as (
                insert into invoice (number, kind, subscriber_id, month, issued_on, due_on, account, name, address, total, created_at)
                select invoice_number(2026, block.last - {count} + n), 'opening', s.id, m.month, m.month, m.month + 40, s.account,
                    s.name, '', 100 + n % 900, now()
                from generate_series(1, {count}) n cross join block
                join subscriber s on s.id = n % {} + 1
                cross join lateral (select (date '2024-01-01' + make_interval(months => (n / {} % 32)::integer))::date as month) m
                returning id, subscriber_id, total, issued_on
             )
             insert into ledger_entry (booked_on, debit, credit, amount, subscriber_id, document, document_id, created_at)
             select issued_on, 'receivable', 'opening', total, subscriber_id, 'opening', id, now() from issued",
            self.subscribers, self.subscribers
        ))
        .await;
        self.run("vacuum analyze").await;
    }

    /// Ends and removes it.
    pub async fn close(self) {
        self.pool.close().await;
        let (cluster, data) = (self.cluster.lock().unwrap().take(), self.data);
        tokio::task::spawn_blocking(move || {
            drop(cluster);
            let _left = cluster::sweep(&data);
        })
        .await
        .unwrap();
    }
}

fn migrations() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations/tenant");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
        .collect();
    files.sort();
    files
}

/// Seconds of CPU that this process and the Postgres of that folder have used. Connections that ended meanwhile take theirs
/// with them: the pool keeps its own.
pub fn cpu(folder: &Path) -> f64 {
    let pid_file = std::fs::canonicalize(folder)
        .unwrap_or_else(|_| folder.to_owned())
        .join("cluster/postmaster.pid");
    let postmaster = std::fs::read_to_string(pid_file)
        .ok()
        .and_then(|text| text.lines().next().map(str::to_owned))
        .unwrap_or_default();
    let own = std::process::id().to_string();
    let ticks: u64 = std::fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
            let pid = stat.split_whitespace().next()?.to_owned();
            // The name in parentheses may hold blanks.
            let rest: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
            let ours = pid == own || pid == postmaster || *rest.get(1)? == postmaster;
            let used = |at: usize| rest.get(at).and_then(|ticks| ticks.parse::<u64>().ok());
            ours.then(|| Some(used(11)? + used(12)?)).flatten()
        })
        .sum();
    f64::from(u32::try_from(ticks).unwrap_or(u32::MAX)) / 100.0
}
