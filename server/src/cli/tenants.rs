//! `kvitok tenant …`.

use std::path::PathBuf;

use anyhow::anyhow;
use clap::Subcommand;
use domain::Failure;
use domain::tenants::{NewTenantForm, PurgeForm, TenantQuery, TenantRefForm};
use landlord::tenants;

use crate::Started;

/// What can be done to a tenant.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Open a tenant and print the link for its first administrator.
    Create {
        /// The label of its address.
        slug: String,
        /// What the organisation calls itself.
        #[arg(long)]
        name: String,
        /// The e-mail of its first administrator.
        #[arg(long)]
        admin_email: String,
        /// An IANA name.
        #[arg(long, default_value = "Europe/Moscow")]
        time_zone: String,
        /// An ISO 4217 code.
        #[arg(long, default_value = "RUB")]
        currency: String,
        /// ru or en.
        #[arg(long, default_value = "ru")]
        language: String,
    },
    /// List the tenants.
    List {
        /// Those in the trash.
        #[arg(long)]
        trashed: bool,
    },
    /// Move a tenant to the trash.
    Trash {
        /// The label of its address.
        slug: String,
    },
    /// Take a tenant out of the trash.
    Restore {
        /// The label of its address.
        slug: String,
    },
    /// Bring a file of subscribers in: CSV in UTF-8 or windows-1251. Nothing is registered without --post.
    Import {
        /// The label of its address.
        slug: String,
        /// The file.
        file: PathBuf,
        /// Register the good rows.
        #[arg(long)]
        post: bool,
    },
    /// Move a tenant's database to another server; meanwhile the tenant can be read, and not changed.
    Move {
        /// The label of its address.
        slug: String,
        /// What the configuration calls the server.
        server: String,
    },
    /// Delete a tenant for good; only from the trash.
    Purge {
        /// The label of its address.
        slug: String,
        /// The same label once more.
        #[arg(long, value_name = "SLUG")]
        confirm: String,
    },
}

/// Says what a failure means at a terminal.
pub fn sentence(failure: &Failure) -> anyhow::Error {
    match failure {
        Failure::NotFound => anyhow!("There is no such tenant."),
        Failure::Invalid { fields } => {
            let told: Vec<String> = fields
                .iter()
                .map(|(name, reason)| format!("{name}: {}", ui::texts::reason(domain::Language::En, reason)))
                .collect();
            anyhow!("{}", told.join(" "))
        }
        other => anyhow!("{}", ui::texts::failure(domain::Language::En, other)),
    }
}

/// Does it.
pub async fn obey(started: &Started, verb: Verb) -> anyhow::Result<()> {
    let ctx = started.ctx();
    let by_slug = async |slug: &str| {
        tenants::by_slug(&ctx, slug)
            .await
            .map(|id| id.to_string())
            .map_err(|failure| sentence(&failure))
    };
    match verb {
        Verb::Create {
            slug,
            name,
            admin_email,
            time_zone,
            currency,
            language,
        } => {
            let form = NewTenantForm {
                name,
                slug,
                time_zone,
                currency,
                language,
                admin_email,
            };
            let created = tenants::create(&ctx, &form)
                .await
                .map_err(|failure| sentence(&failure))?;
            println!(
                "{} stands at {} (created in {} ms).",
                created.name, created.url, created.created_in_ms
            );
            println!(
                "The first administrator sets a password here:\n  {}",
                created.invitation
            );
        }
        Verb::List { trashed } => {
            let mut query = TenantQuery {
                show: if trashed { "trashed".to_owned() } else { String::new() },
                ..TenantQuery::default()
            };
            loop {
                let list = tenants::list(&ctx, &query)
                    .await
                    .map_err(|failure| sentence(&failure))?;
                for line in list.page.items {
                    println!(
                        "{:<24} {:<10} {:<40} {}",
                        line.slug,
                        line.status.code(),
                        line.url,
                        line.name
                    );
                }
                let Some(next) = list.page.next else { break };
                query.after = next;
            }
        }
        Verb::Trash { slug } => {
            let id = by_slug(&slug).await?;
            tenants::trash(&ctx, &TenantRefForm { id })
                .await
                .map_err(|failure| sentence(&failure))?;
            println!("{slug} is in the trash.");
        }
        Verb::Restore { slug } => {
            let id = by_slug(&slug).await?;
            tenants::restore(&ctx, &TenantRefForm { id })
                .await
                .map_err(|failure| sentence(&failure))?;
            println!("{slug} is back in service.");
        }
        Verb::Import { slug, file, post } => super::imports::import(started, &slug, &file, post).await?,
        Verb::Move { slug, server } => super::fleet::relocate(started, &slug, &server).await?,
        Verb::Purge { slug, confirm } => {
            let id = by_slug(&slug).await?;
            tenants::purge(&ctx, &PurgeForm { id, slug: confirm })
                .await
                .map_err(|failure| sentence(&failure))?;
            println!("{slug} is deleted for good.");
        }
    }
    Ok(())
}
