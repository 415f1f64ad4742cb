//! Tenants' own domains: how the right to one is proven, and how the console shows them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::failure::Fields;
use crate::host::{DomainName, HostName};
use crate::{Failure, Reason, typed};

/// How the right to a name is proven.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// A TXT record of the name holds the token.
    #[default]
    Dns,
    /// The name leads to this installation, which answers for it.
    Http,
}

impl Method {
    /// Every method, in the order offered.
    pub const ALL: [Self; 2] = [Self::Dns, Self::Http];

    /// The word in the database and in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Dns => "dns",
            Self::Http => "http",
        }
    }

    /// The method of a word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.code() == code)
    }
}

/// Why a proof was not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The name, or its TXT record, does not exist.
    NoRecord,
    /// There is a TXT record, and it holds something else.
    WrongRecord,
    /// The name leads to an address of a private network.
    PrivateAddress,
    /// Somebody else answers under the name.
    NotOurs,
    /// Nobody answers: no name server, or no web server.
    NoAnswer,
}

impl Cause {
    /// Every cause.
    pub const ALL: [Self; 5] = [
        Self::NoRecord,
        Self::WrongRecord,
        Self::PrivateAddress,
        Self::NotOurs,
        Self::NoAnswer,
    ];

    /// The word in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoRecord => "no_record",
            Self::WrongRecord => "wrong_record",
            Self::PrivateAddress => "private_address",
            Self::NotOurs => "not_ours",
            Self::NoAnswer => "no_answer",
        }
    }

    /// The proof is not there. Otherwise nobody could be asked, perhaps by our own fault, and no day is counted.
    #[must_use]
    pub const fn is_certain(self) -> bool {
        !matches!(self, Self::NoAnswer)
    }

    /// The cause of a word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.code() == code)
    }
}

/// After so many days in a row without its proof the people of a domain are written to.
pub const WARN_AFTER: i32 = 3;
/// After so many days in a row without its proof a domain gives something up.
pub const GIVE_UP_AFTER: i32 = 7;

/// What a day without its proof does to a domain that is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Turn {
    /// Nothing yet.
    Stay,
    /// Its people are written to.
    Warn,
    /// It was the main one: the address under the root domain is again, and the domain leads there. Its days are counted
    /// from the beginning, so that nobody who has its address at hand finds a shut door for another week.
    StepDown,
    /// It is not served any more, until its proof is seen again.
    Lapse,
}

impl Turn {
    /// After so many days in a row.
    #[must_use]
    pub const fn after(missed_days: i32, is_canonical: bool) -> Self {
        if missed_days >= GIVE_UP_AFTER {
            if is_canonical { Self::StepDown } else { Self::Lapse }
        } else if missed_days == WARN_AFTER {
            Self::Warn
        } else {
            Self::Stay
        }
    }
}

/// A domain to be added, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DomainForm {
    /// The tenant's id.
    pub tenant_id: String,
    /// The name.
    pub name: String,
    /// The method's word.
    pub method: String,
}

/// A domain to be added that makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDomain {
    /// The tenant's id.
    pub tenant_id: i64,
    /// The name.
    pub name: DomainName,
    /// How it is proven.
    pub method: Method,
}

impl DomainForm {
    /// # Errors
    /// `NotFound` for an id that is none; `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self, root: &HostName) -> Result<NewDomain, Failure> {
        let tenant_id = typed::id(&self.tenant_id).map_err(|_| Failure::NotFound)?;
        let mut fields = Fields::default();
        let name = fields.keep("name", DomainName::parse(&self.name, root));
        let method = fields.keep("method", Method::from_code(&self.method).ok_or(Reason::NotAChoice));
        match (name, method) {
            (Some(name), Some(method)) => Ok(NewDomain {
                tenant_id,
                name,
                method,
            }),
            _ => Err(fields.into_failure()),
        }
    }
}

/// Names one domain: to check it, to prefer it, to remove it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DomainRefForm {
    /// The domain's id.
    pub id: String,
}

/// A domain on a tenant's card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainLine {
    /// Its id.
    pub id: i64,
    /// The name in its own letters.
    pub shown: String,
    /// The address in full, to be opened.
    pub url: String,
    /// How it is proven.
    pub method: Method,
    /// What is to be set up for the proof: the name of the TXT record, or the address that we have to answer.
    pub proof_at: String,
    /// What the TXT record has to hold; nothing for the other method.
    pub proof: String,
    /// When the proof was first seen; it is served from then on, unless it lapses.
    pub verified_at: Option<DateTime<Utc>>,
    /// The tenant's other hosts lead to it.
    pub is_canonical: bool,
    /// The last look for the proof.
    pub last_checked_at: Option<DateTime<Utc>>,
    /// Why the last look did not find it.
    pub cause: Option<Cause>,
    /// For how many days in a row the proof has not been found.
    pub missed_days: i32,
    /// When it stopped being served, for want of its proof.
    pub lapsed_at: Option<DateTime<Utc>>,
}

impl DomainLine {
    /// So many days more without its proof, and it gives something up.
    #[must_use]
    pub fn days_left(&self) -> i32 {
        (GIVE_UP_AFTER - self.missed_days).max(1)
    }
}

/// What a tenant's card says of its hosts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Domains {
    /// The tenant's address under the root domain.
    pub subdomain: String,
    /// The tenant's own domains, the oldest first.
    pub own: Vec<DomainLine>,
}

impl Domains {
    /// The address under the root domain is the one to which the others lead.
    #[must_use]
    pub fn subdomain_is_canonical(&self) -> bool {
        !self.own.iter().any(|domain| domain.is_canonical)
    }
}

/// Where the TXT record of a name has to stand.
#[must_use]
pub fn record_name(name: &str) -> String {
    format!("_kvitok.{name}")
}

/// The path under which the program proves that a name leads to it.
pub const PROOF_PATH: &str = "/.well-known/kvitok/";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_names_what_it_refuses() {
        let root = HostName::parse("kvitok.test").unwrap();
        let form = DomainForm {
            tenant_id: "7".into(),
            name: "CRM.Romashka.ru".into(),
            method: "http".into(),
        };
        let new = form.parse(&root).unwrap();
        assert_eq!((new.name.as_str(), new.method), ("crm.romashka.ru", Method::Http));
        let bad = DomainForm {
            tenant_id: "7".into(),
            ..DomainForm::default()
        };
        let failure = bad.parse(&root).unwrap_err();
        assert_eq!(failure.reason_for("name"), Some(&Reason::Required));
        assert_eq!(failure.reason_for("method"), Some(&Reason::NotAChoice));
        assert_eq!(DomainForm::default().parse(&root), Err(Failure::NotFound));
    }

    #[test]
    fn a_domain_without_its_proof_gives_up_bit_by_bit() {
        let table = [
            (1, true, Turn::Stay),
            (2, false, Turn::Stay),
            (3, true, Turn::Warn),
            (3, false, Turn::Warn),
            (4, true, Turn::Stay),
            (6, false, Turn::Stay),
            (7, true, Turn::StepDown),
            (7, false, Turn::Lapse),
            (8, false, Turn::Lapse),
        ];
        for (days, is_canonical, turn) in table {
            assert_eq!(Turn::after(days, is_canonical), turn, "{days} {is_canonical}");
        }
    }

    #[test]
    fn words_are_read_back() {
        for method in Method::ALL {
            assert_eq!(Method::from_code(method.code()), Some(method));
        }
        for cause in Cause::ALL {
            assert_eq!(Cause::from_code(cause.code()), Some(cause));
        }
        assert_eq!(Method::from_code("mail"), None);
        assert_eq!(Cause::from_code(""), None);
        assert_eq!(record_name("crm.romashka.ru"), "_kvitok.crm.romashka.ru");
    }
}
