//! Tenants as the landlord sees them: their names and addresses, and whether their door is open.

mod life;
mod list;
mod slug;

pub use life::{
    Admission, COPIES, COPY_DAYS, COPY_FILE_BYTES, DuplicateForm, PurgeForm, Status, SuspendForm, TRASH_DAYS,
    TenantRefForm, TrashDay, WARN_DAYS,
};
pub use list::{Sort, TenantLine, TenantList, TenantQuery};
pub use slug::Slug;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::failure::Fields;
use crate::figures::{Figures, Traffic};
use crate::quotas::Quotas;
use crate::{Currency, Failure, Language, Reason, typed};

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
    /// The canonical address in full: a domain of its own, or the label under the root domain.
    pub url: String,
    /// The address under the root domain in full.
    pub subdomain: String,
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
    /// Why it is suspended, as its staff read it.
    pub suspended_for: Option<String>,
    /// When it went to the trash.
    pub trashed_at: Option<DateTime<Utc>>,
    /// When it will be deleted for good, once that is announced or its time is over.
    pub purge_at: Option<DateTime<Utc>>,
    /// Today, in its zone.
    pub today: NaiveDate,
    /// What the landlord calls its terms.
    pub plan: String,
    /// The landlord's words to find it by.
    pub tags: Vec<String>,
    /// How much it may use.
    pub quotas: Quotas,
    /// How much it uses, as it was found last.
    pub figures: Option<Figures>,
    /// Requests of the last day.
    pub traffic: Traffic,
    /// It is a copy to try things on, of this organisation if that is still there.
    pub copy_of: Option<(i64, String)>,
    /// When a copy expires.
    pub expires_at: Option<DateTime<Utc>>,
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
    use chrono::TimeDelta;

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
    fn nothing_is_deleted_unannounced() {
        let day = |n: i64| DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(n);
        for (today, warned, want) in [
            (0, None, TrashDay::Keep),
            (27, None, TrashDay::Keep),
            (28, None, TrashDay::Warn),
            (29, Some(28), TrashDay::Keep),
            (30, Some(28), TrashDay::Purge),
            (90, None, TrashDay::Warn),
            (91, Some(90), TrashDay::Keep),
            (92, Some(90), TrashDay::Purge),
        ] {
            assert_eq!(
                TrashDay::decide(day(today), day(0), warned.map(day), 30),
                want,
                "day {today}"
            );
        }
    }

    #[test]
    fn the_door_opens_by_status_and_schema() {
        for (status, schema, want) in [
            (Status::Active, 4, Admission::Upgrading),
            (Status::Active, 3, Admission::Serve),
            (Status::Active, 2, Admission::Serve),
            (Status::Active, 1, Admission::Upgrading),
            (Status::Trashed, 3, Admission::Trashed),
            (Status::Suspended, 2, Admission::Suspended),
            (Status::Creating, 3, Admission::Unknown),
            (Status::Purging, 3, Admission::Unknown),
        ] {
            assert_eq!(Admission::decide(status, schema, (2, 3)), want);
            assert_eq!(Status::from_code(status.code()), Some(status));
        }
        assert_eq!(Status::from_code("gone"), None);
    }
}
