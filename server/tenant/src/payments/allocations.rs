//! What payments give to invoices, as rows that are written once: giving, and taking back. Whoever calls has locked the
//! subscribers by `ledger::lock` and owns the transaction.

mod sql;

use domain::payments::spread::{OpenInvoice, Rule};
use domain::{Failure, Money};
use sqlx::PgConnection;

use crate::Ctx;
use crate::store::OrFailure;

/// Why rows of allocations are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    dead_code,
    reason = "the rooms of voids, runs, adjustments and write-offs write their own"
)]
pub(crate) enum Cause {
    /// The payment itself.
    Payment,
    /// An advance used by an invoice.
    Advance,
    /// A payment spread anew.
    Reallocation,
    /// A void document.
    Void,
    /// An undone run.
    Undo,
    /// A reversed payment.
    Reversal,
    /// Money paid back.
    Refund,
    /// A recalculation.
    Adjustment,
    /// A debt given up.
    Writeoff,
}

impl Cause {
    /// The word in the database.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::Advance => "advance",
            Self::Reallocation => "reallocation",
            Self::Void => "void",
            Self::Undo => "undo",
            Self::Reversal => "reversal",
            Self::Refund => "refund",
            Self::Adjustment => "adjustment",
            Self::Writeoff => "writeoff",
        }
    }
}

/// Whose allocations are taken back.
#[derive(Clone, Copy, Debug)]
#[allow(dead_code, reason = "invoices are released by the rooms of voids and undone runs")]
pub(crate) enum Standing<'a> {
    /// All that these payments gave.
    OfPayments(&'a [i64]),
    /// All that these invoices were given.
    OfInvoices(&'a [i64]),
}

/// Gives parts of a payment's advance to invoices: the invoices' paid sums rise, the advance falls. Each invoice stands
/// once among the parts.
pub(crate) async fn give(
    conn: &mut PgConnection,
    ctx: &Ctx,
    payment_id: i64,
    parts: &[(i64, Money)],
    cause: Cause,
) -> Result<(), Failure> {
    if parts.is_empty() {
        return Ok(());
    }
    sql::give(conn, payment_id, parts, cause, ctx.actor_name(), ctx.now)
        .await
        .or_failure(ctx)
}

/// Takes back what stands: the invoices' paid sums fall, the payments' advances rise. Gives the sum taken back.
pub(crate) async fn release(
    conn: &mut PgConnection,
    ctx: &Ctx,
    standing: Standing<'_>,
    cause: Cause,
) -> Result<Money, Failure> {
    let (payments, invoices): (&[i64], &[i64]) = match standing {
        Standing::OfPayments(ids) => (ids, &[]),
        Standing::OfInvoices(ids) => (&[], ids),
    };
    sql::release(conn, payments, invoices, cause, ctx.actor_name(), ctx.now)
        .await
        .or_failure(ctx)
}

/// The organisation's rule of spreading.
pub(crate) async fn rule(conn: &mut PgConnection, ctx: &Ctx) -> Result<Rule, Failure> {
    sql::rule(conn).await.or_failure(ctx)
}

/// A subscriber's open invoices as the rules of spreading take them; with lines where the rule asks for them.
pub(super) async fn open_of(
    conn: &mut PgConnection,
    ctx: &Ctx,
    subscriber_id: i64,
    rule: Rule,
) -> Result<Vec<OpenInvoice>, Failure> {
    let mut open = sql::open_of(conn, subscriber_id).await.or_failure(ctx)?;
    if rule == Rule::Service {
        let ids: Vec<i64> = open.iter().map(|invoice| invoice.id).collect();
        let lines = sql::lines_of(conn, &ids).await.or_failure(ctx)?;
        for invoice in &mut open {
            invoice.lines = lines
                .iter()
                .filter(|(id, _, _)| *id == invoice.id)
                .map(|(_, priority, sum)| (*priority, *sum))
                .collect();
        }
    }
    Ok(open)
}
