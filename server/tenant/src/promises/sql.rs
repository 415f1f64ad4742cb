//! The SQL of promises. What was paid since is the money received less what was given back, less the same sum on the day
//! on which the promise was given.

use chrono::{DateTime, NaiveDate, Utc};
use domain::Money;
use domain::paging::{COUNT_CAP, PAGE_SIZE};
use domain::promises::{Due, Kind, Promise, PromiseCard, PromiseLine, State};
use rust_decimal::Decimal;
use sqlx::PgConnection;
use uuid::Uuid;

use super::Open;
use crate::ledger::unknown_word;

/// Whether the subscriber is archived; nothing without such a subscriber.
pub(super) async fn subscriber_archived(conn: &mut PgConnection, id: i64) -> Result<Option<bool>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select archived_at is not null as "is!" from subscriber where id = $1"#,
        id
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn by_key(conn: &mut PgConnection, key: Uuid) -> Result<Option<(i64, i64, Money)>, sqlx::Error> {
    let row = sqlx::query!("select id, subscriber_id, amount from promise where key = $1", key)
        .fetch_optional(conn)
        .await?;
    Ok(row.map(|row| (row.id, row.subscriber_id, Money::round(row.amount))))
}

pub(super) async fn subscriber_of(conn: &mut PgConnection, id: i64) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!("select subscriber_id from promise where id = $1", id)
        .fetch_optional(conn)
        .await
}

pub(super) async fn is_open(conn: &mut PgConnection, subscriber_id: i64) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from promise where subscriber_id = $1 and state = 'open') as "is!""#,
        subscriber_id
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    promise: &Promise,
    today: NaiveDate,
    by: &str,
    now: DateTime<Utc>,
) -> Result<i64, sqlx::Error> {
    let days: Vec<NaiveDate> = promise.parts.iter().map(|part| part.due_on).collect();
    let sums: Vec<Decimal> = promise.parts.iter().map(|part| part.amount.decimal()).collect();
    sqlx::query_scalar!(
        "with made as (
            insert into promise (key, subscriber_id, kind, amount, note, made_on, paid_before, made_by, created_at)
            select $1, $2, $3, $4, $5, $6, (
                select coalesce(sum(amount - returned), 0) from payment
                where subscriber_id = $2 and method in ('cash', 'card', 'bank')), $7, $8
            returning id
        ), parts as (
            insert into promise_part (promise_id, place, due_on, amount)
            select made.id, p.place, p.due_on, p.amount
            from made cross join unnest($9::date[], $10::numeric[]) with ordinality as p (due_on, amount, place)
        )
        select id from made",
        promise.key,
        promise.subscriber_id,
        promise.kind.code(),
        promise.amount.decimal(),
        promise.note,
        today,
        by,
        now,
        &days,
        &sums
    )
    .fetch_one(conn)
    .await
}

/// Ends an open promise; `false` where it is not open.
pub(super) async fn end(
    conn: &mut PgConnection,
    id: i64,
    state: State,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update promise set state = $2, ended_at = $3 where id = $1 and state = 'open'",
        id,
        state.code(),
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// How a promise stands, and whether somebody has taken care of it.
pub(super) async fn state_for_update(conn: &mut PgConnection, id: i64) -> Result<Option<(State, bool)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select state, seen_at is not null as "is_seen!" from promise where id = $1 for no key update"#,
        id
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| Ok((state(&row.state)?, row.is_seen))).transpose()
}

pub(super) async fn set_seen(
    conn: &mut PgConnection,
    id: i64,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update promise set seen_by = $2, seen_at = $3 where id = $1",
        id,
        by,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The open promises, of all subscribers or of one, with what was received by each part's day and until today.
pub(super) async fn open(
    conn: &mut PgConnection,
    subscriber_id: Option<i64>,
    today: NaiveDate,
) -> Result<Vec<Open>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.id, p.subscriber_id, t.due_on, t.amount,
            coalesce(money.by_day, 0) - p.paid_before as "paid_by!",
            coalesce(money.by_today, 0) - p.paid_before as "paid!"
        from promise p
        join promise_part t on t.promise_id = p.id
        left join lateral (
            select sum(y.amount - y.returned) filter (where y.received_on <= t.due_on) as by_day,
                sum(y.amount - y.returned) filter (where y.received_on <= $2) as by_today
            from payment y
            where y.subscriber_id = p.subscriber_id and y.method in ('cash', 'card', 'bank')) money on true
        where p.state = 'open' and ($1::bigint is null or p.subscriber_id = $1)
        order by p.subscriber_id, p.id, t.place"#,
        subscriber_id,
        today
    )
    .fetch_all(conn)
    .await?;
    let mut found: Vec<Open> = Vec::new();
    for row in rows {
        let part = Due {
            due_on: row.due_on,
            amount: Money::round(row.amount),
            paid_by: Money::round(row.paid_by),
        };
        match found.last_mut().filter(|open| open.id == row.id) {
            Some(open) => open.parts.push(part),
            None => found.push(Open {
                id: row.id,
                subscriber_id: row.subscriber_id,
                parts: vec![part],
                paid: Money::round(row.paid),
            }),
        }
    }
    Ok(found)
}

struct LineRow {
    id: i64,
    subscriber_id: i64,
    account: String,
    name: String,
    kind: String,
    amount: Decimal,
    last_day: NaiveDate,
    state: String,
    made_on: NaiveDate,
    made_by: String,
    seen_by: Option<String>,
}

impl LineRow {
    fn into_line(self) -> Result<PromiseLine, sqlx::Error> {
        Ok(PromiseLine {
            id: self.id,
            subscriber_id: self.subscriber_id,
            account: self.account,
            name: self.name,
            kind: Kind::from_code(&self.kind).ok_or_else(|| unknown_word("kind", &self.kind))?,
            amount: Money::round(self.amount),
            last_day: self.last_day,
            state: state(&self.state)?,
            made_on: self.made_on,
            made_by: self.made_by,
            seen_by: self.seen_by,
        })
    }
}

fn state(code: &str) -> Result<State, sqlx::Error> {
    State::from_code(code).ok_or_else(|| unknown_word("state", code))
}

/// Of the broken ones only those that nobody has taken care of.
pub(super) async fn list(
    conn: &mut PgConnection,
    wanted: Option<State>,
    before: i64,
) -> Result<Vec<PromiseLine>, sqlx::Error> {
    let rows = sqlx::query_as!(
        LineRow,
        r#"select p.id, p.subscriber_id, s.account, s.name, p.kind, p.amount,
            (select max(due_on) from promise_part where promise_id = p.id) as "last_day!", p.state, p.made_on, p.made_by,
            p.seen_by
        from promise p join subscriber s on s.id = p.subscriber_id
        where p.id < $2 and ($1::text is null or (p.state = $1 and (p.state <> 'broken' or p.seen_at is null)))
        order by p.id desc limit $3"#,
        wanted.map(State::code),
        before,
        PAGE_SIZE + 1
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(LineRow::into_line).collect()
}

pub(super) async fn count(conn: &mut PgConnection, wanted: Option<State>) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
            select from promise p
            where $1::text is null or (p.state = $1 and (p.state <> 'broken' or p.seen_at is null)) limit $2) capped"#,
        wanted.map(State::code),
        COUNT_CAP + 1
    )
    .fetch_one(conn)
    .await
}

/// The latest promises of a subscriber with their parts.
pub(super) async fn cards(
    conn: &mut PgConnection,
    subscriber_id: i64,
    limit: i64,
    today: NaiveDate,
) -> Result<Vec<PromiseCard>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"with latest as materialized (
            select p.id, p.subscriber_id, s.account, s.name, p.kind, p.amount, p.note, p.state, p.made_on, p.made_by,
                p.seen_by, p.paid_before, (select max(due_on) from promise_part where promise_id = p.id) as last_day
            from promise p join subscriber s on s.id = p.subscriber_id
            where p.subscriber_id = $1 order by p.id desc limit $2
        )
        select l.id as "id!", l.subscriber_id as "subscriber_id!", l.account as "account!", l.name as "name!",
            l.kind as "kind!", l.amount as "amount!", l.note, l.state as "state!", l.made_on as "made_on!",
            l.made_by as "made_by!", l.seen_by, l.last_day as "last_day!", t.due_on as part_due_on,
            t.amount as part_amount, coalesce(money.by_day, 0) - l.paid_before as "paid_by!",
            coalesce(money.by_today, 0) - l.paid_before as "paid!"
        from latest l
        join promise_part t on t.promise_id = l.id
        left join lateral (
            select sum(y.amount - y.returned) filter (where y.received_on <= t.due_on) as by_day,
                sum(y.amount - y.returned) filter (where y.received_on <= $3) as by_today
            from payment y where y.subscriber_id = $1 and y.method in ('cash', 'card', 'bank')) money on true
        order by l.id desc, t.place"#,
        subscriber_id,
        limit,
        today
    )
    .fetch_all(conn)
    .await?;
    let mut cards: Vec<PromiseCard> = Vec::new();
    for row in rows {
        let part = Due {
            due_on: row.part_due_on,
            amount: Money::round(row.part_amount),
            paid_by: Money::round(row.paid_by),
        };
        if let Some(card) = cards.last_mut().filter(|card| card.line.id == row.id) {
            card.parts.push(part);
            continue;
        }
        let line = LineRow {
            id: row.id,
            subscriber_id: row.subscriber_id,
            account: row.account,
            name: row.name,
            kind: row.kind,
            amount: row.amount,
            last_day: row.last_day,
            state: row.state,
            made_on: row.made_on,
            made_by: row.made_by,
            seen_by: row.seen_by,
        };
        cards.push(PromiseCard {
            line: line.into_line()?,
            note: row.note,
            parts: vec![part],
            paid: Money::round(row.paid),
        });
    }
    Ok(cards)
}
