//! A connection from its opening to its end: lent out, looked at when it comes back, closed when it is old or nobody
//! has wanted it for a while.

use std::ops::{Deref, DerefMut};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use std::time::Duration;

use scopeguard::{ScopeGuard, guard};
use sqlx::{Connection, PgConnection};
use tenant::db::{Lender, Lending, Lent};
use tokio::time::{Instant, timeout};

use super::budget::{Grant, Permit, Place, Server};
use super::sql;

/// A connection idle for longer than this is asked whether it lives before it is used.
const FRESH: Duration = Duration::from_secs(1);
/// The longest that a server may take to let a connection in.
const TO_CONNECT: Duration = Duration::from_millis(1500);
/// The longest that a connection which came back may take to say how it is: a statement whose caller has gone may still
/// be at work on it.
const TO_COME_BACK: Duration = Duration::from_secs(5);
/// A connection that nobody has wanted for so long is closed.
const IDLE: Duration = Duration::from_secs(60);
/// How often such ones are looked for.
const TIDIED_EVERY: Duration = Duration::from_secs(5);

/// An open connection with its permit.
pub(super) struct Held {
    pub connection: PgConnection,
    pub opened: Instant,
    // After the connection: what waits for the permit gets it when the connection has gone.
    pub permit: Permit,
}

impl Held {
    pub async fn close(self) {
        close(self.connection).await;
    }
}

/// Says good-bye; whoever is not there to hear it is not waited for.
pub(super) async fn close(connection: PgConnection) {
    let _gone = timeout(Duration::from_millis(200), connection.close()).await;
}

/// What a tenant's contexts borrow through.
pub(super) struct Door {
    pub server: Arc<Server>,
    pub place: Arc<Place>,
}

impl Lender for Door {
    fn lend(&self) -> Lending<'_> {
        Box::pin(async move {
            let held = self.held().await?;
            Ok(Lent::new(Lease(guard(held, give_back))))
        })
    }
}

impl Door {
    async fn held(&self) -> sqlx::Result<Held> {
        let breaker = &self.server.breaker;
        loop {
            match breaker.unless_down(self.server.permitted(&self.place)).await? {
                Grant::Open(held, idle_for) if idle_for <= FRESH => return Ok(held),
                Grant::Open(mut held, _) => {
                    // One that has died makes room for the next.
                    match breaker.watch(within(held.connection.ping())).await {
                        Ok(()) => return Ok(held),
                        Err(_) if !breaker.is_down() => {}
                        Err(error) => return Err(error),
                    }
                }
                Grant::Room(permit, in_the_way) => {
                    if let Some(connection) = in_the_way {
                        close(connection).await;
                    }
                    return breaker.watch(open(permit)).await;
                }
            }
        }
    }
}

/// On a thread of its own. Logging in hashes four thousand times, and sqlx lets others go first after every fifth: among
/// the tasks of a busy node that takes a second or more, and everybody waits who needs a connection.
async fn open(permit: Permit) -> sqlx::Result<Held> {
    let runtime = tokio::runtime::Handle::current();
    let opening = tokio::task::spawn_blocking(move || {
        let connection = runtime.block_on(within(PgConnection::connect_with(&permit.place.options)))?;
        Ok(Held {
            connection,
            opened: Instant::now(),
            permit,
        })
    });
    opening.await.unwrap_or(Err(sqlx::Error::WorkerCrashed))
}

async fn within<T>(contact: impl Future<Output = sqlx::Result<T>>) -> sqlx::Result<T> {
    timeout(TO_CONNECT, contact)
        .await
        .unwrap_or(Err(sqlx::Error::PoolTimedOut))
}

/// A connection that is lent.
struct Lease(ScopeGuard<Held, fn(Held)>);

impl Deref for Lease {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.0.connection
    }
}

impl DerefMut for Lease {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.0.connection
    }
}

/// Nobody waits for this: it happens after the answer. Without a runtime the program is ending, and the connection ends
/// with it.
fn give_back(held: Held) {
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        let returning = Returning::begin(held.permit.place.clone());
        runtime.spawn(async move {
            come_back(held).await;
            drop(returning);
        });
    }
}

/// A future dropped inside `begin` hands back a connection on which the transaction begins all the same, and a dropped
/// [`tenant::db::Begun`] one on which it goes on: it is rolled back, and what can't be is closed, which ends the
/// transaction as well.
async fn come_back(mut held: Held) {
    let is_clean = matches!(
        timeout(TO_COME_BACK, end_transaction(&mut held.connection)).await,
        Ok(Ok(true))
    );
    if is_clean && held.opened.elapsed() < lifetime(held.permit.place.tenant_id) {
        let server = held.permit.server.clone();
        server.put_back(held).await;
    } else {
        held.close().await;
    }
}

/// Whether the connection is outside of any transaction afterwards.
async fn end_transaction(connection: &mut PgConnection) -> sqlx::Result<bool> {
    if !sql::is_in_transaction(connection).await? {
        return Ok(true);
    }
    tracing::debug!("a connection came back inside a transaction, which is rolled back");
    sql::roll_back(connection).await?;
    Ok(!sql::is_in_transaction(connection).await?)
}

/// Counts a connection that is about to come back.
struct Returning(Arc<Place>);

impl Returning {
    fn begin(place: Arc<Place>) -> Self {
        place.returning.fetch_add(1, Ordering::AcqRel);
        Self(place)
    }
}

impl Drop for Returning {
    fn drop(&mut self) {
        self.0.returning.fetch_sub(1, Ordering::AcqRel);
    }
}

/// Closes what has been idle for long, and what is old, as long as anything is idle on the server.
pub(super) async fn tidy(server: Weak<Server>) {
    loop {
        tokio::time::sleep(TIDIED_EVERY).await;
        let Some(server) = server.upgrade() else {
            return;
        };
        let stale = |place: &Place, opened: Instant, since: Instant| {
            since.elapsed() >= IDLE || opened.elapsed() >= lifetime(place.tenant_id)
        };
        let Some(stale) = server.take_stale(stale) else {
            return;
        };
        for held in stale {
            held.close().await;
        }
    }
}

/// Half an hour and up to ten minutes more, so that connections opened together are not renewed together.
fn lifetime(tenant_id: i64) -> Duration {
    // Spread by Knuth's multiplier: neighbours in the catalogue lie far apart.
    let spread = tenant_id.unsigned_abs().wrapping_mul(2_654_435_761) % 600;
    Duration::from_secs(1800 + spread)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lifetimes_are_spread() {
        let mut seconds: Vec<u64> = (1..=100).map(|id| lifetime(id).as_secs()).collect();
        assert!(seconds.iter().all(|seconds| (1800..2400).contains(seconds)));
        seconds.sort_unstable();
        seconds.dedup();
        assert!(seconds.len() > 80, "{}", seconds.len());
    }
}
