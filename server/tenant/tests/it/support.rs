//! What every test needs: an office of its own (a database copied from a template made of the migrations, dropped at
//! the end) and its people as actors. No test's rules stand here.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, NaiveDate, Utc};
use domain::quotas::Quotas;
use domain::sessions::AcceptForm;
use domain::users::{HandedLink, InviteForm};
use domain::{Currency, Failure, Language, Offsets, Reason, Role};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, PgPool, Row};
use tenant::{Actor, Ctx, Tenant};
use tokio::sync::OnceCell;

/// A tenant with an empty database of its own. Its day is 2026-11-22.
pub struct Office {
    pool: PgPool,
    database: String,
    /// Its corner of a file store in memory: a mebibyte a file.
    pub files: Arc<object_store::memory::InMemory>,
}

impl Office {
    /// Opens an office.
    pub async fn open() -> Self {
        static TEMPLATE: OnceCell<String> = OnceCell::const_new();
        static OFFICES: AtomicU32 = AtomicU32::new(0);
        let template = TEMPLATE.get_or_init(template).await;
        let number = OFFICES.fetch_add(1, Ordering::Relaxed);
        let database = format!("{template}_{}_{number}", std::process::id());
        let mut server = connect(&server()).await;
        run(&mut server, &format!("drop database if exists {database} with (force)")).await;
        run(&mut server, &format!("create database {database} template {template}")).await;
        server.close().await.unwrap();
        let pool = PgPoolOptions::new()
            .max_connections(6)
            .connect_with(options().database(&database))
            .await
            .unwrap();
        Self {
            pool,
            database,
            files: Arc::default(),
        }
    }

    /// A call by some actor.
    pub fn by(&self, actor: Actor) -> Ctx {
        Ctx {
            tenant: Arc::new(Tenant {
                slug: "sad".into(),
                name: "СНТ «Сад»".into(),
                currency: Currency::Rub,
                language: Language::Ru,
                offsets: Offsets::default(),
                quotas: Quotas::default(),
                copy_until: None,
            }),
            actor,
            db: self.pool.clone().into(),
            files: tenant::files::Store::new(self.files.clone(), 1),
            outbox: tenant::outbox::Touched::default(),
            work: tenant::work::Work::default(),
            now: "2026-11-22T09:00:00Z".parse::<DateTime<Utc>>().unwrap(),
            today: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
            request_id: "test".into(),
        }
    }

    fn staff(&self, id: i64, name: &str, role: Role) -> Ctx {
        self.by(Actor::User {
            id,
            name: name.into(),
            role,
        })
    }

    /// A call by an administrator who stands in no table.
    pub fn admin(&self) -> Ctx {
        self.staff(9001, "Анна", Role::Admin)
    }

    /// A call by a manager who stands in no table.
    pub fn manager(&self) -> Ctx {
        self.staff(9002, "Михаил", Role::Manager)
    }

    /// A call by an operator who stands in no table.
    pub fn operator(&self) -> Ctx {
        self.staff(9003, "Ольга", Role::Operator)
    }

    /// A call by nobody.
    pub fn nobody(&self) -> Ctx {
        self.by(Actor::Anonymous)
    }

    /// A call by the program itself.
    pub fn system(&self) -> Ctx {
        self.by(Actor::System)
    }

    /// One number out of the database: `office.count("select count(*) from house")`.
    pub async fn count(&self, sql: &str) -> i64 {
        self.pool
            .fetch_one(sqlx::raw_sql(AssertSqlSafe(sql.to_owned())))
            .await
            .unwrap()
            .get(0)
    }

    /// Changes the database behind the program's back.
    pub async fn tamper(&self, sql: &str) {
        self.pool
            .execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned())))
            .await
            .unwrap();
    }
}

impl Drop for Office {
    /// The database goes with the test, also with one that failed; a thread of its own may wait for it.
    fn drop(&mut self) {
        let database = self.database.clone();
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let mut server = connect(&server()).await;
                run(&mut server, &format!("drop database if exists {database} with (force)")).await;
            });
        });
        let _ = dropping.join();
    }
}

/// The password of everybody whom [`Office::hire`] hires.
pub const PASSWORD: &str = "семь синих слонов";

/// Somebody hired and signed in.
pub struct Hired {
    /// A call by them.
    pub ctx: Ctx,
    /// Their id.
    pub id: i64,
    /// The token of their session.
    pub token: String,
}

impl Office {
    /// Invites a person and accepts the invitation in their name, with [`PASSWORD`].
    pub async fn hire(&self, name: &str, email: &str, role: Role) -> Hired {
        let form = InviteForm {
            name: name.into(),
            email: email.into(),
            role: role.code().into(),
        };
        let link = tenant::users::create(&self.system(), &form).await.unwrap();
        let form = AcceptForm {
            token: token_of(&link),
            name: name.into(),
            password: PASSWORD.into(),
        };
        let opened = tenant::users::accept(&self.nobody(), &form).await.unwrap();
        Hired {
            ctx: self.staff(opened.who.id, name, role),
            id: opened.who.id,
            token: opened.token,
        }
    }
}

/// The token in a link that was handed over.
pub fn token_of(link: &HandedLink) -> String {
    link.path.rsplit('/').next().unwrap().to_owned()
}

/// The same call so much later.
pub fn later(ctx: &Ctx, time: chrono::TimeDelta) -> Ctx {
    Ctx {
        now: ctx.now + time,
        ..ctx.clone()
    }
}

/// The same call on another business day.
pub fn on(ctx: &Ctx, day: &str) -> Ctx {
    let today: NaiveDate = day.parse().unwrap();
    Ctx {
        today,
        now: today.and_hms_opt(9, 0, 0).unwrap().and_utc(),
        ..ctx.clone()
    }
}

/// The failure. (Results that hold a secret have no `Debug`, so `unwrap_err` is not for them.)
#[track_caller]
pub fn failed<T>(result: Result<T, Failure>) -> Failure {
    match result {
        Ok(_) => panic!("it was not refused"),
        Err(failure) => failure,
    }
}

/// The reason for which a field was refused.
#[track_caller]
pub fn refused<T>(result: Result<T, Failure>, field: &str) -> Reason {
    let failure = failed(result);
    failure
        .reason_for(field)
        .unwrap_or_else(|| panic!("{field} was not refused: {failure:?}"))
        .clone()
}

/// The reason of a conflict.
#[track_caller]
pub fn conflict<T>(result: Result<T, Failure>) -> Reason {
    match failed(result) {
        Failure::Conflict { reason } => reason,
        other => panic!("no conflict: {other:?}"),
    }
}

fn server() -> String {
    match std::env::var("KVITOK_TEST_DATABASE_URL") {
        Ok(address) if !address.is_empty() => address,
        _ => panic!("KVITOK_TEST_DATABASE_URL names no Postgres: run these tests by `make test`, which starts one"),
    }
}

fn options() -> PgConnectOptions {
    server()
        .parse::<PgConnectOptions>()
        .expect("KVITOK_TEST_DATABASE_URL is an address of Postgres")
        .disable_statement_logging()
}

async fn connect(address: &str) -> PgConnection {
    PgConnection::connect(address)
        .await
        .unwrap_or_else(|error| panic!("no Postgres behind KVITOK_TEST_DATABASE_URL: {error}"))
}

async fn run(connection: &mut PgConnection, sql: &str) {
    connection
        .execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned())))
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// The name of a template with the schema. It is named after the migrations, so that runs with the same ones share it.
async fn template() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/tenant");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
        .collect();
    files.sort();
    let migrations: Vec<String> = files
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    let hash: String = tenant::tokens::hash(&migrations.concat())
        .iter()
        .take(5)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let name = format!("kvitok_it_{hash}");
    let mut server = connect(&server()).await;
    // Held until the connection closes: two runs at once must not make the same template.
    run(&mut server, "select pg_advisory_lock(7140311)").await;
    let known: bool = server
        .fetch_one(sqlx::raw_sql(AssertSqlSafe(format!(
            "select exists (select from pg_database where datname = '{name}')"
        ))))
        .await
        .unwrap()
        .get(0);
    if !known {
        let draft = format!("{name}_draft");
        run(&mut server, &format!("drop database if exists {draft} with (force)")).await;
        run(&mut server, &format!("create database {draft}")).await;
        let mut inside = options().database(&draft).connect().await.unwrap();
        for sql in &migrations {
            run(&mut inside, sql).await;
        }
        inside.close().await.unwrap();
        run(&mut server, &format!("alter database {draft} rename to {name}")).await;
    }
    server.close().await.unwrap();
    name
}
