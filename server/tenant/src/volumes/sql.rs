//! The SQL of volumes.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::Month;
use domain::volumes::VolumeLine;
use rust_decimal::Decimal;
use sqlx::PgConnection;

/// Which links are wanted.
pub(super) struct Wanted {
    pub(super) month: Month,
    pub(super) service: Option<i64>,
    pub(super) house: Option<i64>,
    /// How the account or the name begins, in lower case.
    pub(super) begins: String,
    /// Account and link of the row before.
    pub(super) after: (String, i64),
}

/// The page is cut out of the accounts' order first; what stands on its rows is looked up for them alone.
pub(super) async fn list(conn: &mut PgConnection, wanted: &Wanted, limit: i64) -> Result<Vec<VolumeLine>, sqlx::Error> {
    sqlx::query_as!(
        VolumeLine,
        r#"with page as materialized (
            select l.id, s.id as subscriber_id, s.account, s.name, s.address, v.name as service, v.unit
            from subscriber s
            join service_link l on l.subscriber_id = s.id and l.quantity is null
                and l.valid_from <= $2 and (l.valid_to is null or l.valid_to >= $1)
            join service v on v.id = l.service_id
            where (s.account, l.id) > ($5, $6) and s.account >= $5
              and ($3::bigint is null or l.service_id = $3)
              and ($4::bigint is null or s.premises_id in (select id from premises where house_id = $4))
              and (lower(s.account) like $9 || '%' or lower(s.name) like $9 || '%')
              and exists (
                select from service_price p
                where p.service_id = v.id and p.kind in ('metered', 'tiered') and p.valid_from <= $2)
            order by s.account, l.id
            limit $7
        )
        select page.id as "link_id!", page.subscriber_id as "subscriber_id!", page.account as "account!",
            page.name as "name!", page.address as "address!", page.service as "service!", page.unit as "unit!",
            (select volume from volume where link_id = page.id and month = $8) as previous,
            (select volume from volume where link_id = page.id and month = $1) as volume,
            exists (select from charge c where c.link_id = page.id and c.month = $1 and c.kind = 'regular'
                and c.voided_at is null) as "is_charged!"
        from page order by page.account, page.id"#,
        wanted.month.first_day(),
        wanted.month.last_day(),
        wanted.service,
        wanted.house,
        wanted.after.0,
        wanted.after.1,
        limit,
        wanted.month.previous().first_day(),
        wanted.begins
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn count(conn: &mut PgConnection, wanted: &Wanted, cap: i64) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
            select from subscriber s
            join service_link l on l.subscriber_id = s.id and l.quantity is null
                and l.valid_from <= $2 and (l.valid_to is null or l.valid_to >= $1)
            where ($3::bigint is null or l.service_id = $3)
              and ($4::bigint is null or s.premises_id in (select id from premises where house_id = $4))
              and (lower(s.account) like $6 || '%' or lower(s.name) like $6 || '%')
              and exists (
                select from service_price p
                where p.service_id = l.service_id and p.kind in ('metered', 'tiered') and p.valid_from <= $2)
            limit $5) counted"#,
        wanted.month.first_day(),
        wanted.month.last_day(),
        wanted.service,
        wanted.house,
        cap,
        wanted.begins
    )
    .fetch_one(conn)
    .await
}

/// Services that are or were charged by volume.
pub(super) async fn services(conn: &mut PgConnection) -> Result<Vec<(i64, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select s.id, s.name from service s
        where exists (select from service_price p where p.service_id = s.id and p.kind in ('metered', 'tiered'))
        order by lower(s.name), s.id"
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Whose links these are.
pub(super) async fn subscribers_of(conn: &mut PgConnection, links: &[i64]) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "select distinct subscriber_id from service_link where id = any ($1)",
        links
    )
    .fetch_all(conn)
    .await
}

/// The volume of each link in a month, and whether an invoice stands on it.
pub(super) async fn known(
    conn: &mut PgConnection,
    links: &[i64],
    month: Month,
) -> Result<BTreeMap<i64, (Option<Decimal>, bool)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select l.id, v.volume as "volume?",
            exists (select from charge c where c.link_id = l.id and c.month = $2 and c.kind = 'regular'
                and c.voided_at is null) as "is_charged!"
        from service_link l left join volume v on v.link_id = l.id and v.month = $2
        where l.id = any ($1)"#,
        links,
        month.first_day()
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, (row.volume, row.is_charged)))
        .collect())
}

/// Writes volumes, and takes away those that are none.
pub(super) async fn put(
    conn: &mut PgConnection,
    month: Month,
    changes: &[(i64, Option<Decimal>)],
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let gone: Vec<i64> = changes
        .iter()
        .filter(|(_, volume)| volume.is_none())
        .map(|(link, _)| *link)
        .collect();
    let (links, volumes): (Vec<i64>, Vec<Decimal>) = changes
        .iter()
        .filter_map(|(link, volume)| volume.map(|volume| (*link, volume)))
        .unzip();
    sqlx::query!(
        "with gone as (delete from volume where month = $1 and link_id = any ($2))
        insert into volume (link_id, month, volume, entered_by, created_at)
        select link_id, $1, volume, $5, $6 from unnest($3::bigint[], $4::numeric[]) as v (link_id, volume)
        on conflict (link_id, month) do update set volume = excluded.volume, entered_by = excluded.entered_by,
            created_at = excluded.created_at",
        month.first_day(),
        &gone,
        &links,
        &volumes,
        by,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
