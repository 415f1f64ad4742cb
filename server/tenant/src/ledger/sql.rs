//! The SQL of the books.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ledger::Proof;
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
    document_id: i64,
    amount: Decimal,
    balance: Decimal,
}

/// The balance after a move is today's balance less all newer moves, so that only the rows shown are read.
pub(super) async fn moves(conn: &mut PgConnection, subscriber_id: i64, limit: i64) -> Result<Vec<Move>, sqlx::Error> {
    let rows = sqlx::query_as!(
        MoveRow,
        r#"with latest as materialized (
            select booked_on, id, document, document_id, debit = 'receivable' as is_debit,
                case when debit = 'receivable' then amount else -amount end as signed
            from ledger_entry where subscriber_id = $1
            order by booked_on desc, id desc limit $2
        )
        select l.booked_on as "day!", l.document as "document!", i.number as "number?",
            case when l.document = 'writeoff' then (select payment_id from write_off where id = l.document_id)
                else l.document_id end as "document_id!", l.signed as "amount!",
            b.balance - coalesce(sum(l.signed) over (
                order by l.booked_on desc, l.id desc rows between unbounded preceding and 1 preceding), 0) as "balance!"
        from latest l
        join subscriber_balance b on b.subscriber_id = $1
        left join invoice i on i.id = l.document_id and l.is_debit
        order by l.booked_on desc, l.id desc"#,
        subscriber_id,
        limit
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let kind = MoveKind::from_code(&row.document).ok_or_else(|| unknown_word("document", &row.document))?;
            Ok(Move {
                day: row.day,
                kind,
                number: row.number,
                document_id: row.document_id,
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

/// Advances and open invoices of a subscriber are laid side by side on one line, each beginning where the one before
/// ends; where two overlap, the overlap is what the payment pays of the invoice.
pub(super) async fn spread_advances(
    conn: &mut PgConnection,
    subscriber_ids: &[i64],
    now: DateTime<Utc>,
) -> Result<Money, sqlx::Error> {
    let used = sqlx::query_scalar!(
        r#"with money as materialized (
            select id, subscriber_id, sum(advance) over w - advance as since, sum(advance) over w as until
            from payment where advance > 0 and subscriber_id = any($1)
            window w as (partition by subscriber_id order by received_on, id)
        ), debt as materialized (
            select id, subscriber_id, sum(total - paid) over w - (total - paid) as since,
                sum(total - paid) over w as until
            from invoice where paid < total and voided_at is null and subscriber_id in (select subscriber_id from money)
            window w as (partition by subscriber_id order by due_on, id)
        ), part as materialized (
            select m.id as payment_id, d.id as invoice_id,
                least(m.until, d.until) - greatest(m.since, d.since) as amount
            from money m
            join debt d on d.subscriber_id = m.subscriber_id and d.since < m.until and m.since < d.until
        ), used as (
            update payment p set advance = p.advance - taken.amount
            from (select payment_id, sum(amount) as amount from part group by payment_id) taken
            where p.id = taken.payment_id
        ), settled as (
            update invoice i set paid = i.paid + given.amount
            from (select invoice_id, sum(amount) as amount from part group by invoice_id) given
            where i.id = given.invoice_id
        ), kept as (
            insert into allocation (payment_id, invoice_id, amount, created_at)
            select payment_id, invoice_id, amount, $2 from part order by payment_id, invoice_id
        )
        select coalesce(sum(amount), 0) as "used!" from part"#,
        subscriber_ids,
        now
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

struct ProofRow {
    turnover: Decimal,
    receivable: Decimal,
    wrong_balances: i64,
    wrong_invoices: i64,
    wrong_payments: i64,
    wrong_months: i64,
    wrong_totals: i64,
}

/// One statement, so that all of it sees the books at one instant. Each comparison is a full join: a kept row without
/// entries is as wrong as entries without a kept row.
pub(super) async fn prove(conn: &mut PgConnection) -> Result<Proof, sqlx::Error> {
    let row = sqlx::query_as!(
        ProofRow,
        r#"with owed as materialized (
            select subscriber_id, sum(case when debit = 'receivable' then amount else -amount end) as balance
            from ledger_entry group by subscriber_id
        ), given as (
            select invoice_id, sum(amount) as amount from allocation group by invoice_id
        ), taken as (
            select payment_id, sum(amount) as amount from allocation group by payment_id
        ), charged as (
            select invoice_id, sum(amount) as amount from charge where voided_at is null group by invoice_id
        ), debit as (
            select document_id, sum(amount) as amount from ledger_entry
            where debit = 'receivable' and document in ('invoice', 'opening', 'penalty') group by document_id
        ), credit as (
            select document_id, sum(amount) as amount from ledger_entry
            where credit = 'receivable' and document in ('payment', 'opening') group by document_id
            union all
            select w.payment_id, e.amount from ledger_entry e join write_off w on w.id = e.document_id
            where e.credit = 'receivable' and e.document = 'writeoff'
        ), booked as (
            select date_trunc('month', booked_on)::date as month,
                coalesce(sum(amount) filter (where document = 'invoice'), 0) as charged,
                coalesce(sum(amount) filter (where document = 'payment'), 0) as paid,
                coalesce(sum(amount) filter (where document = 'penalty'), 0) as penalties,
                coalesce(sum(amount) filter (where document = 'writeoff'), 0) as written_off
            from ledger_entry where document <> 'opening' group by 1
        ), month as (
            select month, sum(charged) as charged, sum(paid) as paid, sum(penalties) as penalties,
                sum(written_off) as written_off
            from month_total group by month
        ), grand as (
            select sum(debt) as debt, sum(debtors) as debtors, sum(advance) as advance, sum(subscribers) as subscribers
            from grand_total
        ), counted as (
            select coalesce(sum(balance) filter (where balance > 0), 0) as debt,
                count(*) filter (where balance > 0) as debtors,
                coalesce(-sum(balance) filter (where balance < 0), 0) as advance,
                (select count(*) from subscriber where archived_at is null) as subscribers
            from owed
        )
        select
            (select coalesce(sum(amount), 0) from ledger_entry) as "turnover!",
            (select coalesce(sum(balance), 0) from owed) as "receivable!",
            (select count(*) from owed o full join subscriber_balance b using (subscriber_id)
                where o.balance is distinct from b.balance) as "wrong_balances!",
            (select count(*) from invoice i
                full join given g on g.invoice_id = i.id
                full join debit d on d.document_id = i.id
                left join charged c on c.invoice_id = i.id
                where i.id is null or i.paid <> coalesce(g.amount, 0) or i.paid > i.total
                    or i.total is distinct from d.amount
                    or (i.kind in ('regular', 'penalty') and i.total is distinct from c.amount)) as "wrong_invoices!",
            (select count(*) from payment p
                full join taken t on t.payment_id = p.id
                full join credit c on c.document_id = p.id
                where p.id is null or p.amount <> p.advance + p.returned + coalesce(t.amount, 0)
                    or p.amount is distinct from c.amount) as "wrong_payments!",
            (select count(*) from booked b full join month m using (month)
                where b.charged is distinct from m.charged or b.paid is distinct from m.paid
                    or b.penalties is distinct from m.penalties or b.written_off is distinct from m.written_off)
                as "wrong_months!",
            (select (g.debt <> c.debt)::integer + (g.debtors <> c.debtors)::integer
                    + (g.advance <> c.advance)::integer + (g.subscribers <> c.subscribers)::integer
                from grand g cross join counted c)::bigint as "wrong_totals!""#
    )
    .fetch_one(conn)
    .await?;
    Ok(Proof {
        turnover: Money::round(row.turnover),
        receivable: Money::round(row.receivable),
        wrong_balances: row.wrong_balances,
        wrong_invoices: row.wrong_invoices,
        wrong_payments: row.wrong_payments,
        wrong_months: row.wrong_months,
        wrong_totals: row.wrong_totals,
    })
}
