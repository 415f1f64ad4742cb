//! Configuration: `kvitok.toml`, then `KVITOK_*` variables (and `DATABASE_URL`), the later ones winning.

use std::path::PathBuf;

use anyhow::{Context, bail};
use domain::host::{Address, HostName};
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
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
    /// Reload pages when the program comes back: for those who develop.
    pub dev: bool,
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
            dev: false,
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
}
