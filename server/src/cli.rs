//! The command line.

mod books;
mod fleet;
mod imports;
mod outbox;
mod people;
mod serve;
mod tenants;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use app::Assets;
use clap::{Parser, Subcommand};

use crate::web::Site;
use crate::{Config, Started, isolation, start};

/// kvitok: billing and subscribers for those who serve them.
#[derive(Debug, Parser)]
#[command(
    name = "kvitok",
    version,
    about = "Billing and subscribers for organisations that serve them"
)]
struct Line {
    /// The configuration file; kvitok.toml of this folder if nothing is said.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the console and all tenants.
    Serve {
        /// Open the demonstration tenant first, unless it stands.
        #[arg(long)]
        demo: bool,
        /// A file of subscribers to bring into the demonstration tenant as well.
        #[arg(long, value_name = "FILE", requires = "demo")]
        csv: Option<PathBuf>,
        /// What this node does: answer requests, do background work, or both.
        #[arg(long, value_enum, default_value_t = serve::Role::All)]
        role: serve::Role,
    },
    /// Bring the landlord's schema up to date, and with --all those of the tenants.
    Migrate(fleet::Migrate),
    /// Servers for tenants' databases: list, set, tidy.
    #[command(subcommand)]
    Server(fleet::Verb),
    /// Open the demonstration tenant.
    Demo {
        /// A file of subscribers to bring into it as well.
        #[arg(long, value_name = "FILE")]
        csv: Option<PathBuf>,
    },
    /// Tenants: create, list, move, trash, restore, purge.
    #[command(subcommand)]
    Tenant(tenants::Verb),
    /// People of a tenant: create, reset.
    #[command(subcommand)]
    User(people::Verb),
    /// Books of tenants: prove, rebuild, seal.
    #[command(subcommand)]
    Books(books::Verb),
    /// Isolation of tenants: prove it.
    #[command(subcommand)]
    Isolation(IsolationVerb),
    /// Show the last letters with their texts: what a mail server would get.
    Outbox {
        /// How many letters.
        #[arg(long, default_value_t = 5)]
        last: u16,
    },
    /// The configuration: check it.
    #[command(subcommand)]
    Config(ConfigVerb),
}

#[derive(Debug, Subcommand)]
enum IsolationVerb {
    /// Opens two tenants, walks every route as everybody, tries every wall, deletes them; exits with 1 at a leak.
    Prove,
}

#[derive(Debug, Subcommand)]
enum ConfigVerb {
    /// Say what the configuration is, and whether the database lets us in.
    Check,
}

/// Runs the command; an error is one sentence on standard error.
pub fn run() -> ExitCode {
    let line = Line::parse();
    let done = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        // Deep views of a debug build need more than the usual two mebibytes.
        .thread_stack_size(8 * 1024 * 1024)
        .build()
        .map_err(anyhow::Error::from)
        .and_then(|runtime| runtime.block_on(obey(line)));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("kvitok: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn obey(line: Line) -> anyhow::Result<()> {
    let config = Config::read(line.config.as_ref())?;
    listen_to_the_log(&config);
    match line.command {
        Command::Serve { demo, csv, role } => serve::serve(config, demo, csv, role).await,
        Command::Migrate(what) => {
            let started = start(config).await?;
            fleet::migrate(&started, what).await
        }
        Command::Server(verb) => {
            let started = start(config).await?;
            fleet::obey(&started, verb).await
        }
        Command::Demo { csv } => {
            let started = start(config).await?;
            crate::demo::ensure(&started).await?;
            match csv {
                Some(file) => imports::import(&started, crate::demo::SLUG, &file, true).await,
                None => Ok(()),
            }
        }
        Command::Tenant(verb) => {
            let started = start(config).await?;
            tenants::obey(&started, verb).await
        }
        Command::User(verb) => {
            let started = start(config).await?;
            people::obey(&started, verb).await
        }
        Command::Books(verb) => {
            let started = start(config).await?;
            books::obey(&started, verb).await
        }
        Command::Isolation(IsolationVerb::Prove) => {
            let started = start(config).await?;
            prove(&started).await
        }
        Command::Outbox { last } => {
            let started = start(config).await?;
            outbox::show(&started, last).await
        }
        Command::Config(ConfigVerb::Check) => check(config).await,
    }
}

fn listen_to_the_log(config: &Config) {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log)
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if config.log_json {
        builder.json().init();
    } else {
        builder.compact().with_target(false).init();
    }
}

async fn prove(started: &Started) -> anyhow::Result<()> {
    let site = Site::new(started, Assets::default());
    let proof = isolation::prove(&site, &started.ctx(), "kvitok isolation prove")
        .await
        .map_err(|failure| anyhow::anyhow!("The proof could not be made: {failure}."))?;
    let took = proof.finished_at - proof.started_at;
    println!("{} attempts in {} s", proof.checks, took.num_seconds());
    for finding in &proof.findings {
        println!("LEAK  {finding}");
    }
    if !proof.passed() {
        bail!("{} findings: tenants are not isolated.", proof.findings.len());
    }
    println!("No tenant sees another's data.");
    Ok(())
}

async fn check(config: Config) -> anyhow::Result<()> {
    let address = config.address()?;
    println!("console     {}", address.console());
    println!("tenants     {}", address.tenant("{slug}"));
    println!("listens on  {}:{}", config.bind, config.port);
    println!("data        {}", config.data.display());
    println!(
        "database    {}",
        if config.database_url.is_some() {
            "as DATABASE_URL says"
        } else {
            "a Postgres of our own under data"
        }
    );
    println!(
        "mail        {}",
        if config.smtp_url.is_some() {
            "goes to the server of smtp_url"
        } else {
            "is kept: set smtp_url to send it"
        }
    );
    println!(
        "file store  {}, {} MB a file",
        match &config.files_url {
            Some(url) => url.clone(),
            None => config.data.join("files").display().to_string(),
        },
        config.files_max_mb
    );
    println!("built files {}", config.site_folder().display());
    start(config).await?;
    println!("The database lets us in and its schema is up to date.");
    Ok(())
}
