//! What the server tells the page before it draws anything: who looks, in which language, on which day.
//! It is the same on the server and in the browser, so views need no clock, no locale and no cookie.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use domain::visits::Visitor;
use domain::{Currency, Failure, Language, Offsets, Permission, Role, landlords};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The facts of this page view. The server provides it as a context before it renders.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Boot {
    /// The language of every text.
    pub language: Language,
    /// The colours asked for.
    pub theme: Theme,
    /// Whose pages these are.
    pub surface: Surface,
    /// Who is signed in.
    pub person: Option<Person>,
    /// Somebody of the landlord's acts in that person's place.
    pub visitor: Option<Visitor>,
    /// The tenant's name, or the installation's on the landlord's surface.
    pub place: String,
    /// The tenant's currency.
    pub currency: Currency,
    /// Today in the tenant's time zone.
    pub today: NaiveDate,
    /// The tenant's time zone; UTC on the landlord's surface.
    pub offsets: Offsets,
    /// The tenant is a copy to try things on, until this day.
    pub copy_until: Option<NaiveDate>,
    /// The path of the request.
    pub path: String,
    /// What the form posted before this page came to, when the browser half was not there to send it.
    pub echo: Option<Echo>,
}

/// Light, dark, or as the device says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the device says.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// Every choice, in the order offered.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The word in the cookie and in the form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The choice of a word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.code() == code)
    }

    /// `<html data-theme>`: absent where the device decides.
    #[must_use]
    pub const fn attribute(self) -> Option<&'static str> {
        match self {
            Self::Auto => None,
            Self::Light => Some("kvitok"),
            Self::Dark => Some("kvitok-dark"),
        }
    }
}

/// Which of the two applications this is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Surface {
    /// A tenant's own pages.
    #[default]
    Tenant,
    /// The pages of those who run the installation.
    Landlord,
}

/// Who is signed in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The e-mail.
    pub email: String,
    /// The role in the tenant; nothing for the landlord's people.
    pub role: Option<Role>,
    /// The role in the console; nothing for a tenant's staff.
    pub landlord_role: Option<landlords::Role>,
}

/// A form that was posted without the browser half: what was typed and how it ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Echo {
    /// The path it was posted to.
    pub action: String,
    /// What was typed, by full HTML name (`form[amount]`). Passwords are never here.
    pub values: BTreeMap<String, String>,
    /// What came of it; the value is the server function's output.
    pub outcome: Result<serde_json::Value, Failure>,
}

impl Boot {
    /// Whether the person's role allows it. Pages hide what it does not; use cases refuse it.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.person
            .as_ref()
            .and_then(|person| person.role)
            .is_some_and(|role| role.may(permission))
            && !(self.visitor.is_some() && permission.is_closed_to_visitors())
    }

    /// The same in the console.
    #[must_use]
    pub fn may_in_console(&self, permission: landlords::Permission) -> bool {
        self.person
            .as_ref()
            .and_then(|person| person.landlord_role)
            .is_some_and(|role| role.may(permission))
    }
}

#[derive(Clone)]
struct Provided(Arc<Boot>);

/// Counts what forms have done since the page was opened.
#[derive(Clone, Copy)]
pub(crate) struct Deeds(pub RwSignal<u32>);

/// Grows with every success of a form of the page. A resource keyed on it is fetched again after a success, while a
/// refused form keeps what was typed.
#[must_use]
pub fn deeds() -> Signal<u32> {
    let deeds = use_context::<Deeds>();
    Signal::derive(move || deeds.map(|deeds| deeds.0.get()).unwrap_or_default())
}

/// Whether the echo still belongs to what is on the screen; not after the browser half has gone to another page.
#[derive(Clone, Copy)]
pub(crate) struct EchoIsFresh(pub StoredValue<bool>);

/// Takes the facts over from the server (there: out of its context; in the browser: out of the page) and provides
/// them to all views below. Call it once, at the top of the root component.
pub fn provide_boot() -> Arc<Boot> {
    let shared = SharedValue::new(|| use_context::<Boot>().unwrap_or_default());
    let boot = Arc::new(shared.into_inner());
    provide_context(Provided(Arc::clone(&boot)));
    provide_context(boot.language);
    provide_context(EchoIsFresh(StoredValue::new(true)));
    provide_context(Deeds(RwSignal::new(0)));
    boot
}

/// The facts of this page view. Ask in a component's body, not in an event handler.
#[must_use]
pub fn boot() -> Arc<Boot> {
    use_context::<Provided>().map(|provided| provided.0).unwrap_or_default()
}

/// The language of the page.
#[must_use]
pub fn language() -> Language {
    use_context::<Language>().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Reason;

    #[test]
    fn the_facts_travel() {
        let boot = Boot {
            person: Some(Person {
                name: "Анна".into(),
                email: "a@b.ru".into(),
                role: Some(Role::Operator),
                landlord_role: None,
            }),
            echo: Some(Echo {
                action: "/rpc/x".into(),
                values: BTreeMap::from([("form[name]".into(), "Иван".into())]),
                outcome: Err(Failure::field("name", Reason::TooLong { max: 3 })),
            }),
            ..Boot::default()
        };
        let text = serde_json::to_string(&boot).unwrap();
        assert_eq!(serde_json::from_str::<Boot>(&text).unwrap(), boot);
        assert!(boot.may(Permission::RecordPayment) && !boot.may(Permission::ManageUsers));
        assert!(!Boot::default().may(Permission::SeeDashboard));
        assert!(!boot.may_in_console(landlords::Permission::SeeTenants));
        let visit = Boot {
            visitor: Some(Visitor::default()),
            ..boot
        };
        assert!(visit.may(Permission::RecordPayment) && !visit.may(Permission::ChangeOwnPassword));
    }

    #[test]
    fn themes_are_known_by_their_words() {
        for theme in Theme::ALL {
            assert_eq!(Theme::from_code(theme.code()), Some(theme));
        }
        assert_eq!(Theme::from_code("pink"), None);
    }
}
