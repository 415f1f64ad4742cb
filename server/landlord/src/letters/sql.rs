//! Letters in the landlord's database.

use chrono::{DateTime, Utc};
use domain::mail::{Letter, LetterCard, LetterLine, Status};
use domain::paging::{COUNT_CAP, PAGE_SIZE};
use sqlx::{PgConnection, query, query_as, query_scalar};

use super::Claimed;

struct Row {
    id: i64,
    tenant: Option<String>,
    recipient: String,
    subject: String,
    body: String,
    status: String,
    attempts: i32,
    next_try_at: DateTime<Utc>,
    cause: Option<String>,
    created_at: DateTime<Utc>,
    sent_at: Option<DateTime<Utc>>,
}

impl Row {
    fn into_card(self) -> sqlx::Result<LetterCard> {
        let status = status(&self.status)?;
        Ok(LetterCard {
            next_try_at: (status == Status::Queued).then_some(self.next_try_at),
            sent_at: self.sent_at,
            cause: self.cause,
            body: Some(self.body),
            may_retry: false,
            line: LetterLine {
                id: self.id,
                tenant: self.tenant,
                to: self.recipient,
                subject: self.subject,
                status,
                attempts: self.attempts,
                created_at: self.created_at,
            },
        })
    }
}

/// A word that is none means a damaged row.
fn status(code: &str) -> sqlx::Result<Status> {
    Status::from_code(code).ok_or_else(|| sqlx::Error::Decode(format!("status {code}").into()))
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    key: &str,
    tenant_id: Option<i64>,
    letter: &Letter,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = query!(
        "insert into letter (key, tenant_id, kind, recipient, subject, body, next_try_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $7) on conflict (key) do nothing",
        key,
        tenant_id,
        letter.kind.code(),
        letter.to,
        letter.subject,
        letter.text,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn list(conn: &mut PgConnection, wanted: Option<&str>, after: i64) -> sqlx::Result<Vec<LetterLine>> {
    query_as!(
        Row,
        r#"select l.id, t.name as "tenant?", l.recipient, l.subject, '' as "body!", l.status, l.attempts, l.next_try_at,
                  l.cause, l.created_at, l.sent_at
           from letter l left join tenant t on t.id = l.tenant_id
           where ($1::text is null or l.status = $1) and l.id < $2 order by l.id desc limit $3"#,
        wanted,
        after,
        PAGE_SIZE + 1
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(|row| row.into_card().map(|card| card.line))
    .collect()
}

pub(super) async fn count(conn: &mut PgConnection, wanted: Option<&str>) -> sqlx::Result<i64> {
    query_scalar!(
        r#"select count(*) as "count!" from (
            select from letter where ($1::text is null or status = $1) limit $2) capped"#,
        wanted,
        COUNT_CAP + 1
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn card(conn: &mut PgConnection, id: i64) -> sqlx::Result<Option<LetterCard>> {
    query_as!(
        Row,
        r#"select l.id, t.name as "tenant?", l.recipient, l.subject, l.body, l.status, l.attempts, l.next_try_at,
                  l.cause, l.created_at, l.sent_at
           from letter l left join tenant t on t.id = l.tenant_id where l.id = $1"#,
        id
    )
    .fetch_optional(conn)
    .await?
    .map(Row::into_card)
    .transpose()
}

pub(super) async fn last(conn: &mut PgConnection, limit: i64) -> sqlx::Result<Vec<LetterCard>> {
    query_as!(
        Row,
        r#"select l.id, t.name as "tenant?", l.recipient, l.subject, l.body, l.status, l.attempts, l.next_try_at,
                  l.cause, l.created_at, l.sent_at
           from letter l left join tenant t on t.id = l.tenant_id order by l.id desc limit $1"#,
        limit
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(Row::into_card)
    .collect()
}

pub(super) async fn status_for_update(conn: &mut PgConnection, id: i64) -> sqlx::Result<Option<Status>> {
    query_scalar!("select status from letter where id = $1 for update", id)
        .fetch_optional(conn)
        .await?
        .map(|code| status(&code))
        .transpose()
}

pub(super) async fn requeue(conn: &mut PgConnection, id: i64, now: DateTime<Utc>) -> sqlx::Result<()> {
    query!(
        "update letter set status = 'queued', attempts = 0, next_try_at = $2 where id = $1",
        id,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn claim(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> sqlx::Result<Option<Claimed>> {
    query_as!(
        Claimed,
        r#"update letter set attempts = attempts + 1, next_try_at = $2
           where id = (
               select id from letter where status = 'queued' and next_try_at <= $1
               order by next_try_at, id limit 1 for update skip locked)
           returning id, recipient as "to", subject, body, attempts as attempt, created_at"#,
        now,
        until
    )
    .fetch_optional(conn)
    .await
}

/// The attempt is named: whoever comes late, after the letter was taken over, changes nothing of another's attempt.
pub(super) async fn mark_sent(conn: &mut PgConnection, id: i64, attempt: i32, now: DateTime<Utc>) -> sqlx::Result<()> {
    query!(
        "update letter set status = 'sent', body = '', cause = null, sent_at = $3
         where id = $1 and attempts = $2 and status = 'queued'",
        id,
        attempt,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn mark_refused(
    conn: &mut PgConnection,
    id: i64,
    attempt: i32,
    status: Status,
    cause: &str,
    next: DateTime<Utc>,
) -> sqlx::Result<()> {
    query!(
        "update letter set status = $3, cause = $4, next_try_at = $5
         where id = $1 and attempts = $2 and status = 'queued'",
        id,
        attempt,
        status.code(),
        cause,
        next
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn keep_due(conn: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<u64> {
    let done = query!(
        "update letter set status = 'kept' where status = 'queued' and next_try_at <= $1",
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
