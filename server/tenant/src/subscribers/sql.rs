//! SQL of subscribers: the card and its changes. The list stands in `search`.

use chrono::{DateTime, NaiveDate, Utc};
use domain::subscribers::{Kind, Subscriber};
use sqlx::PgConnection;

/// A subscriber as it is kept. `subscriber` holds what a form can change; its `known`, `account` and `place` are empty.
pub(super) struct Found {
    pub version: i32,
    pub account: String,
    pub premises_id: Option<i64>,
    pub subscriber: Subscriber,
    pub created_at: DateTime<Utc>,
    pub archived_at: Option<DateTime<Utc>>,
}

struct Row {
    version: i32,
    account: String,
    kind: String,
    name: String,
    inn: Option<String>,
    premises_id: Option<i64>,
    phone: Option<String>,
    email: Option<String>,
    note: Option<String>,
    created_at: DateTime<Utc>,
    archived_at: Option<DateTime<Utc>>,
}

impl Row {
    fn found(self) -> Result<Found, sqlx::Error> {
        let kind = Kind::from_code(&self.kind)
            .ok_or_else(|| sqlx::Error::Decode(format!("kind of subscriber {}", self.kind).into()))?;
        Ok(Found {
            version: self.version,
            account: self.account,
            premises_id: self.premises_id,
            subscriber: Subscriber {
                known: None,
                account: None,
                kind,
                name: self.name,
                inn: self.inn,
                place: None,
                phone: self.phone,
                email: self.email,
                note: self.note,
            },
            created_at: self.created_at,
            archived_at: self.archived_at,
        })
    }
}

pub(super) async fn card(conn: &mut PgConnection, id: i64) -> Result<Option<Found>, sqlx::Error> {
    let row = sqlx::query_as!(
        Row,
        "select version, account, kind, name, inn, premises_id, phone, email, note, created_at, archived_at
         from subscriber where id = $1",
        id,
    )
    .fetch_optional(conn)
    .await?;
    row.map(Row::found).transpose()
}

/// Locks the subscriber against another change, and against new links and payments, which refer to it.
pub(super) async fn subscriber_for_update(conn: &mut PgConnection, id: i64) -> Result<Option<Found>, sqlx::Error> {
    let row = sqlx::query_as!(
        Row,
        "select version, account, kind, name, inn, premises_id, phone, email, note, created_at, archived_at
         from subscriber where id = $1 for update",
        id,
    )
    .fetch_optional(conn)
    .await?;
    row.map(Row::found).transpose()
}

/// The next account that nobody has. Rows are taken from the series one by one, so the sequence stops at the first
/// free number; the count stays a subquery, since a join could ask for all of them first.
pub(super) async fn free_account(conn: &mut PgConnection) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select account as "account!" from (
            select case when next < 1000000 then lpad(next::text, 6, '0') else next::text end as account
            from (select nextval('account_number_seq') as next from generate_series(1, 200000)) numbers
        ) accounts
        where (select count(*) from subscriber s where s.account = accounts.account) = 0
        limit 1"#
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    account: &str,
    subscriber: &Subscriber,
    premises_id: Option<i64>,
    now: DateTime<Utc>,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into subscriber (account, kind, name, inn, premises_id, phone, email, note, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id",
        account,
        subscriber.kind.code(),
        subscriber.name,
        subscriber.inn,
        premises_id,
        subscriber.phone,
        subscriber.email,
        subscriber.note,
        now,
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn update(
    conn: &mut PgConnection,
    id: i64,
    account: &str,
    subscriber: &Subscriber,
    premises_id: Option<i64>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update subscriber set version = version + 1, account = $2, kind = $3, name = $4, inn = $5, premises_id = $6,
             phone = $7, email = $8, note = $9
         where id = $1",
        id,
        account,
        subscriber.kind.code(),
        subscriber.name,
        subscriber.inn,
        premises_id,
        subscriber.phone,
        subscriber.email,
        subscriber.note,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Whether a service runs beyond today or is yet to begin.
pub(super) async fn has_open_links(conn: &mut PgConnection, id: i64, today: NaiveDate) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (
            select from service_link where subscriber_id = $1 and (valid_to is null or valid_to > $2)
        ) as "exists!""#,
        id,
        today,
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn set_archived(
    conn: &mut PgConnection,
    id: i64,
    at: Option<DateTime<Utc>>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update subscriber set version = version + 1, archived_at = $2 where id = $1",
        id,
        at
    )
    .execute(conn)
    .await?;
    Ok(())
}
