//! SQL of houses.

use chrono::{DateTime, Utc};
use domain::houses::{House, HouseLine};
use sqlx::PgConnection;

/// The place of a house in the list; the default stands before all of them.
#[derive(Default)]
pub(super) struct Position {
    locality: String,
    street: String,
    number: String,
    id: i64,
}

pub(super) async fn position(conn: &mut PgConnection, id: i64) -> Result<Option<Position>, sqlx::Error> {
    sqlx::query_as!(
        Position,
        "select locality, street, number, id from house where id = $1",
        id
    )
    .fetch_optional(conn)
    .await
}

/// Cuts the page out first and counts premises and people for its rows only.
pub(super) async fn list(
    conn: &mut PgConnection,
    words: &[String],
    after: &Position,
    limit: i64,
) -> Result<Vec<HouseLine>, sqlx::Error> {
    sqlx::query_as!(
        HouseLine,
        r#"with page as materialized (
            select id, locality, street, number, district, route from house
            where lower(locality || ', ' || street || ', ' || number) like all ($1)
              and (locality, street, number, id) > ($2, $3, $4, $5)
            order by locality, street, number, id
            limit $6
        )
        select page.id as "id!", page.locality as "locality!", page.street as "street!", page.number as "number!",
            page.district, page.route,
            (select count(*) from premises p where p.house_id = page.id) as "premises!",
            (select count(*) from premises p join subscriber s on s.premises_id = p.id
             where p.house_id = page.id and s.archived_at is null) as "subscribers!"
        from page order by page.locality, page.street, page.number, page.id"#,
        words,
        after.locality,
        after.street,
        after.number,
        after.id,
        limit,
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn count(conn: &mut PgConnection, words: &[String], cap: i64) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
            select from house where lower(locality || ', ' || street || ', ' || number) like all ($1) limit $2
        ) counted"#,
        words,
        cap,
    )
    .fetch_one(conn)
    .await
}

pub(crate) async fn choices(conn: &mut PgConnection) -> Result<Vec<(i64, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id, address_line(locality, street, number, null, null) as "address!"
           from house order by locality, street, number, id limit 2000"#
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.address)).collect())
}

pub(super) async fn line(conn: &mut PgConnection, id: i64) -> Result<Option<HouseLine>, sqlx::Error> {
    sqlx::query_as!(
        HouseLine,
        r#"select h.id, h.locality, h.street, h.number, h.district, h.route,
            (select count(*) from premises p where p.house_id = h.id) as "premises!",
            (select count(*) from premises p join subscriber s on s.premises_id = p.id
             where p.house_id = h.id and s.archived_at is null) as "subscribers!"
        from house h where h.id = $1"#,
        id,
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn house_for_update(conn: &mut PgConnection, id: i64) -> Result<Option<House>, sqlx::Error> {
    sqlx::query_as!(
        House,
        r#"select id as "id?", locality, street, number, district, route from house where id = $1 for update"#,
        id,
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn insert(conn: &mut PgConnection, house: &House, now: DateTime<Utc>) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into house (locality, street, number, district, route, created_at)
         values ($1, $2, $3, $4, $5, $6) returning id",
        house.locality,
        house.street,
        house.number,
        house.district,
        house.route,
        now,
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn update(conn: &mut PgConnection, id: i64, house: &House) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update house set locality = $2, street = $3, number = $4, district = $5, route = $6 where id = $1",
        id,
        house.locality,
        house.street,
        house.number,
        house.district,
        house.route,
    )
    .execute(conn)
    .await?;
    Ok(())
}
