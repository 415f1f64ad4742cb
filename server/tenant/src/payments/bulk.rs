//! Many payments at once: what the demonstration and, later, files of a bank bring in. The same books come out of it as
//! out of recording each by itself.

mod sql;

use chrono::NaiveDate;
use domain::payments::Method;
use domain::{Failure, Money, Reason};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::store::OrFailure;
use crate::{Ctx, events, ledger};

/// One payment among many.
#[derive(Clone, Debug)]
pub(crate) struct BulkPayment {
    /// The same key is the same payment.
    pub(crate) key: Uuid,
    /// The subscriber.
    pub(crate) subscriber_id: i64,
    /// The day on which it was received.
    pub(crate) received_on: NaiveDate,
    /// The sum, more than nothing.
    pub(crate) amount: Money,
    /// How it came in.
    pub(crate) method: Method,
}

/// Records payments, passing over keys that stand already, and spreads them over what is open: the oldest payment over
/// the oldest invoice. Gives how many were new. The caller owns the transaction and has authorised it.
///
/// # Errors
/// `Conflict TooLarge` when a sum or a balance is more than the books hold, and those of the database.
pub(crate) async fn pay_in_bulk(conn: &mut PgConnection, ctx: &Ctx, payments: &[BulkPayment]) -> Result<u64, Failure> {
    let mut ids: Vec<i64> = payments.iter().map(|payment| payment.subscriber_id).collect();
    ids.sort_unstable();
    ids.dedup();
    ledger::lock(conn, ctx, &ids).await?;
    ledger::expect_many(conn, ctx, true).await?;
    let inserted = sql::insert(conn, payments, ctx.actor_name(), ctx.now).await;
    let recorded = ledger::fits(inserted, Failure::conflict(Reason::TooLarge))?.or_failure(ctx)?;
    ledger::spread_advances(conn, ctx, &ids).await?;
    ledger::expect_many(conn, ctx, false).await?;
    if recorded > 0 {
        let total: Money = payments.iter().map(|payment| payment.amount).sum();
        let details = serde_json::json!({ "sent": payments.len(), "recorded": recorded, "total": total });
        events::record(conn, ctx, "recorded", "payments", None, details).await?;
    }
    Ok(recorded)
}
