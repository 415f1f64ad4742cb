//! The SQL of due days, policies and rates.

use chrono::NaiveDate;
use domain::Month;
use domain::penalties::{DueDay, Policy, Rate, Rule};
use sqlx::PgConnection;

use crate::ledger::unknown_word;

pub(super) async fn due_days(conn: &mut PgConnection) -> Result<Vec<DueDay>, sqlx::Error> {
    let rows = sqlx::query!("select valid_from, day, source from due_day order by valid_from desc")
        .fetch_all(conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| DueDay {
            valid_from: Month::of(row.valid_from),
            day: u32::try_from(row.day).unwrap_or(1),
            source: row.source,
        })
        .collect())
}

pub(super) async fn policies(conn: &mut PgConnection) -> Result<Vec<Policy>, sqlx::Error> {
    let rows = sqlx::query!(
        "select valid_from, rule, percent_per_day, free_days, cap_percent, source from penalty_policy
        order by valid_from desc"
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let rule = match (row.rule.as_str(), row.percent_per_day) {
                ("none", _) => Rule::None,
                ("housing", _) => Rule::Housing,
                ("daily", Some(percent)) => Rule::Daily {
                    percent: percent.normalize(),
                    free_days: row
                        .free_days
                        .and_then(|days| u32::try_from(days).ok())
                        .unwrap_or_default(),
                },
                (word, _) => return Err(unknown_word("rule", word)),
            };
            Ok(Policy {
                valid_from: row.valid_from,
                rule,
                cap_percent: row.cap_percent.map(|percent| percent.normalize()),
                source: row.source,
            })
        })
        .collect()
}

pub(super) async fn rates(conn: &mut PgConnection) -> Result<Vec<Rate>, sqlx::Error> {
    let rows = sqlx::query!("select valid_from, valid_to, percent, source from penalty_rate order by valid_from desc")
        .fetch_all(conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Rate {
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            percent: row.percent.normalize(),
            source: row.source,
        })
        .collect())
}

/// Invoices of the month or a later one have been issued and count.
pub(super) async fn issued_since(conn: &mut PgConnection, month: Month) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (
            select from invoice
            where month >= $1 and kind in ('regular', 'additional', 'penalty') and voided_at is null) as "is!""#,
        month.first_day()
    )
    .fetch_one(conn)
    .await
}

/// Penalties of invoices due on or after the day stand on documents that count.
pub(super) async fn charged_for_due_since(conn: &mut PgConnection, day: NaiveDate) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (
            select from penalty_accrual c
            join invoice i on i.id = c.invoice_id
            join invoice d on d.id = c.document_id
            where i.due_on >= $1 and d.voided_at is null) as "is!""#,
        day
    )
    .fetch_one(conn)
    .await
}

/// Penalties have been reckoned up to the day or beyond.
pub(super) async fn charged_upto(conn: &mut PgConnection, day: NaiveDate) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (
            select from penalty_accrual c join invoice d on d.id = c.document_id
            where c.upto >= $1 and d.voided_at is null) as "is!""#,
        day
    )
    .fetch_one(conn)
    .await
}

/// A row on which nothing rests yet may be entered anew.
pub(super) async fn set_due_day(conn: &mut PgConnection, rule: &DueDay) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into due_day (valid_from, day, source) values ($1, $2, $3)
        on conflict (valid_from) do update set day = excluded.day, source = excluded.source",
        rule.valid_from.first_day(),
        i32::try_from(rule.day).unwrap_or(31),
        rule.source
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn set_policy(conn: &mut PgConnection, policy: &Policy) -> Result<(), sqlx::Error> {
    let (percent, free_days) = match policy.rule {
        Rule::Daily { percent, free_days } => (Some(percent), i32::try_from(free_days).ok()),
        Rule::None | Rule::Housing => (None, None),
    };
    sqlx::query!(
        "insert into penalty_policy (valid_from, rule, percent_per_day, free_days, cap_percent, source)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (valid_from) do update set rule = excluded.rule, percent_per_day = excluded.percent_per_day,
            free_days = excluded.free_days, cap_percent = excluded.cap_percent, source = excluded.source",
        policy.valid_from,
        policy.rule.code(),
        percent,
        free_days,
        policy.cap_percent,
        policy.source
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn set_rate(conn: &mut PgConnection, rate: &Rate) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into penalty_rate (valid_from, valid_to, percent, source) values ($1, $2, $3, $4)
        on conflict (valid_from) do update set valid_to = excluded.valid_to, percent = excluded.percent,
            source = excluded.source",
        rate.valid_from,
        rate.valid_to,
        rate.percent,
        rate.source
    )
    .execute(conn)
    .await?;
    Ok(())
}
