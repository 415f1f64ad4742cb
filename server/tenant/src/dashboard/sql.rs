//! The SQL of the first page's figures.

use domain::dashboard::{MonthTotals, Steps};
use domain::{Money, Month};
use sqlx::PgConnection;

use super::Kept;

/// The sums over the shards; of other tables only whether there is anything in them.
pub(super) async fn kept(conn: &mut PgConnection) -> Result<Kept, sqlx::Error> {
    let row = sqlx::query!(
        r#"select coalesce(sum(debt), 0) as "debt!", coalesce(sum(debtors), 0)::bigint as "debtors!",
            coalesce(sum(advance), 0) as "advance!", coalesce(sum(subscribers), 0)::bigint as "subscribers!",
            exists (select from service_price) as "has_service!", exists (select from subscriber) as "has_subscriber!",
            exists (select from invoice) as "has_invoice!", exists (select from payment) as "has_payment!",
            (select count(*) from promise where state = 'broken' and seen_at is null) as "broken_promises!"
        from grand_total"#
    )
    .fetch_one(conn)
    .await?;
    Ok(Kept {
        subscribers: row.subscribers,
        debt: Money::round(row.debt),
        debtors: row.debtors,
        advance: Money::round(row.advance),
        broken_promises: row.broken_promises,
        steps: Steps {
            has_service: row.has_service,
            has_subscriber: row.has_subscriber,
            has_invoice: row.has_invoice,
            has_payment: row.has_payment,
        },
    })
}

pub(super) async fn months(
    conn: &mut PgConnection,
    first: Month,
    last: Month,
) -> Result<Vec<MonthTotals>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select month, sum(charged) as "charged!", sum(paid) as "paid!" from month_total
        where month between $1 and $2 group by month order by month"#,
        first.first_day(),
        last.first_day()
    )
    .fetch_all(conn)
    .await?;
    let totals = |month, charged, paid| MonthTotals {
        month: Month::of(month),
        charged: Money::round(charged),
        paid: Money::round(paid),
    };
    Ok(rows
        .into_iter()
        .map(|row| totals(row.month, row.charged, row.paid))
        .collect())
}
