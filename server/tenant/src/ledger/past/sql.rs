//! The SQL of balances of the past.

use chrono::NaiveDate;
use domain::ledger::timeline::Moved;
use domain::{Money, Month};
use sqlx::PgConnection;

/// Nothing where there is no such subscriber.
pub(super) async fn balance_on(
    conn: &mut PgConnection,
    subscriber_id: i64,
    day: NaiveDate,
) -> Result<Option<Money>, sqlx::Error> {
    let sum = sqlx::query_scalar!(
        r#"select (
                select coalesce(sum(case when debit = 'receivable' then amount else -amount end), 0)
                from ledger_entry where subscriber_id = s.id and booked_on <= $2) as "sum!"
        from subscriber s where s.id = $1"#,
        subscriber_id,
        day
    )
    .fetch_optional(conn)
    .await?;
    Ok(sum.map(Money::round))
}

/// The same before a day.
pub(super) async fn balance_before(
    conn: &mut PgConnection,
    subscriber_id: i64,
    day: NaiveDate,
) -> Result<Option<Money>, sqlx::Error> {
    match day.pred_opt() {
        Some(eve) => balance_on(conn, subscriber_id, eve).await,
        None => Ok(None),
    }
}

/// What moved by month since a day. A document that is voided takes its sum back where it stood; a write-off of penalties
/// is a write-off.
pub(super) async fn moved(
    conn: &mut PgConnection,
    subscriber_id: i64,
    since: NaiveDate,
) -> Result<Vec<(Month, Moved)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"with signed as (
            select date_trunc('month', booked_on)::date as month,
                case when debit = 'receivable' then amount else -amount end as amount,
                case when document in ('payment', 'reversal', 'refund') then 'paid'
                    when document = 'writeoff' then 'written_off'
                    when document = 'adjustment' then 'recalculated'
                    when 'opening' in (document, debit, credit) then 'brought'
                    when 'penalty' in (debit, credit) then 'penalties'
                    else 'charged' end as what
            from ledger_entry where subscriber_id = $1 and booked_on >= $2
        )
        select month as "month!",
            coalesce(sum(amount) filter (where what = 'charged'), 0) as "charged!",
            coalesce(sum(amount) filter (where what = 'recalculated'), 0) as "recalculated!",
            coalesce(sum(amount) filter (where what = 'penalties'), 0) as "penalties!",
            coalesce(-sum(amount) filter (where what = 'paid'), 0) as "paid!",
            coalesce(-sum(amount) filter (where what = 'written_off'), 0) as "written_off!",
            coalesce(sum(amount) filter (where what = 'brought'), 0) as "brought!"
        from signed group by month order by month"#,
        subscriber_id,
        since
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let moved = Moved {
                charged: Money::round(row.charged),
                recalculated: Money::round(row.recalculated),
                penalties: Money::round(row.penalties),
                paid: Money::round(row.paid),
                written_off: Money::round(row.written_off),
                brought: Money::round(row.brought),
            };
            (Month::of(row.month), moved)
        })
        .collect())
}
