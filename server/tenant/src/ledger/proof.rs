//! The proof of the books: everything that is kept is recomputed, in one snapshot, and what disagrees is named. That debits
//! equal credits needs no recomputing: an entry is one row that names both accounts and one sum.

mod documents {
    pub(super) mod sql;
}
mod sql;

use domain::ledger::Proof;
use domain::ledger::proof::{Check, Example, Finding, Sealed};
use domain::{Failure, Permission};
use sqlx::PgConnection;

use crate::books::{Chain, chain_proof};
use crate::store::OrFailure;
use crate::{Ctx, ledger};

/// How many examples a finding names.
const NAMED: usize = 20;

/// A row that disagrees, and how many of its kind there are in all.
struct Wrong {
    id: i64,
    name: String,
    count: i64,
}

/// A document whose entries are not what it says.
struct WrongDocument {
    check: String,
    id: i64,
    name: String,
    count: i64,
}

/// The sums of all entries.
struct Sums {
    entries: i64,
    turnover: domain::Money,
    receivable: domain::Money,
}

/// Recomputes the books out of their entries and documents and compares them with everything that is kept. Takes a while
/// on large books: it reads all of them.
///
/// # Errors
/// `SignedOut`, `Forbidden`, and those of the database.
pub async fn prove(ctx: &Ctx) -> Result<Proof, Failure> {
    ctx.authorize(Permission::ProveBooks)?;
    let mut conn = ctx.db.snapshot().await.or_failure(ctx)?;
    ledger::expect_many(&mut conn, ctx, true).await?;
    let proof = compare(&mut conn, ctx).await?;
    conn.rollback().await.or_failure(ctx)?;
    Ok(proof)
}

async fn compare(conn: &mut PgConnection, ctx: &Ctx) -> Result<Proof, Failure> {
    let sums = sql::sums(conn).await.or_failure(ctx)?;
    let mut found = Found::default();
    found.note(Check::Entries, sql::entries(conn).await.or_failure(ctx)?);
    let booked = documents::sql::booked(conn).await.or_failure(ctx)?;
    for of_check in booked.chunk_by(|one, next| one.check == next.check) {
        let word = of_check.first().map(|row| row.check.as_str());
        let check = Check::ALL.iter().copied().find(|check| Some(check.code()) == word);
        let wrong = of_check.iter().map(|row| Wrong {
            id: row.id,
            name: row.name.clone(),
            count: row.count,
        });
        found.note(check.unwrap_or(Check::Documents), wrong.collect());
    }
    found.note(Check::Balances, sql::balances(conn).await.or_failure(ctx)?);
    found.note(Check::InvoicesPaid, documents::sql::paid(conn).await.or_failure(ctx)?);
    found.note(Check::InvoiceLines, documents::sql::lines(conn).await.or_failure(ctx)?);
    found.note(Check::Voids, documents::sql::voids(conn).await.or_failure(ctx)?);
    found.note(
        Check::Allocations,
        documents::sql::allocations(conn).await.or_failure(ctx)?,
    );
    found.note(Check::Payments, documents::sql::payments(conn).await.or_failure(ctx)?);
    found.note(Check::Returns, documents::sql::returns(conn).await.or_failure(ctx)?);
    found.note(
        Check::WriteOffs,
        documents::sql::write_offs(conn).await.or_failure(ctx)?,
    );
    found.note(
        Check::Adjustments,
        documents::sql::adjustments(conn).await.or_failure(ctx)?,
    );
    found.note(Check::Months, sql::months(conn).await.or_failure(ctx)?);
    found.note(Check::Totals, sql::totals(conn).await.or_failure(ctx)?);
    found.note(Check::Numbers, sql::numbers(conn).await.or_failure(ctx)?);
    let ledger = seals(conn, ctx, Chain::Ledger, Check::LedgerSeals, &mut found).await?;
    let events = seals(conn, ctx, Chain::Event, Check::EventSeals, &mut found).await?;
    Ok(Proof {
        entries: sums.entries,
        turnover: sums.turnover,
        receivable: sums.receivable,
        ledger,
        events,
        findings: found.in_order(),
    })
}

async fn seals(
    conn: &mut PgConnection,
    ctx: &Ctx,
    chain: Chain,
    check: Check,
    found: &mut Found,
) -> Result<Sealed, Failure> {
    let (sealed, broken) = chain_proof(conn, ctx, chain).await?;
    let count = i64::try_from(broken.len()).unwrap_or(i64::MAX);
    let wrong = broken.into_iter().map(|(id, name)| Wrong { id, name, count }).collect();
    found.note(check, wrong);
    Ok(sealed)
}

/// What was found so far. A check may be made by several statements.
#[derive(Default)]
struct Found(Vec<Finding>);

impl Found {
    fn note(&mut self, check: Check, wrong: Vec<Wrong>) {
        let Some(first) = wrong.first() else { return };
        let count = first.count;
        let examples = wrong.into_iter().map(|row| Example {
            id: row.id,
            name: row.name,
        });
        match self.0.iter_mut().find(|finding| finding.check == check) {
            Some(known) => {
                known.count += count;
                known.examples.extend(examples);
                known.examples.truncate(NAMED);
            }
            None => self.0.push(Finding {
                check,
                count,
                examples: examples.take(NAMED).collect(),
            }),
        }
    }

    fn in_order(mut self) -> Vec<Finding> {
        self.0
            .sort_by_key(|finding| Check::ALL.iter().position(|check| *check == finding.check));
        self.0
    }
}
