//! The SQL of the seals.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{Block, Chain, Mark};

/// The last id that was given out, whether its row is there yet or not. It does not depend on what a transaction sees.
pub(super) async fn last_id(conn: &mut PgConnection, chain: Chain) -> Result<i64, sqlx::Error> {
    match chain {
        Chain::Ledger => {
            sqlx::query_scalar!(
                r#"select case when is_called then last_value else 0 end as "last!" from ledger_entry_id_seq"#
            )
            .fetch_one(conn)
            .await
        }
        Chain::Event => {
            sqlx::query_scalar!(r#"select case when is_called then last_value else 0 end as "last!" from event_id_seq"#)
                .fetch_one(conn)
                .await
        }
    }
}

/// Somebody writes to the table and is not yet numbered as a transaction.
pub(super) async fn somebody_begins(conn: &mut PgConnection, chain: Chain) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (
            select from pg_locks w
            where w.locktype = 'relation' and w.mode = 'RowExclusiveLock' and w.granted
                and w.database = (select oid from pg_database where datname = current_database())
                and w.relation in (select relid from pg_partition_tree($1::text::regclass))
                and not exists (
                    select from pg_locks t
                    where t.locktype = 'transactionid' and t.mode = 'ExclusiveLock' and t.granted
                        and t.virtualtransaction = w.virtualtransaction)) as "somebody!""#,
        chain.table()
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn set_mark(
    conn: &mut PgConnection,
    chain: Chain,
    upto_id: i64,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into seal_mark (chain, upto_id, horizon, marked_at)
        values ($1, $2, pg_snapshot_xmax(pg_current_snapshot())::text::bigint, $3)
        on conflict (chain) do update set upto_id = excluded.upto_id, horizon = excluded.horizon, marked_at = excluded.marked_at",
        chain.code(),
        upto_id,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ripe as soon as nobody writes to the table who had a number as a transaction when the mark was made: whoever took an id
/// before it holds a lock on the table until the end. Numbers in locks have 32 bits and go round.
pub(super) async fn mark(conn: &mut PgConnection, chain: Chain) -> Result<Option<Mark>, sqlx::Error> {
    sqlx::query_as!(
        Mark,
        r#"select m.upto_id, m.marked_at, not exists (
            select from pg_locks w
            join pg_locks t on t.virtualtransaction = w.virtualtransaction
            where w.locktype = 'relation' and w.mode = 'RowExclusiveLock' and w.granted
                and w.database = (select oid from pg_database where datname = current_database())
                and w.relation in (select relid from pg_partition_tree($2::text::regclass))
                and t.locktype = 'transactionid' and t.mode = 'ExclusiveLock' and t.granted
                and mod(t.transactionid::text::bigint - mod(m.horizon, 4294967296) + 4294967296, 4294967296) >= 2147483648
            ) as "is_ripe!"
        from seal_mark m where m.chain = $1"#,
        chain.code(),
        chain.table()
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn last_block(conn: &mut PgConnection, chain: Chain) -> Result<Option<Block>, sqlx::Error> {
    sqlx::query_as!(
        Block,
        "select place, after_id, upto_id, rows, previous, hash from seal where chain = $1 order by place desc limit 1",
        chain.code()
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn blocks(conn: &mut PgConnection, chain: Chain) -> Result<Vec<Block>, sqlx::Error> {
    sqlx::query_as!(
        Block,
        "select place, after_id, upto_id, rows, previous, hash from seal where chain = $1 order by place",
        chain.code()
    )
    .fetch_all(conn)
    .await
}

/// How many rows there are behind an id up to another one, and their hash.
pub(super) async fn hashed(
    conn: &mut PgConnection,
    chain: Chain,
    after_id: i64,
    upto_id: i64,
    previous: &[u8],
) -> Result<(i64, Vec<u8>), sqlx::Error> {
    let pair = match chain {
        Chain::Ledger => {
            let row = sqlx::query!(
                r#"select count(*) as "rows!", sha256($3::bytea || coalesce(
                    string_agg(sha256(convert_to(ledger_entry_words(e), 'UTF8')), ''::bytea order by e.id), ''::bytea)) as "hash!"
                from ledger_entry e where e.id > $1 and e.id <= $2"#,
                after_id,
                upto_id,
                previous
            )
            .fetch_one(conn)
            .await?;
            (row.rows, row.hash)
        }
        Chain::Event => {
            let row = sqlx::query!(
                r#"select count(*) as "rows!", sha256($3::bytea || coalesce(
                    string_agg(sha256(convert_to(event_words(e), 'UTF8')), ''::bytea order by e.id), ''::bytea)) as "hash!"
                from event e where e.id > $1 and e.id <= $2"#,
                after_id,
                upto_id,
                previous
            )
            .fetch_one(conn)
            .await?;
            (row.rows, row.hash)
        }
    };
    Ok(pair)
}

/// False when the place is taken.
pub(super) async fn insert(
    conn: &mut PgConnection,
    chain: Chain,
    block: &Block,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "insert into seal (chain, place, after_id, upto_id, rows, previous, hash, sealed_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (chain, place) do nothing",
        chain.code(),
        block.place,
        block.after_id,
        block.upto_id,
        block.rows,
        &block.previous,
        &block.hash,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Up to where proofs of before have seen the chain.
pub(super) async fn known_upto(conn: &mut PgConnection, chain: Chain) -> Result<i64, sqlx::Error> {
    let seen = match chain {
        Chain::Ledger => "ledger",
        Chain::Event => "events",
    };
    sqlx::query_scalar!(
        r#"select coalesce(max((details -> $1 ->> 'upto')::bigint), 0) as "known!" from book_proof"#,
        seen
    )
    .fetch_one(conn)
    .await
}
