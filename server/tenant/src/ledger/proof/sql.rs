//! The SQL of the proof: entries, kept sums, numbers. Each comparison is a full join: a kept row without entries is as
//! wrong as entries without a kept row.

use domain::Money;
use sqlx::PgConnection;

use super::{Sums, Wrong};

pub(super) async fn sums(conn: &mut PgConnection) -> Result<Sums, sqlx::Error> {
    let row = sqlx::query!(
        r#"select count(*) as "entries!", coalesce(sum(amount), 0) as "turnover!",
            coalesce(sum(case when debit = 'receivable' then amount when credit = 'receivable' then -amount end), 0) as "receivable!"
        from ledger_entry"#
    )
    .fetch_one(conn)
    .await?;
    Ok(Sums {
        entries: row.entries,
        turnover: Money::round(row.turnover),
        receivable: Money::round(row.receivable),
    })
}

/// The database holds this by constraints; somebody may have taken them away.
pub(super) async fn entries(conn: &mut PgConnection) -> Result<Vec<Wrong>, sqlx::Error> {
    sqlx::query_as!(
        Wrong,
        r#"select subscriber_id as "id!", booked_on::text || ' / ' || id as "name!", count(*) over () as "count!"
        from ledger_entry
        where amount <= 0 or debit = credit or (debit = 'receivable') = (credit = 'receivable')
        order by id limit 20"#
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn balances(conn: &mut PgConnection) -> Result<Vec<Wrong>, sqlx::Error> {
    sqlx::query_as!(
        Wrong,
        r#"with owed as materialized (
            select subscriber_id, sum(case when debit = 'receivable' then amount else -amount end) as balance
            from ledger_entry group by subscriber_id
        ), wrong as materialized (
            select subscriber_id from owed o full join subscriber_balance b using (subscriber_id)
            where o.balance is distinct from b.balance
        )
        select w.subscriber_id as "id!", coalesce(s.account, w.subscriber_id::text) as "name!", count(*) over () as "count!"
        from wrong w left join subscriber s on s.id = w.subscriber_id
        order by w.subscriber_id limit 20"#
    )
    .fetch_all(conn)
    .await
}

/// As the trigger keeps them.
pub(super) async fn months(conn: &mut PgConnection) -> Result<Vec<Wrong>, sqlx::Error> {
    sqlx::query_as!(
        Wrong,
        r#"with signed as (
            select date_trunc('month', booked_on)::date as month, document,
                case when debit = 'receivable' then amount else -amount end as amount,
                case when debit = 'receivable' then credit else debit end as other
            from ledger_entry where document <> 'opening'
        ), booked as materialized (
            select month,
                coalesce(sum(amount) filter (where document in ('invoice', 'void') and other = 'revenue'), 0) as charged,
                coalesce(-sum(amount) filter (where document in ('payment', 'reversal', 'refund')), 0) as paid,
                coalesce(sum(amount) filter (where document = 'adjustment'), 0) as recalculated,
                coalesce(sum(amount) filter (where other = 'penalty'), 0) as penalties,
                coalesce(-sum(amount) filter (where document = 'writeoff'), 0) as written_off
            from signed group by month
        ), kept as materialized (
            select month, sum(charged) as charged, sum(paid) as paid, sum(recalculated) as recalculated,
                sum(penalties) as penalties, sum(written_off) as written_off
            from month_total group by month
        )
        select 0::bigint as "id!", to_char(month, 'YYYY-MM') as "name!", count(*) over () as "count!"
        from booked b full join kept k using (month)
        where (b.charged, b.paid, b.recalculated, b.penalties, b.written_off)
            is distinct from (k.charged, k.paid, k.recalculated, k.penalties, k.written_off)
        order by month limit 20"#
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn totals(conn: &mut PgConnection) -> Result<Vec<Wrong>, sqlx::Error> {
    sqlx::query_as!(
        Wrong,
        r#"with owed as materialized (
            select sum(case when debit = 'receivable' then amount else -amount end) as balance
            from ledger_entry group by subscriber_id
        ), counted as (
            select coalesce(sum(balance) filter (where balance > 0), 0) as debt,
                count(*) filter (where balance > 0) as debtors,
                coalesce(-sum(balance) filter (where balance < 0), 0) as advance,
                (select count(*) from subscriber where archived_at is null) as subscribers
            from owed
        ), kept as (
            select coalesce(sum(debt), 0) as debt, coalesce(sum(debtors), 0) as debtors,
                coalesce(sum(advance), 0) as advance, coalesce(sum(subscribers), 0) as subscribers
            from grand_total
        )
        select 0::bigint as "id!", wrong.name as "name!", count(*) over () as "count!"
        from counted c cross join kept k cross join lateral (values
            ('debt', c.debt <> k.debt), ('debtors', c.debtors <> k.debtors),
            ('advance', c.advance <> k.advance), ('subscribers', c.subscribers <> k.subscribers)) as wrong (name, differs)
        where wrong.differs order by 2"#
    )
    .fetch_all(conn)
    .await
}

/// Numbers that were given and are nowhere, and numbers that nobody gave.
pub(super) async fn numbers(conn: &mut PgConnection) -> Result<Vec<Wrong>, sqlx::Error> {
    sqlx::query_as!(
        Wrong,
        r#"with counter as materialized (
            select '' as series, year, last from number_counter union all select 'П', year, last from adjustment_counter
        ), numbered as materialized (
            select n.number, p.found[1] as series, p.found[2]::integer as year, p.found[3]::bigint as place
            from (select number from invoice union all select number from adjustment) n
            left join lateral (select regexp_match(n.number, '^(П?)(\d{4})-(\d{6,12})$') as found) p on true
        ), wrong as (
            select n.number from numbered n left join counter c using (series, year)
            where n.place is null or c.last is null or n.place not between 1 and c.last
            union all
            select g.series || invoice_number(g.year, g.place)
            from (select c.series, c.year, place from counter c cross join lateral generate_series(1, c.last) place) g
            left join numbered n using (series, year, place)
            where n.number is null
        )
        select 0::bigint as "id!", number as "name!", count(*) over () as "count!" from wrong order by number limit 20"#
    )
    .fetch_all(conn)
    .await
}
