//! SQL that turns the good rows of a batch into houses, premises, subscribers and links. Heavier statements take the
//! lines from one to another, the last not included.

use chrono::{DateTime, Utc};
use domain::Money;
use sqlx::PgConnection;

/// Holds until the transaction ends: two imports at once that name the same houses or accounts would wait for each
/// other crosswise.
pub(super) async fn wait_for_other_posts(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!(r#"select pg_advisory_xact_lock(hashtextextended('import_batch', 0)) is null as "locked!""#)
        .fetch_one(conn)
        .await?;
    Ok(())
}

pub(super) async fn last_line(conn: &mut PgConnection, batch_id: i64) -> Result<i32, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select coalesce(max(line), 0) as "line!" from import_row where batch_id = $1"#,
        batch_id
    )
    .fetch_one(conn)
    .await
}

/// Houses that nobody has registered; the first row that names a house gives its district and route.
pub(super) async fn insert_houses(
    conn: &mut PgConnection,
    batch_id: i64,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into house (locality, street, number, district, route, created_at)
         select distinct on (lower(p.house->>0), lower(p.house->>1), lower(p.house->>2))
             p.house->>0, p.house->>1, p.house->>2, p.district, p.route, $2
         from import_row r cross join lateral jsonb_to_record(r.parsed) as p(house jsonb, district text, route text)
         where r.batch_id = $1 and r.parsed is not null and p.house is not null
         order by lower(p.house->>0), lower(p.house->>1), lower(p.house->>2), r.line
         on conflict (lower(locality), lower(street), lower(number)) do nothing",
        batch_id,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Premises that nobody has registered.
pub(super) async fn insert_premises(
    conn: &mut PgConnection,
    batch_id: i64,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into premises (house_id, number, kind, created_at)
         select distinct on (h.id, lower(p.flat)) h.id, p.flat, p.premises_kind, $2
         from import_row r
         cross join lateral jsonb_to_record(r.parsed) as p(house jsonb, flat text, premises_kind text)
         join house h on lower(h.locality) = lower(p.house->>0) and lower(h.street) = lower(p.house->>1)
             and lower(h.number) = lower(p.house->>2)
         where r.batch_id = $1 and r.parsed is not null
         order by h.id, lower(p.flat), r.line
         on conflict (house_id, lower(number)) do nothing",
        batch_id,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Area and residents of premises of which nothing is known yet; an import does not rewrite what the staff entered.
pub(super) async fn insert_states(conn: &mut PgConnection, batch_id: i64) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into premises_state (premises_id, valid_from, area, residents)
         select distinct on (m.id) m.id, p.services_from, p.area, p.residents
         from import_row r
         cross join lateral jsonb_to_record(r.parsed)
             as p(house jsonb, flat text, area numeric, residents integer, services_from date)
         join house h on lower(h.locality) = lower(p.house->>0) and lower(h.street) = lower(p.house->>1)
             and lower(h.number) = lower(p.house->>2)
         join premises m on m.house_id = h.id and lower(m.number) = lower(p.flat)
         where r.batch_id = $1 and r.parsed is not null and (p.area is not null or p.residents is not null)
           and not exists (select from premises_state known where known.premises_id = m.id)
         order by m.id, r.line
         on conflict (premises_id, valid_from) do nothing",
        batch_id,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Registers the subscribers and writes into each row what it became. An account that somebody took in this very
/// moment is left out. The answer is how many were registered.
pub(super) async fn insert_subscribers(
    conn: &mut PgConnection,
    batch_id: i64,
    first: i32,
    end: i32,
    now: DateTime<Utc>,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!(
        "with fresh as (
            insert into subscriber (account, kind, name, inn, premises_id, phone, email, import_batch_id, created_at)
            select p.account, p.kind, p.name, p.inn, m.id, p.phone, p.email, $1, $4
            from import_row r
            cross join lateral jsonb_to_record(r.parsed) as p(
                account text, kind text, name text, inn text, phone text, email text, house jsonb, flat text)
            left join house h on lower(h.locality) = lower(p.house->>0) and lower(h.street) = lower(p.house->>1)
                and lower(h.number) = lower(p.house->>2)
            left join premises m on m.house_id = h.id and lower(m.number) = lower(p.flat)
            where r.batch_id = $1 and r.line >= $2 and r.line < $3 and r.parsed is not null
            order by p.account
            on conflict (account) do nothing
            returning id, account
        )
        update import_row r set subscriber_id = fresh.id
        from fresh where r.batch_id = $1 and r.line >= $2 and r.line < $3 and r.parsed is not null
             and r.parsed->>'account' = fresh.account",
        batch_id,
        first,
        end,
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Good rows that became nobody: their account was taken in this very moment.
pub(super) async fn refuse_left_over(conn: &mut PgConnection, batch_id: i64) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"update import_row set parsed = null, errors = '[["account", {"reason": "taken"}]]'
           where batch_id = $1 and parsed is not null and subscriber_id is null"#,
        batch_id,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Links the services by name. Two spellings of one service in a row make one link.
pub(super) async fn insert_links(
    conn: &mut PgConnection,
    batch_id: i64,
    first: i32,
    end: i32,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into service_link (subscriber_id, service_id, valid_from, quantity, created_at)
         select distinct on (r.subscriber_id, v.id) r.subscriber_id, v.id, p.services_from, (wanted->>1)::numeric, $4
         from import_row r
         cross join lateral jsonb_to_record(r.parsed) as p(services jsonb, services_from date)
         cross join lateral jsonb_array_elements(p.services) as wanted
         join service v on lower(v.name) = lower(wanted->>0)
         where r.batch_id = $1 and r.line >= $2 and r.line < $3 and r.parsed is not null
         order by r.subscriber_id, v.id",
        batch_id,
        first,
        end,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The opening balances that are not zero, by subscriber.
pub(super) async fn balances(conn: &mut PgConnection, batch_id: i64) -> Result<Vec<(i64, Money)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select subscriber_id as "subscriber_id!", (parsed->>'balance')::numeric as "balance!"
           from import_row
           where batch_id = $1 and parsed is not null and subscriber_id is not null
             and (parsed->>'balance')::numeric <> 0
           order by subscriber_id"#,
        batch_id,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.subscriber_id, Money::round(row.balance)))
        .collect())
}
