//! The rows of servers.

use domain::fleet::ServerLine;
use sqlx::{PgConnection, query, query_scalar};

use super::ServerChange;

pub(super) async fn list(conn: &mut PgConnection) -> sqlx::Result<Vec<ServerLine>> {
    let rows = query!(
        r#"select s.name, coalesce(s.host || ':' || s.port, '') as "place!", s.weight, s.capacity, s.accepts_new,
                  (select count(*) from tenant t where t.pg_server_id = s.id) as "tenants!"
           from pg_server s order by s.id"#
    )
    .fetch_all(conn)
    .await?;
    let lines = rows.into_iter().map(|row| ServerLine {
        name: row.name,
        place: row.place,
        weight: row.weight,
        capacity: row.capacity,
        accepts_new: row.accepts_new,
        is_configured: false,
        tenants: row.tenants,
    });
    Ok(lines.collect())
}

pub(super) async fn change(conn: &mut PgConnection, name: &str, change: &ServerChange) -> sqlx::Result<Option<i64>> {
    let capacity = change
        .capacity
        .flatten()
        .map(|most| i32::try_from(most).unwrap_or(i32::MAX));
    query_scalar!(
        "update pg_server set weight = coalesce($2, weight), capacity = case when $3 then $4 else capacity end,
                accepts_new = coalesce($5, accepts_new)
         where name = $1 returning id",
        name,
        change.weight.map(i32::from),
        change.capacity.is_some(),
        capacity,
        change.accepts_new
    )
    .fetch_optional(conn)
    .await
}
