//! SQL of the lists of contracts. Each order has a query and an index of its own; what a search means is tested in
//! passing, since even a large organisation has no more contracts than subscribers.

use chrono::NaiveDate;
use domain::contracts::{ContractLine, State};
use domain::paging::{COUNT_CAP, PAGE_SIZE};
use sqlx::PgConnection;

use super::{Place, Search};

struct Row {
    id: i64,
    number: String,
    subscriber_id: i64,
    account: String,
    party: String,
    subject: String,
    signed_on: NaiveDate,
    valid_from: NaiveDate,
    last_day: Option<NaiveDate>,
    ended: bool,
    has_scan: bool,
}

fn lines(rows: Vec<Row>, today: NaiveDate) -> Vec<ContractLine> {
    rows.into_iter()
        .map(|row| ContractLine {
            state: State::decide(row.valid_from, row.last_day, row.ended, today),
            id: row.id,
            number: row.number,
            subscriber_id: row.subscriber_id,
            account: row.account,
            party: row.party,
            subject: row.subject,
            signed_on: row.signed_on,
            valid_from: row.valid_from,
            last_day: row.last_day,
            has_scan: row.has_scan,
        })
        .collect()
}

/// The two halves of a search as parameters: nothing sought, nothing tested.
fn parts(search: Option<&Search>) -> (Option<&str>, &[i64]) {
    match search {
        Some(search) => (Some(&search.pattern), &search.payers),
        None => (None, &[]),
    }
}

/// Along `contract_order`; with `not_before` only those whose last day is not before it.
pub(super) async fn signed(
    conn: &mut PgConnection,
    search: Option<&Search>,
    not_before: Option<NaiveDate>,
    after: Place,
    today: NaiveDate,
) -> Result<Vec<ContractLine>, sqlx::Error> {
    let (pattern, payers) = parts(search);
    let rows = sqlx::query_as!(
        Row,
        r#"select c.id, c.number, c.subscriber_id, s.account, c.party, c.subject, c.signed_on, c.valid_from, c.last_day,
               c.ended_on is not null as "ended!", c.scan_id is not null as "has_scan!"
           from contract c join subscriber s on s.id = c.subscriber_id
           where (c.signed_on, c.id) < ($1, $2)
             and ($3::date is null or c.last_day is null or c.last_day >= $3)
             and ($4::text is null or c.subscriber_id = any($5) or lower(c.number) like $4 or lower(c.party) like $4)
           order by c.signed_on desc, c.id desc limit $6"#,
        after.0,
        after.1,
        not_before,
        pattern,
        payers,
        PAGE_SIZE + 1,
    )
    .fetch_all(conn)
    .await?;
    Ok(lines(rows, today))
}

pub(super) async fn count_signed(
    conn: &mut PgConnection,
    search: Option<&Search>,
    not_before: Option<NaiveDate>,
) -> Result<i64, sqlx::Error> {
    let (pattern, payers) = parts(search);
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
               select from contract c
               where ($1::date is null or c.last_day is null or c.last_day >= $1)
                 and ($2::text is null or c.subscriber_id = any($3) or lower(c.number) like $2 or lower(c.party) like $2)
               limit $4) capped"#,
        not_before,
        pattern,
        payers,
        COUNT_CAP + 1,
    )
    .fetch_one(conn)
    .await
}

/// Along `contract_expiry`: the last day within a span, the soonest first.
pub(super) async fn ending(
    conn: &mut PgConnection,
    search: Option<&Search>,
    span: (NaiveDate, NaiveDate),
    after: Place,
    today: NaiveDate,
) -> Result<Vec<ContractLine>, sqlx::Error> {
    let (pattern, payers) = parts(search);
    let rows = sqlx::query_as!(
        Row,
        r#"select c.id, c.number, c.subscriber_id, s.account, c.party, c.subject, c.signed_on, c.valid_from, c.last_day,
               c.ended_on is not null as "ended!", c.scan_id is not null as "has_scan!"
           from contract c join subscriber s on s.id = c.subscriber_id
           where c.last_day between $1 and $2 and (c.last_day, c.id) > ($3, $4)
             and ($5::text is null or c.subscriber_id = any($6) or lower(c.number) like $5 or lower(c.party) like $5)
           order by c.last_day, c.id limit $7"#,
        span.0,
        span.1,
        after.0,
        after.1,
        pattern,
        payers,
        PAGE_SIZE + 1,
    )
    .fetch_all(conn)
    .await?;
    Ok(lines(rows, today))
}

pub(super) async fn count_ending(
    conn: &mut PgConnection,
    search: Option<&Search>,
    span: (NaiveDate, NaiveDate),
) -> Result<i64, sqlx::Error> {
    let (pattern, payers) = parts(search);
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
               select from contract c
               where c.last_day between $1 and $2
                 and ($3::text is null or c.subscriber_id = any($4) or lower(c.number) like $3 or lower(c.party) like $3)
               limit $5) capped"#,
        span.0,
        span.1,
        pattern,
        payers,
        COUNT_CAP + 1,
    )
    .fetch_one(conn)
    .await
}

/// Along `contract_expiry`, backwards: the last day is over.
pub(super) async fn over(
    conn: &mut PgConnection,
    search: Option<&Search>,
    after: Place,
    today: NaiveDate,
) -> Result<Vec<ContractLine>, sqlx::Error> {
    let (pattern, payers) = parts(search);
    let rows = sqlx::query_as!(
        Row,
        r#"select c.id, c.number, c.subscriber_id, s.account, c.party, c.subject, c.signed_on, c.valid_from, c.last_day,
               c.ended_on is not null as "ended!", c.scan_id is not null as "has_scan!"
           from contract c join subscriber s on s.id = c.subscriber_id
           where c.last_day < $1 and (c.last_day, c.id) < ($2, $3)
             and ($4::text is null or c.subscriber_id = any($5) or lower(c.number) like $4 or lower(c.party) like $4)
           order by c.last_day desc, c.id desc limit $6"#,
        today,
        after.0,
        after.1,
        pattern,
        payers,
        PAGE_SIZE + 1,
    )
    .fetch_all(conn)
    .await?;
    Ok(lines(rows, today))
}

pub(super) async fn count_over(
    conn: &mut PgConnection,
    search: Option<&Search>,
    today: NaiveDate,
) -> Result<i64, sqlx::Error> {
    let (pattern, payers) = parts(search);
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
               select from contract c
               where c.last_day < $1
                 and ($2::text is null or c.subscriber_id = any($3) or lower(c.number) like $2 or lower(c.party) like $2)
               limit $4) capped"#,
        today,
        pattern,
        payers,
        COUNT_CAP + 1,
    )
    .fetch_one(conn)
    .await
}

/// Along `contract_subscriber`.
pub(super) async fn of_subscriber(
    conn: &mut PgConnection,
    subscriber_id: i64,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<ContractLine>, sqlx::Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"select c.id, c.number, c.subscriber_id, s.account, c.party, c.subject, c.signed_on, c.valid_from, c.last_day,
               c.ended_on is not null as "ended!", c.scan_id is not null as "has_scan!"
           from contract c join subscriber s on s.id = c.subscriber_id
           where c.subscriber_id = $1 order by c.id desc limit $2"#,
        subscriber_id,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(lines(rows, today))
}
