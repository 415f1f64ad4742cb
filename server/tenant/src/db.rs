//! A tenant's database as its use cases see it: a pool, and whoever keeps it open while it is used.

use std::sync::Arc;

use futures::future::BoxFuture;
use sqlx::pool::PoolConnection;
use sqlx::{PgPool, Postgres, Transaction};

/// A connection being taken from a pool.
pub type Acquiring<'a> = BoxFuture<'a, sqlx::Result<PoolConnection<Postgres>>>;

/// Keeps a pool open for as long as it lives, and knows how its server is.
pub trait Keeper: Send + Sync {
    /// Waits for a connection, no longer than the server is believed to answer.
    fn watch<'a>(&'a self, acquiring: Acquiring<'a>) -> Acquiring<'a>;
}

/// A tenant's database, and no other. Its pool stays open at least as long as a clone of this lives, that is, as long as
/// the context of a request, a job or a transaction's task does.
#[derive(Clone)]
pub struct Db {
    pool: PgPool,
    keeper: Option<Arc<dyn Keeper>>,
}

impl Db {
    /// A pool and its keeper.
    #[must_use]
    pub fn kept(pool: PgPool, keeper: Arc<dyn Keeper>) -> Self {
        Self {
            pool,
            keeper: Some(keeper),
        }
    }

    /// Takes a connection.
    ///
    /// # Errors
    /// As the pool; `Io` at once while the server refuses connections.
    pub async fn acquire(&self) -> sqlx::Result<PoolConnection<Postgres>> {
        match &self.keeper {
            Some(keeper) => keeper.watch(Box::pin(self.pool.acquire())).await,
            None => self.pool.acquire().await,
        }
    }

    /// Takes a connection and begins a transaction. Where money moves, [`crate::store::transact`] is the way in.
    ///
    /// # Errors
    /// As [`Self::acquire`], and as the statement.
    pub async fn begin(&self) -> sqlx::Result<Transaction<'static, Postgres>> {
        Transaction::begin(self.acquire().await?, None).await
    }

    /// Takes a connection and begins a transaction that only reads and sees the database as it is at its first statement.
    ///
    /// # Errors
    /// As [`Self::begin`].
    pub async fn snapshot(&self) -> sqlx::Result<Transaction<'static, Postgres>> {
        let begin = sqlx::SqlStr::from_static("begin isolation level repeatable read read only");
        Transaction::begin(self.acquire().await?, Some(begin)).await
    }

    /// Closes the pool, for those who opened one of their own.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

impl From<PgPool> for Db {
    /// A pool that nobody keeps: tests, and whoever opens one for a moment.
    fn from(pool: PgPool) -> Self {
        Self { pool, keeper: None }
    }
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Db").finish_non_exhaustive()
    }
}
