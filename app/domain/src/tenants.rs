//! Tenants as the landlord sees them: their names and addresses, and whether their door is open.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::failure::Fields;
use crate::{Currency, Failure, Language, Reason, typed};

/// The label of a tenant's address, `{slug}.{root domain}`: 3 to 40 Latin letters, digits, inner hyphens.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Slug(String);

/// Addresses that the product keeps for itself, or that would mislead.
const RESERVED: &[&str] = &[
    "admin",
    "api",
    "app",
    "assets",
    "auth",
    "billing",
    "blog",
    "cdn",
    "console",
    "dev",
    "docs",
    "ftp",
    "help",
    "imap",
    "internal",
    "kvitok",
    "landlord",
    "localhost",
    "login",
    "mail",
    "metrics",
    "pkg",
    "pop",
    "root",
    "rpc",
    "smtp",
    "static",
    "status",
    "support",
    "tenant",
    "test",
    "www",
];

impl Slug {
    /// Reads a slug as typed; capitals are lowered.
    ///
    /// # Errors
    /// `Required`, `TooShort`, `TooLong`, `BadCharacters`, `Reserved`.
    pub fn parse(typed: &str) -> Result<Self, Reason> {
        let slug = typed.trim().to_lowercase();
        let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        match slug.chars().count() {
            0 => Err(Reason::Required),
            _ if !slug.chars().all(good) || slug.starts_with('-') || slug.ends_with('-') || slug.contains("--") => {
                Err(Reason::BadCharacters)
            }
            1 | 2 => Err(Reason::TooShort { min: 3 }),
            41.. => Err(Reason::TooLong { max: 40 }),
            _ if RESERVED.contains(&slug.as_str()) => Err(Reason::Reserved),
            _ => Ok(Self(slug)),
        }
    }

    /// The label.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The time zones that the form offers: Russia's, with the cities that people know them by. Any other name of the
/// IANA database is accepted too; the landlord's use case checks it.
pub const TIME_ZONES: &[(&str, &str)] = &[
    ("Europe/Kaliningrad", "UTC+2"),
    ("Europe/Moscow", "UTC+3"),
    ("Europe/Samara", "UTC+4"),
    ("Asia/Yekaterinburg", "UTC+5"),
    ("Asia/Omsk", "UTC+6"),
    ("Asia/Krasnoyarsk", "UTC+7"),
    ("Asia/Irkutsk", "UTC+8"),
    ("Asia/Yakutsk", "UTC+9"),
    ("Asia/Vladivostok", "UTC+10"),
    ("Asia/Magadan", "UTC+11"),
    ("Asia/Kamchatka", "UTC+12"),
    ("Europe/Minsk", "UTC+3"),
    ("Asia/Almaty", "UTC+5"),
    ("UTC", "UTC"),
];

/// A new tenant, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewTenantForm {
    /// What the organisation calls itself.
    pub name: String,
    /// The label of its address.
    pub slug: String,
    /// An IANA name.
    pub time_zone: String,
    /// An ISO 4217 code.
    pub currency: String,
    /// A language tag.
    pub language: String,
    /// The e-mail of its first administrator.
    pub admin_email: String,
}

/// A new tenant that makes sense; the time zone and the slug's freedom are checked by the use case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTenant {
    /// What the organisation calls itself.
    pub name: String,
    /// The label of its address.
    pub slug: Slug,
    /// An IANA name.
    pub time_zone: String,
    /// The currency of its books; it never changes afterwards.
    pub currency: Currency,
    /// The language in which its people are greeted first.
    pub language: Language,
    /// The e-mail of its first administrator.
    pub admin_email: String,
}

impl NewTenantForm {
    /// # Errors
    /// `Failure::Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<NewTenant, Failure> {
        let mut fields = Fields::default();
        let name = fields.keep("name", typed::text(&self.name, 120));
        let slug = fields.keep("slug", Slug::parse(&self.slug));
        let time_zone = fields.keep("time_zone", typed::text(&self.time_zone, 60));
        let currency = fields.keep(
            "currency",
            Currency::from_code(&self.currency).ok_or(Reason::NotAChoice),
        );
        let language = fields.keep("language", Language::from_tag(&self.language).ok_or(Reason::NotAChoice));
        let admin_email = fields.keep("admin_email", typed::email(&self.admin_email));
        match (name, slug, time_zone, currency, language, admin_email) {
            (Some(name), Some(slug), Some(time_zone), Some(currency), Some(language), Some(admin_email)) => {
                Ok(NewTenant {
                    name,
                    slug,
                    time_zone,
                    currency,
                    language,
                    admin_email,
                })
            }
            _ => Err(fields.into_failure()),
        }
    }
}

/// Changes of a tenant, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TenantForm {
    /// The tenant's id.
    pub id: String,
    /// What the organisation calls itself.
    pub name: String,
    /// The label of its address; the old one redirects to the new one.
    pub slug: String,
    /// An IANA name.
    pub time_zone: String,
    /// Whom the landlord writes to.
    pub contact_email: String,
    /// Whom the landlord calls.
    pub contact_phone: String,
}

/// Changes of a tenant that make sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantChange {
    /// The tenant's id.
    pub id: i64,
    /// What the organisation calls itself.
    pub name: String,
    /// The label of its address.
    pub slug: Slug,
    /// An IANA name.
    pub time_zone: String,
    /// Whom the landlord writes to.
    pub contact_email: Option<String>,
    /// Whom the landlord calls.
    pub contact_phone: Option<String>,
}

impl TenantForm {
    /// # Errors
    /// `NotFound` for an id that is none; `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<TenantChange, Failure> {
        let id = typed::id(&self.id).map_err(|_| Failure::NotFound)?;
        let mut fields = Fields::default();
        let name = fields.keep("name", typed::text(&self.name, 120));
        let slug = fields.keep("slug", Slug::parse(&self.slug));
        let time_zone = fields.keep("time_zone", typed::text(&self.time_zone, 60));
        let contact_email = fields.keep("contact_email", typed::optional_email(&self.contact_email));
        let contact_phone = fields.keep("contact_phone", typed::optional_phone(&self.contact_phone));
        match (name, slug, time_zone, contact_email, contact_phone) {
            (Some(name), Some(slug), Some(time_zone), Some(contact_email), Some(contact_phone)) => Ok(TenantChange {
                id,
                name,
                slug,
                time_zone,
                contact_email,
                contact_phone,
            }),
            _ => Err(fields.into_failure()),
        }
    }
}

/// Names one tenant: for trash and restore.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TenantRefForm {
    /// The tenant's id.
    pub id: String,
}

/// Asks for a permanent deletion; the slug is typed to confirm.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PurgeForm {
    /// The tenant's id.
    pub id: String,
    /// The slug, typed by hand.
    pub slug: String,
}

/// Where a tenant stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Being created.
    Creating,
    /// In service.
    Active,
    /// In the trash: nobody can log in, nothing is lost.
    Trashed,
    /// Being deleted for good.
    Purging,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Creating, Self::Active, Self::Trashed, Self::Purging];

    /// The word in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Creating => "creating",
            Self::Active => "active",
            Self::Trashed => "trashed",
            Self::Purging => "purging",
        }
    }

    /// The status of a word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// What the door of a host does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Come in.
    Serve,
    /// The tenant is in the trash.
    Trashed,
    /// Its schema is not one that this program serves.
    Upgrading,
    /// There is none such.
    Unknown,
}

impl Admission {
    /// Decides by the status and by the schema versions (the tenant's own, the program's).
    #[must_use]
    pub const fn decide(status: Status, schema: i32, program: i32) -> Self {
        match status {
            Status::Creating | Status::Purging => Self::Unknown,
            Status::Trashed => Self::Trashed,
            Status::Active if schema == program => Self::Serve,
            Status::Active => Self::Upgrading,
        }
    }
}

/// A tenant in the landlord's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantLine {
    /// Its id.
    pub id: i64,
    /// What the organisation calls itself.
    pub name: String,
    /// The label of its address.
    pub slug: String,
    /// The address in full, to be opened.
    pub url: String,
    /// Where it stands.
    pub status: Status,
    /// When it was created.
    pub created_at: DateTime<Utc>,
}

/// A tenant's card in the console.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantCard {
    /// Its id.
    pub id: i64,
    /// What the organisation calls itself.
    pub name: String,
    /// The label of its address.
    pub slug: String,
    /// Earlier labels, whose hosts redirect.
    pub former_slugs: Vec<String>,
    /// The address in full.
    pub url: String,
    /// Where it stands.
    pub status: Status,
    /// An IANA name.
    pub time_zone: String,
    /// The currency of its books.
    pub currency: Currency,
    /// The language of its greeting.
    pub language: Language,
    /// The first administrator's e-mail.
    pub admin_email: String,
    /// Whom the landlord writes to.
    pub contact_email: Option<String>,
    /// Whom the landlord calls.
    pub contact_phone: Option<String>,
    /// Its database.
    pub database: String,
    /// The version of its schema.
    pub schema_version: i32,
    /// How long its creation took, milliseconds.
    pub created_in_ms: Option<i32>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it went to the trash.
    pub trashed_at: Option<DateTime<Utc>>,
    /// Today, in its zone.
    pub today: NaiveDate,
}

/// A created tenant, with the link for its first administrator: shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Created {
    /// The tenant's id.
    pub id: i64,
    /// What the organisation calls itself.
    pub name: String,
    /// The address in full.
    pub url: String,
    /// The one-time link with which the first administrator sets a password.
    pub invitation: String,
    /// The first administrator's e-mail, to which a letter with the link is queued.
    pub invited: String,
    /// How long it took, milliseconds.
    pub created_in_ms: i32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_labels_of_an_address() {
        for good in ["acme", "tsj-12", "a1b", "Romashka"] {
            assert_eq!(Slug::parse(good).unwrap().as_str(), good.to_lowercase());
        }
        let table = [
            ("", Reason::Required),
            ("ab", Reason::TooShort { min: 3 }),
            ("-abc", Reason::BadCharacters),
            ("abc-", Reason::BadCharacters),
            ("a--b", Reason::BadCharacters),
            ("ромашка", Reason::BadCharacters),
            ("a.b", Reason::BadCharacters),
            ("www", Reason::Reserved),
        ];
        for (typed, want) in table {
            assert_eq!(Slug::parse(typed), Err(want), "{typed}");
        }
        assert_eq!(Slug::parse(&"a".repeat(41)), Err(Reason::TooLong { max: 40 }));
    }

    #[test]
    fn a_form_names_every_field_that_it_refuses() {
        let Err(Failure::Invalid { fields }) = NewTenantForm::default().parse() else {
            panic!("accepted")
        };
        let names: Vec<_> = fields.iter().map(|(name, _)| name).collect();
        assert_eq!(
            names,
            ["admin_email", "currency", "language", "name", "slug", "time_zone"]
        );
        let form = NewTenantForm {
            name: "ТСЖ «Ромашка»".into(),
            slug: "romashka".into(),
            time_zone: "Europe/Moscow".into(),
            currency: "RUB".into(),
            language: "ru".into(),
            admin_email: "anna@romashka.ru".into(),
        };
        assert_eq!(form.parse().unwrap().slug.as_str(), "romashka");

        let change = TenantForm {
            id: "7".into(),
            name: "Ромашка".into(),
            slug: "romashka".into(),
            time_zone: "Asia/Omsk".into(),
            contact_email: String::new(),
            contact_phone: "89161234567".into(),
        };
        assert_eq!(change.parse().unwrap().contact_phone.as_deref(), Some("+79161234567"));
        assert_eq!(TenantForm::default().parse(), Err(Failure::NotFound));
        let Err(Failure::Invalid { fields }) = (TenantForm {
            id: "1".into(),
            ..TenantForm::default()
        })
        .parse() else {
            panic!("accepted")
        };
        assert!(fields.get("slug").is_some());
    }

    #[test]
    fn the_door_opens_by_status_and_schema() {
        for (status, schema, want) in [
            (Status::Active, 3, Admission::Serve),
            (Status::Active, 2, Admission::Upgrading),
            (Status::Trashed, 3, Admission::Trashed),
            (Status::Creating, 3, Admission::Unknown),
            (Status::Purging, 3, Admission::Unknown),
        ] {
            assert_eq!(Admission::decide(status, schema, 3), want);
            assert_eq!(Status::from_code(status.code()), Some(status));
        }
        assert_eq!(Status::from_code("gone"), None);
    }
}
