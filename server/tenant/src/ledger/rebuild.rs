//! The kept sums made anew out of entries and allocations, for the day on which they were found wrong.

mod sql;

use domain::ledger::proof::Rebuilt;
use domain::{Failure, Permission};

use crate::store::{OrFailure, transact};
use crate::{Ctx, events, ledger};

/// Recomputes balances, months, totals, what is paid of invoices and what is left of payments. Whoever moves money waits
/// until it is done; what was written once is not touched, so that a wrong entry or document stays wrong and is found by
/// the proof.
///
/// # Errors
/// `SignedOut`, `Forbidden`; `Busy` when money is being moved for long; those of the database.
pub async fn rebuild(ctx: &Ctx) -> Result<Rebuilt, Failure> {
    ctx.authorize(Permission::ProveBooks)?;
    transact(ctx, |ctx, conn| {
        Box::pin(async move {
            ledger::expect_many(conn, ctx, true).await?;
            sql::money_for_update(conn).await.or_failure(ctx)?;
            let rebuilt = Rebuilt {
                invoices: sql::invoices(conn).await.or_failure(ctx)?,
                payments: sql::payments(conn).await.or_failure(ctx)?,
                balances: sql::balances(conn).await.or_failure(ctx)?,
                months: sql::months(conn).await.or_failure(ctx)?,
                // Last: the balances move the totals with them.
                totals: sql::totals(conn).await.or_failure(ctx)?,
            };
            let details = serde_json::to_value(rebuilt).unwrap_or_default();
            events::record(conn, ctx, "rebuilt", "books", None, details).await?;
            Ok(rebuilt)
        })
    })
    .await
}
