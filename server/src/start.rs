//! Wiring: configuration, key, database, catalogue; what every command begins with.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use landlord::domains::Prover;
use landlord::{Actor, Ctx, Home, Registry};
use uuid::Uuid;

use crate::delivery::Post;
use crate::{Clock, Config, SystemClock, Verifier, key, storage};

/// A started installation.
pub struct Started {
    /// The configuration.
    pub config: Config,
    /// The installation.
    pub home: Arc<Home>,
    /// Tenants' doors and connections.
    pub registry: Arc<Registry>,
    /// Looks for proofs of tenants' own domains.
    pub prover: Arc<dyn Prover>,
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
    // Behind a proxy that speaks https, hosts answer on port 80 all the same: that is where a name is asked first.
    let port = if config.is_secure() {
        80
    } else {
        address.port.unwrap_or(80)
    };
    let prover = Arc::new(Verifier::new(config.name_server()?, port, config.private_domains)?);
    let files = storage::open(&config)?;
    let servers = config
        .servers
        .iter()
        .map(|(name, server)| (name.clone(), server.url.clone()))
        .collect();
    let mut home = Home::open(&url, key, address, files, &servers).await?;
    home.trash_days = i64::from(config.trash_days);
    let home = Arc::new(home);
    landlord::jobs::install(&home)
        .await
        .map_err(|error| anyhow::anyhow!("The queue of background work could not be brought up to date: {error}."))?;
    let registry = Arc::new(Registry::new(home.clone(), config.connections()?));
    Ok(Started {
        config,
        home,
        registry,
        prover,
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
    /// Tenants' doors and connections.
    pub registry: Arc<Registry>,
    /// Looks for proofs of tenants' own domains.
    pub prover: Arc<dyn Prover>,
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
            prover: self.prover.clone(),
            now: self.clock.now(),
            ip: None,
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
            prover: self.prover.clone(),
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
            prover: self.prover.clone(),
            now: self.clock.now(),
            ip: None,
            request_id,
        }
    }
}
