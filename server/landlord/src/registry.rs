//! From a host's label to a tenant, and from a tenant to its pool. Pools are tiny, opened at the first use, and closed
//! when nobody has asked for a while.

mod sql;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{NaiveDate, NaiveTime, Offset, TimeZone};
use chrono_tz::Tz;
use domain::host::{DomainName, HostName};
use domain::tenants::{Admission, Status};
use domain::{Currency, Failure, Language, Offsets};
use moka::future::Cache;
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;

use crate::{Home, schema, store};

/// What stands behind a label.
#[derive(Clone, Debug)]
pub enum Found {
    /// A tenant in service.
    Serve(Arc<Resident>),
    /// A former label: the address to which it leads.
    Moved(String),
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
    pub is_current: bool,
    /// The domain of its own that was made the canonical one.
    pub canonical: Option<String>,
}

/// Doors and pools of the tenants.
pub struct Registry {
    home: Arc<Home>,
    doors: Cache<String, Found>,
    pools: Cache<i64, PgPool>,
    /// All verified domains with the labels of their tenants, as one thing: a flood of unknown names asks the catalogue
    /// no more often than no request at all.
    domains: Cache<(), Arc<HashMap<String, String>>>,
}

impl Registry {
    /// An empty registry of an installation.
    #[must_use]
    pub fn new(home: Arc<Home>) -> Self {
        // What another process changes (a command line beside a server) is seen within this time.
        let doors = Cache::builder()
            .max_capacity(20_000)
            .time_to_live(Duration::from_secs(10))
            .build();
        let pools = Cache::builder()
            .max_capacity(60)
            .time_to_idle(Duration::from_secs(300))
            .async_eviction_listener(|_, pool: PgPool, _| {
                Box::pin(async move {
                    // In a task of its own: closing waits for those who still work with it.
                    tokio::spawn(async move { pool.close().await });
                })
            })
            .build();
        let domains = Cache::builder()
            .max_capacity(1)
            .time_to_live(Duration::from_secs(10))
            .build();
        Self {
            home,
            doors,
            pools,
            domains,
        }
    }

    /// The current label of the tenant whose verified domain this is.
    ///
    /// # Errors
    /// As [`Self::find`].
    pub async fn label_of(&self, domain: &DomainName, request_id: &str) -> Result<Option<String>, Failure> {
        let read = async {
            let mut conn = self.home.db.acquire().await?;
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
            .home
            .db
            .acquire()
            .await
            .map_err(|error| store::failure(&error, request_id))?;
        let entry = sql::by_label(&mut conn, label)
            .await
            .map_err(|error| store::failure(&error, request_id))?;
        drop(conn);
        let found = match entry {
            None => Found::Unknown,
            Some(entry) if !entry.is_current => Found::Moved(self.home.address.of(&self.host_of(&entry))),
            Some(entry) => match Admission::decide(entry.status, entry.schema_version, schema::tenant_version()) {
                Admission::Serve => Found::Serve(Arc::new(self.resident(entry))),
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
            }),
            time_zone,
            database: entry.database,
            role: entry.role,
        }
    }

    /// The pool of a tenant's database.
    pub async fn pool(&self, resident: &Resident) -> PgPool {
        self.pools
            .get_with(resident.id, async {
                PgPoolOptions::new()
                    .max_connections(3)
                    .min_connections(0)
                    .acquire_timeout(Duration::from_millis(1500))
                    .idle_timeout(Duration::from_secs(30))
                    .max_lifetime(Duration::from_secs(
                        1800 + u64::try_from(resident.id % 300).unwrap_or_default(),
                    ))
                    .connect_lazy_with(self.home.to_tenant(&resident.database, &resident.role))
            })
            .await
    }

    /// Forgets a tenant's doors and closes its pool: its catalogue entry has changed.
    pub async fn forget(&self, tenant_id: i64) {
        self.doors.invalidate_all();
        self.domains.invalidate_all();
        self.doors.run_pending_tasks().await;
        if let Some(pool) = self.pools.remove(&tenant_id).await {
            tokio::spawn(async move { pool.close().await });
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
