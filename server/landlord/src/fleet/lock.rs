//! One at a time: runs and moves exclude each other, over all nodes and command lines.

use std::time::Duration;

use domain::{Failure, Reason};
use sqlx::{Connection, PgConnection};

use super::sql;
use crate::Ctx;
use crate::store::OrFailure;

/// How often it is asked for before it is refused: long enough for one that is just ending.
const TRIES: u32 = 8;
/// Between two tries.
const PAUSE: Duration = Duration::from_millis(250);

/// Held as long as this lives: it is the lock of a connection of its own, which ends with it, and with the program.
pub(super) struct Lock(PgConnection);

impl Lock {
    /// Takes it. It is asked for and never waited for inside the database, where a wait could not be ended.
    ///
    /// # Errors
    /// `Conflict(AlreadyRunning)`; as every statement.
    pub async fn take(ctx: &Ctx) -> Result<Self, Failure> {
        let options = ctx.home.to_own().or_failure(ctx)?;
        let mut connection = PgConnection::connect_with(&options).await.or_failure(ctx)?;
        for tried in 1..=TRIES {
            if sql::try_lock(&mut connection).await.or_failure(ctx)? {
                return Ok(Self(connection));
            }
            if tried < TRIES {
                tokio::time::sleep(PAUSE).await;
            }
        }
        Err(Failure::conflict(Reason::AlreadyRunning))
    }

    /// Gives it back at once; a dropped one goes when the server notices.
    pub async fn give_back(self) {
        let _ = self.0.close().await;
    }
}
