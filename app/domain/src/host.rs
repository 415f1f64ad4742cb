//! Host names: what a request's `Host` says, and whose door it is.

mod domain_name;

pub use domain_name::DomainName;

use std::fmt;

use serde::{Deserialize, Serialize};

/// A normalised host name without its port: lower case, no trailing dot, ASCII labels.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct HostName(String);

impl HostName {
    /// Reads a `Host` header. Anything that is not exactly a host name, with or without a port, is nothing.
    #[must_use]
    pub fn parse(header: &str) -> Option<Self> {
        if header.is_empty() || header.len() > 260 {
            return None;
        }
        let host = match header.rsplit_once(':') {
            Some((host, port)) => {
                let good = !port.is_empty() && port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit());
                good.then_some(host)?
            }
            None => header,
        };
        let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
        let label = |l: &str| {
            !l.is_empty()
                && l.len() <= 63
                && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !l.starts_with('-')
                && !l.ends_with('-')
        };
        (host.len() <= 253 && host.split('.').all(label)).then_some(Self(host))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whose door this is in an installation with this root domain.
    #[must_use]
    pub fn surface(&self, root: &Self) -> Surface {
        if self == root {
            return Surface::Landlord;
        }
        match self.below(root) {
            Some(label) if !label.contains('.') => Surface::Tenant(label.to_owned()),
            Some(_) => Surface::Unknown,
            None => DomainName::of(self.clone()).map_or(Surface::Unknown, Surface::Domain),
        }
    }

    /// Whether this name lies under another one.
    #[must_use]
    pub fn is_below(&self, root: &Self) -> bool {
        self.below(root).is_some()
    }

    /// The labels in front of a root.
    fn below(&self, root: &Self) -> Option<&str> {
        self.0
            .strip_suffix(root.as_str())
            .and_then(|rest| rest.strip_suffix('.'))
    }

    /// The host of a tenant's slug under this root.
    #[must_use]
    pub fn child(&self, slug: &str) -> Self {
        Self(format!("{slug}.{}", self.0))
    }
}

impl fmt::Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The public address of an installation: every link and redirect is built from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// `http` or `https`.
    pub scheme: String,
    /// The landlord's host; tenants live one label below.
    pub root: HostName,
    /// The public port, where it is not the scheme's own.
    pub port: Option<u16>,
}

impl Address {
    /// The address of a host of ours, without a slash at its end.
    #[must_use]
    pub fn of(&self, host: &HostName) -> String {
        match self.port {
            Some(port) => format!("{}://{host}:{port}", self.scheme),
            None => format!("{}://{host}", self.scheme),
        }
    }

    /// The console's address.
    #[must_use]
    pub fn console(&self) -> String {
        self.of(&self.root)
    }

    /// A tenant's address.
    #[must_use]
    pub fn tenant(&self, slug: &str) -> String {
        self.of(&self.root.child(slug))
    }
}

/// Whose door a host name is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Surface {
    /// The landlord's console.
    Landlord,
    /// Perhaps a tenant: the one label in front of the root domain. The catalogue decides.
    Tenant(String),
    /// Perhaps a tenant's own domain. The catalogue decides.
    Domain(DomainName),
    /// Nobody's: 404 before any database is touched.
    Unknown,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, want: Option<&str>) {
        assert_eq!(
            HostName::parse(header).map(|host| host.to_string()).as_deref(),
            want,
            "{header:?}"
        );
    }

    #[test]
    fn hosts_are_normalised_or_refused() {
        check("Acme.Localhost:3000", Some("acme.localhost"));
        check("acme.localhost.", Some("acme.localhost"));
        check("acme.localhost.:80", Some("acme.localhost"));
        check("xn--80ak6aa92e.kvitok.test", Some("xn--80ak6aa92e.kvitok.test"));
        for bad in [
            "",
            ":80",
            "a:b",
            "a:",
            "a:999999",
            "a b",
            "a..b",
            ".a",
            "-a.b",
            "a-.b",
            "a/b",
            "a@b",
            "[::1]:80",
            "а.localhost",
            "a,b",
            "a\0b",
            "a_b",
        ] {
            check(bad, None);
        }
        check(&"a.".repeat(140), None);
        check(&format!("{}.b", "a".repeat(64)), None);
    }

    #[test]
    fn addresses_are_built_from_the_root() {
        let address = Address {
            scheme: "http".into(),
            root: HostName::parse("localhost").unwrap(),
            port: Some(3000),
        };
        assert_eq!(address.console(), "http://localhost:3000");
        assert_eq!(address.tenant("acme"), "http://acme.localhost:3000");
        let public = Address {
            scheme: "https".into(),
            root: HostName::parse("kvitok.test").unwrap(),
            port: None,
        };
        assert_eq!(public.tenant("acme"), "https://acme.kvitok.test");
    }

    #[test]
    fn the_surface_is_chosen_by_the_exact_host() {
        let root = HostName::parse("kvitok.test").unwrap();
        let own = |name: &str| Surface::Domain(DomainName::of(HostName::parse(name).unwrap()).unwrap());
        let table = [
            ("kvitok.test", Surface::Landlord),
            ("KVITOK.test.:443", Surface::Landlord),
            ("acme.kvitok.test", Surface::Tenant("acme".into())),
            ("a.acme.kvitok.test", Surface::Unknown),
            ("evilkvitok.test", own("evilkvitok.test")),
            ("kvitok.test.evil.org", own("kvitok.test.evil.org")),
            ("CRM.Romashka.ru.:443", own("crm.romashka.ru")),
            ("localhost", Surface::Unknown),
            ("0x7f.1", Surface::Unknown),
            ("127.0.0.1", Surface::Unknown),
        ];
        for (header, want) in table {
            assert_eq!(HostName::parse(header).unwrap().surface(&root), want, "{header}");
        }
        assert_eq!(root.child("acme").surface(&root), Surface::Tenant("acme".into()));
    }
}
