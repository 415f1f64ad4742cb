//! The SQL of services and prices.

use chrono::{DateTime, NaiveDate, Utc};
use domain::Month;
use domain::services::{Price, Service, ServiceLine};
use domain::tariffs::Kind;
use rust_decimal::Decimal;
use sqlx::PgConnection;

struct LineRow {
    id: i64,
    name: String,
    unit: String,
    priority: i32,
    kind: Option<String>,
    price: Option<Decimal>,
    next_price: Option<Decimal>,
    next_from: Option<NaiveDate>,
    links: i64,
    archived: bool,
}

/// All services, or one of them.
pub(super) async fn list(
    conn: &mut PgConnection,
    today: NaiveDate,
    id: Option<i64>,
) -> Result<Vec<ServiceLine>, sqlx::Error> {
    let rows = sqlx::query_as!(
        LineRow,
        r#"select s.id, s.name, s.unit, s.priority, coalesce(held.kind, next.kind) as kind, held.price as "price?", next.price as "next_price?",
            next.valid_from as "next_from?", coalesce(open.links, 0) as "links!",
            s.archived_at is not null as "archived!"
        from service s
        left join lateral (
            select p.price, p.kind from service_price p where p.service_id = s.id and p.valid_from <= $1
            order by p.valid_from desc limit 1) held on true
        left join lateral (
            select p.price, p.kind, p.valid_from from service_price p where p.service_id = s.id and p.valid_from > $1
            order by p.valid_from limit 1) next on true
        left join (
            select service_id, count(*) as links from service_link
            where valid_from <= $1 and (valid_to is null or valid_to >= $1) and ($2::bigint is null or service_id = $2)
            group by service_id) open on open.service_id = s.id
        where $2::bigint is null or s.id = $2
        order by s.archived_at is not null, lower(s.name), s.id"#,
        today,
        id
    )
    .fetch_all(conn)
    .await?;
    let line = |row: LineRow| ServiceLine {
        id: row.id,
        name: row.name,
        unit: row.unit,
        priority: row.priority,
        kind: row.kind.as_deref().and_then(Kind::from_code),
        price: row.price,
        next: row
            .next_price
            .zip(row.next_from)
            .map(|(price, from)| Price { price, from }),
        links: row.links,
        archived: row.archived,
    };
    Ok(rows.into_iter().map(line).collect())
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    name: &str,
    unit: &str,
    priority: i32,
    now: DateTime<Utc>,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into service (name, unit, priority, created_at) values ($1, $2, $3, $4) returning id",
        name,
        unit,
        priority,
        now
    )
    .fetch_one(conn)
    .await
}

/// Name, unit and, if one is given, priority.
pub(super) async fn change(conn: &mut PgConnection, id: i64, service: &Service) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "update service set name = $2, unit = $3, priority = coalesce($4, priority) where id = $1 returning id",
        id,
        service.name,
        service.unit,
        service.priority
    )
    .fetch_optional(conn)
    .await
}

/// Prices and runs keep out of each other's way: a run holds this lock shared, so that no price comes in between its
/// computation and its charges.
pub(super) async fn prices_for_update(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!(r#"select 1 as "one!" from pg_advisory_xact_lock(hashtext('kvitok.prices'))"#)
        .fetch_one(conn)
        .await?;
    Ok(())
}

/// The other side of [`prices_for_update`]: held by a run until it ends; runs do not wait for each other here.
pub(super) async fn prices_for_share(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!(r#"select 1 as "one!" from pg_advisory_xact_lock_shared(hashtext('kvitok.prices'))"#)
        .fetch_one(conn)
        .await?;
    Ok(())
}

/// The key is left alone, so that rows that refer to the service do not wait.
pub(super) async fn archived_for_update(conn: &mut PgConnection, id: i64) -> Result<Option<bool>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select archived_at is not null as "archived!" from service where id = $1 for no key update"#,
        id
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn last_charged(conn: &mut PgConnection, id: i64) -> Result<Option<Month>, sqlx::Error> {
    let month = sqlx::query_scalar!(
        "select max(c.month) from service_link l join charge c on c.link_id = l.id and c.voided_at is null
        where l.service_id = $1",
        id
    )
    .fetch_one(conn)
    .await?;
    Ok(month.map(Month::of))
}

/// Whether anybody has the service on a later day.
pub(super) async fn has_links_after(conn: &mut PgConnection, id: i64, day: NaiveDate) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (
            select from service_link where service_id = $1 and (valid_to is null or valid_to > $2)) as "any!""#,
        id,
        day
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn set_archived(
    conn: &mut PgConnection,
    id: i64,
    at: Option<DateTime<Utc>>,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update service set archived_at = $2 where id = $1", id, at)
        .execute(conn)
        .await?;
    Ok(())
}
