//! Wiring: configuration, key, database, catalogue; what every command begins with.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use landlord::{Actor, Ctx, Home, Registry};
use uuid::Uuid;

use crate::delivery::Post;
use crate::{Clock, Config, SystemClock, key, storage};

/// A started installation.
pub struct Started {
    /// The configuration.
    pub config: Config,
    /// The installation.
    pub home: Arc<Home>,
    /// Tenants' doors and pools.
    pub registry: Arc<Registry>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// The way to the mail server.
    pub post: Arc<Post>,
    /// The Postgres that the program started itself; it stops with this value.
    pub cluster: Option<cluster::Cluster>,
}

/// Opens the installation: finds or starts Postgres, brings the landlord's schema up to date.
///
/// # Errors
/// One sentence that says what to do.
pub async fn start(config: Config) -> anyhow::Result<Started> {
    let post = Arc::new(Post::of(&config)?);
    let key = key::read_or_make(&config.data.join("kvitok.key"))?;
    let (url, cluster) = match &config.database_url {
        Some(url) => (url.clone(), None),
        None => {
            let data: PathBuf = config.data.clone();
            let cluster = tokio::task::spawn_blocking(move || cluster::ensure(&data, cluster::Care::Durable))
                .await
                .context("The start of Postgres was cut short")??;
            (cluster.url.clone(), Some(cluster))
        }
    };
    let address = config.address()?;
    let files = storage::open(&config)?;
    let home = Arc::new(Home::open(&url, key, address, files).await?);
    let registry = Arc::new(Registry::new(home.clone()));
    Ok(Started {
        config,
        home,
        registry,
        clock: Arc::new(SystemClock),
        post,
        cluster,
    })
}

/// The program itself as it works behind the pages: letters, outboxes.
#[derive(Clone)]
pub struct Program {
    /// The installation.
    pub home: Arc<Home>,
    /// Tenants' doors and pools.
    pub registry: Arc<Registry>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// The way to the mail server.
    pub post: Arc<Post>,
}

impl Program {
    /// A context of the landlord's use cases, of this very moment.
    #[must_use]
    pub fn ctx(&self) -> Ctx {
        Ctx {
            actor: Actor::System,
            home: self.home.clone(),
            registry: self.registry.clone(),
            now: self.clock.now(),
            request_id: Uuid::new_v4().simple().to_string(),
        }
    }
}

impl Started {
    /// The program itself, for what works behind the pages.
    #[must_use]
    pub fn program(&self) -> Program {
        Program {
            home: self.home.clone(),
            registry: self.registry.clone(),
            clock: self.clock.clone(),
            post: self.post.clone(),
        }
    }

    /// A context of the landlord's use cases for the program itself.
    #[must_use]
    pub fn ctx(&self) -> Ctx {
        self.ctx_of(Actor::System, Uuid::new_v4().simple().to_string())
    }

    /// A context of the landlord's use cases.
    #[must_use]
    pub fn ctx_of(&self, actor: Actor, request_id: String) -> Ctx {
        Ctx {
            actor,
            home: self.home.clone(),
            registry: self.registry.clone(),
            now: self.clock.now(),
            request_id,
        }
    }
}
