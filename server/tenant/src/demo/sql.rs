//! The SQL of the demonstration: everything comes in as whole columns.

use chrono::{DateTime, NaiveDate, Utc};
use domain::services::Price;
use domain::{Money, Role};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::estate::{For, House, NewLink, Person};

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

pub(super) async fn insert_services(
    conn: &mut PgConnection,
    services: [(&str, &str, i64, i64, For); 8],
    now: DateTime<Utc>,
) -> Result<Vec<i64>, sqlx::Error> {
    let names = services.map(|(name, ..)| name.to_owned());
    let units = services.map(|(_, unit, ..)| unit.to_owned());
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

pub(super) async fn insert_prices(
    conn: &mut PgConnection,
    prices: &[(i64, Price)],
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let services: Vec<i64> = prices.iter().map(|(service, _)| *service).collect();
    let sums: Vec<Decimal> = prices.iter().map(|(_, price)| price.price).collect();
    let days: Vec<NaiveDate> = prices.iter().map(|(_, price)| price.from).collect();
    sqlx::query!(
        "insert into service_price (service_id, price, valid_from, created_at)
        select service_id, price, valid_from, $4
        from unnest($1::bigint[], $2::numeric[], $3::date[]) as p (service_id, price, valid_from)",
        &services,
        &sums,
        &days,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn insert_links(
    conn: &mut PgConnection,
    links: &[NewLink],
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let subscribers: Vec<i64> = links.iter().map(|(subscriber, ..)| *subscriber).collect();
    let services: Vec<i64> = links.iter().map(|(_, service, ..)| *service).collect();
    let begins: Vec<NaiveDate> = links.iter().map(|(_, _, from, ..)| *from).collect();
    let ends: Vec<String> = links.iter().map(|(_, _, _, to, _)| or_empty(*to)).collect();
    let quantities: Vec<Decimal> = links.iter().map(|(.., quantity)| *quantity).collect();
    sqlx::query!(
        "insert into service_link (subscriber_id, service_id, valid_from, valid_to, quantity, created_at)
        select subscriber_id, service_id, valid_from, nullif(valid_to, '')::date, quantity, $6
        from unnest($1::bigint[], $2::bigint[], $3::date[], $4::text[], $5::numeric[])
            as l (subscriber_id, service_id, valid_from, valid_to, quantity)",
        &subscribers,
        &services,
        &begins,
        &ends,
        &quantities,
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
