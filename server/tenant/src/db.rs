//! A tenant's database as its use cases see it: whoever lends its connections, and what is lent.

mod sql;

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use futures::future::BoxFuture;
use sqlx::{PgConnection, PgPool, Postgres, Transaction};

/// A connection on its way.
pub type Lending<'a> = BoxFuture<'a, sqlx::Result<Lent>>;

/// Lends connections to one database, as many as may be open.
pub trait Lender: Send + Sync {
    /// Waits for a connection, no longer than is bearable and no longer than its server is believed to answer.
    fn lend(&self) -> Lending<'_>;
}

/// A borrowed connection: dropping it gives it back.
pub struct Lent(Box<dyn DerefMut<Target = PgConnection> + Send + Sync>);

impl Lent {
    /// Lends out what goes back by itself when it is dropped.
    pub fn new(connection: impl DerefMut<Target = PgConnection> + Send + Sync + 'static) -> Self {
        Self(Box::new(connection))
    }
}

impl Deref for Lent {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.0
    }
}

impl DerefMut for Lent {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.0
    }
}

impl std::fmt::Debug for Lent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lent").finish_non_exhaustive()
    }
}

/// A tenant's database, and no other.
#[derive(Clone)]
pub struct Db(Source);

#[derive(Clone)]
enum Source {
    Lender(Arc<dyn Lender>),
    Pool(PgPool),
}

impl Db {
    /// A database to which somebody lends the connections.
    #[must_use]
    pub fn lent(lender: Arc<dyn Lender>) -> Self {
        Self(Source::Lender(lender))
    }

    /// Takes a connection.
    ///
    /// # Errors
    /// `PoolTimedOut` when none is to be had in time; `Io` at once while the server refuses connections.
    pub async fn acquire(&self) -> sqlx::Result<Lent> {
        match &self.0 {
            Source::Lender(lender) => lender.lend().await,
            Source::Pool(pool) => pool.acquire().await.map(Lent::new),
        }
    }

    /// Takes a connection and begins a transaction. Where money moves, [`crate::store::transact`] is the way in.
    ///
    /// # Errors
    /// As [`Self::acquire`], and as the statement.
    pub async fn begin(&self) -> sqlx::Result<Begun> {
        match &self.0 {
            Source::Lender(lender) => {
                let mut lent = lender.lend().await?;
                sql::begin(&mut lent).await?;
                Ok(Begun(Way::Lent(lent)))
            }
            Source::Pool(pool) => Ok(Begun(Way::Pool(pool.begin().await?))),
        }
    }

    /// Takes a connection and begins a transaction that only reads and sees the database as it is at its first statement.
    ///
    /// # Errors
    /// As [`Self::begin`].
    pub async fn snapshot(&self) -> sqlx::Result<Begun> {
        match &self.0 {
            Source::Lender(lender) => {
                let mut lent = lender.lend().await?;
                sql::begin_snapshot(&mut lent).await?;
                Ok(Begun(Way::Lent(lent)))
            }
            Source::Pool(pool) => {
                let begin = sqlx::SqlStr::from_static(sql::SNAPSHOT);
                Ok(Begun(Way::Pool(pool.begin_with(begin).await?)))
            }
        }
    }
}

impl From<PgPool> for Db {
    /// A pool of its own: tests, and whoever opens one for a moment.
    fn from(pool: PgPool) -> Self {
        Self(Source::Pool(pool))
    }
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Db").finish_non_exhaustive()
    }
}

/// A transaction with the connection on which it is. Dropped, it is rolled back: a lent connection that goes back inside
/// a transaction, also one cut short in `begin`, is rolled back by whoever lent it. It has one level: what is to be taken
/// back by itself is a savepoint of its own.
pub struct Begun(Way);

enum Way {
    Lent(Lent),
    Pool(Transaction<'static, Postgres>),
}

impl Begun {
    /// # Errors
    /// As the statement; nothing of the transaction then stays.
    pub async fn commit(self) -> sqlx::Result<()> {
        match self.0 {
            Way::Lent(mut lent) => sql::commit(&mut lent).await,
            Way::Pool(transaction) => transaction.commit().await,
        }
    }

    /// # Errors
    /// As the statement; nothing of the transaction stays in any case.
    pub async fn rollback(self) -> sqlx::Result<()> {
        match self.0 {
            Way::Lent(mut lent) => sql::rollback(&mut lent).await,
            Way::Pool(transaction) => transaction.rollback().await,
        }
    }
}

impl Deref for Begun {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        match &self.0 {
            Way::Lent(lent) => lent,
            Way::Pool(transaction) => transaction,
        }
    }
}

impl DerefMut for Begun {
    fn deref_mut(&mut self) -> &mut PgConnection {
        match &mut self.0 {
            Way::Lent(lent) => lent,
            Way::Pool(transaction) => transaction,
        }
    }
}

impl std::fmt::Debug for Begun {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Begun").finish_non_exhaustive()
    }
}
