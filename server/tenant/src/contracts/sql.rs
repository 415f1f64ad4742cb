//! SQL of contracts: the card and its changes. The lists stand in `list`.

use chrono::{DateTime, NaiveDate, Utc};
use domain::contracts::{End, Terms};
use sqlx::PgConnection;
use uuid::Uuid;

/// A contract as it is kept, with its subscriber.
pub(super) struct Found {
    pub version: i32,
    pub subscriber_id: i64,
    pub account: String,
    pub name: String,
    pub terms: Terms,
    pub scan_id: Option<Uuid>,
    pub ended: Option<(NaiveDate, String)>,
    pub created_by: String,
    pub created_at: DateTime<Utc>,
}

struct Row {
    version: i32,
    subscriber_id: i64,
    account: String,
    name: String,
    number: String,
    party: String,
    subject: String,
    signed_on: NaiveDate,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    note: Option<String>,
    scan_id: Option<Uuid>,
    ended_on: Option<NaiveDate>,
    end_reason: Option<String>,
    created_by: String,
    created_at: DateTime<Utc>,
}

impl Row {
    fn found(self) -> Found {
        Found {
            version: self.version,
            subscriber_id: self.subscriber_id,
            account: self.account,
            name: self.name,
            terms: Terms {
                number: self.number,
                party: self.party,
                subject: self.subject,
                signed_on: self.signed_on,
                valid_from: self.valid_from,
                valid_to: self.valid_to,
                note: self.note,
            },
            scan_id: self.scan_id,
            ended: self.ended_on.zip(self.end_reason),
            created_by: self.created_by,
            created_at: self.created_at,
        }
    }
}

pub(super) async fn by_id(conn: &mut PgConnection, id: i64) -> Result<Option<Found>, sqlx::Error> {
    let row = sqlx::query_as!(
        Row,
        "select c.version, c.subscriber_id, s.account, s.name, c.number, c.party, c.subject, c.signed_on, c.valid_from,
             c.valid_to, c.note, c.scan_id, c.ended_on, c.end_reason, c.created_by, c.created_at
         from contract c join subscriber s on s.id = c.subscriber_id where c.id = $1",
        id,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(Row::found))
}

pub(super) async fn contract_for_update(conn: &mut PgConnection, id: i64) -> Result<Option<Found>, sqlx::Error> {
    let row = sqlx::query_as!(
        Row,
        "select c.version, c.subscriber_id, s.account, s.name, c.number, c.party, c.subject, c.signed_on, c.valid_from,
             c.valid_to, c.note, c.scan_id, c.ended_on, c.end_reason, c.created_by, c.created_at
         from contract c join subscriber s on s.id = c.subscriber_id where c.id = $1 for update of c",
        id,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(Row::found))
}

/// Whom a contract is with.
pub(super) struct Payer {
    pub id: i64,
    pub name: String,
    pub archived: bool,
}

pub(super) async fn payer(conn: &mut PgConnection, account: &str) -> Result<Option<Payer>, sqlx::Error> {
    sqlx::query_as!(
        Payer,
        r#"select id, name, archived_at is not null as "archived!" from subscriber where account = $1"#,
        account
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    subscriber_id: i64,
    terms: &Terms,
    by: &str,
    now: DateTime<Utc>,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into contract (number, subscriber_id, party, subject, signed_on, valid_from, valid_to, note, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id",
        terms.number,
        subscriber_id,
        terms.party,
        terms.subject,
        terms.signed_on,
        terms.valid_from,
        terms.valid_to,
        terms.note,
        by,
        now,
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn update(conn: &mut PgConnection, id: i64, terms: &Terms) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update contract set version = version + 1, number = $2, party = $3, subject = $4, signed_on = $5,
             valid_from = $6, valid_to = $7, note = $8
         where id = $1",
        id,
        terms.number,
        terms.party,
        terms.subject,
        terms.signed_on,
        terms.valid_from,
        terms.valid_to,
        terms.note,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn set_end(conn: &mut PgConnection, end: &End) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update contract set version = version + 1, ended_on = $2, end_reason = $3 where id = $1",
        end.id,
        end.ended_on,
        end.reason,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The scan is no part of what the form overwrites, so the version stays.
pub(super) async fn set_scan(conn: &mut PgConnection, id: i64, file: Option<Uuid>) -> Result<(), sqlx::Error> {
    sqlx::query!("update contract set scan_id = $2 where id = $1", id, file)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn links_of(conn: &mut PgConnection, id: i64) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "select link_id from contract_link where contract_id = $1 order by link_id",
        id
    )
    .fetch_all(conn)
    .await
}

/// Replaces the links of a contract by those of the given ones that are the subscriber's; says how many they are.
pub(super) async fn set_links(
    conn: &mut PgConnection,
    id: i64,
    subscriber_id: i64,
    links: &[i64],
) -> Result<u64, sqlx::Error> {
    sqlx::query!("delete from contract_link where contract_id = $1", id)
        .execute(&mut *conn)
        .await?;
    let done = sqlx::query!(
        "insert into contract_link (contract_id, link_id)
         select $1, l.id from service_link l where l.id = any($3) and l.subscriber_id = $2",
        id,
        subscriber_id,
        links,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
