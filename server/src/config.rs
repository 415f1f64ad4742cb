//! Configuration: `kvitok.toml`, then `KVITOK_*` variables (and `DATABASE_URL`), the later ones winning.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use anyhow::{Context, bail};
use domain::host::{Address, HostName};
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use ipnet::IpNet;
use landlord::Connections;
use serde::{Deserialize, Serialize};

/// Every key of the configuration. `docs/configuration.md` is the same list for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The landlord's database; without it the program starts a Postgres of its own under `data`.
    pub database_url: Option<String>,
    /// Where the program keeps what it keeps: its key, its own Postgres.
    pub data: PathBuf,
    /// The address to listen on.
    pub bind: String,
    /// The port to listen on.
    pub port: u16,
    /// The landlord's host; tenants live one label below.
    pub root_domain: String,
    /// `http` or `https`, as people see it.
    pub public_scheme: String,
    /// The port as people see it; the port to listen on if nothing is said. 80 and 443 are left out of links.
    pub public_port: Option<u16>,
    /// The built files of the browser half.
    pub site: Option<PathBuf>,
    /// The mail server, with user and password; without it letters are kept and read in the console.
    pub smtp_url: Option<String>,
    /// Whom letters are from: `kvitok <mail@example.org>`.
    pub mail_from: Option<String>,
    /// The file store, `s3://bucket/prefix`; a folder under `data` if nothing is said.
    pub files_url: Option<String>,
    /// Where the bucket is, if not with Amazon.
    pub files_s3_endpoint: Option<String>,
    /// The bucket's region.
    pub files_s3_region: Option<String>,
    /// The name of the key to the bucket.
    pub files_s3_key: Option<String>,
    /// The key to the bucket.
    pub files_s3_secret: Option<String>,
    /// The largest file that is taken, mebibytes.
    pub files_max_mb: u32,
    /// What to log: `info`, `warn`, `server=debug`, ...
    pub log: String,
    /// Log as JSON lines.
    pub log_json: bool,
    /// Days that an organisation stays in the trash before it is deleted for good.
    pub trash_days: u32,
    /// Databases that are kept ready for new organisations.
    pub ready_databases: u32,
    /// Addresses or networks of proxies in front of the program, whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<String>,
    /// The name server that is asked for proofs of tenants' own domains, `address:port`; the machine's if nothing is
    /// said.
    pub dns: Option<String>,
    /// Tenants' own domains may lead to addresses of private networks.
    pub private_domains: bool,
    /// Reload pages when the program comes back: for those who develop.
    pub dev: bool,
    /// Connections to one Postgres server, for all its tenants together.
    pub connections: u32,
    /// Connections to one tenant's database.
    pub tenant_connections: u32,
    /// Requests of one tenant worked on at once.
    pub tenant_requests: u32,
    /// Further servers for tenants' databases, by name.
    pub servers: BTreeMap<String, Server>,
}

/// A further server for tenants' databases.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// `postgres://user:password@host:5432`; the role needs CREATEDB and CREATEROLE.
    pub url: String,
}

impl std::fmt::Debug for Server {
    // The address holds a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").finish_non_exhaustive()
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            database_url: None,
            data: PathBuf::from("data"),
            bind: "127.0.0.1".into(),
            port: 3000,
            root_domain: "localhost".into(),
            public_scheme: "http".into(),
            public_port: None,
            site: None,
            smtp_url: None,
            mail_from: None,
            files_url: None,
            files_s3_endpoint: None,
            files_s3_region: None,
            files_s3_key: None,
            files_s3_secret: None,
            files_max_mb: 20,
            log: "info,sqlx=error".into(),
            log_json: false,
            trash_days: 30,
            ready_databases: 2,
            trusted_proxies: Vec::new(),
            dns: None,
            private_domains: false,
            dev: false,
            connections: 60,
            tenant_connections: 3,
            tenant_requests: 16,
            servers: BTreeMap::new(),
        }
    }
}

impl Config {
    /// Reads the file and the variables.
    ///
    /// # Errors
    /// One sentence that names the key.
    pub fn read(file: Option<&PathBuf>) -> anyhow::Result<Self> {
        let path = file.cloned().unwrap_or_else(|| PathBuf::from("kvitok.toml"));
        if file.is_some() && !path.exists() {
            bail!("There is no file {}.", path.display());
        }
        // An empty variable says nothing.
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let mut figment = Figment::from(Serialized::defaults(Self::default())).merge(Toml::file(&path));
        if set("DATABASE_URL") {
            figment = figment.merge(Env::raw().only(&["DATABASE_URL"]));
        }
        // Variables that other tools of the project read are not keys.
        let foreign = ["test_database_url", "cache", "setup_link", "screens", "test"];
        let own = Env::prefixed("KVITOK_").filter(move |key| !foreign.iter().any(|name| key == *name));
        let config: Self = figment
            .merge(own)
            .extract()
            .map_err(|error| anyhow::anyhow!("The configuration can't be read: {error}."))?;
        config.address()?;
        config.connections()?;
        config.proxies()?;
        config.name_server()?;
        if config.ready_databases > 100 {
            bail!("ready_databases is more than 100.");
        }
        if !(1..=1024).contains(&config.files_max_mb) {
            bail!("files_max_mb is not between 1 and 1024.");
        }
        Ok(config)
    }

    /// The public address.
    ///
    /// # Errors
    /// One sentence that names the key.
    pub fn address(&self) -> anyhow::Result<Address> {
        let root = HostName::parse(&self.root_domain)
            .with_context(|| format!("root_domain «{}» is not a host name.", self.root_domain))?;
        if !matches!(self.public_scheme.as_str(), "http" | "https") {
            bail!("public_scheme «{}» is neither http nor https.", self.public_scheme);
        }
        let own = if self.public_scheme == "https" { 443 } else { 80 };
        let port = self.public_port.unwrap_or(self.port);
        Ok(Address {
            scheme: self.public_scheme.clone(),
            root,
            port: (port != own).then_some(port),
        })
    }

    /// How many connections this node opens.
    ///
    /// # Errors
    /// One sentence that names the key.
    pub fn connections(&self) -> anyhow::Result<Connections> {
        if self.tenant_connections == 0 || self.connections < self.tenant_connections {
            bail!(
                "connections = {} has to be at least tenant_connections = {}, and that at least 1.",
                self.connections,
                self.tenant_connections
            );
        }
        if self.tenant_requests == 0 {
            bail!("tenant_requests has to be at least 1.");
        }
        Ok(Connections {
            budget: self.connections,
            tenant: self.tenant_connections,
        })
    }

    /// The proxies whose word is believed.
    ///
    /// # Errors
    /// One sentence that names the key.
    pub fn proxies(&self) -> anyhow::Result<Vec<IpNet>> {
        let read = |text: &String| {
            let one = text.parse::<IpAddr>().map(IpNet::from);
            one.or_else(|_| text.parse::<IpNet>()).with_context(|| {
                format!("trusted_proxies: «{text}» is neither an address nor a network like 10.0.0.0/8.")
            })
        };
        self.trusted_proxies.iter().map(read).collect()
    }

    /// The name server to ask.
    ///
    /// # Errors
    /// One sentence that names the key.
    pub fn name_server(&self) -> anyhow::Result<Option<SocketAddr>> {
        let Some(text) = self.dns.as_deref().filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        let with_port = text.parse::<SocketAddr>();
        with_port
            .or_else(|_| text.parse::<IpAddr>().map(|ip| SocketAddr::new(ip, 53)))
            .map(Some)
            .with_context(|| format!("dns «{text}» is not an address like 192.0.2.53:53."))
    }

    /// What stands behind the @ of the address that letters are from, where none is configured.
    #[must_use]
    pub fn sender_domain(&self) -> String {
        if self.root_domain.contains('.') {
            self.root_domain.clone()
        } else {
            format!("{}.localdomain", self.root_domain)
        }
    }

    /// Cookies are marked `Secure`.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.public_scheme == "https"
    }

    /// Where the built files of the browser half are.
    #[must_use]
    pub fn site_folder(&self) -> PathBuf {
        if let Some(site) = &self.site {
            return site.clone();
        }
        // The program stands in <target>/<profile>/; the build puts the site into <target>/site.
        std::env::current_exe()
            .ok()
            .and_then(|exe| exe.parent()?.parent().map(|target| target.join("site")))
            .filter(|site| site.exists())
            .unwrap_or_else(|| PathBuf::from("target/site"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proxies_and_name_servers_are_addresses() {
        let config = Config {
            trusted_proxies: vec!["10.0.0.0/8".into(), "::1".into()],
            dns: Some("127.0.0.1".into()),
            ..Config::default()
        };
        assert_eq!(config.proxies().unwrap().len(), 2);
        assert_eq!(config.name_server().unwrap(), Some("127.0.0.1:53".parse().unwrap()));
        assert_eq!(Config::default().name_server().unwrap(), None);
        let bad = Config {
            trusted_proxies: vec!["proxy.local".into()],
            dns: Some("resolver".into()),
            ..Config::default()
        };
        assert!(bad.proxies().is_err() && bad.name_server().is_err());
    }

    #[test]
    fn links_are_built_from_the_public_address() {
        let config = Config::default();
        assert_eq!(config.address().unwrap().console(), "http://localhost:3000");
        let public = Config {
            root_domain: "kvitok.test".into(),
            public_scheme: "https".into(),
            public_port: Some(443),
            ..Config::default()
        };
        assert_eq!(public.address().unwrap().tenant("acme"), "https://acme.kvitok.test");
        assert!(public.is_secure() && !config.is_secure());
        for bad in [
            Config {
                root_domain: "a b".into(),
                ..Config::default()
            },
            Config {
                public_scheme: "ftp".into(),
                ..Config::default()
            },
        ] {
            assert!(bad.address().is_err());
        }
    }

    #[test]
    fn the_budget_has_room_for_one_tenant_at_least() {
        let config = |connections, tenant_connections, tenant_requests| Config {
            connections,
            tenant_connections,
            tenant_requests,
            ..Config::default()
        };
        assert!(config(3, 3, 1).connections().is_ok());
        for bad in [config(2, 3, 1), config(3, 0, 1), config(3, 3, 0)] {
            assert!(bad.connections().is_err());
        }
    }

    #[test]
    fn no_log_shows_the_password_of_a_server() {
        let server = Server {
            url: "postgres://kv:secret@db2".into(),
        };
        assert!(!format!("{server:?}").contains("secret"));
    }
}
