//! One Postgres server as this node uses it: connections to the tenants that are at work, under one budget.
//!
//! Every open connection has a permit of the budget, be it in use or idle. When the budget is spent, the connection that
//! has been idle longest is closed, whosever it is, and its permit goes to whoever needs one; when none is idle, whoever
//! comes stands in a queue for a moment and is then told to come again.

mod state;

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::Failure;
use sqlx::postgres::PgConnectOptions;
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout, timeout_at};

use super::Connections;
use super::breaker::Breaker;
use super::lease::{Door, Held, close};
pub(super) use state::{Grant, Permit, Place};
use state::{Idle, State, Waiter};

/// A tenant whose own connection is about to come back waits so long for it rather than open another one.
const MOMENT: Duration = Duration::from_millis(25);
/// So long when another one would cost somebody else's: a page asks for several things at once, and on a busy machine
/// each would take a neighbour's connection where one of its own does for all.
const CONSIDERATE: Duration = Duration::from_millis(250);
/// The longest that a call waits for a place in the budget.
const WAIT: Duration = Duration::from_millis(600);
/// The longest that it waits for its own tenant, which has all the connections that it may have.
const OWN_WAIT: Duration = Duration::from_millis(1500);

/// A server, and what is open on it.
pub(super) struct Server {
    pub breaker: Arc<Breaker>,
    limits: Connections,
    state: Mutex<State>,
}

impl Server {
    /// A server without a connection.
    pub fn new(options: PgConnectOptions, limits: Connections) -> Arc<Self> {
        Arc::new(Self {
            breaker: Breaker::new(options),
            limits,
            state: Mutex::default(),
        })
    }

    // A panic while the lock is held leaves numbers that add up all the same: nothing in between can fail.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A tenant's database. Opens nothing yet.
    ///
    /// # Errors
    /// `Unreachable` at once while the server is down.
    pub fn enter(
        self: &Arc<Self>,
        tenant_id: i64,
        database: &str,
        options: PgConnectOptions,
    ) -> Result<tenant::Db, Failure> {
        if self.breaker.is_down() {
            return Err(Failure::Unreachable);
        }
        let mut left = Vec::new();
        let place = {
            let mut state = self.state();
            let known = state.places.get(&tenant_id);
            // The tenant may have moved away and back under another name.
            if known.is_some_and(|place| place.database != database) {
                left = state.retire(self, tenant_id);
            }
            let place = state.places.entry(tenant_id).or_insert_with(|| {
                Arc::new(Place {
                    tenant_id,
                    options,
                    database: database.to_owned(),
                    open: AtomicU32::new(0),
                    returning: AtomicU32::new(0),
                    retired: AtomicBool::new(false),
                })
            });
            place.clone()
        };
        close_all(left);
        Ok(tenant::Db::lent(Arc::new(Door {
            server: self.clone(),
            place,
        })))
    }

    /// A connection of the place, or the right to open one.
    ///
    /// # Errors
    /// `PoolTimedOut` when there is neither in time.
    pub async fn permitted(self: &Arc<Self>, place: &Arc<Place>) -> sqlx::Result<Grant> {
        let began = Instant::now();
        let (tell, mut told) = oneshot::channel();
        let mut ticket = {
            let mut state = self.state();
            let open = place.open.load(Ordering::Acquire);
            let patience = if open > 0 && state.open >= self.limits.budget {
                Some(CONSIDERATE)
            } else {
                (place.returning.load(Ordering::Acquire) > 0).then_some(MOMENT)
            };
            if let Some(grant) = state.take(self, place, patience.is_none()) {
                return Ok(grant);
            }
            state.tickets += 1;
            let ticket = state.tickets;
            state.queue.push_back(Waiter {
                ticket,
                place: place.clone(),
                spends: patience.is_none(),
                tell,
            });
            Ticket {
                server: self,
                number: ticket,
                patience,
            }
        };
        if let Some(patience) = ticket.patience {
            if let Ok(grant) = timeout(patience, &mut told).await {
                return grant.map_err(|_| sqlx::Error::PoolTimedOut);
            }
            ticket.lose_patience();
        }
        if let Ok(grant) = timeout_at(began + WAIT, &mut told).await {
            return grant.map_err(|_| sqlx::Error::PoolTimedOut);
        }
        if place.open.load(Ordering::Acquire) >= self.limits.tenant
            && let Ok(grant) = timeout_at(began + OWN_WAIT, &mut told).await
        {
            return grant.map_err(|_| sqlx::Error::PoolTimedOut);
        }
        tracing::warn!(
            tenant_id = place.tenant_id,
            "no connection is free in the budget of the server"
        );
        // Those who have the connections may wait for a server that is gone.
        self.breaker.suspect();
        Err(sqlx::Error::PoolTimedOut)
    }

    /// A connection that was looked at goes back into the list, or is closed when its place is no longer in service.
    pub async fn put_back(self: &Arc<Self>, held: Held) {
        let Held {
            connection,
            opened,
            mut permit,
        } = held;
        let served = {
            let mut state = self.state();
            if permit.place.retired.load(Ordering::Acquire) {
                drop(state);
                close(connection).await;
                return;
            }
            permit.is_handed_on = true;
            state.idle.push_back(Idle {
                connection,
                place: permit.place.clone(),
                opened,
                since: Instant::now(),
            });
            if !std::mem::replace(&mut state.is_tidied, true) {
                tokio::spawn(super::lease::tidy(Arc::downgrade(self)));
            }
            state.serve(self)
        };
        tell(served);
    }

    /// A tenant's connections are no longer handed out; those in use are closed when they come back.
    pub fn forget(self: &Arc<Self>, tenant_id: i64) {
        let left = self.state().retire(self, tenant_id);
        close_all(left);
    }

    /// Takes out connections that are idle for too long, or too old. Nothing is left to look at when this gives none.
    pub fn take_stale(self: &Arc<Self>, stale: impl Fn(&Place, Instant, Instant) -> bool) -> Option<Vec<Held>> {
        let mut state = self.state();
        let taken = state.withdraw(self, |idle| stale(&idle.place, idle.opened, idle.since));
        let in_use = |place: &Arc<Place>| Arc::strong_count(place) > 1;
        state.places.retain(|_, place| in_use(place));
        let is_over = state.idle.is_empty() && taken.is_empty();
        state.is_tidied = !is_over;
        (!is_over).then_some(taken)
    }
}

/// Nobody waits for it. Without a runtime the program is ending, and its connections end with it.
fn close_all(left: Vec<Held>) {
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        for held in left {
            runtime.spawn(held.close());
        }
    }
}

/// Whoever has gone meanwhile leaves what was meant for him to the next.
fn tell(served: Vec<(oneshot::Sender<Grant>, Grant)>) {
    for (waiter, grant) in served {
        drop(waiter.send(grant));
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if self.is_handed_on {
            return;
        }
        let served = {
            let mut state = self.server.state();
            state.open -= 1;
            self.place.open.fetch_sub(1, Ordering::AcqRel);
            state.serve(&self.server)
        };
        tell(served);
    }
}

/// A place in the queue, left also when a client hangs up.
struct Ticket<'a> {
    server: &'a Arc<Server>,
    number: u64,
    patience: Option<Duration>,
}

impl Ticket<'_> {
    /// From now on another connection will do, too.
    fn lose_patience(&mut self) {
        let served = {
            let mut state = self.server.state();
            let number = self.number;
            if let Some(waiter) = state.queue.iter_mut().find(|waiter| waiter.ticket == number) {
                waiter.spends = true;
            }
            state.serve(self.server)
        };
        tell(served);
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        let mut state = self.server.state();
        let number = self.number;
        state.queue.retain(|waiter| waiter.ticket != number);
    }
}
