//! What a use case hands to the program around it: put down in the use case's own transaction, taken over after it. A
//! tenant's database can't reach beyond itself, and what is done outside of it can't be taken back; so nothing is done
//! outside before the transaction stands, and nothing that stands is forgotten.

mod sql;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::jobs::Task;
use domain::mail::Kind;
use domain::{Failure, Permission};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::PgConnection;

use crate::store::OrFailure;
use crate::{Actor, Ctx};

/// The topic of letters: the payload is a [`Letter`].
pub const LETTER: &str = "letter";

/// The topic of background work: the payload is a [`Job`].
pub const JOB: &str = "job";

/// Background work that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// What is to be done.
    pub task: Task,
    /// What the task needs to know; no secrets.
    pub given: Value,
    /// While a job of this key waits or runs, no second one is made.
    pub key: Option<String>,
    /// Who asks, with the rights of this moment.
    pub actor: Actor,
}

/// A letter to be written and sent. It holds a one-time link, so it has no `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// What it is about.
    pub kind: Kind,
    /// The address it goes to.
    pub to: String,
    /// The path of its link, to be put behind the tenant's address.
    pub path: String,
    /// How long the link works, hours.
    pub hours: i64,
}

/// Whether a call has put something into the outbox: the sign to look there once it is over. All copies of a context
/// share one.
#[derive(Clone, Debug, Default)]
pub struct Touched(Arc<AtomicBool>);

impl Touched {
    /// Something may wait. A use case that failed may have left the sign and nothing else.
    #[must_use]
    pub fn is_touched(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// Puts something into the outbox, in the transaction of what it follows from. From a copy to try things on nothing
/// leaves.
pub(crate) async fn put<T: Serialize + Sync>(
    conn: &mut PgConnection,
    ctx: &Ctx,
    topic: &str,
    payload: &T,
) -> Result<(), Failure> {
    if ctx.tenant.copy_until.is_some() {
        return Ok(());
    }
    insert(conn, ctx, topic, payload).await
}

/// Asks for background work of the tenant, in the transaction of what it follows from. A copy works for itself, so this
/// goes on in one.
///
/// # Errors
/// Those of the database.
pub(crate) async fn put_job(
    conn: &mut PgConnection,
    ctx: &Ctx,
    task: Task,
    given: Value,
    key: Option<String>,
) -> Result<(), Failure> {
    let job = Job {
        task,
        given,
        key,
        actor: ctx.actor.principal().clone(),
    };
    insert(conn, ctx, JOB, &job).await
}

async fn insert<T: Serialize + Sync>(
    conn: &mut PgConnection,
    ctx: &Ctx,
    topic: &str,
    payload: &T,
) -> Result<(), Failure> {
    let payload = serde_json::to_value(payload).map_err(|error| {
        tracing::error!(request_id = ctx.request_id, topic, %error, "a payload is no JSON");
        Failure::Internal {
            reference: ctx.request_id.clone(),
        }
    })?;
    sql::insert(conn, topic, &payload, ctx.now).await.or_failure(ctx)?;
    ctx.outbox.0.store(true, Ordering::Release);
    Ok(())
}

/// Something that waits to be taken over. It may hold a one-time link, so it has no `Debug`.
pub struct Waiting {
    /// Its id; with the tenant it names the thing once and for all.
    pub id: i64,
    /// What kind of thing it is.
    pub topic: String,
    /// The thing.
    pub payload: Value,
}

/// What waits after the place `after`, the oldest first, locked: what another worker has in its hands is passed over.
///
/// # Errors
/// `Forbidden` for anybody but the program itself; those of the database.
pub async fn take(conn: &mut PgConnection, ctx: &Ctx, after: i64, limit: i64) -> Result<Vec<Waiting>, Failure> {
    only_the_program(ctx)?;
    sql::waiting_for_update(conn, after, limit).await.or_failure(ctx)
}

/// Notes that something was taken over, and empties it. Call it in the transaction of [`take`], after the other side
/// has it for certain: a crash between the two hands it over once more, so the other side must know it by tenant and id.
///
/// # Errors
/// `Forbidden` for anybody but the program itself; those of the database.
pub async fn mark_handed(conn: &mut PgConnection, ctx: &Ctx, id: i64) -> Result<(), Failure> {
    only_the_program(ctx)?;
    sql::mark_handed(conn, id, ctx.now).await.or_failure(ctx)
}

fn only_the_program(ctx: &Ctx) -> Result<(), Failure> {
    ctx.authorize(Permission::ManageUsers)?;
    if ctx.actor == Actor::System {
        Ok(())
    } else {
        Err(Failure::Forbidden)
    }
}
