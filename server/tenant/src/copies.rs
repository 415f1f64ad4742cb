//! What makes a copy of a tenant whole and harmless: its files are brought over, nobody is signed in to it, no link
//! of the original works in it, and nothing that waited to be sent is sent a second time.

mod sql;

use domain::{Failure, Permission};
use serde_json::json;

use crate::files::Store;
use crate::store::{OrFailure, transact};
use crate::{Actor, Ctx, events};

/// Neutralises a fresh copy. Doing it twice changes nothing more.
///
/// # Errors
/// `Forbidden` for anybody but the program itself; those of the database.
pub async fn neutralise(ctx: &Ctx, original: &str) -> Result<(), Failure> {
    ctx.authorize(Permission::ManageUsers)?;
    let original = original.to_owned();
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            sql::end_sessions(conn).await.or_failure(ctx)?;
            sql::forget_links(conn).await.or_failure(ctx)?;
            sql::empty_outbox(conn).await.or_failure(ctx)?;
            sql::forget_jobs(conn).await.or_failure(ctx)?;
            let details = json!({ "copy_of": original });
            events::record(conn, ctx, "neutralised", "tenant", None, details).await
        })
    })
    .await
}

/// What became of the files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// Files that the copy has.
    pub files: u64,
    /// Files that it does not have: there was no room for them, or they have been deleted since.
    pub left_out: u64,
}

/// Brings the files over from the store of the original, the latest first, so many bytes at most. Those that are left out
/// are deleted in the copy, so that it promises nothing that it has not. Doing it twice changes nothing more.
///
/// # Errors
/// `Forbidden` for anybody but the program itself; `Unreachable` when the file store does not answer; those of the
/// database.
pub async fn bring_files(ctx: &Ctx, from: &Store, room: i64) -> Result<Brought, Failure> {
    if ctx.actor != Actor::System {
        return Err(Failure::Forbidden);
    }
    let kept = {
        let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
        sql::files(&mut conn).await.or_failure(ctx)?
    };
    let mut brought = Brought::default();
    let (mut left, mut left_out) = (room, Vec::new());
    for (id, size) in kept {
        if size <= left && ctx.files.bring(ctx, from, id).await? {
            left -= size;
            brought.files += 1;
        } else {
            left_out.push(id);
            brought.left_out += 1;
        }
    }
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            sql::leave_out(conn, &left_out, ctx.now).await.or_failure(ctx)?;
            let details = json!({ "files": brought.files, "left_out": brought.left_out });
            events::record(conn, ctx, "brought", "file", None, details).await
        })
    })
    .await?;
    Ok(brought)
}
