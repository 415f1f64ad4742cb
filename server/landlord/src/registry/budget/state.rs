//! The books of a server's budget: who has which permit, what is idle, who waits. Changed under one lock, and nothing here
//! waits for anything.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use sqlx::PgConnection;
use sqlx::postgres::PgConnectOptions;
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::super::lease::Held;
use super::Server;

#[derive(Default)]
pub(super) struct State {
    pub places: HashMap<i64, Arc<Place>>,
    /// Permits that are given out.
    pub open: u32,
    /// Connections that nobody uses; the one idle longest comes first. Their permits are the list's.
    pub idle: VecDeque<Idle>,
    /// Calls that wait, in the order in which they came.
    pub queue: VecDeque<Waiter>,
    pub tickets: u64,
    /// Somebody looks for connections that are idle for too long.
    pub is_tidied: bool,
}

/// A tenant's database on the server.
pub(in super::super) struct Place {
    pub tenant_id: i64,
    pub options: PgConnectOptions,
    pub database: String,
    /// Permits of this place. Changes under the state's lock.
    pub open: AtomicU32,
    /// Connections that have come back and are being looked at.
    pub returning: AtomicU32,
    /// The catalogue says something else now: what comes back is closed.
    pub retired: AtomicBool,
}

pub(super) struct Idle {
    pub connection: PgConnection,
    pub place: Arc<Place>,
    pub opened: Instant,
    pub since: Instant,
}

pub(super) struct Waiter {
    pub ticket: u64,
    pub place: Arc<Place>,
    /// Wants a permit for another connection, too; otherwise only one of its tenant's own.
    pub spends: bool,
    pub tell: oneshot::Sender<Grant>,
}

/// The right to one connection of a place; dropping it gives it to who waits.
pub(in super::super) struct Permit {
    pub server: Arc<Server>,
    pub place: Arc<Place>,
    /// It went over to the list of idle connections.
    pub is_handed_on: bool,
}

/// What a call gets.
pub(in super::super) enum Grant {
    /// A connection, and for how long nobody had used it.
    Open(Held, Duration),
    /// The right to open one, and one that has to be closed for it.
    Room(Permit, Option<PgConnection>),
}

impl State {
    /// What there is for a place at this moment. The permit in it is already counted.
    pub fn take(&mut self, server: &Arc<Server>, place: &Arc<Place>, spends: bool) -> Option<Grant> {
        let permit = || Permit {
            server: server.clone(),
            place: place.clone(),
            is_handed_on: false,
        };
        let own = self.idle.iter().rposition(|idle| Arc::ptr_eq(&idle.place, place));
        if let Some(idle) = own.and_then(|at| self.idle.remove(at)) {
            let held = Held {
                connection: idle.connection,
                opened: idle.opened,
                permit: permit(),
            };
            return Some(Grant::Open(held, idle.since.elapsed()));
        }
        if !spends || place.open.load(Ordering::Acquire) >= server.limits.tenant {
            return None;
        }
        let mut closed = None;
        if self.open < server.limits.budget {
            self.open += 1;
        } else {
            let idle = self.idle.pop_front()?;
            idle.place.open.fetch_sub(1, Ordering::AcqRel);
            closed = Some(idle.connection);
        }
        place.open.fetch_add(1, Ordering::AcqRel);
        Some(Grant::Room(permit(), closed))
    }

    /// Gives what there is to those who wait; the words are said when the lock is gone, since a grant that nobody
    /// hears any more takes it again.
    pub fn serve(&mut self, server: &Arc<Server>) -> Vec<(oneshot::Sender<Grant>, Grant)> {
        let mut served = Vec::new();
        let mut at = 0;
        while !self.idle.is_empty() || self.open < server.limits.budget {
            let Some(waiter) = self.queue.get(at) else {
                break;
            };
            let (place, spends) = (waiter.place.clone(), waiter.spends);
            match self.take(server, &place, spends) {
                Some(grant) => served.extend(self.queue.remove(at).map(|waiter| (waiter.tell, grant))),
                None => at += 1,
            }
        }
        served
    }
}

impl State {
    /// Takes a place out of service. Gives what was idle of it.
    pub fn retire(&mut self, server: &Arc<Server>, tenant_id: i64) -> Vec<Held> {
        let Some(place) = self.places.remove(&tenant_id) else {
            return Vec::new();
        };
        place.retired.store(true, Ordering::Release);
        self.withdraw(server, |idle| Arc::ptr_eq(&idle.place, &place))
    }

    /// Takes idle connections out of the list, with their permits.
    pub fn withdraw(&mut self, server: &Arc<Server>, which: impl Fn(&Idle) -> bool) -> Vec<Held> {
        let (out, kept): (Vec<Idle>, Vec<Idle>) = self.idle.drain(..).partition(which);
        self.idle = kept.into();
        let held = |idle: Idle| Held {
            connection: idle.connection,
            opened: idle.opened,
            permit: Permit {
                server: server.clone(),
                place: idle.place,
                is_handed_on: false,
            },
        };
        out.into_iter().map(held).collect()
    }
}
