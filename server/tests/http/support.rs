//! An installation of its own for a test, and callers who act in it as people do.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use app::Assets;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::domains::Cause;
use domain::tenants::NewTenantForm;
use futures::future::BoxFuture;
use http_body_util::BodyExt;
use landlord::domains::{Claim, Prover};
use server::web::{Site, router};
use server::{Config, Started, start};
use sqlx::{Connection, Executor, PgConnection};
use tower::ServiceExt;

/// An installation: its own landlord's database, template and tenants, all removed at the end.
pub struct House {
    pub started: Started,
    pub router: Router,
    pub proofs: Arc<Proofs>,
    name: String,
    cluster: String,
    data: std::path::PathBuf,
}

static HOUSES: AtomicU32 = AtomicU32::new(0);

/// Finds whatever proofs a test says there are.
#[derive(Default)]
pub struct Proofs(pub Mutex<HashMap<String, Result<(), Cause>>>);

impl Prover for Proofs {
    fn prove<'a>(&'a self, claim: &'a Claim) -> BoxFuture<'a, Result<(), Cause>> {
        let found = self.0.lock().unwrap().get(&claim.name).copied();
        Box::pin(async move { found.unwrap_or(Err(Cause::NoRecord)) })
    }
}

impl House {
    pub async fn open() -> Self {
        Self::open_with(|_| {}).await
    }

    /// With another configuration than the usual one.
    pub async fn open_with(change: impl FnOnce(&mut Config)) -> Self {
        let cluster = std::env::var("KVITOK_TEST_DATABASE_URL")
            .expect("KVITOK_TEST_DATABASE_URL names no Postgres: run `make test`, which starts one");
        let name = format!(
            "kvhttp_{}_{}",
            std::process::id(),
            HOUSES.fetch_add(1, Ordering::Relaxed)
        );
        let (server, _) = cluster.rsplit_once('/').expect("an address with a database");
        let data = std::env::temp_dir().join(&name);
        let mut config = Config {
            database_url: Some(format!("{server}/{name}")),
            data: data.clone(),
            port: 80,
            files_max_mb: 1,
            ..Config::default()
        };
        change(&mut config);
        let mut started = start(config).await.expect("an installation");
        let proofs = Arc::new(Proofs::default());
        started.prover = proofs.clone();
        landlord::provision::ensure_template(&started.home, landlord::HOME)
            .await
            .expect("a template");
        let site = Site::new(&started, Assets::default());
        let router = router(&site, std::path::Path::new("/nonexistent"));
        Self {
            started,
            router,
            proofs,
            name,
            cluster,
            data,
        }
    }

    /// Somebody with a browser at a host.
    pub fn caller(&self, host: &str) -> Caller {
        Caller {
            router: self.router.clone(),
            host: host.to_owned(),
            cookies: BTreeMap::new(),
            page: "/".to_owned(),
        }
    }

    /// The landlord's owner, signed in.
    pub async fn owner(&self) -> Caller {
        let token = landlord::people::setup_token(&self.started.ctx())
            .await
            .unwrap()
            .expect("a fresh installation");
        let mut owner = self.caller("localhost");
        let answer = owner
            .post(
                "/setup",
                &[
                    ("token", &token),
                    ("name", "Пётр"),
                    ("email", "petr@landlord.test"),
                    ("password", "длинная фраза владельца"),
                ],
            )
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert!(owner.cookies.contains_key("kvitok"));
        owner
    }

    /// A tenant; gives the path of its first administrator's invitation.
    pub async fn tenant(&self, slug: &str) -> String {
        let form = NewTenantForm {
            name: format!("ТСЖ {slug}"),
            slug: slug.into(),
            time_zone: "Europe/Moscow".into(),
            currency: "RUB".into(),
            language: "ru".into(),
            admin_email: format!("anna@{slug}.test"),
        };
        let created = landlord::tenants::create(&self.started.ctx(), &form)
            .await
            .expect("a tenant");
        created.invitation.trim_start_matches(&created.url).to_owned()
    }

    /// Somebody who accepts a handed link and is then signed in.
    pub async fn newcomer(&self, slug: &str, link: &str) -> Caller {
        let mut caller = self.caller(&format!("{slug}.localhost"));
        let token = link.trim_start_matches("/invitation/");
        let answer = caller
            .post(
                "/invitation",
                &[
                    ("token", token),
                    ("name", "Анна"),
                    ("password", "длинная фраза сотрудника"),
                ],
            )
            .await;
        assert_eq!(answer.location.as_deref(), Some("/"), "{}", answer.text);
        caller
    }

    /// One signed-in person of each role: operator, manager, admin.
    pub async fn staff(&self, slug: &str, admin_link: &str) -> [Caller; 3] {
        let admin = self.newcomer(slug, admin_link).await;
        let inside = landlord::tenants::inside(&self.started.ctx(), slug).await.unwrap();
        let mut invited = Vec::new();
        for role in ["operator", "manager"] {
            let form = domain::users::InviteForm {
                name: role.into(),
                email: format!("{role}@{slug}.test"),
                role: role.into(),
            };
            let link = tenant::users::create(&inside, &form).await.unwrap();
            invited.push(self.newcomer(slug, &link.path).await);
        }
        let manager = invited.pop().unwrap();
        [invited.pop().unwrap(), manager, admin]
    }

    /// A connection to the test's server as the program's role, to a database of this house: `t1`, or the landlord's.
    pub async fn connect(&self, tail: &str) -> PgConnection {
        let (server, _) = self.cluster.rsplit_once('/').expect("an address with a database");
        let database = if tail.is_empty() {
            self.name.clone()
        } else {
            format!("{}_{tail}", self.name)
        };
        PgConnection::connect(&format!("{server}/{database}")).await.unwrap()
    }

    /// Connections of this house's tenants, by what they are doing.
    pub async fn connections(&self, state: &str) -> i64 {
        let mut conn = self.connect("").await;
        let (count,): (i64,) = sqlx::query_as(
            r"select count(*) from pg_stat_activity where datname like $1 || '\_t%' and usename = datname and ($2 = '' or state like $2)",
        )
        .bind(&self.name)
        .bind(state)
        .fetch_one(&mut conn)
        .await
        .unwrap();
        conn.close().await.unwrap();
        count
    }

    /// Removes everything that the test made on the server.
    pub async fn close(self) {
        let Self {
            started,
            router,
            name,
            cluster,
            data,
            ..
        } = self;
        drop(router);
        started.home.db.close().await;
        drop(started);
        let mut conn = PgConnection::connect(&cluster).await.unwrap();
        let databases: Vec<(String,)> =
            sqlx::query_as("select datname::text from pg_database where datname = $1 or datname like $1 || '\\_%'")
                .bind(&name)
                .fetch_all(&mut conn)
                .await
                .unwrap();
        for (database,) in databases {
            let drop = format!("drop database \"{database}\" with (force)");
            // Autovacuum may be at work in it for a moment.
            for _ in 0..40 {
                if conn.execute(sqlx::AssertSqlSafe(drop.clone())).await.is_ok() {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(250)).await;
            }
        }
        let roles: Vec<(String,)> =
            sqlx::query_as("select rolname::text from pg_roles where rolname like $1 || '\\_%' order by rolname desc")
                .bind(&name)
                .fetch_all(&mut conn)
                .await
                .unwrap();
        for (role,) in roles {
            conn.execute(sqlx::AssertSqlSafe(format!("drop role \"{role}\"")))
                .await
                .unwrap();
        }
        let _ = std::fs::remove_dir_all(data);
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub location: Option<String>,
    /// Seconds after which to come again.
    pub retry_after: Option<u32>,
    pub headers: http::HeaderMap,
    pub text: String,
}

/// Somebody with a browser: keeps cookies, sends what a browser sends.
#[derive(Clone)]
pub struct Caller {
    router: Router,
    pub host: String,
    pub cookies: BTreeMap<String, String>,
    /// The page on the screen, from which forms are posted.
    page: String,
}

impl Caller {
    pub async fn get(&mut self, path: &str) -> Answer {
        path.clone_into(&mut self.page);
        let request = Request::get(path).header(header::ACCEPT, "text/html");
        self.send(request, Body::empty()).await
    }

    /// A plain form of our own page.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = Request::post(path)
            .header(header::ACCEPT, "text/html")
            .header(header::REFERER, format!("http://{}{}", self.host, self.page))
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.send(request, Body::from(body)).await
    }

    /// A form of our own page that carries a file.
    pub async fn upload(&mut self, path: &str, name: &str, bytes: &[u8]) -> Answer {
        let request = Request::post(path)
            .header(header::ACCEPT, "text/html")
            .header(header::REFERER, format!("http://{}{}", self.host, self.page))
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=xxxx");
        let head = format!(
            "--xxxx\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: text/html\r\n\r\n"
        );
        let body = [head.as_bytes(), bytes, b"\r\n--xxxx--\r\n"].concat();
        self.send(request, Body::from(body)).await
    }

    /// The browser half calls a server function.
    pub async fn call(&mut self, function: &str, body: &str) -> Answer {
        let request = Request::post(function)
            .header(header::ACCEPT, "application/json")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, Body::from(body.to_owned())).await
    }

    pub async fn send(&mut self, request: http::request::Builder, body: Body) -> Answer {
        let cookies = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("; ");
        let mut request = request.header(header::HOST, &self.host);
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies);
        }
        let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let (pair, rest) = cookie.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let location = response
            .headers()
            .get(header::LOCATION)
            .map(|value| value.to_str().unwrap().to_owned());
        let retry_after = response
            .headers()
            .get(header::RETRY_AFTER)
            .and_then(|value| value.to_str().ok()?.parse().ok());
        let status = response.status();
        let headers = response.headers().clone();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Answer {
            status,
            location,
            retry_after,
            headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}
