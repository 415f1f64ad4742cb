//! The SQL of drafts: one computation out of `month_charges`, set by set.

use chrono::{DateTime, NaiveDate, Utc};
use domain::runs::{Cause, Release};
use domain::{Money, Month};
use sqlx::PgConnection;

use super::{Figures, Parked};
use crate::ledger::unknown_word;

pub(super) async fn open_run(conn: &mut PgConnection, month: Month) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "select id from billing_run where month = $1 and status in ('draft', 'issuing')",
        month.first_day()
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn insert_run(
    conn: &mut PgConnection,
    month: Month,
    today: NaiveDate,
    by: &str,
    now: DateTime<Utc>,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into billing_run (month, status, issued, total, run_by, created_at, auto_issue_on)
        select $1, 'draft', 0, 0, $3, $4, $2::date + s.grace_days from setting s returning id",
        month.first_day(),
        today,
        by,
        now
    )
    .fetch_one(conn)
    .await
}

/// Takes all out of a draft; its days of grace begin anew.
pub(super) async fn empty(
    conn: &mut PgConnection,
    id: i64,
    today: NaiveDate,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from run_charge where run_id = $1", id)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from run_account where run_id = $1", id)
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "update billing_run r set run_by = $3, created_at = $4, auto_issue_on = $2::date + s.grace_days
        from setting s where r.id = $1",
        id,
        today,
        by,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn delete(conn: &mut PgConnection, id: i64) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from billing_run where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}

/// A sum that no column holds is a problem of its account alone. Stretches that can't be computed count below zero:
/// `month_charges` may count them apart from the others.
pub(super) async fn insert_charges(conn: &mut PgConnection, id: i64, month: Month) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into run_charge (run_id, subscriber_id, link_id, segment, service_id, service, unit, tariff, tariff_from,
            source, inputs, quantity, price, days, days_of_month, amount, vat, vat_percent, vat_amount, problem)
        select $1, m.subscriber_id, m.link_id, case when m.amount is null then -m.segment else m.segment end, m.service_id,
            m.service, m.unit, m.tariff, m.tariff_from, m.source, m.inputs, m.quantity, m.price, m.days, m.days_of_month,
            case when m.amount < 1e12 then m.amount end, m.vat, m.vat_percent, case when m.amount < 1e12 then m.vat_amount end,
            case when m.amount >= 1e12 then 'too_large' else m.problem end
        from month_charges($2) m",
        id,
        month.first_day()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What becomes of each account. Accounts that were charged the month before and have nothing now are in it, too: they
/// are the most striking change of all. Where the month's invoice stands already, it counts with what is added to it.
pub(super) async fn insert_accounts(conn: &mut PgConnection, id: i64, month: Month) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"with fresh as (
            select subscriber_id, count(*)::integer as lines, coalesce(sum(amount), 0) as total,
                coalesce(array_agg(distinct problem) filter (where problem is not null), '{}') as problems
            from run_charge where run_id = $1 group by subscriber_id
        ), before as (
            select subscriber_id, sum(total) as total from invoice
            where month = $3 and kind in ('regular', 'additional') and voided_at is null group by subscriber_id
        ), already as (
            select subscriber_id, sum(total) as total from invoice
            where month = $2 and kind in ('regular', 'additional') and voided_at is null group by subscriber_id
        ), usual as (
            select subscriber_id, avg(total) as total from invoice
            where month >= $4 and month < $2 and kind = 'regular' and voided_at is null group by subscriber_id
        ), account as (
            select subscriber_id, coalesce(f.lines, 0) as lines, coalesce(f.total, 0) as total, b.total as previous,
                coalesce(f.problems, '{}') as problems, coalesce(f.total, 0) + coalesce(a.total, 0) as whole,
                u.total as usual
            from fresh f
            full join before b using (subscriber_id)
            left join already a using (subscriber_id)
            left join usual u using (subscriber_id)
            where f.subscriber_id is not null or a.subscriber_id is null
        ), judged as (
            select a.*,
                a.problems || case when a.total >= 1e12 then '{too_large}' else '{}'::text[] end
                    || case when a.total > 0 and a.lines > s.park_lines then '{many_lines}' else '{}'::text[] end
                    || case when a.total > 0 and a.whole > s.park_times * a.usual then '{far_above_average}' else '{}'::text[] end
                    as causes,
                case when a.previous > 0 and abs(a.whole - a.previous) * 100 > s.outlier_percent * a.previous
                    then '{outlier}' else '{}'::text[] end as striking
            from account a cross join setting s
        )
        insert into run_account (run_id, subscriber_id, place, lines, total, previous, state, reasons)
        select $1, j.subscriber_id, row_number() over (order by s.account collate "C"), j.lines,
            case when j.total < 1e12 then j.total else 0 end, j.previous,
            case when cardinality(j.causes) > 0 then 'parked' when j.total = 0 then 'nothing' else 'ready' end,
            j.causes || j.striking
        from judged j join subscriber s on s.id = j.subscriber_id"#,
        id,
        month.first_day(),
        month.previous().first_day(),
        month.minus(3).first_day()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Counts, sums and the hash. The hash names accounts and services as people do, so that a copy of the database gives
/// the same one; its text is described at the column.
pub(super) async fn sum_up(conn: &mut PgConnection, id: i64) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"update billing_run r set accounts = a.accounts, lines = a.lines, planned = a.planned, parked = a.parked, hash = h.hash
        from (
            select count(*) filter (where state <> 'nothing') as accounts, coalesce(sum(lines), 0) as lines,
                coalesce(sum(total) filter (where state in ('ready', 'released')), 0) as planned,
                count(*) filter (where state = 'parked') as parked
            from run_account where run_id = $1
        ) a cross join (
            select sha256(convert_to(coalesce(string_agg(
                s.account || E'\t' || c.service || E'\t' || c.segment || E'\t' || coalesce(c.amount::text, c.problem, '') || E'\n',
                '' order by s.account collate "C", c.service collate "C", c.link_id, c.segment), ''), 'UTF8')) as hash
            from run_charge c join subscriber s on s.id = c.subscriber_id where c.run_id = $1
        ) h
        where r.id = $1"#,
        id
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn figures(conn: &mut PgConnection, id: i64) -> Result<Figures, sqlx::Error> {
    let row = sqlx::query!(
        r#"select r.planned, r.parked,
            (select count(*) from run_account a where a.run_id = $1 and a.state in ('ready', 'released')) as "ready!",
            (select count(distinct c.link_id) from run_charge c join run_account a using (run_id, subscriber_id)
                where c.run_id = $1 and a.state in ('ready', 'released')) as "links!",
            (select count(distinct c.link_id) from run_charge c where c.run_id = $1 and c.problem = 'no_price')
                as "without_price!"
        from billing_run r where r.id = $1"#,
        id
    )
    .fetch_one(conn)
    .await?;
    Ok(Figures {
        ready: row.ready,
        links: row.links,
        planned: Money::round(row.planned),
        parked: row.parked,
        without_price: row.without_price,
    })
}

pub(super) async fn account_for_update(
    conn: &mut PgConnection,
    release: &Release,
) -> Result<Option<Parked>, sqlx::Error> {
    let row = sqlx::query!(
        "select state, reasons, total from run_account where run_id = $1 and subscriber_id = $2 for update",
        release.run_id,
        release.subscriber_id
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Parked {
        state: row.state,
        causes: causes(&row.reasons)?,
        total: Money::round(row.total),
    }))
}

/// The causes that the database's words stand for.
pub(in crate::runs) fn causes(words: &[String]) -> Result<Vec<Cause>, sqlx::Error> {
    words
        .iter()
        .map(|word| Cause::from_code(word).ok_or_else(|| unknown_word("reasons", word)))
        .collect()
}

pub(super) async fn release(conn: &mut PgConnection, release: &Release, by: &str) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with let_go as (
            update run_account set state = 'released', decision = $3, decided_by = $4
            where run_id = $1 and subscriber_id = $2 returning total
        )
        update billing_run r set planned = r.planned + l.total, parked = r.parked - 1 from let_go l where r.id = $1",
        release.run_id,
        release.subscriber_id,
        release.reason,
        by
    )
    .execute(conn)
    .await?;
    Ok(())
}
