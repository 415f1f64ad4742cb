//! The SQL of issuing: a slice of a draft becomes invoices, charges and entries in one statement.

use chrono::{DateTime, NaiveDate, Utc};
use domain::runs::Progress;
use domain::{Money, Month};
use sqlx::PgConnection;

use super::Sums;
use crate::runs::Run;

/// What a slice writes on its invoices.
pub(super) struct Slice<'a> {
    pub(super) run_id: i64,
    pub(super) month: Month,
    pub(super) issued_on: NaiveDate,
    pub(super) booked_on: NaiveDate,
    pub(super) now: DateTime<Utc>,
    pub(super) subscribers: &'a [i64],
}

/// Whether the month would be computed otherwise now. A comparison line by line is cheaper than hashing all of them.
pub(super) async fn is_outdated(conn: &mut PgConnection, id: i64, month: Month) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (
            select from (select * from run_charge where run_id = $1) d
            full join (
                select m.link_id, case when m.amount is null then -m.segment else m.segment end as segment, m.service,
                    m.days, m.amount, m.problem, m.vat, m.vat_percent
                from month_charges($2) m) n using (link_id, segment)
            where coalesce(d.amount, case when d.problem = 'too_large' then n.amount end) is distinct from n.amount
                or (d.problem is distinct from n.problem and d.problem is distinct from 'too_large')
                or d.service is distinct from n.service or d.days is distinct from n.days
                or d.vat is distinct from n.vat or d.vat_percent is distinct from n.vat_percent) as "outdated!""#,
        id,
        month.first_day()
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn confirm(
    conn: &mut PgConnection,
    id: i64,
    today: NaiveDate,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update billing_run set status = 'issuing', issued_on = $2, confirmed_by = $3, confirmed_at = $4 where id = $1",
        id,
        today,
        by,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn progress(conn: &mut PgConnection, id: i64) -> Result<Progress, sqlx::Error> {
    let row = sqlx::query!(
        r#"select r.issued, r.status = 'issued' as "finished!",
            (select count(*) from run_account a where a.run_id = $1 and a.state in ('ready', 'released')) as "left!"
        from billing_run r where r.id = $1"#,
        id
    )
    .fetch_one(conn)
    .await?;
    Ok(Progress {
        done: row.issued,
        total: row.issued + row.left,
        finished: row.finished,
    })
}

/// The next accounts in their order.
pub(super) async fn next(conn: &mut PgConnection, id: i64, accounts: i64) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "select subscriber_id from run_account where run_id = $1 and state in ('ready', 'released')
        order by place limit $2",
        id,
        accounts
    )
    .fetch_all(conn)
    .await
}

/// Leaves out what can no longer be issued as drafted, now that nobody else can change it.
pub(super) async fn park_again(conn: &mut PgConnection, run: &Run, subscribers: &[i64]) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with found as (
            select a.subscriber_id, a.total,
                case when s.archived_at > $4 then '{archived}' else '{}'::text[] end
                || case when b.balance + a.total >= 1e12 then '{too_large}' else '{}'::text[] end
                || case when exists (
                    select from run_charge c join charge k on k.link_id = c.link_id and k.month = $2
                        and k.kind = 'regular' and k.segment = c.segment and k.voided_at is null
                    where c.run_id = $1 and c.subscriber_id = a.subscriber_id) then '{charged}' else '{}'::text[] end as causes
            from run_account a
            join subscriber s on s.id = a.subscriber_id
            left join subscriber_balance b on b.subscriber_id = a.subscriber_id
            where a.run_id = $1 and a.subscriber_id = any($3)
        ), parked as (
            update run_account a set state = 'parked', reasons = a.reasons || f.causes
            from found f
            where a.run_id = $1 and a.subscriber_id = f.subscriber_id and cardinality(f.causes) > 0
            returning f.total
        )
        update billing_run r set parked = r.parked + p.count, planned = r.planned - p.total
        from (select count(*) as count, sum(total) as total from parked) p
        where r.id = $1 and p.count > 0",
        run.id,
        run.month.first_day(),
        subscribers,
        run.created_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A slice in one statement: invoices take a block of numbers in the order of the accounts, charges and entries hang
/// on the invoices just written. The counter's row stays locked until the transaction ends, so that numbers have no
/// gaps. Where the subscriber's invoice of the month stands already, what is added is an invoice beside it.
pub(super) async fn issue(conn: &mut PgConnection, slice: &Slice<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"with due as materialized (
            select s.id, s.account, s.name, s.address, a.total, row_number() over (order by a.place) as place,
                case when exists (
                    select from invoice i where i.subscriber_id = s.id and i.month = $2 and i.kind = 'regular'
                        and i.voided_at is null) then 'additional' else 'regular' end as kind
            from run_account a join subscriber s on s.id = a.subscriber_id
            where a.run_id = $1 and a.subscriber_id = any($6) and a.state in ('ready', 'released')
        ), block as (
            insert into number_counter as kept (year, last)
            select extract(year from $3::date)::integer, count(*) from due having count(*) > 0
            on conflict (year) do update set last = kept.last + excluded.last
            returning year, last
        ), issued as (
            insert into invoice (number, kind, subscriber_id, month, issued_on, due_on, account, name, address, total,
                run_id, created_at)
            select invoice_number(block.year, block.last - (select count(*) from due) + due.place), due.kind, due.id, $2,
                $3, due_on($2), due.account, due.name, due.address, due.total, $1, $5
            from due cross join block order by due.place
            returning id, subscriber_id, total
        ), charged as (
            insert into charge (invoice_id, link_id, month, segment, service_id, service, unit, tariff, tariff_from,
                source, inputs, quantity, price, days, days_of_month, amount, vat, vat_percent, vat_amount)
            select i.id, c.link_id, $2, c.segment, c.service_id, c.service, c.unit, c.tariff, c.tariff_from, c.source,
                c.inputs, c.quantity, c.price, c.days, c.days_of_month, c.amount, c.vat, c.vat_percent, c.vat_amount
            from issued i join run_charge c on c.run_id = $1 and c.subscriber_id = i.subscriber_id
            where c.amount is not null
            order by i.id, c.service, c.link_id, c.segment
        ), booked as (
            insert into ledger_entry (booked_on, debit, credit, amount, subscriber_id, document, document_id, created_at)
            select $4, 'receivable', 'revenue', total, subscriber_id, 'invoice', id, $5 from issued
        ), marked as (
            update run_account a set state = 'issued', invoice_id = i.id
            from issued i where a.run_id = $1 and a.subscriber_id = i.subscriber_id
        )
        update billing_run r set issued = r.issued + i.count, total = r.total + i.total
        from (select count(*) as count, coalesce(sum(total), 0) as total from issued) i
        where r.id = $1"#,
        slice.run_id,
        slice.month.first_day(),
        slice.issued_on,
        slice.booked_on,
        slice.now,
        slice.subscribers
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn add_advances(conn: &mut PgConnection, id: i64, used: Money) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update billing_run set from_advances = from_advances + $2 where id = $1",
        id,
        used.decimal()
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn finish(conn: &mut PgConnection, id: i64, now: DateTime<Utc>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update billing_run set status = 'issued', finished_at = $2 where id = $1",
        id,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn sums(conn: &mut PgConnection, id: i64) -> Result<Sums, sqlx::Error> {
    let row = sqlx::query!("select total, from_advances from billing_run where id = $1", id)
        .fetch_one(conn)
        .await?;
    Ok(Sums {
        total: Money::round(row.total),
        from_advances: Money::round(row.from_advances),
    })
}

pub(super) async fn due(conn: &mut PgConnection, today: NaiveDate) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "select id from billing_run where status = 'draft' and auto_issue_on <= $1 order by month, id",
        today
    )
    .fetch_all(conn)
    .await
}
