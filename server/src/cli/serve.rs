//! `kvitok serve`.

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::bail;

use crate::web::{self, Site};
use crate::{Config, assets, demo, start};
use crate::{delivery, relay};

/// Serves until told to end. Prints, last, where to go.
pub async fn serve(config: Config, with_demo: bool, csv: Option<PathBuf>) -> anyhow::Result<()> {
    // What can be refused at once is refused before a database is started.
    let site_folder = config.site_folder();
    let assets = assets::read(&site_folder, config.dev)?;
    let listener = web::bind(&config.bind, config.port).await?;
    let started = start(config).await?;
    landlord::provision::ensure_template(&started.home)
        .await
        .map_err(|error| anyhow::anyhow!("The template of tenants' databases could not be built: {error}"))?;
    if with_demo {
        demo::ensure(&started).await?;
        if let Some(file) = csv {
            super::imports::import(&started, demo::SLUG, &file, true).await?;
        }
    }
    let site = Site::new(&started, assets);
    let router = web::router(&site, &site_folder);
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
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let behind = [
        tokio::spawn(delivery::run(started.program(), stopped.clone())),
        tokio::spawn(relay::run(started.program(), stopped)),
    ];
    web::serve(listener, router).await?;
    // A letter in the mail server's hands is noted as sent before the program ends.
    let _ = stop.send(true);
    for task in behind {
        let _ = tokio::time::timeout(Duration::from_secs(10), task).await;
    }
    if let Some(cluster) = started.cluster {
        tokio::task::spawn_blocking(move || cluster.stop()).await??;
    }
    Ok(())
}
