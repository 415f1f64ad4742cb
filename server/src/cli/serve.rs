//! `kvitok serve`.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::bail;
use tokio::sync::watch;

use crate::jobs::{self, Pace, Shop, Trade};
use crate::web::{self, Site};
use crate::{Config, Started, assets, demo, start};

/// What a node does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Role {
    /// Answers requests.
    Web,
    /// Does background work.
    Jobs,
    /// Both.
    All,
}

/// Serves until told to end. Prints, last, where to go.
pub async fn serve(config: Config, with_demo: bool, csv: Option<PathBuf>, role: Role) -> anyhow::Result<()> {
    // What can be refused at once is refused before a database is started.
    let web = match role {
        Role::Web | Role::All => {
            let site_folder = config.site_folder();
            let assets = assets::read(&site_folder, config.dev)?;
            let listener = web::bind(&config.bind, config.port).await?;
            Some((site_folder, assets, listener))
        }
        Role::Jobs => None,
    };
    let started = start(config).await?;
    landlord::provision::ensure_template(&started.home, landlord::HOME)
        .await
        .map_err(|error| anyhow::anyhow!("The template of tenants' databases could not be built: {error}"))?;
    if with_demo {
        demo::ensure(&started).await?;
        if let Some(file) = csv {
            super::imports::import(&started, demo::SLUG, &file, true).await?;
        }
    }
    let (stop, stopped) = watch::channel(false);
    let jobs = match role {
        Role::Jobs | Role::All => {
            let shop = Shop::new(&started, Trade::new(started.program()));
            Some(tokio::spawn(jobs::run(shop, Pace::default(), stopped)))
        }
        Role::Web => None,
    };
    if let Some((site_folder, assets, listener)) = web {
        let site = Site::new(&started, assets);
        let router = web::router(&site, &site_folder);
        tell_where(&started).await?;
        let meter = tokio::spawn(write_traffic(site.clone()));
        web::serve(listener, router).await?;
        meter.abort();
        write_traffic_once(&site).await;
    } else {
        println!("kvitok does background work");
        std::io::stdout().flush()?;
        web::told_to_end().await?;
    }
    // A worker that has gone already has nothing to be told.
    let _gone = stop.send(true);
    if let Some(jobs) = jobs {
        jobs.await??;
    }
    if let Some(cluster) = started.cluster {
        tokio::task::spawn_blocking(move || cluster.stop()).await??;
    }
    Ok(())
}

/// Adds what was counted to the landlord's database once a minute.
async fn write_traffic(site: Arc<Site>) {
    loop {
        tokio::time::sleep(Duration::from_mins(1)).await;
        write_traffic_once(&site).await;
    }
}

async fn write_traffic_once(site: &Site) {
    if let Err(failure) = site.meter.flush(&site.home.db, site.clock.now()).await {
        tracing::warn!(%failure, "counted requests could not be written");
    }
}

async fn tell_where(started: &Started) -> anyhow::Result<()> {
    let console = started.home.address.console();
    let setup = match landlord::people::setup_token(&started.ctx()).await {
        Ok(setup) => setup,
        Err(failure) => bail!("The landlord's database does not answer: {failure}."),
    };
    println!("kvitok serves on {console}");
    if let Some(token) = setup {
        println!("Open this one-time link to create the first administrator:");
        println!("  {console}/setup/{token}");
    }
    std::io::stdout().flush()?;
    Ok(())
}
