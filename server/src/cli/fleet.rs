//! `kvitok migrate`, `kvitok server …`, `kvitok tenant move`: all tenants' databases together.

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use domain::Failure;
use domain::fleet::{RunForm, RunReport, RunStatus};
use landlord::fleet::{self, ServerChange, Step, Tools};
use landlord::schema::Steps;

use super::tenants::sentence;
use crate::Started;

/// What is brought up to date.
#[derive(Debug, Args)]
pub struct Migrate {
    /// The tenants' schemas too, one after the other while the others are served.
    #[arg(long)]
    all: bool,
    /// The tenant that goes first; if it fails, no other is touched.
    #[arg(long, value_name = "SLUG", requires = "all")]
    canary: Option<String>,
    /// How many at a time.
    #[arg(long, value_name = "N", requires = "all")]
    parallel: Option<u32>,
    /// After how many failures no further tenant is touched.
    #[arg(long, value_name = "K", requires = "all")]
    stop_after: Option<u32>,
    /// Only those that failed in the last run.
    #[arg(long, requires = "all")]
    retry: bool,
}

/// What can be done to servers.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// List the servers with what stands on them.
    List,
    /// Change what a server takes.
    Set {
        /// What the configuration calls it; «home» is the server of the landlord's database.
        name: String,
        /// Its share of new tenants, beside the weights of the others; 0 gets none.
        #[arg(long, value_name = "N")]
        weight: Option<u16>,
        /// How many tenants it takes at most; none for no limit.
        #[arg(long, value_name = "N|none", value_parser = capacity)]
        capacity: Option<Capacity>,
        /// Whether new tenants may be placed on it.
        #[arg(long, value_name = "true|false")]
        accepts_new: Option<bool>,
    },
    /// Drop databases that moved tenants left behind a week ago, and take back moves that were cut short.
    Tidy,
}

/// How many tenants at most; nothing for no limit.
#[derive(Clone, Copy, Debug)]
pub struct Capacity(Option<u32>);

fn capacity(text: &str) -> Result<Capacity, String> {
    if text == "none" {
        return Ok(Capacity(None));
    }
    text.parse()
        .map(|most| Capacity(Some(most)))
        .map_err(|_| "a number, or none".to_owned())
}

/// `kvitok migrate`. The landlord's own schema has been brought up to date by the start.
pub async fn migrate(started: &Started, what: Migrate) -> anyhow::Result<()> {
    println!("The landlord's schema is up to date.");
    let ctx = started.ctx();
    if !what.all {
        let fleet = fleet::show(&ctx).await.map_err(|failure| sentence(&failure))?;
        if fleet.behind > 0 {
            println!("{} tenants are behind: kvitok migrate --all", fleet.behind);
        }
        return Ok(());
    }
    let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    let form = RunForm {
        canary: what.canary.unwrap_or_default(),
        parallel: number(what.parallel),
        stop_after: number(what.stop_after),
        retry: if what.retry { "on".into() } else { String::new() },
    };
    let running = fleet::start(&ctx, &form, Steps::tenant())
        .await
        .map_err(|failure| sentence(&failure))?;
    let report = running.report().await.map_err(|failure| sentence(&failure))?;
    tell(&report)
}

fn tell(report: &RunReport) -> anyhow::Result<()> {
    let run = &report.run;
    for line in &report.results {
        match &line.error {
            None => println!(
                "{:<24} {} -> {}  {} ms",
                line.slug, line.from_version, line.to_version, line.ms
            ),
            Some(error) => println!(
                "{:<24} {} failed after {} ms: {error}",
                line.slug, line.from_version, line.ms
            ),
        }
    }
    let left = run.tenants - run.migrated - run.failed;
    if run.failed > 0 || run.status != RunStatus::Done {
        bail!(
            "{} tenants are up to date now, {} failed, {left} were not touched. Once the cause is gone: kvitok migrate --all",
            run.migrated,
            run.failed
        );
    }
    println!("All schemas are up to date ({} tenants changed).", run.migrated);
    Ok(())
}

/// `kvitok server …`.
pub async fn obey(started: &Started, verb: Verb) -> anyhow::Result<()> {
    let ctx = started.ctx();
    match verb {
        Verb::List => {
            let servers = fleet::servers(&ctx).await.map_err(|failure| sentence(&failure))?;
            println!(
                "{:<16} {:<28} {:>8} {:>8} {:>8}  new",
                "name", "place", "tenants", "capacity", "weight"
            );
            for server in servers {
                let capacity = server
                    .capacity
                    .map_or_else(|| "none".to_owned(), |most| most.to_string());
                let new = match (server.is_configured, server.accepts_new) {
                    (false, _) => "not configured",
                    (true, true) => "yes",
                    (true, false) => "no",
                };
                println!(
                    "{:<16} {:<28} {:>8} {capacity:>8} {:>8}  {new}",
                    server.name, server.place, server.tenants, server.weight
                );
            }
        }
        Verb::Set {
            name,
            weight,
            capacity,
            accepts_new,
        } => {
            let change = ServerChange {
                weight,
                capacity: capacity.map(|Capacity(most)| most),
                accepts_new,
            };
            match fleet::change_server(&ctx, &name, &change).await {
                Ok(()) => println!("{name} is changed."),
                Err(Failure::NotFound) => bail!("There is no server «{name}»."),
                Err(failure) => return Err(sentence(&failure)),
            }
        }
        Verb::Tidy => {
            let dropped = fleet::drop_expired(&ctx).await.map_err(|failure| sentence(&failure))?;
            println!("Nothing is half moved; {dropped} kept databases were dropped.");
        }
    }
    Ok(())
}

/// `kvitok tenant move`.
pub async fn relocate(started: &Started, slug: &str, server: &str) -> anyhow::Result<()> {
    let data = started.config.data.clone();
    let found = tokio::task::spawn_blocking(move || cluster::client_tools(&data))
        .await
        .context("The search for pg_dump was cut short")??;
    let tools = Tools {
        dump: found.join("pg_dump"),
        restore: found.join("pg_restore"),
    };
    let tell = |step: Step| {
        println!(
            "{}",
            match step {
                Step::Frozen => "The tenant can only be read from now on.",
                Step::Prepared => "An empty database stands on the new server. Copying …",
                Step::Copied => "Copied. Comparing …",
                Step::Compared => "Every table is equal.",
                Step::Opened => "The copy is open to the tenant.",
                Step::Switched => "The new server serves the tenant.",
            }
        );
    };
    let moved = fleet::relocate(&started.ctx(), slug, server, &tools, &tell)
        .await
        .map_err(|failure| sentence(&failure))?;
    println!(
        "{slug} moved to {server}: {} tables, {} rows, read-only for {} ms. The old database is kept for 7 days as {}.",
        moved.tables, moved.rows, moved.read_only_ms, moved.kept_as
    );
    Ok(())
}
