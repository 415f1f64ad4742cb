//! The SQL of service links.

use chrono::{DateTime, NaiveDate, Utc};
use domain::Month;
use domain::links::{Link, LinkLine};
use sqlx::PgConnection;

use super::Period;

/// The lock that everything takes that moves the subscriber's money or changes what is charged.
pub(super) async fn subscriber_archived_for_update(
    conn: &mut PgConnection,
    id: i64,
) -> Result<Option<bool>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select archived_at is not null as "archived!" from subscriber where id = $1 for no key update"#,
        id
    )
    .fetch_optional(conn)
    .await
}

/// Shared: many links of a service can be made at once, but it is not archived meanwhile.
pub(super) async fn service_archived_for_update(conn: &mut PgConnection, id: i64) -> Result<Option<bool>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select archived_at is not null as "archived!" from service where id = $1 for share"#,
        id
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn insert(conn: &mut PgConnection, link: &Link, now: DateTime<Utc>) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into service_link (subscriber_id, service_id, valid_from, valid_to, quantity, created_at)
        values ($1, $2, $3, $4, $5, $6) returning id",
        link.subscriber_id,
        link.service_id,
        link.from,
        link.to,
        link.quantity,
        now
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn subscriber_of(conn: &mut PgConnection, id: i64) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!("select subscriber_id from service_link where id = $1", id)
        .fetch_optional(conn)
        .await
}

pub(super) async fn period(conn: &mut PgConnection, id: i64) -> Result<Option<Period>, sqlx::Error> {
    let row = sqlx::query!(
        "select valid_from, valid_to,
            (select max(month) from charge where link_id = $1 and voided_at is null) as last_charged
        from service_link where id = $1",
        id
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Period {
        from: row.valid_from,
        to: row.valid_to,
        last_charged: row.last_charged.map(Month::of),
    }))
}

pub(super) async fn set_end(conn: &mut PgConnection, id: i64, to: NaiveDate) -> Result<(), sqlx::Error> {
    sqlx::query!("update service_link set valid_to = $2 where id = $1", id, to)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn of_subscriber(
    conn: &mut PgConnection,
    subscriber_id: i64,
    today: NaiveDate,
) -> Result<Vec<LinkLine>, sqlx::Error> {
    sqlx::query_as!(
        LinkLine,
        r#"select l.id, l.service_id, s.name as service, s.unit, l.valid_from as "from", l.valid_to as "to",
            coalesce(l.quantity, 1) as "quantity!",
            (select p.price from service_price p where p.service_id = s.id and p.valid_from <= $2
                order by p.valid_from desc limit 1) as price,
            l.valid_to is null or l.valid_to >= $2 as "is_open!"
        from service_link l join service s on s.id = l.service_id
        where l.subscriber_id = $1
        order by l.valid_to is null or l.valid_to >= $2 desc, s.name, l.valid_from desc, l.id"#,
        subscriber_id,
        today
    )
    .fetch_all(conn)
    .await
}
