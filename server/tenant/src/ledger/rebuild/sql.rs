//! The SQL that makes the kept sums anew.

use sqlx::{Executor, PgConnection};

/// Subscribers first: all that moves money takes them first, too, so that what is under way ends and nobody waits
/// crosswise. The entries themselves can't be locked by the tenant's role and need not be: whoever writes some moves
/// balances in the same statement.
pub(super) async fn money_for_update(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    for lock in [
        "lock table subscriber in exclusive mode",
        "lock table payment, invoice, allocation in share row exclusive mode",
        "lock table subscriber_balance, month_total, grand_total in exclusive mode",
    ] {
        conn.execute(lock).await?;
    }
    Ok(())
}

fn count(rows: u64) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

/// A sum that the invoice can't hold is no kept sum gone wrong: it stays, and the proof finds it.
pub(super) async fn invoices(conn: &mut PgConnection) -> Result<i64, sqlx::Error> {
    let done = sqlx::query!(
        "with given as materialized (select invoice_id, sum(amount) as amount from allocation group by invoice_id)
        update invoice i set paid = known.amount
        from (select o.id, coalesce(g.amount, 0) as amount from invoice o left join given g on g.invoice_id = o.id) known
        where known.id = i.id and i.paid <> known.amount and known.amount between 0 and i.total and i.voided_at is null"
    )
    .execute(conn)
    .await?;
    Ok(count(done.rows_affected()))
}

pub(super) async fn payments(conn: &mut PgConnection) -> Result<i64, sqlx::Error> {
    let done = sqlx::query!(
        "with taken as materialized (select payment_id, sum(amount) as amount from allocation group by payment_id)
        update payment p set advance = known.amount
        from (
            select o.id, o.amount - o.returned - coalesce(t.amount, 0) as amount
            from payment o left join taken t on t.payment_id = o.id) known
        where known.id = p.id and p.advance <> known.amount and known.amount >= 0 and known.amount + p.returned <= p.amount"
    )
    .execute(conn)
    .await?;
    Ok(count(done.rows_affected()))
}

pub(super) async fn balances(conn: &mut PgConnection) -> Result<i64, sqlx::Error> {
    let gone = sqlx::query!(
        "delete from subscriber_balance b
        where not exists (select from ledger_entry e where e.subscriber_id = b.subscriber_id)"
    )
    .execute(&mut *conn)
    .await?;
    let kept = sqlx::query!(
        "insert into subscriber_balance as kept (subscriber_id, balance)
        select subscriber_id, sum(case when debit = 'receivable' then amount else -amount end)
        from ledger_entry group by subscriber_id order by subscriber_id
        on conflict (subscriber_id) do update set balance = excluded.balance where kept.balance <> excluded.balance"
    )
    .execute(conn)
    .await?;
    Ok(count(gone.rows_affected() + kept.rows_affected()))
}

/// Months are written anew in one shard where they differ; the number is that of the months that did.
pub(super) async fn months(conn: &mut PgConnection) -> Result<i64, sqlx::Error> {
    let done = sqlx::query_scalar!(
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
        ), wrong as materialized (
            select month, b.charged, b.paid, b.recalculated, b.penalties, b.written_off
            from booked b full join kept k using (month)
            where (b.charged, b.paid, b.recalculated, b.penalties, b.written_off)
                is distinct from (k.charged, k.paid, k.recalculated, k.penalties, k.written_off)
        ), emptied as (
            delete from month_total t using wrong w where t.month = w.month and (t.shard <> 0 or w.charged is null)
        ), filled as (
            insert into month_total as kept (month, shard, charged, paid, recalculated, penalties, written_off)
            select month, 0, charged, paid, recalculated, penalties, written_off from wrong where charged is not null
            on conflict (month, shard) do update set charged = excluded.charged, paid = excluded.paid,
                recalculated = excluded.recalculated, penalties = excluded.penalties, written_off = excluded.written_off
        )
        select count(*) as "wrong!" from wrong"#
    )
    .fetch_one(conn)
    .await?;
    Ok(done)
}

/// The totals are written anew in one shard, out of balances that are right by now.
pub(super) async fn totals(conn: &mut PgConnection) -> Result<bool, sqlx::Error> {
    let done = sqlx::query_scalar!(
        r#"with counted as materialized (
            select coalesce(sum(balance) filter (where balance > 0), 0) as debt,
                count(*) filter (where balance > 0) as debtors,
                coalesce(-sum(balance) filter (where balance < 0), 0) as advance,
                (select count(*) from subscriber where archived_at is null) as subscribers
            from subscriber_balance
        ), wrong as materialized (
            select c.* from counted c cross join (
                select count(*) as shards, sum(debt) as debt, sum(debtors) as debtors, sum(advance) as advance,
                    sum(subscribers) as subscribers
                from grand_total) k
            where (c.debt, c.debtors::numeric, c.advance, c.subscribers::numeric)
                is distinct from (k.debt, k.debtors, k.advance, k.subscribers) or k.shards <> 8
        ), filled as (
            insert into grand_total as kept (shard, debt, debtors, advance, subscribers)
            select s.shard, case when s.shard = 0 then w.debt else 0 end, case when s.shard = 0 then w.debtors else 0 end,
                case when s.shard = 0 then w.advance else 0 end, case when s.shard = 0 then w.subscribers else 0 end
            from wrong w cross join generate_series(0, 7) as s (shard)
            on conflict (shard) do update set debt = excluded.debt, debtors = excluded.debtors,
                advance = excluded.advance, subscribers = excluded.subscribers
        )
        select exists (select from wrong) as "wrong!""#
    )
    .fetch_one(conn)
    .await?;
    Ok(done)
}
