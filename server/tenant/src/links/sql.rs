//! The SQL of service links.

use chrono::{DateTime, NaiveDate, Utc};
use domain::Month;
use domain::links::{Link, LinkLine, NewPause, PauseLine};
use domain::tariffs::Kind;
use rust_decimal::Decimal;
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
        "insert into service_link (subscriber_id, service_id, valid_from, valid_to, quantity, price, created_at)
        values ($1, $2, $3, $4, $5, $6, $7) returning id",
        link.subscriber_id,
        link.service_id,
        link.from,
        link.to,
        link.quantity,
        link.price,
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

struct LinkRow {
    id: i64,
    service_id: i64,
    service: String,
    unit: String,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    quantity: Option<Decimal>,
    own_price: Option<Decimal>,
    kind: Option<String>,
    price: Option<Decimal>,
    is_open: bool,
}

pub(super) async fn of_subscriber(
    conn: &mut PgConnection,
    subscriber_id: i64,
    today: NaiveDate,
) -> Result<Vec<LinkLine>, sqlx::Error> {
    let rows = sqlx::query_as!(
        LinkRow,
        r#"select l.id, l.service_id, s.name as service, s.unit, l.valid_from, l.valid_to, l.quantity,
            l.price as own_price, held.kind as "kind?", held.price as "price?",
            l.valid_to is null or l.valid_to >= $2 as "is_open!"
        from service_link l join service s on s.id = l.service_id
        left join lateral (
            select p.kind, p.price from service_price p where p.service_id = s.id and p.valid_from <= $2
            order by p.valid_from desc limit 1) held on true
        where l.subscriber_id = $1
        order by l.valid_to is null or l.valid_to >= $2 desc, s.name, l.valid_from desc, l.id"#,
        subscriber_id,
        today
    )
    .fetch_all(conn)
    .await?;
    let line = |row: LinkRow| LinkLine {
        id: row.id,
        service_id: row.service_id,
        service: row.service,
        unit: row.unit,
        from: row.valid_from,
        to: row.valid_to,
        quantity: row.quantity,
        own_price: row.own_price,
        kind: row.kind.as_deref().and_then(Kind::from_code),
        price: row.price,
        is_open: row.is_open,
        pauses: Vec::new(),
        lines: Vec::new(),
    };
    Ok(rows.into_iter().map(line).collect())
}

/// The pauses of a subscriber's links, the latest first. One may go while nothing is charged of its days or after.
pub(super) async fn pauses(conn: &mut PgConnection, subscriber_id: i64) -> Result<Vec<(i64, PauseLine)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.id, p.link_id, p.valid_from, p.valid_to, p.reason, p.created_by,
            not exists (select from charge c where c.link_id = p.link_id and c.voided_at is null
                and c.month >= date_trunc('month', p.valid_from)) as "may_go!"
        from link_pause p join service_link l on l.id = p.link_id
        where l.subscriber_id = $1 order by p.valid_from desc"#,
        subscriber_id
    )
    .fetch_all(conn)
    .await?;
    let pauses = rows.into_iter().map(|row| {
        let pause = PauseLine {
            id: row.id,
            from: row.valid_from,
            to: row.valid_to,
            reason: row.reason,
            by: row.created_by,
            may_go: row.may_go,
        };
        (row.link_id, pause)
    });
    Ok(pauses.collect())
}

pub(super) async fn insert_pause(
    conn: &mut PgConnection,
    pause: &NewPause,
    by: &str,
    now: DateTime<Utc>,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into link_pause (link_id, valid_from, valid_to, reason, created_by, created_at)
        values ($1, $2, $3, $4, $5, $6) returning id",
        pause.link_id,
        pause.from,
        pause.to,
        pause.reason,
        by,
        now
    )
    .fetch_one(conn)
    .await
}

/// A pause's link, first and last day.
pub(super) async fn pause(
    conn: &mut PgConnection,
    id: i64,
) -> Result<Option<(i64, NaiveDate, Option<NaiveDate>)>, sqlx::Error> {
    let row = sqlx::query!("select link_id, valid_from, valid_to from link_pause where id = $1", id)
        .fetch_optional(conn)
        .await?;
    Ok(row.map(|row| (row.link_id, row.valid_from, row.valid_to)))
}

pub(super) async fn set_pause_end(conn: &mut PgConnection, id: i64, to: NaiveDate) -> Result<(), sqlx::Error> {
    sqlx::query!("update link_pause set valid_to = $2 where id = $1", id, to)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn remove_pause(conn: &mut PgConnection, id: i64) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from link_pause where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}
