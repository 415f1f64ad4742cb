//! SQL of the files.

use chrono::{DateTime, Utc};
use domain::files::{FileLine, Kind};
use domain::paging::{COUNT_CAP, PAGE_SIZE};
use sqlx::PgConnection;
use uuid::Uuid;

struct Row {
    id: Uuid,
    name: String,
    media_type: String,
    size: i64,
    created_at: DateTime<Utc>,
    created_by: String,
}

impl Row {
    /// A media type that is none of ours means a damaged row.
    fn into_line(self) -> Result<FileLine, sqlx::Error> {
        let kind = Kind::from_media_type(&self.media_type)
            .ok_or_else(|| sqlx::Error::Decode(format!("media type {}", self.media_type).into()))?;
        Ok(FileLine {
            id: self.id,
            name: self.name,
            kind,
            size: u64::try_from(self.size).unwrap_or_default(),
            created_at: self.created_at,
            created_by: self.created_by,
        })
    }
}

pub(super) async fn list(conn: &mut PgConnection, after: (DateTime<Utc>, Uuid)) -> Result<Vec<FileLine>, sqlx::Error> {
    sqlx::query_as!(
        Row,
        "select id, name, media_type, size, created_at, created_by from file
         where deleted_at is null and (created_at, id) < ($1, $2) order by created_at desc, id desc limit $3",
        after.0,
        after.1,
        PAGE_SIZE + 1,
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(Row::into_line)
    .collect()
}

pub(super) async fn count(conn: &mut PgConnection) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from (select from file where deleted_at is null limit $1) capped"#,
        COUNT_CAP + 1,
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn by_id(conn: &mut PgConnection, id: Uuid) -> Result<Option<FileLine>, sqlx::Error> {
    sqlx::query_as!(
        Row,
        "select id, name, media_type, size, created_at, created_by from file where id = $1 and deleted_at is null",
        id,
    )
    .fetch_optional(conn)
    .await?
    .map(Row::into_line)
    .transpose()
}

/// Shared: several may refer to a file at once, but it is not deleted meanwhile.
pub(super) async fn by_id_for_share(conn: &mut PgConnection, id: Uuid) -> Result<Option<FileLine>, sqlx::Error> {
    sqlx::query_as!(
        Row,
        "select id, name, media_type, size, created_at, created_by from file
         where id = $1 and deleted_at is null for share",
        id,
    )
    .fetch_optional(conn)
    .await?
    .map(Row::into_line)
    .transpose()
}

pub(super) async fn latest_of(
    conn: &mut PgConnection,
    media_types: &[String],
    limit: i64,
) -> Result<Vec<FileLine>, sqlx::Error> {
    sqlx::query_as!(
        Row,
        "select id, name, media_type, size, created_at, created_by from file
         where deleted_at is null and media_type = any($1) order by created_at desc, id desc limit $2",
        media_types,
        limit,
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(Row::into_line)
    .collect()
}

/// Whether another room shows the file as its own.
pub(super) async fn is_referred_to(conn: &mut PgConnection, id: Uuid) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from contract where scan_id = $1)
            or exists (select from organisation where logo_id = $1) as "referred!""#,
        id,
    )
    .fetch_one(conn)
    .await
}

#[allow(clippy::too_many_arguments, reason = "a row has that many columns")]
pub(super) async fn insert(
    conn: &mut PgConnection,
    id: Uuid,
    name: &str,
    kind: Kind,
    size: i64,
    sha256: &[u8],
    now: DateTime<Utc>,
    by: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into file (id, name, media_type, size, sha256, created_at, created_by) values ($1, $2, $3, $4, $5, $6, $7)",
        id,
        name,
        kind.media_type(),
        size,
        sha256,
        now,
        by,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The name of what was there.
pub(super) async fn mark_deleted(
    conn: &mut PgConnection,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "update file set deleted_at = $2 where id = $1 and deleted_at is null returning name",
        id,
        now,
    )
    .fetch_optional(conn)
    .await
}
