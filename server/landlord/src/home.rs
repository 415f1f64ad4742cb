//! The installation: its database, its key, its address, the names that it gives to roles and databases.

mod sql;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::host::Address;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, PgConnection, PgPool};

use crate::Cabinet;

/// The server of the landlord's database, in the catalogue's words.
pub const HOME: &str = "home";

/// The installation. Its name is that of the landlord's database; roles and databases of tenants begin with it, so
/// that several installations can share a server.
pub struct Home {
    /// The landlord's database.
    pub db: PgPool,
    /// The public address.
    pub address: Address,
    /// The file store.
    pub files: Cabinet,
    /// Days that a tenant stays in the trash.
    pub trash_days: i64,
    /// How to connect to each server as the program.
    servers: BTreeMap<String, PgConnectOptions>,
    name: String,
    key: Vec<u8>,
    /// Servers on which the template is known to stand.
    templates: Mutex<BTreeSet<String>>,
}

/// Why an installation can't be opened: one sentence that says what to do.
#[derive(Debug)]
pub struct CantOpen(pub String);

impl std::fmt::Display for CantOpen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CantOpen {}

impl From<sqlx::Error> for CantOpen {
    fn from(error: sqlx::Error) -> Self {
        Self(format!("The database refused: {error}."))
    }
}

impl Home {
    /// Connects, creates the landlord's database if it is missing, and brings its schema up to date.
    ///
    /// # Errors
    /// A sentence for the person at the terminal.
    pub async fn open(
        url: &str,
        key: Vec<u8>,
        address: Address,
        files: Cabinet,
        servers: &BTreeMap<String, String>,
    ) -> Result<Self, CantOpen> {
        let options: PgConnectOptions = url.parse().map_err(|error| CantOpen(format!("DATABASE_URL is not an address of a Postgres database ({error}). Write postgres://user:password@host:5432/kvitok.")))?;
        let name = match options.get_database() {
            None | Some("" | "postgres") => "kvitok".to_owned(),
            Some(name) => name.to_owned(),
        };
        if !name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
            || name.len() > 40
        {
            return Err(CantOpen(format!(
                "The database in DATABASE_URL is called «{name}»: use at most 40 lower-case letters, digits and underscores."
            )));
        }
        let options = options.options([("timezone", "UTC")]).application_name("kvitok");
        let mut maintenance = connect(&options.clone().database("postgres")).await?;
        check_server(&mut maintenance).await?;
        if !sql::database_exists(&mut maintenance, &name).await? {
            sql::create_database(&mut maintenance, &name).await?;
        }
        maintenance.close().await?;
        let options = options.database(&name);
        let servers = servers_of(&options, servers)?;
        let mut connection = connect(&options).await?;
        crate::schema::migrate_landlord(&mut connection)
            .await
            .map_err(|error| {
                CantOpen(format!(
                    "The landlord's database could not be brought up to date: {error}."
                ))
            })?;
        sql::close_to_public(&mut connection, &name).await?;
        for (server, options) in &servers {
            if server != HOME {
                sql::register_server(
                    &mut connection,
                    server,
                    options.get_host(),
                    i32::from(options.get_port()),
                )
                .await?;
            }
        }
        connection.close().await?;
        let db = PgPoolOptions::new()
            .max_connections(8)
            .min_connections(0)
            .acquire_timeout(Duration::from_secs(2))
            .idle_timeout(Duration::from_secs(60))
            .connect_lazy_with(options.clone());
        Ok(Self {
            db,
            address,
            files,
            trash_days: domain::tenants::TRASH_DAYS,
            servers,
            name,
            key,
            templates: Mutex::default(),
        })
    }

    /// A name that begins with the installation's.
    #[must_use]
    pub fn named(&self, tail: &str) -> String {
        format!("{}_{tail}", self.name)
    }

    /// The names of all servers, the home one among them.
    pub fn servers(&self) -> impl Iterator<Item = &str> {
        self.servers.keys().map(String::as_str)
    }

    /// Whether the configuration says how to connect to a server.
    #[must_use]
    pub fn knows(&self, server: &str) -> bool {
        self.servers.contains_key(server)
    }

    /// Whether the template of tenants' databases has been found or built on a server since the program began.
    pub(crate) fn has_template(&self, server: &str) -> bool {
        let templates = self.templates.lock().unwrap_or_else(PoisonError::into_inner);
        templates.contains(server)
    }

    pub(crate) fn note_template(&self, server: &str) {
        let mut templates = self.templates.lock().unwrap_or_else(PoisonError::into_inner);
        templates.insert(server.to_owned());
    }

    /// How to connect to the landlord's database.
    ///
    /// # Errors
    /// None in an opened installation.
    pub fn to_own(&self) -> sqlx::Result<PgConnectOptions> {
        self.to(HOME, &self.name)
    }

    /// How to connect to a database of a server as the program.
    ///
    /// # Errors
    /// `Configuration` for a server that stands in the catalogue and not in the configuration.
    pub fn to(&self, server: &str, database: &str) -> sqlx::Result<PgConnectOptions> {
        match self.servers.get(server) {
            Some(options) => Ok(options.clone().database(database)),
            None => Err(sqlx::Error::Configuration(
                format!("the configuration has no [servers.{server}]").into(),
            )),
        }
    }

    /// How a tenant's pool connects: its own database, as its own role, with a password derived from the key.
    ///
    /// # Errors
    /// As [`Self::to`].
    pub fn to_tenant(&self, server: &str, database: &str, role: &str) -> sqlx::Result<PgConnectOptions> {
        Ok(self
            .to(server, database)?
            .username(role)
            .password(&self.password_of(role)))
    }

    /// The password of a tenant's role: nowhere kept, derived from the installation's key.
    #[must_use]
    pub fn password_of(&self, role: &str) -> String {
        self.derived(&["tenant role", role])
    }

    /// What this installation answers under a host to prove that the host leads to it: nobody else can know it, and it
    /// needs no database to be told.
    #[must_use]
    pub fn domain_proof(&self, host: &str, token: &str) -> String {
        self.derived(&["domain proof", host, token])
    }

    /// A secret of the installation's key; its purpose comes first.
    fn derived(&self, parts: &[&str]) -> String {
        // A key of any length is good for HMAC, so the constructor has nothing to refuse.
        let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.key) else {
            return String::new();
        };
        mac.update(parts.join("\0").as_bytes());
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    }
}

/// All servers: the one of the landlord's database and those of the configuration.
fn servers_of(
    home: &PgConnectOptions,
    others: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, PgConnectOptions>, CantOpen> {
    let mut servers = BTreeMap::from([(HOME.to_owned(), home.clone())]);
    for (name, url) in others {
        let good = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
        if name == HOME || name.is_empty() || name.len() > 40 || !name.bytes().all(good) {
            return Err(CantOpen(format!(
                "[servers.{name}] can't be called so: use lower-case letters, digits, hyphens and underscores; «{HOME}» is the server of DATABASE_URL."
            )));
        }
        let options: PgConnectOptions = url.parse().map_err(|error| {
            CantOpen(format!(
                "url of [servers.{name}] is not an address of a Postgres server ({error})."
            ))
        })?;
        let options = options.options([("timezone", "UTC")]).application_name("kvitok");
        servers.insert(name.clone(), options);
    }
    Ok(servers)
}

/// Connects, or says in one sentence why not.
async fn connect(options: &PgConnectOptions) -> Result<PgConnection, CantOpen> {
    let place = format!("{}:{}", options.get_host(), options.get_port());
    match tokio::time::timeout(Duration::from_secs(10), PgConnection::connect_with(options)).await {
        Ok(Ok(connection)) => Ok(connection),
        Ok(Err(sqlx::Error::Database(error))) => Err(CantOpen(format!(
            "Postgres at {place} does not let us in: {error}. Check the user and password in DATABASE_URL."
        ))),
        Ok(Err(error)) => Err(CantOpen(format!(
            "No Postgres answers at {place} ({error}). Start it, or unset DATABASE_URL to let kvitok start its own."
        ))),
        Err(_) => Err(CantOpen(format!(
            "Postgres at {place} did not answer within 10 seconds. Check the address in DATABASE_URL."
        ))),
    }
}

/// The server must be new enough and the login able to make databases and roles.
async fn check_server(connection: &mut PgConnection) -> Result<(), CantOpen> {
    let server = sql::server(connection).await?;
    if server.version < 150_000 {
        return Err(CantOpen(format!(
            "Postgres {} is too old: kvitok needs 15 or newer.",
            server.version / 10_000
        )));
    }
    if !server.may_create_databases || !server.may_create_roles {
        let user = server.user;
        return Err(CantOpen(format!(
            "The role «{user}» in DATABASE_URL needs the rights CREATEDB and CREATEROLE: alter role \"{user}\" createdb createrole."
        )));
    }
    Ok(())
}
