//! The edge to the database: transactions that a vanished client can't cut, and errors that tell a client nothing.

use domain::{Failure, Fields, Reason};
use futures::future::BoxFuture;
use sqlx::{Connection, PgConnection};
use tracing::Instrument;

use crate::Ctx;

/// What the database answers to a change while it can only be read.
const READ_ONLY: &str = "25006";

/// The database can only be read at this moment: it is being moved to another server.
pub(crate) fn is_read_only(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .is_some_and(|error| error.code().as_deref() == Some(READ_ONLY))
}

/// Turns a database error into a failure: the cause goes to the log under the request's id, never to a client.
pub trait OrFailure<T> {
    /// # Errors
    /// `Busy` when the pool or a lock gave no way, `Unreachable` when the server is gone, else `Internal`.
    fn or_failure(self, ctx: &Ctx) -> Result<T, Failure>;
}

impl<T> OrFailure<T> for Result<T, sqlx::Error> {
    fn or_failure(self, ctx: &Ctx) -> Result<T, Failure> {
        self.map_err(|error| failure(&error, &ctx.request_id, &ctx.tenant.slug))
    }
}

/// A refusal by a named constraint becomes a field's error.
pub trait OnConstraint<T> {
    /// # Errors
    /// `Invalid` with the field and reason when the error is of that constraint (or unique index).
    fn on_constraint(self, constraint: &str, field: &str, reason: Reason) -> Result<Result<T, sqlx::Error>, Failure>;
}

impl<T> OnConstraint<T> for Result<T, sqlx::Error> {
    fn on_constraint(self, constraint: &str, field: &str, reason: Reason) -> Result<Self, Failure> {
        match self {
            Err(sqlx::Error::Database(error)) if error.constraint() == Some(constraint) => {
                Err(Failure::field(field, reason))
            }
            other => Ok(other),
        }
    }
}

/// The failure of a database error; logs the cause.
fn failure(error: &sqlx::Error, request_id: &str, tenant: &str) -> Failure {
    let state = error
        .as_database_error()
        .and_then(|e| e.code().map(std::borrow::Cow::into_owned))
        .unwrap_or_default();
    match (error, state.as_str()) {
        // lock_not_available, query_canceled by a time limit, deadlock_detected, serialization_failure, too many
        // connections; not accepting connections, or not there: it has just been moved
        (sqlx::Error::PoolTimedOut, _) | (_, "55P03" | "57014" | "40P01" | "40001" | "53300" | "55000" | "3D000") => {
            tracing::warn!(request_id, tenant, %error, "database busy");
            Failure::Busy { retry_after: 2 }
        }
        (_, READ_ONLY) => {
            tracing::info!(request_id, tenant, "the tenant is being moved and can only be read");
            Failure::Busy { retry_after: 15 }
        }
        // The server's disk is full: a person has to make room, and nothing of what was begun stays.
        (_, "53100") => {
            tracing::error!(request_id, tenant, %error, "the database's server has no room left");
            Failure::Busy { retry_after: 60 }
        }
        (sqlx::Error::Io(_) | sqlx::Error::PoolClosed, _) | (_, "57P01" | "57P02" | "57P03" | "08006") => {
            tracing::warn!(request_id, tenant, %error, "database unreachable");
            Failure::Unreachable
        }
        _ => {
            tracing::error!(request_id, tenant, %error, "database error");
            Failure::Internal {
                reference: request_id.to_owned(),
            }
        }
    }
}

/// Runs a use case's one transaction in a task of its own, so that a client that hangs up can't cut it in the middle
/// (a future dropped inside a transaction would hand back a connection that is still in it).
///
/// # Errors
/// Whatever the work fails with; nothing of it then stays.
pub async fn transact<T, W>(ctx: &Ctx, work: W) -> Result<T, Failure>
where
    T: Send + 'static,
    W: for<'c> FnOnce(&'c Ctx, &'c mut PgConnection) -> BoxFuture<'c, Result<T, Failure>> + Send + 'static,
{
    let ctx = ctx.clone();
    let request_id = ctx.request_id.clone();
    let work = async move {
        let mut connection = ctx.db.acquire().await.or_failure(&ctx)?;
        let mut transaction = connection.begin().await.or_failure(&ctx)?;
        let done = work(&ctx, &mut transaction).await?;
        transaction.commit().await.or_failure(&ctx)?;
        Ok(done)
    };
    // The log's lines of the task belong to the request, too.
    let task = tokio::spawn(work.in_current_span());
    task.await.unwrap_or_else(|error| {
        tracing::error!(request_id, %error, "a transaction's task ended early");
        Err(Failure::Internal { reference: request_id })
    })
}

/// Refuses a form by one field found wrong in the database.
#[must_use]
pub fn refused(field: &str, reason: Reason) -> Failure {
    let mut fields = Fields::default();
    fields.refuse(field, reason);
    fields.into_failure()
}
