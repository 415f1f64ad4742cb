//! SQL of premises and of what holds of them from a day on.

use chrono::{DateTime, NaiveDate, Utc};
use domain::premises::{Kind, Premises, PremisesLine, PremisesState};
use rust_decimal::Decimal;
use sqlx::PgConnection;
use sqlx::types::Json;

fn kind(code: &str) -> Result<Kind, sqlx::Error> {
    Kind::from_code(code).ok_or_else(|| sqlx::Error::Decode(format!("kind of premises {code}").into()))
}

/// Premises of a house, or one of them. The lateral join takes the latest state not after the day.
pub(super) async fn lines(
    conn: &mut PgConnection,
    house_id: Option<i64>,
    id: Option<i64>,
    today: NaiveDate,
) -> Result<Vec<PremisesLine>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.id, p.house_id, p.number, p.kind,
            address_line(h.locality, h.street, h.number, p.kind, p.number) as "address!",
            state.area as "area?", state.residents as "residents?", state.valid_from as "valid_from?",
            (select coalesce(jsonb_agg(jsonb_build_array(s.id, s.account, s.name) order by s.account), '[]')
             from subscriber s where s.premises_id = p.id and s.archived_at is null)
                as "subscribers!: Json<Vec<(i64, String, String)>>"
        from premises p
        join house h on h.id = p.house_id
        left join lateral (
            select area, residents, valid_from from premises_state
            where premises_id = p.id and valid_from <= $3 order by valid_from desc limit 1
        ) state on true
        where p.house_id = $1 or p.id = $2"#,
        house_id,
        id,
        today,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(PremisesLine {
                id: row.id,
                house_id: row.house_id,
                address: row.address,
                number: row.number,
                kind: kind(&row.kind)?,
                area: row.area,
                residents: row.residents,
                from: row.valid_from,
                subscribers: row.subscribers.0,
            })
        })
        .collect()
}

/// The premises as they are on a day, locked against another change.
pub(super) async fn premises_for_update(
    conn: &mut PgConnection,
    id: i64,
    day: NaiveDate,
) -> Result<Option<Premises>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select p.id, p.house_id, p.number, p.kind,
            state.area as "area?", state.residents as "residents?", state.valid_from as "valid_from?"
        from premises p
        left join lateral (
            select area, residents, valid_from from premises_state
            where premises_id = p.id and valid_from <= $2 order by valid_from desc limit 1
        ) state on true
        where p.id = $1 for update of p"#,
        id,
        day,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Premises {
            id: Some(row.id),
            house_id: row.house_id,
            number: row.number,
            kind: kind(&row.kind)?,
            area: row.area,
            residents: row.residents,
            from: row.valid_from.unwrap_or(day),
        })
    })
    .transpose()
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    house_id: i64,
    number: &str,
    kind: Kind,
    now: DateTime<Utc>,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into premises (house_id, number, kind, created_at) values ($1, $2, $3, $4) returning id",
        house_id,
        number,
        kind.code(),
        now,
    )
    .fetch_one(conn)
    .await
}

/// Nothing where another has registered them; waits for one who is about to.
pub(super) async fn insert_unless_known(
    conn: &mut PgConnection,
    house_id: i64,
    number: &str,
    kind: Kind,
    now: DateTime<Utc>,
) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into premises (house_id, number, kind, created_at) values ($1, $2, $3, $4)
         on conflict (house_id, lower(number)) do nothing returning id",
        house_id,
        number,
        kind.code(),
        now,
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn find(conn: &mut PgConnection, house_id: i64, number: &str) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "select id from premises where house_id = $1 and lower(number) = lower($2)",
        house_id,
        number,
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn update(
    conn: &mut PgConnection,
    id: i64,
    house_id: i64,
    number: &str,
    kind: Kind,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update premises set house_id = $2, number = $3, kind = $4 where id = $1",
        id,
        house_id,
        number,
        kind.code(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn put_state(
    conn: &mut PgConnection,
    premises_id: i64,
    from: NaiveDate,
    area: Option<Decimal>,
    residents: Option<i32>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into premises_state (premises_id, valid_from, area, residents) values ($1, $2, $3, $4)
         on conflict (premises_id, valid_from) do update set area = excluded.area, residents = excluded.residents",
        premises_id,
        from,
        area,
        residents,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn house_of(conn: &mut PgConnection, id: i64) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!("select house_id from premises where id = $1", id)
        .fetch_optional(conn)
        .await
}

/// The entries of a history. Charges rest on one where a charge that counts took
/// its area or its residents for a month that it reaches into.
pub(super) async fn states(conn: &mut PgConnection, premises_id: i64) -> Result<Vec<PremisesState>, sqlx::Error> {
    sqlx::query_as!(
        PremisesState,
        r#"select p.valid_from as "from", p.area, p.residents, exists (
               select from subscriber s
               join service_link l on l.subscriber_id = s.id
               join charge c on c.link_id = l.id
               where s.premises_id = p.premises_id and c.voided_at is null
                 and ((c.inputs->>'area')::numeric = p.area or (c.inputs->>'residents')::numeric = p.residents)
                 and (c.month + interval '1 month')::date > p.valid_from and (p.next is null or c.month < p.next)
           ) as "is_charged!"
           from (
               select premises_id, valid_from, area, residents, lead(valid_from) over (order by valid_from) as next
               from premises_state where premises_id = $1
           ) p
           order by p.valid_from desc"#,
        premises_id,
    )
    .fetch_all(conn)
    .await
}

/// Whether charges rest on the entry of a day; nothing where there is no entry of that very day.
pub(super) async fn is_charged(
    conn: &mut PgConnection,
    premises_id: i64,
    from: NaiveDate,
) -> Result<Option<bool>, sqlx::Error> {
    let states = states(conn, premises_id).await?;
    Ok(states
        .into_iter()
        .find(|state| state.from == from)
        .map(|state| state.is_charged))
}

pub(super) async fn latest_state(conn: &mut PgConnection, premises_id: i64) -> Result<Option<NaiveDate>, sqlx::Error> {
    sqlx::query_scalar!(
        "select max(valid_from) from premises_state where premises_id = $1",
        premises_id
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn remove_state(
    conn: &mut PgConnection,
    premises_id: i64,
    from: NaiveDate,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from premises_state where premises_id = $1 and valid_from = $2",
        premises_id,
        from,
    )
    .execute(conn)
    .await?;
    Ok(())
}
