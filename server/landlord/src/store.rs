//! The edge to the landlord's database: errors that tell a client nothing.

use domain::{Failure, Reason};

use crate::Ctx;

/// Turns a database error into a failure: the cause goes to the log under the request's id, never to a client.
pub trait OrFailure<T> {
    /// # Errors
    /// `Busy`, `Unreachable` or `Internal`, by the cause.
    fn or_failure(self, ctx: &Ctx) -> Result<T, Failure>;
}

impl<T> OrFailure<T> for Result<T, sqlx::Error> {
    fn or_failure(self, ctx: &Ctx) -> Result<T, Failure> {
        self.map_err(|error| failure(&error, &ctx.request_id))
    }
}

/// The failure of a database error; logs the cause.
pub(crate) fn failure(error: &sqlx::Error, request_id: &str) -> Failure {
    let state = error
        .as_database_error()
        .and_then(|e| e.code().map(std::borrow::Cow::into_owned))
        .unwrap_or_default();
    match (error, state.as_str()) {
        (sqlx::Error::PoolTimedOut, _) | (_, "55P03" | "57014" | "40P01" | "40001" | "53300") => {
            tracing::warn!(request_id, %error, "landlord's database busy");
            Failure::Busy { retry_after: 2 }
        }
        // The server's disk is full: a person has to make room, and nothing of what was begun stays.
        (_, "53100") => {
            tracing::error!(request_id, %error, "the landlord's server has no room left");
            Failure::Busy { retry_after: 60 }
        }
        (sqlx::Error::Io(_) | sqlx::Error::PoolClosed | sqlx::Error::Configuration(_), _)
        | (_, "57P01" | "57P02" | "57P03" | "08006") => {
            tracing::warn!(request_id, %error, "landlord's database unreachable");
            Failure::Unreachable
        }
        _ => {
            tracing::error!(request_id, %error, "landlord's database error");
            Failure::Internal {
                reference: request_id.to_owned(),
            }
        }
    }
}

/// A refusal by a named constraint becomes a field's error; any other error is a failure as ever.
pub(crate) fn on_constraint<T>(
    result: Result<T, sqlx::Error>,
    ctx: &Ctx,
    constraint: &str,
    field: &str,
    reason: Reason,
) -> Result<T, Failure> {
    match result {
        Err(sqlx::Error::Database(error)) if error.constraint() == Some(constraint) => {
            Err(Failure::field(field, reason))
        }
        other => other.or_failure(ctx),
    }
}
