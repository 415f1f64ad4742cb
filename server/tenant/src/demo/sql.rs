//! The SQL of the demonstration: everything comes in as whole columns.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{Money, Role};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::estate::{House, NewLink, Person};
use super::offers::OFFERS;

/// A day for a column of days that may be missing.
fn or_empty(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

pub(super) async fn has_subscribers(conn: &mut PgConnection) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select exists (select from subscriber) as "any!""#)
        .fetch_one(conn)
        .await
}

/// Who can sign in; whoever has the address already keeps it with their own password.
pub(super) async fn insert_staff(
    conn: &mut PgConnection,
    staff: &[(&str, &str, String, Role)],
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let names: Vec<String> = staff.iter().map(|(name, ..)| (*name).to_owned()).collect();
    let emails: Vec<String> = staff.iter().map(|(_, email, ..)| (*email).to_owned()).collect();
    let hashes: Vec<String> = staff.iter().map(|(_, _, hash, _)| hash.clone()).collect();
    let roles: Vec<String> = staff.iter().map(|(.., role)| role.code().to_owned()).collect();
    sqlx::query!(
        "insert into staff_user (name, email, password_hash, role, created_at)
        select name, email, hash, role, $5
        from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as s (name, email, hash, role)
        on conflict (email) do nothing",
        &names,
        &emails,
        &hashes,
        &roles,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// In their order: the tenant is empty, so that the ids count from the first.
pub(super) async fn insert_houses(
    conn: &mut PgConnection,
    houses: &[House],
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let localities: Vec<String> = houses.iter().map(|house| house.locality.to_owned()).collect();
    let streets: Vec<String> = houses.iter().map(|house| house.street.to_owned()).collect();
    let numbers: Vec<String> = houses.iter().map(|house| house.number.clone()).collect();
    let districts: Vec<String> = houses.iter().map(|house| house.district.to_owned()).collect();
    let routes: Vec<String> = houses.iter().map(|house| house.route.clone()).collect();
    sqlx::query!(
        "insert into house (locality, street, number, district, route, created_at)
        select locality, street, number, district, route, $6
        from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) with ordinality
            as h (locality, street, number, district, route, place)
        order by place",
        &localities,
        &streets,
        &numbers,
        &districts,
        &routes,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Houses are found by their place among all of them.
pub(super) async fn insert_premises(
    conn: &mut PgConnection,
    people: &[Person],
    since: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let houses: Vec<i64> = people
        .iter()
        .map(|person| i64::try_from(person.house + 1).unwrap_or(1))
        .collect();
    let numbers: Vec<String> = people.iter().map(|person| person.number.clone()).collect();
    let kinds: Vec<String> = people.iter().map(|person| person.kind.code().to_owned()).collect();
    let areas: Vec<Decimal> = people.iter().map(|person| person.area).collect();
    let residents: Vec<i32> = people.iter().map(|person| person.residents).collect();
    sqlx::query!(
        "with sent as materialized (
            select p.house, p.number, p.kind, p.area, p.residents, p.place, h.id as house_id
            from unnest($1::bigint[], $2::text[], $3::text[], $4::numeric[], $5::integer[]) with ordinality
                as p (house, number, kind, area, residents, place)
            join (select id, row_number() over (order by id) as nth from house) h on h.nth = p.house
        ), written as (
            insert into premises (house_id, number, kind, created_at)
            select house_id, number, kind, $7 from sent order by place returning id, house_id, number
        )
        insert into premises_state (premises_id, valid_from, area, residents)
        select w.id, $6, s.area, s.residents
        from written w join sent s on s.house_id = w.house_id and s.number = w.number",
        &houses,
        &numbers,
        &kinds,
        &areas,
        &residents,
        since,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// One subscriber for each premises, in the same order; gives their ids in that order.
pub(super) async fn insert_subscribers(
    conn: &mut PgConnection,
    people: &[Person],
    now: DateTime<Utc>,
) -> Result<Vec<i64>, sqlx::Error> {
    let names: Vec<String> = people.iter().map(|person| person.name.clone()).collect();
    let inns: Vec<String> = people
        .iter()
        .map(|person| person.inn.clone().unwrap_or_default())
        .collect();
    let phones: Vec<String> = people
        .iter()
        .map(|person| person.phone.clone().unwrap_or_default())
        .collect();
    let emails: Vec<String> = people
        .iter()
        .map(|person| person.email.clone().unwrap_or_default())
        .collect();
    let ends: Vec<String> = people.iter().map(|person| or_empty(person.to)).collect();
    let mut ids = sqlx::query_scalar!(
        "insert into subscriber (account, kind, name, inn, phone, email, premises_id, created_at, archived_at)
        select lpad(nextval('account_number_seq')::text, 6, '0'),
            case when s.inn is null then 'person' else 'organisation' end,
            s.name, s.inn, s.phone, s.email, p.id, $6, s.ends_on + interval '30 hours'
        from (
            select name, nullif(inn, '') as inn, nullif(phone, '') as phone, nullif(email, '') as email,
                nullif(ends_on, '')::date as ends_on, place
            from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) with ordinality
                as s (name, inn, phone, email, ends_on, place)
            order by place) s
        join (select id, row_number() over (order by id) as nth from premises) p on p.nth = s.place
        order by s.place
        returning id",
        &names,
        &inns,
        &phones,
        &emails,
        &ends,
        now
    )
    .fetch_all(conn)
    .await?;
    ids.sort_unstable();
    Ok(ids)
}

pub(super) async fn insert_services(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<Vec<i64>, sqlx::Error> {
    let names = OFFERS.each_ref().map(|offer| offer.name.to_owned());
    let units = OFFERS.each_ref().map(|offer| offer.unit.to_owned());
    let mut ids = sqlx::query_scalar!(
        "insert into service (name, unit, created_at)
        select name, unit, $3 from unnest($1::text[], $2::text[]) with ordinality as s (name, unit, place)
        order by place returning id",
        &names,
        &units,
        now
    )
    .fetch_all(conn)
    .await?;
    ids.sort_unstable();
    Ok(ids)
}

pub(super) async fn insert_links(
    conn: &mut PgConnection,
    links: &[NewLink],
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let or_nothing = |number: Option<Decimal>| number.map(|number| number.to_string()).unwrap_or_default();
    let subscribers: Vec<i64> = links.iter().map(|link| link.subscriber).collect();
    let services: Vec<i64> = links.iter().map(|link| link.service).collect();
    let begins: Vec<NaiveDate> = links.iter().map(|link| link.from).collect();
    let ends: Vec<String> = links.iter().map(|link| or_empty(link.to)).collect();
    let quantities: Vec<String> = links.iter().map(|link| or_nothing(link.quantity)).collect();
    let prices: Vec<String> = links.iter().map(|link| or_nothing(link.price)).collect();
    sqlx::query!(
        "insert into service_link (subscriber_id, service_id, valid_from, valid_to, quantity, price, created_at)
        select subscriber_id, service_id, valid_from, nullif(valid_to, '')::date, nullif(quantity, '')::numeric,
            nullif(price, '')::numeric, $7
        from unnest($1::bigint[], $2::bigint[], $3::date[], $4::text[], $5::text[], $6::text[])
            as l (subscriber_id, service_id, valid_from, valid_to, quantity, price)",
        &subscribers,
        &services,
        &begins,
        &ends,
        &quantities,
        &prices,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The pauses of links, found by subscriber and service.
pub(super) async fn insert_pauses(
    conn: &mut PgConnection,
    links: &[NewLink],
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let paused = || links.iter().filter_map(|link| Some((link, link.pause?)));
    let subscribers: Vec<i64> = paused().map(|(link, _)| link.subscriber).collect();
    let services: Vec<i64> = paused().map(|(link, _)| link.service).collect();
    let begins: Vec<NaiveDate> = paused().map(|(_, (from, _))| from).collect();
    let ends: Vec<NaiveDate> = paused().map(|(_, (_, to))| to).collect();
    sqlx::query!(
        "insert into link_pause (link_id, valid_from, valid_to, reason, created_by, created_at)
        select l.id, p.valid_from, p.valid_to, 'Временное отсутствие', $5, $6
        from unnest($1::bigint[], $2::bigint[], $3::date[], $4::date[])
            as p (subscriber_id, service_id, valid_from, valid_to)
        join service_link l on l.subscriber_id = p.subscriber_id and l.service_id = p.service_id",
        &subscribers,
        &services,
        &begins,
        &ends,
        by,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The volumes of links, found in the same way.
pub(super) async fn insert_volumes(
    conn: &mut PgConnection,
    links: &[NewLink],
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let read = || {
        links
            .iter()
            .flat_map(|link| link.volumes.iter().map(move |(month, volume)| (link, *month, *volume)))
    };
    let subscribers: Vec<i64> = read().map(|(link, ..)| link.subscriber).collect();
    let services: Vec<i64> = read().map(|(link, ..)| link.service).collect();
    let months: Vec<NaiveDate> = read().map(|(_, month, _)| month).collect();
    let volumes: Vec<Decimal> = read().map(|(.., volume)| volume).collect();
    sqlx::query!(
        "insert into volume (link_id, month, volume, entered_by, created_at)
        select l.id, v.month, v.volume, $5, $6
        from unnest($1::bigint[], $2::bigint[], $3::date[], $4::numeric[]) as v (subscriber_id, service_id, month, volume)
        join service_link l on l.subscriber_id = v.subscriber_id and l.service_id = v.service_id",
        &subscribers,
        &services,
        &months,
        &volumes,
        by,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What everybody owes, in a fixed order.
pub(super) async fn balances(conn: &mut PgConnection) -> Result<Vec<(i64, Money)>, sqlx::Error> {
    let rows = sqlx::query!("select subscriber_id, balance from subscriber_balance order by subscriber_id")
        .fetch_all(conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.subscriber_id, Money::round(row.balance)))
        .collect())
}
