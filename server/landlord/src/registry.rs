//! From a host's label to a tenant, and from a tenant to its connections: opened when they are needed, kept while nobody
//! else needs their places in the budget.

mod breaker;
mod budget;
mod lease;
mod sql;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;
use domain::host::{DomainName, HostName};
use domain::quotas::Quotas;
use domain::tenants::{Admission, Status};
use domain::{Currency, Failure, Language, Offsets};
use moka::future::Cache;
use sqlx::Postgres;
use sqlx::pool::PoolConnection;

use crate::{HOME, Home, schema, store};
use budget::Server;

/// What stands behind a label.
#[derive(Clone, Debug)]
pub enum Found {
    /// A tenant in service.
    Serve(Arc<Resident>),
    /// A former label: the address to which it leads.
    Moved(String),
    /// The tenant is suspended, for the reason that its people read.
    Suspended(String),
    /// The tenant is in the trash.
    Trashed,
    /// Its schema is not the one that this program serves.
    Upgrading,
    /// Nothing.
    Unknown,
}

/// A tenant in service.
#[derive(Clone, Debug)]
pub struct Resident {
    /// Its id in the catalogue.
    pub id: i64,
    /// What its use cases may know of it.
    pub tenant: Arc<tenant::Tenant>,
    /// Its canonical host: a domain of its own, or its label under the root domain. Its other hosts lead there.
    pub host: HostName,
    /// The address of that host, without a slash at its end: every link that is printed begins with it.
    pub url: String,
    /// Its business day is reckoned in this zone.
    pub time_zone: Tz,
    /// Its database.
    pub database: String,
    /// The role that may connect to it.
    pub role: String,
    /// The server on which it is.
    pub server: String,
    /// It can only be read at this moment: its database is being moved.
    pub read_only: bool,
}

/// How many connections this node opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connections {
    /// To one Postgres server, for all its tenants together.
    pub budget: u32,
    /// To one tenant's database.
    pub tenant: u32,
}

impl Default for Connections {
    fn default() -> Self {
        Self { budget: 60, tenant: 3 }
    }
}

/// A tenant as the catalogue has it.
pub(crate) struct Entry {
    pub id: i64,
    pub name: String,
    pub slug: String,
    pub status: Status,
    pub time_zone: String,
    pub currency: String,
    pub language: String,
    pub database: String,
    pub role: String,
    pub schema_version: i32,
    pub server: String,
    pub read_only: bool,
    pub is_current: bool,
    pub suspended_for: Option<String>,
    pub copy_until: Option<DateTime<Utc>>,
    pub quotas: Quotas,
    /// The domain of its own that was made the canonical one.
    pub canonical: Option<String>,
}

/// Doors and connections of the tenants.
pub struct Registry {
    home: Arc<Home>,
    doors: Cache<String, Found>,
    /// All verified domains with the labels of their tenants, as one thing: a flood of unknown names asks the catalogue
    /// no more often than no request at all.
    domains: Cache<(), Arc<HashMap<String, String>>>,
    connections: Connections,
    servers: Mutex<HashMap<String, Arc<Server>>>,
}

impl Registry {
    /// An empty registry of an installation.
    #[must_use]
    pub fn new(home: Arc<Home>, connections: Connections) -> Self {
        // What another process changes (a command line beside a server) is seen within this time.
        let doors = Cache::builder()
            .max_capacity(20_000)
            .time_to_live(Duration::from_secs(10))
            .build();
        let domains = Cache::builder()
            .max_capacity(1)
            .time_to_live(Duration::from_secs(10))
            .build();
        Self {
            home,
            doors,
            domains,
            connections,
            servers: Mutex::default(),
        }
    }

    fn server(&self, name: &str) -> sqlx::Result<Arc<Server>> {
        let mut servers = self.servers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(server) = servers.get(name) {
            return Ok(server.clone());
        }
        let options = match name {
            HOME => self.home.to_own()?,
            other => self.home.to(other, "postgres")?,
        };
        let server = Server::new(options, self.connections);
        servers.insert(name.to_owned(), server.clone());
        Ok(server)
    }

    /// A connection to the catalogue, or at once the word that its server is down.
    async fn catalogue(&self) -> sqlx::Result<PoolConnection<Postgres>> {
        self.server(HOME)?.breaker.watch(self.home.db.acquire()).await
    }

    /// Says at once whether the landlord's database answers.
    ///
    /// # Errors
    /// `Unreachable` while its server is down, `Busy` when no connection is free.
    pub async fn ask_catalogue(&self, request_id: &str) -> Result<(), Failure> {
        let asked = self.catalogue().await;
        asked.map(drop).map_err(|error| store::failure(&error, request_id))
    }

    /// Whether the landlord's database answers and has a schema that this program serves.
    ///
    /// # Errors
    /// As [`Self::ask_catalogue`]; `Internal` when it has no schema at all.
    pub async fn is_served(&self, request_id: &str) -> Result<bool, Failure> {
        let asked = async {
            let mut conn = self.catalogue().await?;
            schema::serves_landlord(&mut conn).await
        };
        asked.await.map_err(|error| store::failure(&error, request_id))
    }

    /// The current label of the tenant whose verified domain this is.
    ///
    /// # Errors
    /// As [`Self::find`].
    pub async fn label_of(&self, domain: &DomainName, request_id: &str) -> Result<Option<String>, Failure> {
        let read = async {
            let mut conn = self.catalogue().await?;
            sql::verified_domains(&mut conn).await.map(Arc::new)
        };
        let domains = self
            .domains
            .try_get_with((), read)
            .await
            .map_err(|error: Arc<sqlx::Error>| store::failure(&error, request_id))?;
        Ok(domains.get(domain.as_str()).cloned())
    }

    /// What stands behind a label under the root domain.
    ///
    /// # Errors
    /// `Unreachable` or `Busy` when the catalogue does not answer: nobody is let in by mistake.
    pub async fn find(&self, label: &str, request_id: &str) -> Result<Found, Failure> {
        if let Some(found) = self.doors.get(label).await {
            return Ok(found);
        }
        let mut conn = self
            .catalogue()
            .await
            .map_err(|error| store::failure(&error, request_id))?;
        let entry = sql::by_label(&mut conn, label)
            .await
            .map_err(|error| store::failure(&error, request_id))?;
        drop(conn);
        let found = match entry {
            None => Found::Unknown,
            Some(entry) if !entry.is_current => Found::Moved(self.home.address.of(&self.host_of(&entry))),
            Some(entry) => match Admission::decide(entry.status, entry.schema_version, schema::served()) {
                Admission::Serve => Found::Serve(Arc::new(self.resident(entry))),
                Admission::Suspended => Found::Suspended(entry.suspended_for.unwrap_or_default()),
                Admission::Trashed => Found::Trashed,
                Admission::Upgrading => Found::Upgrading,
                Admission::Unknown => Found::Unknown,
            },
        };
        self.doors.insert(label.to_owned(), found.clone()).await;
        Ok(found)
    }

    /// The canonical host of a tenant.
    fn host_of(&self, entry: &Entry) -> HostName {
        entry
            .canonical
            .as_deref()
            .and_then(HostName::parse)
            .unwrap_or_else(|| self.home.address.root.child(&entry.slug))
    }

    fn resident(&self, entry: Entry) -> Resident {
        let host = self.host_of(&entry);
        let time_zone = entry.time_zone.parse().unwrap_or(Tz::UTC);
        Resident {
            id: entry.id,
            url: self.home.address.of(&host),
            host,
            tenant: Arc::new(tenant::Tenant {
                slug: entry.slug,
                name: entry.name,
                currency: Currency::from_code(&entry.currency).unwrap_or_default(),
                language: Language::from_tag(&entry.language).unwrap_or_default(),
                offsets: offsets(time_zone),
                quotas: entry.quotas,
                copy_until: entry.copy_until,
            }),
            time_zone,
            database: entry.database,
            role: entry.role,
            server: entry.server,
            read_only: entry.read_only,
        }
    }

    /// A tenant's database. Whoever acquires a connection of it is told `PoolTimedOut` (`Busy`) within 700 ms when all
    /// connections that this node may open are in use.
    ///
    /// # Errors
    /// `Unreachable` at once while its server is down.
    // Callers wait for it as they would for anything of the registry's.
    #[allow(clippy::unused_async)]
    pub async fn pool(&self, resident: &Resident) -> Result<tenant::Db, Failure> {
        let (database, role) = (&resident.database, &resident.role);
        self.enter(resident.id, &resident.tenant.slug, &resident.server, database, role)
    }

    /// The database of a tenant that has no door yet.
    ///
    /// # Errors
    /// As [`Self::pool`].
    pub(crate) fn enter(
        &self,
        tenant_id: i64,
        slug: &str,
        server: &str,
        database: &str,
        role: &str,
    ) -> Result<tenant::Db, Failure> {
        let options = self.home.to_tenant(server, database, role);
        let (server, options) = options
            .and_then(|options| Ok((self.server(server)?, options)))
            .map_err(|error| store::failure(&error, slug))?;
        server.enter(tenant_id, database, options)
    }

    /// A label leads somewhere else now; whoever it led to is not disturbed.
    pub(crate) async fn forget_label(&self, label: &str) {
        self.doors.invalidate(label).await;
    }

    /// Forgets a tenant's doors and takes its connections out of service: its catalogue entry has changed.
    pub async fn forget(&self, tenant_id: i64) {
        self.doors.invalidate_all();
        self.domains.invalidate_all();
        self.doors.run_pending_tasks().await;
        let servers: Vec<_> = {
            let servers = self.servers.lock().unwrap_or_else(PoisonError::into_inner);
            servers.values().cloned().collect()
        };
        for server in servers {
            server.forget(tenant_id);
        }
    }
}

/// What pages need of a zone: its changes in the years that books of this century's organisations reach.
pub(crate) fn offsets(zone: Tz) -> Offsets {
    let year = |year| {
        NaiveDate::from_yo_opt(year, 1)
            .unwrap_or_default()
            .and_time(NaiveTime::MIN)
            .and_utc()
    };
    Offsets::between(year(2010), year(2050), |at| {
        zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc()
    })
}
