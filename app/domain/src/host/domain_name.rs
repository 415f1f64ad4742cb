//! A domain of a tenant's own, as somebody types it and as it is kept.

use std::fmt;

use super::HostName;
use crate::Reason;

/// A name that may become a tenant's own address: lower case, punycode, no trailing dot, at least two labels, no
/// address in numbers, and nothing of the installation's own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DomainName(HostName);

impl DomainName {
    /// Reads a name as typed: also one in Cyrillic letters, or copied from the browser with its scheme and path.
    ///
    /// # Errors
    /// `Required`, `NotADomain`; `Reserved` for the root domain and everything under it.
    pub fn parse(typed: &str, root: &HostName) -> Result<Self, Reason> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(Reason::Required);
        }
        let lowered = typed.to_lowercase();
        let bare = ["https://", "http://"]
            .into_iter()
            .find_map(|scheme| lowered.strip_prefix(scheme))
            .unwrap_or(&lowered);
        let bare = bare.strip_suffix('/').unwrap_or(bare);
        let ascii = idna::domain_to_ascii(bare).map_err(|_| Reason::NotADomain)?;
        // A port is no part of a name, though `HostName` would pass over it.
        if ascii.contains(':') {
            return Err(Reason::NotADomain);
        }
        let host = HostName::parse(&ascii).ok_or(Reason::NotADomain)?;
        if host == *root || host.is_below(root) {
            return Err(Reason::Reserved);
        }
        Self::of(host).ok_or(Reason::NotADomain)
    }

    /// The name of a request's host, where it can be a domain at all. What is decoded from punycode must be a name too.
    #[must_use]
    pub fn of(host: HostName) -> Option<Self> {
        let last = host.as_str().rsplit_once('.').map(|(_, last)| last)?;
        // The last label of an IPv4 address, in whatever notation, begins with a digit; a top level domain never does.
        let named = !last.starts_with(|c: char| c.is_ascii_digit()) && last.len() > 1;
        (named && idna::domain_to_unicode(host.as_str()).1.is_ok()).then_some(Self(host))
    }

    /// The name in punycode, as the network knows it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The host of this name.
    #[must_use]
    pub const fn host(&self) -> &HostName {
        &self.0
    }

    /// The name in its own letters, as people read it.
    #[must_use]
    pub fn shown(&self) -> String {
        idna::domain_to_unicode(self.0.as_str()).0
    }
}

impl fmt::Display for DomainName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(typed: &str) -> Result<String, Reason> {
        let root = HostName::parse("kvitok.test").unwrap();
        DomainName::parse(typed, &root).map(|name| name.to_string())
    }

    #[test]
    fn names_are_normalised() {
        for (typed, want) in [
            ("crm.romashka.ru", "crm.romashka.ru"),
            ("  CRM.Romashka.RU. ", "crm.romashka.ru"),
            ("https://crm.romashka.ru/", "crm.romashka.ru"),
            ("тсж-ромашка.рф", "xn----8sbavwknpgj7e.xn--p1ai"),
            ("ТСЖ-Ромашка.РФ", "xn----8sbavwknpgj7e.xn--p1ai"),
            ("xn----8sbavwknpgj7e.xn--p1ai", "xn----8sbavwknpgj7e.xn--p1ai"),
            ("münchen.example", "xn--mnchen-3ya.example"),
            ("ｆｕｌｌ.example", "full.example"),
            ("evilkvitok.test", "evilkvitok.test"),
        ] {
            assert_eq!(parse(typed).as_deref(), Ok(want), "{typed}");
        }
        let root = HostName::parse("kvitok.test").unwrap();
        let shown = DomainName::parse("ТСЖ-Ромашка.рф", &root).unwrap().shown();
        assert_eq!(shown, "тсж-ромашка.рф");
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for (typed, want) in [
            ("", Reason::Required),
            (" . ", Reason::NotADomain),
            ("romashka", Reason::NotADomain),
            ("ru", Reason::NotADomain),
            ("localhost", Reason::NotADomain),
            ("127.0.0.1", Reason::NotADomain),
            ("0x7f.1", Reason::NotADomain),
            ("0x7f000001", Reason::NotADomain),
            ("[::1]", Reason::NotADomain),
            ("::1", Reason::NotADomain),
            ("crm.romashka.ru:8080", Reason::NotADomain),
            ("crm.romashka.ru/x", Reason::NotADomain),
            ("a..ru", Reason::NotADomain),
            ("-a.ru", Reason::NotADomain),
            ("a_b.ru", Reason::NotADomain),
            ("user@crm.ru", Reason::NotADomain),
            ("*.romashka.ru", Reason::NotADomain),
            ("xn--zzzzzzzz99999.ru", Reason::NotADomain),
            ("kvitok.test", Reason::Reserved),
            ("KVITOK.test.", Reason::Reserved),
            ("acme.kvitok.test", Reason::Reserved),
            ("a.b.kvitok.test", Reason::Reserved),
        ] {
            assert_eq!(parse(typed), Err(want), "{typed}");
        }
        assert_eq!(parse(&format!("{}.ru", "a".repeat(64))), Err(Reason::NotADomain));
        assert_eq!(parse(&"ab.".repeat(90)), Err(Reason::NotADomain));
    }
}
