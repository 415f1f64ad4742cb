//! A Postgres of its own, the built program on it, and the ways to kill them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cluster::{Care, Cluster};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use uuid::Uuid;

use super::client::Client;

const KVITOK: &str = env!("CARGO_BIN_EXE_kvitok");
const SLUG: &str = "killed";
const PASSWORD: &str = "длинная фраза сотрудника";

/// What can be killed.
#[derive(Clone, Copy)]
pub enum Target {
    Server,
    Postgres,
    Backend,
    Connections,
}

impl Target {
    pub const ALL: [Self; 4] = [Self::Server, Self::Postgres, Self::Backend, Self::Connections];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Postgres => "postgres",
            Self::Backend => "backend",
            Self::Connections => "connections cut",
        }
    }
}

/// The installation under fire.
pub struct House {
    data: PathBuf,
    port: u16,
    url: String,
    clusters: Mutex<Vec<Cluster>>,
    server: Arc<Mutex<Option<Child>>>,
    keeper: tokio::task::JoinHandle<()>,
    database: String,
    invitation: String,
}

fn kill(pid: &str) {
    let _dead = Command::new("kill").args(["-9", pid]).status();
}

fn kvitok(data: &PathBuf, url: &str, port: u16) -> Command {
    let mut command = Command::new(KVITOK);
    command
        .current_dir(data)
        .env("DATABASE_URL", url)
        .env("KVITOK_DATA", data.join("kvitok"))
        .env("KVITOK_SITE", data.join("site"))
        .env("KVITOK_PORT", port.to_string())
        .env("KVITOK_LOG", "error")
        .stdin(Stdio::null());
    command
}

impl House {
    /// Starts Postgres and the program, opens an organisation and gives it payers with debts.
    pub async fn open(payers: usize) -> Self {
        let data = std::env::temp_dir().join(format!("kvitok-kill-{}", std::process::id()));
        std::fs::create_dir_all(data.join("kvitok")).unwrap();
        std::fs::create_dir_all(data.join("site")).unwrap();
        // Nobody draws a page here: the browser half need not be built.
        std::fs::write(
            data.join("site/assets.json"),
            r#"{"js":"x.js","wasm":"x.wasm","css":"x.css"}"#,
        )
        .unwrap();
        let cluster = ensure(&data).await;
        let (server, _) = cluster.url.rsplit_once('/').unwrap();
        let url = format!("{server}/kvitok");
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();

        let created = kvitok(&data, &url, port)
            .args([
                "tenant",
                "create",
                SLUG,
                "--name",
                "Под огнём",
                "--admin-email",
                "anna@killed.test",
            ])
            .stderr(Stdio::inherit())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&created.stdout).into_owned();
        assert!(created.status.success(), "no organisation: {said}");
        let invitation = said.trim().rsplit('/').next().unwrap().to_owned();

        let mut landlord = PgConnection::connect(&url).await.unwrap();
        let (database,): (String,) = sqlx::query_as("select database_name from tenant where slug = $1")
            .bind(SLUG)
            .fetch_one(&mut landlord)
            .await
            .unwrap();
        landlord.close().await.unwrap();

        let child = Arc::new(Mutex::new(None));
        let keeper = tokio::spawn(keep_alive(child.clone(), data.clone(), url.clone(), port));
        let house = Self {
            data,
            port,
            url,
            clusters: Mutex::new(vec![cluster]),
            server: child,
            keeper,
            database,
            invitation,
        };
        house.seed(payers).await;
        house
    }

    /// The organisation's database, as its owner.
    async fn inside(&self) -> PgConnection {
        let (server, _) = self.url.rsplit_once('/').unwrap();
        for _ in 0..100 {
            if let Ok(mut conn) = PgConnection::connect(&format!("{server}/{}", self.database)).await {
                let owner: Result<(String,), _> = sqlx::query_as(
                    "select pg_get_userbyid(datdba)::text from pg_database where datname = current_database()",
                )
                .fetch_one(&mut conn)
                .await;
                if let Ok((owner,)) = owner
                    && conn
                        .execute(AssertSqlSafe(format!("set role \"{owner}\"")))
                        .await
                        .is_ok()
                {
                    return conn;
                }
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        panic!("the organisation's database does not answer");
    }

    /// Payers with two debts each, written as the program writes them.
    async fn seed(&self, payers: usize) {
        let mut conn = self.inside().await;
        let seed = format!(
            "insert into subscriber (account, kind, name, created_at)
             select 'K' || lpad(n::text, 4, '0'), 'person', 'Плательщик ' || n, now() from generate_series(1, {payers}) n;
             insert into number_counter (year, last) values (2026, {payers} * 2);
             with issued as (
                insert into invoice (number, kind, subscriber_id, month, issued_on, due_on, account, name, address, total, created_at)
                select invoice_number(2026, row_number() over (order by month, s.id)), 'opening', s.id, month, month, month, s.account, s.name, '', 700, now()
                from subscriber s cross join (values (date '2026-01-01'), (date '2026-02-01')) m (month)
                returning id, subscriber_id, total, issued_on)
             insert into ledger_entry (booked_on, debit, credit, amount, subscriber_id, document, document_id, created_at)
             select issued_on, 'receivable', 'opening', total, subscriber_id, 'opening', id, now() from issued"
        );
        conn.execute(sqlx::raw_sql(AssertSqlSafe(seed))).await.unwrap();
    }

    /// Somebody of the staff, signed in by the invitation.
    pub async fn client(&self) -> Client {
        let mut client = Client {
            port: self.port,
            host: format!("{SLUG}.localhost").into(),
            cookie: "".into(),
            day: chrono::Utc::now().date_naive().pred_opt().unwrap().to_string().into(),
        };
        let body = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("token", &self.invitation)
            .append_pair("name", "Анна")
            .append_pair("password", PASSWORD)
            .finish();
        for _ in 0..150 {
            if let Some((status, head, text)) = client.post("/invitation", "text/html", &body).await {
                let cookie = head
                    .lines()
                    .filter_map(|line| {
                        line.strip_prefix("set-cookie: ")
                            .or_else(|| line.strip_prefix("Set-Cookie: "))
                    })
                    .find_map(|cookie| cookie.split(';').next().filter(|pair| pair.starts_with("kvitok=")));
                match cookie {
                    Some(cookie) => {
                        client.cookie = cookie.into();
                        return client;
                    }
                    None if status < 500 => panic!("the invitation was refused: {status} {head} {text}"),
                    None => {}
                }
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        panic!("the server does not answer");
    }

    /// Kills one thing; Postgres is started again at once, the server by its keeper.
    pub async fn kill(&self, target: Target) {
        match target {
            Target::Server => {
                if let Some(child) = self.server.lock().unwrap().as_mut() {
                    let _dead = child.kill();
                }
            }
            Target::Postgres => {
                let state = self.data.join("pg");
                let state = std::fs::canonicalize(&state)
                    .unwrap_or(state)
                    .join("cluster/postmaster.pid");
                if let Some(pid) = std::fs::read_to_string(state)
                    .ok()
                    .and_then(|text| text.lines().next().map(str::to_owned))
                {
                    kill(&pid);
                }
                let again = ensure(&self.data).await;
                self.clusters.lock().unwrap().push(again);
            }
            Target::Backend => {
                if let Some(pid) = self.backends().await.first() {
                    kill(&pid.to_string());
                }
            }
            Target::Connections => {
                let Ok(mut conn) = PgConnection::connect(&self.url).await else {
                    return;
                };
                let _cut = sqlx::query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()")
                    .bind(&self.database)
                    .execute(&mut conn)
                    .await;
            }
        }
    }

    /// Backends of the organisation, those in a transaction first.
    async fn backends(&self) -> Vec<i32> {
        let Ok(mut conn) = PgConnection::connect(&self.url).await else {
            return vec![];
        };
        let found: Result<Vec<(i32,)>, _> = sqlx::query_as(
            "select pid from pg_stat_activity where datname = $1 and backend_type = 'client backend' order by xact_start nulls last",
        )
        .bind(&self.database)
        .fetch_all(&mut conn)
        .await;
        found.unwrap_or_default().into_iter().map(|(pid,)| pid).collect()
    }

    /// Ids and sums in kopecks, by key.
    pub async fn payments(&self) -> BTreeMap<Uuid, Vec<(i64, i64)>> {
        let mut conn = self.inside().await;
        let rows: Vec<(Uuid, i64, i64)> = sqlx::query_as("select key, id, (amount * 100)::bigint from payment")
            .fetch_all(&mut conn)
            .await
            .unwrap();
        let mut there: BTreeMap<Uuid, Vec<(i64, i64)>> = BTreeMap::new();
        for (key, id, kopecks) in rows {
            there.entry(key).or_default().push((id, kopecks));
        }
        there
    }

    /// Sessions of the organisation that are in a transaction and do nothing, once all clients are done.
    pub async fn idle_in_transaction(&self) -> i64 {
        tokio::time::sleep(Duration::from_secs(2)).await;
        let mut conn = PgConnection::connect(&self.url).await.unwrap();
        let (count,): (i64,) = sqlx::query_as(
            "select count(*) from pg_stat_activity where datname = $1 and state like 'idle in transaction%'",
        )
        .bind(&self.database)
        .fetch_one(&mut conn)
        .await
        .unwrap();
        count
    }

    /// `kvitok books prove`.
    pub async fn prove(&self) -> bool {
        let mut command = kvitok(&self.data, &self.url, self.port);
        command.args(["books", "prove", "--tenant", SLUG]);
        tokio::task::spawn_blocking(move || command.status().is_ok_and(|status| status.success()))
            .await
            .unwrap()
    }

    /// Ends everything and removes it.
    pub async fn close(self) {
        self.keeper.abort();
        let _ended = self.keeper.await;
        if let Some(mut child) = self.server.lock().unwrap().take() {
            let _dead = child.kill();
            let _gone = child.wait();
        }
        let clusters = self.clusters.into_inner().unwrap();
        let data = self.data;
        tokio::task::spawn_blocking(move || {
            drop(clusters);
            let _left = cluster::sweep(&data);
        })
        .await
        .unwrap();
    }
}

/// Durable, as people run it: what was committed outlives a kill.
async fn ensure(data: &std::path::Path) -> Cluster {
    for _ in 0..60 {
        let folder = data.to_owned();
        match tokio::task::spawn_blocking(move || cluster::ensure(&folder, Care::Durable))
            .await
            .unwrap()
        {
            Ok(cluster) => return cluster,
            Err(error) => eprintln!("  Postgres again: {error}"),
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    panic!("Postgres does not start");
}

/// Starts the server, and again whenever it has died.
async fn keep_alive(server: Arc<Mutex<Option<Child>>>, data: PathBuf, url: String, port: u16) {
    loop {
        {
            let mut kept = server.lock().unwrap();
            let gone = match kept.as_mut() {
                Some(child) => !matches!(child.try_wait(), Ok(None)),
                None => true,
            };
            if gone {
                *kept = kvitok(&data, &url, port)
                    .arg("serve")
                    .stdout(Stdio::null())
                    .stderr(Stdio::null())
                    .spawn()
                    .ok();
            }
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
