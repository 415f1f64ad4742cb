//! From a host's label to a tenant, and from a tenant to its pool. Pools are tiny, opened at the first use, and closed
//! when nobody has asked for a while.

mod sql;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;
use domain::quotas::Quotas;
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
    /// A former label: the current one.
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
    pub suspended_for: Option<String>,
    pub copy_until: Option<DateTime<Utc>>,
    pub quotas: Quotas,
}

/// Doors and pools of the tenants.
pub struct Registry {
    home: Arc<Home>,
    doors: Cache<String, Found>,
    pools: Cache<i64, PgPool>,
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
        Self { home, doors, pools }
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
            Some(entry) if !entry.is_current => Found::Moved(entry.slug),
            Some(entry) => match Admission::decide(entry.status, entry.schema_version, schema::tenant_version()) {
                Admission::Serve => Found::Serve(Arc::new(Resident::from(entry))),
                Admission::Suspended => Found::Suspended(entry.suspended_for.unwrap_or_default()),
                Admission::Trashed => Found::Trashed,
                Admission::Upgrading => Found::Upgrading,
                Admission::Unknown => Found::Unknown,
            },
        };
        self.doors.insert(label.to_owned(), found.clone()).await;
        Ok(found)
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

impl From<Entry> for Resident {
    fn from(entry: Entry) -> Self {
        let time_zone = entry.time_zone.parse().unwrap_or(Tz::UTC);
        Self {
            id: entry.id,
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
        }
    }
}
