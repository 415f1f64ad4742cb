//! Counts and kept sums of a tenant's database.

use chrono::{DateTime, NaiveDate, Utc};
use domain::Money;
use domain::figures::{Contribution, Figures};
use sqlx::{PgConnection, query};

pub(super) async fn sizes(conn: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<Figures> {
    let row = query!(
        r#"select pg_database_size(current_database()) as "database_bytes!",
                  (select count(*) from staff_user where disabled_at is null) as "users!",
                  (select count(*) from subscriber where archived_at is null) as "subscribers!",
                  (select coalesce(sum(size), 0)::bigint from file where deleted_at is null) as "file_bytes!",
                  (select max(last_log_in_at) from staff_user) as last_log_in_at"#
    )
    .fetch_one(conn)
    .await?;
    Ok(Figures {
        database_bytes: row.database_bytes,
        file_bytes: row.file_bytes,
        users: row.users,
        subscribers: row.subscribers,
        last_log_in_at: row.last_log_in_at,
        collected_at: now,
    })
}

/// A month is active in which somebody of the staff did something.
pub(super) async fn contributions(
    conn: &mut PgConnection,
    since: NaiveDate,
    until: NaiveDate,
) -> sqlx::Result<Vec<Contribution>> {
    let rows = query!(
        r#"select m.month::date as "month!",
                  coalesce((select sum(paid) from month_total t where t.month = m.month::date), 0) as "paid!",
                  exists (select from event e where e.actor_kind = 'user' and e.at >= m.month and e.at < m.month + interval '1 month') as "active!"
           from generate_series($1::date, $2::date, interval '1 month') m(month) order by 1"#,
        since,
        until
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Contribution {
            month: row.month,
            payments: Money::round(row.paid),
            active: row.active,
        })
        .collect())
}
