//! `kvitok books …`: seal, prove and rebuild the books of one organisation or of all.

use anyhow::bail;
use clap::{Args, Subcommand};
use domain::Failure;

use super::tenants::sentence;
use crate::Started;

/// What can be done with books.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Recompute everything and compare it with what is kept; exits with 1 when something disagrees.
    Prove(Whose),
    /// Make balances and totals anew out of the entries, then prove them.
    Rebuild(Whose),
    /// Seal the entries and the audit as far as they can be.
    Seal(Whose),
}

/// Whose books.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Whose {
    /// One organisation, by its address.
    #[arg(long, value_name = "SLUG")]
    tenant: Option<String>,
    /// All organisations in service.
    #[arg(long)]
    all: bool,
}

impl Whose {
    async fn slugs(self, started: &Started) -> anyhow::Result<Vec<String>> {
        if let Some(slug) = self.tenant {
            return Ok(vec![slug]);
        }
        let all = landlord::tenants::part_of_all(&started.ctx(), 1, 0)
            .await
            .map_err(|failure| sentence(&failure))?;
        Ok(all.into_iter().map(|(_, slug)| slug).collect())
    }
}

#[derive(Clone, Copy)]
enum What {
    Prove,
    Rebuild,
    Seal,
}

/// `kvitok books …`. One organisation that fails does not keep the others from their turn.
pub async fn obey(started: &Started, verb: Verb) -> anyhow::Result<()> {
    let (what, whose) = match verb {
        Verb::Prove(whose) => (What::Prove, whose),
        Verb::Rebuild(whose) => (What::Rebuild, whose),
        Verb::Seal(whose) => (What::Seal, whose),
    };
    let mut bad = 0_u32;
    for slug in whose.slugs(started).await? {
        match one(started, what, &slug).await {
            Ok(true) => {}
            Ok(false) => bad += 1,
            Err(failure) => {
                eprintln!("{slug}: {}", sentence(&failure));
                bad += 1;
            }
        }
    }
    if bad > 0 {
        bail!("{bad} organisations are not in order.");
    }
    Ok(())
}

async fn one(started: &Started, what: What, slug: &str) -> Result<bool, Failure> {
    let inside = landlord::tenants::inside(&started.ctx(), slug).await?;
    match what {
        What::Seal => {
            let sealing = tenant::books::seal(&inside).await?;
            let more = if sealing.waits {
                "; more waits for a transaction to end"
            } else {
                ""
            };
            println!(
                "{slug}: {} entries and {} events sealed{more}",
                sealing.ledger, sealing.events
            );
            return Ok(true);
        }
        What::Rebuild => {
            let rebuilt = tenant::ledger::rebuild(&inside).await?;
            println!(
                "{slug}: {} balances, {} invoices, {} payments, {} months mended{}",
                rebuilt.balances,
                rebuilt.invoices,
                rebuilt.payments,
                rebuilt.months,
                if rebuilt.totals { ", and the totals" } else { "" }
            );
        }
        What::Prove => {}
    }
    let kept = tenant::books::prove_and_note(&inside).await?;
    let proof = kept.proof;
    println!(
        "{slug}: {} entries, turnover {}, receivable {}, sealed up to {} in {} blocks, {} ms: {}",
        proof.entries,
        proof.turnover,
        proof.receivable,
        proof.ledger.upto,
        proof.ledger.blocks,
        kept.took_ms,
        if proof.holds() {
            "the books agree"
        } else {
            "SOMETHING DISAGREES"
        }
    );
    for finding in &proof.findings {
        let named: Vec<_> = finding.examples.iter().map(|example| example.name.as_str()).collect();
        println!("    {}: {} ({})", finding.check.code(), finding.count, named.join(", "));
    }
    Ok(proof.holds())
}
