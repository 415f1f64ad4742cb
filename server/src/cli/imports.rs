//! Bringing a file of subscribers in from the terminal: the same preview and the same posting as on the page.

use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use domain::Language;
use domain::imports::BatchRefForm;
use domain::{Failure, Reason};

use super::tenants::sentence;
use crate::Started;
use crate::web::refused_table;

/// Reads a file into a tenant. Nothing is posted unless `post` says so; refused rows go to `<file>.refused.csv`.
///
/// # Errors
/// One sentence that says what stands against it.
pub async fn import(started: &Started, slug: &str, file: &Path, post: bool) -> anyhow::Result<()> {
    let bytes = tokio::fs::read(file)
        .await
        .with_context(|| format!("{} can't be read", file.display()))?;
    let table = tokio::task::spawn_blocking(move || documents::table::read(&bytes))
        .await?
        .map_err(|reason| anyhow!("{}", ui::texts::reason(Language::En, &reason)))?;
    let inside = landlord::tenants::inside(&started.ctx(), slug)
        .await
        .map_err(|failure| sentence(&failure))?;
    let name = file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let id = tenant::imports::upload(&inside, &name, &table)
        .await
        .map_err(|failure| sentence(&failure))?;
    let card = tenant::imports::show(&inside, id)
        .await
        .map_err(|failure| sentence(&failure))?;
    println!(
        "{name}: {} good rows, {} refused; opening debts {}, advances {}.",
        card.batch.good, card.batch.refused, card.batch.debt, card.batch.advance
    );
    if post {
        let done = tenant::imports::post(&inside, &BatchRefForm { id: id.to_string() }).await;
        match done {
            Ok(batch) => println!("{} subscribers registered.", batch.good),
            // A file that was brought in before has no good row left: that is no failure of a demonstration.
            Err(Failure::Conflict {
                reason: Reason::FileEmpty,
            }) => println!("No row of it is new: nothing was registered."),
            Err(failure) => return Err(sentence(&failure)),
        }
    } else {
        let url = landlord::tenants::url(&started.ctx(), slug)
            .await
            .map_err(|failure| sentence(&failure))?;
        println!("Nothing has been registered: add --post, or look at it under {url}/imports/{id}");
    }
    if card.batch.refused > 0 {
        let refused = tenant::imports::refused(&inside, id)
            .await
            .map_err(|failure| sentence(&failure))?;
        let path = PathBuf::from(format!("{}.refused.csv", file.display()));
        tokio::fs::write(&path, refused_table(Language::Ru, refused))
            .await
            .with_context(|| format!("{} can't be written", path.display()))?;
        println!("The refused rows with their reasons: {}", path.display());
    }
    Ok(())
}
