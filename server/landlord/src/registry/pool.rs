//! A tenant's pool: tiny, empty when nobody uses it, and never handing out a connection that is inside a transaction.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, PgPool};

use super::sql;

/// A connection idle for longer than this is asked whether it lives before it is used.
const FRESH: Duration = Duration::from_secs(1);

/// Opens no connection yet.
pub(super) fn open(options: PgConnectOptions, size: u32, tenant_id: i64) -> PgPool {
    PgPoolOptions::new()
        .max_connections(size)
        .min_connections(0)
        .acquire_timeout(Duration::from_millis(1500))
        .idle_timeout(Duration::from_secs(30))
        .max_lifetime(lifetime(tenant_id))
        .test_before_acquire(false)
        .before_acquire(|connection, is| {
            Box::pin(async move {
                if is.idle_for > FRESH {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        // A future dropped inside `begin` hands back a connection on which the transaction begins all the same. Such a
        // connection is closed, which ends the transaction; nobody waits for this, it happens after the answer.
        .after_release(|connection, _| {
            Box::pin(async move {
                let inside = sql::is_in_transaction(connection).await?;
                if inside {
                    tracing::warn!("a connection came back inside a transaction and is closed");
                }
                Ok(!inside)
            })
        })
        .connect_lazy_with(options)
}

/// Half an hour and up to ten minutes more, so that pools opened together do not renew their connections together.
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
