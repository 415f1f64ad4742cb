//! The SQL of completeness. It asks the links, not the runs: what no run has ever seen is missing as well.

use domain::Month;
use domain::paging::PAGE_SIZE;
use domain::runs::{Missing, MissingLink};
use sqlx::PgConnection;

use crate::ledger::unknown_word;
use crate::runs::draft::causes;

/// Links active on a day of the month, and those of them that are charged.
pub(super) async fn counts(conn: &mut PgConnection, month: Month) -> Result<(i64, i64), sqlx::Error> {
    let row = sqlx::query!(
        r#"select count(*) as "active!", count(*) filter (where exists (
            select from charge c where c.link_id = l.id and c.month = $1 and c.kind = 'regular' and c.voided_at is null))
            as "charged!"
        from service_link l where l.valid_from <= $2 and (l.valid_to is null or l.valid_to >= $1)"#,
        month.first_day(),
        month.last_day()
    )
    .fetch_one(conn)
    .await?;
    Ok((row.active, row.charged))
}

pub(super) async fn reasons(conn: &mut PgConnection, month: Month) -> Result<Vec<(Missing, i64)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"with line as (
            select link_id, bool_or(problem is not null) as has_problem, coalesce(sum(amount), 0) as amount
            from month_charges($1) group by link_id
        ), run as (
            select max(id) as id from billing_run where month = $1 and status <> 'undone'
        )
        select case
                when n.has_problem then 'problem'
                when a.state = 'parked' then 'parked'
                when n.link_id is null then 'paused'
                when n.amount = 0 then 'nothing'
                when s.archived_at is not null then 'archived'
                else 'waiting' end as "reason!",
            count(*) as "count!"
        from service_link l
        join subscriber s on s.id = l.subscriber_id
        left join line n on n.link_id = l.id
        left join run_account a on a.run_id = (select id from run) and a.subscriber_id = l.subscriber_id
        where l.valid_from <= $2 and (l.valid_to is null or l.valid_to >= $1) and not exists (
            select from charge c where c.link_id = l.id and c.month = $1 and c.kind = 'regular' and c.voided_at is null)
        group by 1 order by 1"#,
        month.first_day(),
        month.last_day()
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| Ok((word(&row.reason)?, row.count)))
        .collect()
}

fn word(reason: &str) -> Result<Missing, sqlx::Error> {
    Missing::from_code(reason).ok_or_else(|| unknown_word("reason", reason))
}

pub(super) async fn missing(
    conn: &mut PgConnection,
    month: Month,
    after: i64,
) -> Result<Vec<MissingLink>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"with line as (
            select link_id, coalesce(array_agg(distinct problem) filter (where problem is not null), '{}') as problems,
                coalesce(sum(amount), 0) as amount
            from month_charges($1) group by link_id
        ), run as (
            select max(id) as id from billing_run where month = $1 and status <> 'undone'
        )
        select l.id, s.id as subscriber_id, s.account, s.name, v.name as service,
            case
                when cardinality(n.problems) > 0 then 'problem'
                when a.state = 'parked' then 'parked'
                when n.link_id is null then 'paused'
                when n.amount = 0 then 'nothing'
                when s.archived_at is not null then 'archived'
                else 'waiting' end as "reason!",
            case when cardinality(n.problems) > 0 then n.problems
                when a.state = 'parked' then a.reasons else '{}' end as "causes!"
        from service_link l
        join subscriber s on s.id = l.subscriber_id
        join service v on v.id = l.service_id
        left join line n on n.link_id = l.id
        left join run_account a on a.run_id = (select id from run) and a.subscriber_id = l.subscriber_id
        where l.id > $3 and l.valid_from <= $2 and (l.valid_to is null or l.valid_to >= $1) and not exists (
            select from charge c where c.link_id = l.id and c.month = $1 and c.kind = 'regular' and c.voided_at is null)
        order by l.id limit $4"#,
        month.first_day(),
        month.last_day(),
        after,
        PAGE_SIZE + 1
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(MissingLink {
                link_id: row.id,
                subscriber_id: row.subscriber_id,
                account: row.account,
                name: row.name,
                service: row.service,
                reason: word(&row.reason)?,
                causes: causes(&row.causes)?,
            })
        })
        .collect()
}
