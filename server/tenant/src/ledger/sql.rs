//! The SQL of the books.

use chrono::{DateTime, NaiveDate, Utc};
use domain::subscribers::{Move, MoveKind};
use domain::{Money, Month};
use rust_decimal::Decimal;
use sqlx::PgConnection;
use uuid::Uuid;

pub(super) async fn balance(conn: &mut PgConnection, subscriber_id: i64) -> Result<Money, sqlx::Error> {
    let kept = sqlx::query_scalar!(
        "select balance from subscriber_balance where subscriber_id = $1",
        subscriber_id
    )
    .fetch_optional(conn)
    .await?;
    Ok(Money::round(kept.unwrap_or_default()))
}

struct MoveRow {
    day: NaiveDate,
    document: String,
    number: Option<String>,
    invoice_id: Option<i64>,
    payment_id: Option<i64>,
    amount: Decimal,
    balance: Decimal,
}

/// The balance after a move is today's balance less all newer moves, so that only the rows shown are read. Each leads to
/// the invoice or payment on whose page its document stands.
pub(super) async fn moves(conn: &mut PgConnection, subscriber_id: i64, limit: i64) -> Result<Vec<Move>, sqlx::Error> {
    let rows = sqlx::query_as!(
        MoveRow,
        r#"with latest as materialized (
            select booked_on, id, document, document_id, debit = 'receivable' as is_debit,
                case when debit = 'receivable' then amount else -amount end as signed
            from ledger_entry where subscriber_id = $1
            order by booked_on desc, id desc limit $2
        ), placed as (
            select l.*, a.number as adjustment,
                case when l.document in ('invoice', 'void', 'penalty') or (l.document = 'opening' and l.is_debit) then l.document_id
                    when l.document = 'adjustment' then a.invoice_id
                    when l.document = 'writeoff' then w.invoice_id end as invoice_id,
                case when l.document = 'payment' or (l.document = 'opening' and not l.is_debit) then l.document_id
                    when l.document = 'adjustment' then a.payment_id
                    when l.document in ('reversal', 'refund') then r.payment_id end as payment_id
            from latest l
            left join adjustment a on a.id = l.document_id and l.document = 'adjustment'
            left join payment_return r on r.id = l.document_id and l.document in ('reversal', 'refund')
            left join write_off w on w.id = l.document_id and l.document = 'writeoff'
        )
        select p.booked_on as "day!", p.document as "document!", coalesce(p.adjustment, i.number) as "number?",
            p.invoice_id as "invoice_id?", p.payment_id as "payment_id?", p.signed as "amount!",
            b.balance - coalesce(sum(p.signed) over (
                order by p.booked_on desc, p.id desc rows between unbounded preceding and 1 preceding), 0) as "balance!"
        from placed p
        join subscriber_balance b on b.subscriber_id = $1
        left join invoice i on i.id = p.invoice_id
        order by p.booked_on desc, p.id desc"#,
        subscriber_id,
        limit
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let kind = MoveKind::from_code(&row.document).ok_or_else(|| unknown_word("document", &row.document))?;
            let (on_invoice, document_id) = match (row.invoice_id, row.payment_id) {
                (Some(id), _) => (true, id),
                (None, Some(id)) => (false, id),
                (None, None) => return Err(unknown_word("document", &row.document)),
            };
            Ok(Move {
                day: row.day,
                kind,
                number: row.number,
                on_invoice,
                document_id,
                amount: Money::round(row.amount),
                balance: Money::round(row.balance),
            })
        })
        .collect()
}

/// A word that a check constraint should have kept out.
pub(crate) fn unknown_word(column: &str, word: &str) -> sqlx::Error {
    sqlx::Error::Decode(format!("{column}: {word}").into())
}

/// Sorted, so that two transactions never take the same subscribers in different orders. It leaves the key alone:
/// rows that refer to the subscriber can still be written by others.
pub(super) async fn subscribers_for_update(conn: &mut PgConnection, ids: &[i64]) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select count(*) from (select id from subscriber where id = any($1) order by id for no key update) locked",
        ids
    )
    .fetch_one(conn)
    .await?;
    Ok(())
}

/// Hash joins, room for them instead of loops within loops, and more time than a page's query is given; or what the
/// session has by itself.
pub(super) async fn expect_many(conn: &mut PgConnection, many: bool) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select set_config(s.name, case when $1 then t.value else s.reset_val end, true)
        from (values ('enable_nestloop', 'off'), ('jit', 'off'), ('work_mem', '64MB'), ('statement_timeout', '600s'))
            as t (name, value)
        join pg_settings s on s.name = t.name",
        many
    )
    .fetch_all(conn)
    .await?;
    Ok(())
}

/// Advances and what is open of a subscriber are laid side by side on one line, each beginning where the one before
/// ends; where two overlap, the overlap is what the payment pays of the invoice. The order of what is open follows the
/// tenant's rule as `domain::payments::spread` does: penalties last; by the newest month or by the services' priority, in
/// which case an invoice is as many pieces as it has priorities, and what is paid has covered the first of them.
pub(super) async fn spread_advances(
    conn: &mut PgConnection,
    subscriber_ids: &[i64],
    by: &str,
    now: DateTime<Utc>,
) -> Result<Money, sqlx::Error> {
    let used = sqlx::query_scalar!(
        r#"with rule as materialized (
            select allocation_rule as word from setting
        ), money as materialized (
            select id, subscriber_id, sum(advance) over w - advance as since, sum(advance) over w as until
            from payment where advance > 0 and subscriber_id = any($1)
            window w as (partition by subscriber_id order by received_on, id)
        ), open as materialized (
            select id, subscriber_id, due_on, total, paid, kind = 'penalty' as last,
                (select word from rule) = 'current'
                    and month is distinct from max(month) filter (where kind <> 'penalty')
                        over (partition by subscriber_id) as later
            from invoice where paid < total and voided_at is null and subscriber_id in (select subscriber_id from money)
        ), line as materialized (
            select o.id, coalesce(s.priority, 100) as priority, sum(c.amount) as amount
            from open o
            join charge c on c.invoice_id = o.id and c.voided_at is null
            left join service_link l on l.id = c.link_id
            left join service s on s.id = coalesce(c.service_id, l.service_id)
            where (select word from rule) = 'service'
            group by 1, 2
        ), piece as (
            select id, priority, sum(amount) as amount from (
                select id, priority, amount from line
                union all
                select o.id, 100, greatest(o.total - coalesce(l.amount, 0), 0)
                from open o left join (select id, sum(amount) as amount from line group by id) l using (id)) p
            group by id, priority
        ), slice as (
            select o.id, o.subscriber_id, o.last, o.later, p.priority, o.due_on,
                p.until - greatest(p.until - p.amount, o.paid) as amount
            from (
                select id, priority, amount, sum(amount) over (partition by id order by priority) as until from piece) p
            join open o using (id)
            where p.until > o.paid and p.amount > 0
        ), debt as materialized (
            select id, subscriber_id, sum(amount) over w - amount as since, sum(amount) over w as until
            from slice window w as (partition by subscriber_id order by last, later, priority, due_on, id)
        ), part as materialized (
            select m.id as payment_id, d.id as invoice_id,
                sum(least(m.until, d.until) - greatest(m.since, d.since)) as amount
            from money m
            join debt d on d.subscriber_id = m.subscriber_id and d.since < m.until and m.since < d.until
            group by m.id, d.id
        ), used as (
            update payment p set advance = p.advance - taken.amount
            from (select payment_id, sum(amount) as amount from part group by payment_id) taken
            where p.id = taken.payment_id
        ), settled as (
            update invoice i set paid = i.paid + given.amount
            from (select invoice_id, sum(amount) as amount from part group by invoice_id) given
            where i.id = given.invoice_id
        ), kept as (
            insert into allocation (payment_id, invoice_id, amount, created_at, cause, made_by)
            select payment_id, invoice_id, amount, $2, 'advance', $3 from part order by payment_id, invoice_id
        )
        select coalesce(sum(amount), 0) as "used!" from part"#,
        subscriber_ids,
        now,
        by
    )
    .fetch_one(conn)
    .await?;
    Ok(Money::round(used))
}

/// Numbers are taken from the counter as one block; its row stays locked until the transaction ends, so that a number
/// that was taken is a number that was used.
pub(super) async fn insert_opening_invoices(
    conn: &mut PgConnection,
    debts: &[(i64, Money)],
    month: Month,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let (ids, sums): (Vec<i64>, Vec<Decimal>) = debts.iter().map(|(id, sum)| (*id, sum.decimal())).unzip();
    sqlx::query!(
        r#"with debt as materialized (
            select s.id, s.account, s.name, s.address, d.total,
                row_number() over (order by s.account collate "C", d.place) as place
            from unnest($1::bigint[], $2::numeric[]) with ordinality as d (subscriber_id, total, place)
            join subscriber s on s.id = d.subscriber_id
        ), block as (
            insert into number_counter as kept (year, last)
            select extract(year from $4::date)::integer, count(*) from debt
            on conflict (year) do update set last = kept.last + excluded.last
            returning year, last
        ), issued as (
            insert into invoice (number, kind, subscriber_id, month, issued_on, due_on, account, name, address, total,
                created_at)
            select invoice_number(block.year, block.last - (select count(*) from debt) + debt.place), 'opening',
                debt.id, $3, $4, $4, debt.account, debt.name, debt.address, debt.total, $5
            from debt cross join block order by debt.place
            returning id, subscriber_id, total
        )
        insert into ledger_entry (booked_on, debit, credit, amount, subscriber_id, document, document_id, created_at)
        select $4, 'receivable', 'opening', total, subscriber_id, 'opening', id, $5 from issued"#,
        &ids,
        &sums,
        month.first_day(),
        today,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn insert_opening_payments(
    conn: &mut PgConnection,
    advances: &[(i64, Money)],
    today: NaiveDate,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let (ids, sums): (Vec<i64>, Vec<Decimal>) = advances.iter().map(|(id, sum)| (*id, sum.decimal())).unzip();
    let keys: Vec<Uuid> = advances.iter().map(|_| Uuid::new_v4()).collect();
    sqlx::query!(
        r#"with received as (
            insert into payment (key, subscriber_id, received_on, amount, advance, method, recorded_by, created_at)
            select a.key, a.subscriber_id, $4, a.amount, a.amount, 'opening', $5, $6
            from unnest($1::uuid[], $2::bigint[], $3::numeric[]) as a (key, subscriber_id, amount)
            returning id, subscriber_id, amount
        )
        insert into ledger_entry (booked_on, debit, credit, amount, subscriber_id, document, document_id, created_at)
        select $4, 'opening', 'receivable', amount, subscriber_id, 'opening', id, $6 from received"#,
        &keys,
        &ids,
        &sums,
        today,
        by,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
