//! What metered links used in a month: the page to enter it. Readings of meters will feed the same rows.

mod sql;

use std::collections::BTreeMap;

use domain::paging::{COUNT_CAP, PAGE_SIZE};
use domain::volumes::{VolumeChoices, VolumePage, VolumeQuery, VolumesForm, changes};
use domain::{Count, Failure, Month, Page, Permission, typed};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::store::{OrFailure, transact};
use crate::{Ctx, events, houses, ledger};

/// Metered and tiered links of a month by account, with their volumes; those with a quantity of their own need none.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `Invalid` for a month that is none, and those of the database.
pub async fn list(ctx: &Ctx, query: &VolumeQuery) -> Result<VolumePage, Failure> {
    ctx.authorize(Permission::SeeSubscribers)?;
    let month = match query.month.trim() {
        "" => Month::of(ctx.today),
        typed => typed.parse().map_err(|reason| Failure::field("month", reason))?,
    };
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let wanted = sql::Wanted {
        month,
        service: typed::id(&query.service).ok(),
        house: typed::id(&query.house).ok(),
        begins: query.q.trim().to_lowercase().replace(['%', '_', '\\'], ""),
        after: position(&query.after),
    };
    let counted = sql::count(&mut conn, &wanted, COUNT_CAP + 1).await.or_failure(ctx)?;
    let lines = sql::list(&mut conn, &wanted, PAGE_SIZE + 1).await.or_failure(ctx)?;
    Ok(VolumePage {
        month,
        page: Page::cut(lines, Count::capped(counted), |line| {
            format!("{}~{}", line.link_id, line.account)
        }),
    })
}

/// The services and houses that one can choose among.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and those of the database.
pub async fn choices(ctx: &Ctx) -> Result<VolumeChoices, Failure> {
    ctx.authorize(Permission::SeeSubscribers)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    Ok(VolumeChoices {
        services: sql::services(&mut conn).await.or_failure(ctx)?,
        houses: houses::sql::choices(&mut conn).await.or_failure(ctx)?,
    })
}

/// The place after a row: its account and link.
fn position(after: &str) -> (String, i64) {
    after
        .split_once('~')
        .and_then(|(id, account)| Some((account.to_owned(), id.parse().ok()?)))
        .unwrap_or_default()
}

/// Enters volumes of a month, all of them or none; gives how many have changed. What was typed as it was stays untouched.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound` for a link that nobody has, `Invalid` by field (`Charged` where an invoice stands
/// on a volume), and those of the database.
pub async fn enter(ctx: &Ctx, form: &VolumesForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EnterVolumes)?;
    let (month, typed) = form.parse()?;
    transact(ctx, move |ctx, conn| Box::pin(enter_in(ctx, conn, month, typed))).await
}

async fn enter_in(
    ctx: &Ctx,
    conn: &mut PgConnection,
    month: Month,
    typed: BTreeMap<i64, Option<Decimal>>,
) -> Result<i64, Failure> {
    let links: Vec<i64> = typed.keys().copied().collect();
    // The subscribers first, as a run takes them: none of the volumes is charged while it changes.
    let subscribers = sql::subscribers_of(conn, &links).await.or_failure(ctx)?;
    ledger::lock(conn, ctx, &subscribers).await?;
    let known = sql::known(conn, &links, month).await.or_failure(ctx)?;
    let changes = changes(typed, &known)?;
    if changes.is_empty() {
        return Ok(0);
    }
    sql::put(conn, month, &changes, ctx.actor_name(), ctx.now)
        .await
        .or_failure(ctx)?;
    let count = i64::try_from(changes.len()).unwrap_or(i64::MAX);
    let rows: Vec<_> = changes
        .iter()
        .map(|(link, volume)| {
            let was = known.get(link).and_then(|(was, _)| *was);
            serde_json::json!({ "link": link, "was": was, "volume": volume })
        })
        .collect();
    let details = serde_json::json!({ "month": month, "volumes": rows });
    events::record(conn, ctx, "entered", "volumes", None, details).await?;
    Ok(count)
}
