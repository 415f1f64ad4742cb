//! One Postgres server as this node uses it: the pools of the tenants that are at work, under one budget of connections.
//!
//! A pool reserves all connections that it may ever open and gives them back when it is closed, so the budget holds
//! whatever the pools do, and a use case needs no permit of its own. When the budget is spent, the pool that has been
//! idle longest makes way; when none is idle, whoever comes waits a moment and is then told to come again.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::Failure;
use sqlx::PgPool;
use sqlx::postgres::PgConnectOptions;
use tenant::db::{Acquiring, Keeper};
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use super::breaker::Breaker;
use super::{Connections, pool};

/// The longest that a call waits for a place in the budget.
const WAIT: Duration = Duration::from_millis(600);

/// A server and the pools that are open on it.
pub(super) struct Server {
    pub breaker: Arc<Breaker>,
    connections: Connections,
    pools: Mutex<Pools>,
    changed: Notify,
}

#[derive(Default)]
struct Pools {
    open: HashMap<i64, Arc<Open>>,
    /// Connections that open pools, and pools that are being closed, may have.
    reserved: u32,
    /// Those of them that will be free as soon as a pool is closed.
    closing: u32,
    /// Calls that wait.
    waiting: u32,
    /// Counts the uses: the order in which pools fell idle.
    uses: u64,
}

/// An open pool of a tenant.
struct Open {
    pool: PgPool,
    database: String,
    users: AtomicU32,
    last_use: AtomicU64,
    /// It is no longer handed out, and closes when its last user has left.
    retired: AtomicBool,
}

impl Server {
    /// A server without a pool.
    pub fn new(options: PgConnectOptions, connections: Connections) -> Arc<Self> {
        Arc::new(Self {
            breaker: Breaker::new(options),
            connections,
            pools: Mutex::default(),
            changed: Notify::new(),
        })
    }

    // A panic while the lock is held leaves numbers that add up all the same: nothing in between can fail.
    fn pools(&self) -> MutexGuard<'_, Pools> {
        self.pools.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The pool of a tenant's database, opened if need be.
    ///
    /// # Errors
    /// `Unreachable` at once while the server is down; `Busy` when the budget is spent and no pool falls idle.
    pub async fn enter(
        self: &Arc<Self>,
        tenant_id: i64,
        database: &str,
        options: PgConnectOptions,
    ) -> Result<tenant::Db, Failure> {
        if self.breaker.is_down() {
            return Err(Failure::Unreachable);
        }
        if let Some(db) = self.try_enter(tenant_id, database, &options) {
            return Ok(db);
        }
        let deadline = Instant::now() + WAIT;
        let _waiting = Waiting::begin(self);
        loop {
            // Listens before it looks, so that no change falls in between.
            let changed = self.changed.notified();
            let mut changed = std::pin::pin!(changed);
            changed.as_mut().enable();
            self.evict();
            if let Some(db) = self.try_enter(tenant_id, database, &options) {
                return Ok(db);
            }
            if timeout_at(deadline, changed).await.is_err() {
                tracing::warn!(tenant_id, "no connection is free in the budget of the server");
                return Err(Failure::Busy { retry_after: 1 });
            }
        }
    }

    fn try_enter(self: &Arc<Self>, tenant_id: i64, database: &str, options: &PgConnectOptions) -> Option<tenant::Db> {
        let size = self.connections.tenant;
        let mut pools = self.pools();
        // The tenant may have moved away and back under another name.
        let stale = pools.open.get(&tenant_id).is_some_and(|open| open.database != database);
        if stale && let Some(open) = pools.open.remove(&tenant_id) {
            self.retire(&mut pools, open);
        }
        let open = match pools.open.get(&tenant_id) {
            Some(open) => open.clone(),
            None if pools.reserved + size <= self.connections.budget => {
                pools.reserved += size;
                let open = Arc::new(Open {
                    pool: pool::open(options.clone(), size, tenant_id),
                    database: database.to_owned(),
                    users: AtomicU32::new(0),
                    last_use: AtomicU64::new(0),
                    retired: AtomicBool::new(false),
                });
                pools.open.insert(tenant_id, open.clone());
                open
            }
            None => return None,
        };
        open.users.fetch_add(1, Ordering::AcqRel);
        let pool = open.pool.clone();
        let stay = Stay {
            server: self.clone(),
            open,
        };
        Some(tenant::Db::kept(pool, Arc::new(stay)))
    }

    /// Closes the pool that has been idle longest, if that is needed for those who wait.
    fn evict(self: &Arc<Self>) {
        let mut pools = self.pools();
        let free = self.connections.budget.saturating_sub(pools.reserved) + pools.closing;
        if free >= pools.waiting.saturating_mul(self.connections.tenant) {
            return;
        }
        let idle = pools
            .open
            .iter()
            .filter(|(_, open)| open.users.load(Ordering::Acquire) == 0)
            .min_by_key(|(_, open)| open.last_use.load(Ordering::Acquire))
            .map(|(tenant_id, _)| *tenant_id);
        if let Some(open) = idle.and_then(|tenant_id| pools.open.remove(&tenant_id)) {
            self.retire(&mut pools, open);
        }
    }

    /// Takes a pool out of service; whoever uses it may end what it does.
    pub fn forget(self: &Arc<Self>, tenant_id: i64) {
        let mut pools = self.pools();
        if let Some(open) = pools.open.remove(&tenant_id) {
            self.retire(&mut pools, open);
        }
    }

    /// The pool is out of the map already, and its users can only become fewer.
    fn retire(self: &Arc<Self>, pools: &mut Pools, open: Arc<Open>) {
        open.retired.store(true, Ordering::Release);
        if open.users.load(Ordering::Acquire) == 0 {
            self.close(pools, open);
        }
    }

    fn close(self: &Arc<Self>, pools: &mut Pools, open: Arc<Open>) {
        let size = self.connections.tenant;
        pools.closing += size;
        let own = self.clone();
        // Without a runtime the program is ending, and its connections end with it.
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return;
        };
        runtime.spawn(async move {
            open.pool.close().await;
            let mut pools = own.pools();
            pools.closing -= size;
            pools.reserved -= size;
            drop(pools);
            own.changed.notify_waiters();
        });
    }
}

/// A call that waits is counted, also when its client hangs up.
struct Waiting<'a>(&'a Server);

impl<'a> Waiting<'a> {
    fn begin(server: &'a Server) -> Self {
        server.pools().waiting += 1;
        Self(server)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.pools().waiting -= 1;
    }
}

/// Somebody uses a pool: it stays open as long as this lives.
struct Stay {
    server: Arc<Server>,
    open: Arc<Open>,
}

impl Keeper for Stay {
    fn watch<'a>(&'a self, acquiring: Acquiring<'a>) -> Acquiring<'a> {
        Box::pin(self.server.breaker.watch(acquiring))
    }
}

impl Drop for Stay {
    fn drop(&mut self) {
        let mut pools = self.server.pools();
        pools.uses += 1;
        self.open.last_use.store(pools.uses, Ordering::Release);
        let last = self.open.users.fetch_sub(1, Ordering::AcqRel) == 1;
        let wanted = pools.waiting > 0;
        if last && self.open.retired.load(Ordering::Acquire) {
            self.server.close(&mut pools, self.open.clone());
        }
        drop(pools);
        if last && wanted {
            self.server.changed.notify_waiters();
        }
    }
}
