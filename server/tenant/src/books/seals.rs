//! Seals. A block of rows is hashed in the order of the ids, together with the hash of the block before. It may only hold
//! ids below which nothing can still come to light, and nobody who writes waits for it, so it goes in two steps: the mark
//! notes the last id that was given out and the first transaction that has not begun; once all before that one that write
//! to the table are over, everything up to that id is there or never will be.

mod sql;

use std::time::Duration;

use chrono::TimeDelta;
use domain::ledger::proof::{Sealed, Sealing};
use domain::{Failure, Permission};
use sqlx::PgConnection;

use crate::Ctx;
use crate::store::OrFailure;

/// Ids in a block.
const BLOCK: i64 = 10_000;
/// A mark whose transactions are still not over after so long is made anew: on another server, to which a database was
/// moved, their numbers may never come.
const STALE: TimeDelta = TimeDelta::days(1);
/// How often, and after what pause, a mark is looked at before the next call has to.
const LOOKS: u32 = 20;
const PAUSE: Duration = Duration::from_millis(50);
/// Broken places that are named.
const NAMED: usize = 20;

/// What is sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chain {
    /// The entries of the books.
    Ledger,
    /// The events of the audit.
    Event,
}

impl Chain {
    const fn code(self) -> &'static str {
        match self {
            Self::Ledger => "ledger",
            Self::Event => "event",
        }
    }

    const fn table(self) -> &'static str {
        match self {
            Self::Ledger => "ledger_entry",
            Self::Event => "event",
        }
    }
}

/// A sealed block as it was kept.
struct Block {
    place: i64,
    after_id: i64,
    upto_id: i64,
    rows: i64,
    previous: Vec<u8>,
    hash: Vec<u8>,
}

impl Block {
    /// What the first block stands on.
    fn none() -> Self {
        Self {
            place: 0,
            after_id: 0,
            upto_id: 0,
            rows: 0,
            previous: Vec::new(),
            hash: vec![0; 32],
        }
    }
}

/// Up to where a chain can be sealed, and when.
struct Mark {
    upto_id: i64,
    marked_at: chrono::DateTime<chrono::Utc>,
    /// Every transaction that wrote then is over.
    is_ripe: bool,
}

/// Seals the books and the audit as far as they can be.
///
/// # Errors
/// `SignedOut`, `Forbidden`; those of the database.
pub async fn seal(ctx: &Ctx) -> Result<Sealing, Failure> {
    ctx.authorize(Permission::ProveBooks)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let (ledger, ledger_waits) = seal_chain(&mut conn, ctx, Chain::Ledger).await?;
    let (events, events_wait) = seal_chain(&mut conn, ctx, Chain::Event).await?;
    Ok(Sealing {
        ledger,
        events,
        waits: ledger_waits || events_wait,
    })
}

/// First what was marked before, then a new mark and, where its time comes soon, what it allows.
async fn seal_chain(conn: &mut PgConnection, ctx: &Ctx, chain: Chain) -> Result<(i64, bool), Failure> {
    let mut sealed = 0;
    if let Some(mark) = sql::mark(conn, chain).await.or_failure(ctx)? {
        if mark.is_ripe {
            sealed += seal_upto(conn, ctx, chain, mark.upto_id).await?;
        } else if ctx.now - mark.marked_at < STALE {
            return wait(conn, ctx, chain).await;
        }
    }
    if !mark_now(conn, ctx, chain).await? {
        return Ok((sealed, true));
    }
    let (more, waits) = wait(conn, ctx, chain).await?;
    Ok((sealed + more, waits))
}

/// Waits a moment for the mark's time and seals; says how many rows, and whether it has to wait on.
async fn wait(conn: &mut PgConnection, ctx: &Ctx, chain: Chain) -> Result<(i64, bool), Failure> {
    for _ in 0..LOOKS {
        match sql::mark(conn, chain).await.or_failure(ctx)? {
            Some(mark) if mark.is_ripe => return Ok((seal_upto(conn, ctx, chain, mark.upto_id).await?, false)),
            Some(_) => tokio::time::sleep(PAUSE).await,
            None => return Ok((0, false)),
        }
    }
    Ok((0, true))
}

/// Notes the last id given out, and then the first transaction that has not begun. In between nobody may be in the
/// moment between taking an id and getting a number as a transaction: the number would lie behind the mark, the id before
/// it. Such a writer is known by its lock on the table; the moment is short, and if there is always another one, the next
/// call tries again.
async fn mark_now(conn: &mut PgConnection, ctx: &Ctx, chain: Chain) -> Result<bool, Failure> {
    let upto_id = sql::last_id(conn, chain).await.or_failure(ctx)?;
    for _ in 0..LOOKS {
        if !sql::somebody_begins(conn, chain).await.or_failure(ctx)? {
            sql::set_mark(conn, chain, upto_id, ctx.now).await.or_failure(ctx)?;
            return Ok(true);
        }
        tokio::time::sleep(PAUSE).await;
    }
    Ok(false)
}

/// Block by block, each a statement of its own. Of two who do it at once, one is first and the other stops.
async fn seal_upto(conn: &mut PgConnection, ctx: &Ctx, chain: Chain, upto_id: i64) -> Result<i64, Failure> {
    let mut rows = 0;
    let mut last = sql::last_block(conn, chain)
        .await
        .or_failure(ctx)?
        .unwrap_or_else(Block::none);
    while last.upto_id < upto_id {
        let (after_id, upto_id) = (last.upto_id, upto_id.min(last.upto_id + BLOCK));
        let (count, hash) = sql::hashed(conn, chain, after_id, upto_id, &last.hash)
            .await
            .or_failure(ctx)?;
        let block = Block {
            place: last.place + 1,
            after_id,
            upto_id,
            rows: count,
            previous: last.hash,
            hash,
        };
        if !sql::insert(conn, chain, &block, ctx.now).await.or_failure(ctx)? {
            break;
        }
        rows += count;
        last = block;
    }
    Ok(rows)
}

/// Recomputes every block out of the rows: how far the chain goes, and the places where it is broken, with the ids
/// between which the rows are.
pub(crate) async fn chain_proof(
    conn: &mut PgConnection,
    ctx: &Ctx,
    chain: Chain,
) -> Result<(Sealed, Vec<(i64, String)>), Failure> {
    let mut sealed = Sealed::default();
    let mut broken = Vec::new();
    let mut before = Block::none();
    for block in sql::blocks(conn, chain).await.or_failure(ctx)? {
        let (rows, hash) = sql::hashed(conn, chain, block.after_id, block.upto_id, &block.previous)
            .await
            .or_failure(ctx)?;
        let follows = block.place == before.place + 1
            && block.after_id == before.upto_id
            && block.upto_id > block.after_id
            && block.previous == before.hash;
        if !(follows && rows == block.rows && hash == block.hash) {
            broken.push((block.place, format!("{}–{}", block.after_id + 1, block.upto_id)));
        }
        sealed.blocks += 1;
        sealed.rows += block.rows;
        sealed.upto = block.upto_id;
        before = block;
    }
    // A chain from which the last blocks were taken off fits together: proofs of before know how long it was.
    let known = sql::known_upto(conn, chain).await.or_failure(ctx)?;
    if known > sealed.upto {
        broken.push((before.place + 1, format!("{}–{known}", sealed.upto + 1)));
    }
    broken.truncate(NAMED);
    Ok((sealed, broken))
}
