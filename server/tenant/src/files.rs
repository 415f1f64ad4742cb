//! Files that the tenant keeps: rows here, bytes in the file store. What a file is, its bytes say; its name is shown
//! and never used to find it.

mod kinds;
mod sql;
mod store;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::files::{FileLine, FilePage, FileQuery, FileRefForm, Kind, name};
use domain::quotas::What;
use domain::{Count, Failure, Page, Permission, Reason};
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use uuid::Uuid;

pub use store::{Content, Store};

use crate::store::{OrFailure, transact};
use crate::{Ctx, events, quotas};

/// A page of the files, the latest first.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and those of the database.
pub async fn list(ctx: &Ctx, query: &FileQuery) -> Result<FilePage, Failure> {
    ctx.authorize(Permission::SeeFiles)?;
    let after = position(&query.after).unwrap_or((DateTime::<Utc>::MAX_UTC, Uuid::max()));
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let lines = sql::list(&mut conn, after).await.or_failure(ctx)?;
    let counted = sql::count(&mut conn).await.or_failure(ctx)?;
    let page = Page::cut(lines, Count::capped(counted), |line| {
        format!("{}.{}", line.created_at.timestamp_micros(), line.id)
    });
    Ok(FilePage {
        page,
        max_mb: ctx.files.max_mb(),
    })
}

/// The place after a row, as `Page::next` names it: an instant and an id. Anything else is the beginning.
fn position(after: &str) -> Option<(DateTime<Utc>, Uuid)> {
    let (micros, id) = after.trim().split_once('.')?;
    Some((DateTime::from_timestamp_micros(micros.parse().ok()?)?, id.parse().ok()?))
}

/// Keeps a file. Its bytes are written first: a row without bytes would be a broken promise, bytes without a row are
/// only waste, and are taken away again where the row could not be written.
///
/// # Errors
/// `SignedOut`, `Forbidden`; `Invalid` at `file`: empty, too large, of a kind that is not taken; `Unreachable` when the
/// file store does not answer; those of the database.
pub async fn put(ctx: &Ctx, given_name: &str, bytes: Bytes) -> Result<Uuid, Failure> {
    ctx.authorize(Permission::EditFiles)?;
    put_only(ctx, given_name, bytes, &Kind::ALL, Reason::FileKind).await
}

/// The same for a file that must be of some kinds: `otherwise` is said of any other. The caller's own right counts as
/// well.
pub(crate) async fn put_only(
    ctx: &Ctx,
    given_name: &str,
    bytes: Bytes,
    kinds: &[Kind],
    otherwise: Reason,
) -> Result<Uuid, Failure> {
    ctx.authorize(Permission::EditFiles)?;
    let refused = |reason| Failure::field("file", reason);
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    if bytes.is_empty() {
        return Err(refused(Reason::FileEmpty));
    }
    if bytes.len() > ctx.files.max_bytes() {
        return Err(refused(Reason::FileTooLarge {
            max_mb: ctx.files.max_mb(),
        }));
    }
    let (looked_at, called) = (bytes.clone(), given_name.to_owned());
    // Megabytes are looked through and hashed: work for a thread of its own.
    let (kind, sha256) =
        tokio::task::spawn_blocking(move || (kinds::kind_of(&looked_at, &called), Sha256::digest(&looked_at).to_vec()))
            .await
            .map_err(|_| Failure::Internal {
                reference: ctx.request_id.clone(),
            })?;
    let kind = kind
        .filter(|kind| kinds.contains(kind))
        .ok_or_else(|| refused(otherwise))?;
    let (id, name) = (Uuid::new_v4(), name(given_name, kind));
    ctx.files.write(ctx, id, bytes).await?;
    let kept = transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            let more = (size + 999_999) / 1_000_000;
            quotas::claim(conn, ctx, What::Megabytes, more).await?;
            sql::insert(conn, id, &name, kind, size, &sha256, ctx.now, ctx.actor_name())
                .await
                .or_failure(ctx)?;
            let details = json!({ "id": id, "name": name, "size": size });
            events::record(conn, ctx, "uploaded", "file", None, details).await
        })
    })
    .await;
    if let Err(failure) = kept {
        ctx.files.remove(ctx, id).await;
        return Err(failure);
    }
    Ok(id)
}

/// A file's row and its bytes.
///
/// # Errors
/// `SignedOut`, `Forbidden`; `NotFound` for what is not there, was deleted, or is another's; `Unreachable` when the file
/// store does not answer; those of the database.
pub async fn open(ctx: &Ctx, id: Uuid) -> Result<(FileLine, Content), Failure> {
    ctx.authorize(Permission::SeeFiles)?;
    let line = {
        let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
        sql::by_id(&mut conn, id).await.or_failure(ctx)?
    };
    let line = line.ok_or(Failure::NotFound)?;
    let content = ctx.files.read(ctx, id).await?;
    Ok((line, content))
}

/// A file's row, for the rooms that refer to files.
pub(crate) async fn line(conn: &mut PgConnection, ctx: &Ctx, id: Uuid) -> Result<Option<FileLine>, Failure> {
    sql::by_id(conn, id).await.or_failure(ctx)
}

/// The latest files of some kinds, for a choice.
pub(crate) async fn latest_of(
    conn: &mut PgConnection,
    ctx: &Ctx,
    kinds: &[Kind],
    limit: i64,
) -> Result<Vec<FileLine>, Failure> {
    let media_types: Vec<String> = kinds.iter().map(|kind| kind.media_type().to_owned()).collect();
    sql::latest_of(conn, &media_types, limit).await.or_failure(ctx)
}

/// Holds a file against its deletion until the transaction is over. Nothing where it is not there.
pub(crate) async fn line_for_share(conn: &mut PgConnection, ctx: &Ctx, id: Uuid) -> Result<Option<FileLine>, Failure> {
    sql::by_id_for_share(conn, id).await.or_failure(ctx)
}

/// Deletes a file: the row says so, the bytes go.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`; `Conflict`: a contract's scan, or the logo; those of the database.
pub async fn remove(ctx: &Ctx, form: &FileRefForm) -> Result<(), Failure> {
    ctx.authorize(Permission::EditFiles)?;
    let id: Uuid = form.id.trim().parse().map_err(|_| Failure::NotFound)?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            let name = sql::mark_deleted(conn, id, ctx.now)
                .await
                .or_failure(ctx)?
                .ok_or(Failure::NotFound)?;
            if sql::is_referred_to(conn, id).await.or_failure(ctx)? {
                return Err(Failure::conflict(Reason::InUse));
            }
            let details = json!({ "id": id, "name": name });
            events::record(conn, ctx, "deleted", "file", None, details).await
        })
    })
    .await?;
    ctx.files.remove(ctx, id).await;
    Ok(())
}
