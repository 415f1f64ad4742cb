//! Letters: what they say, and how they stand. The words are pure functions; who sends them is not known here.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Language, typed};

/// What a letter is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Somebody is let in for the first time.
    Invitation,
    /// Somebody sets a new password.
    Reset,
    /// The proof of an organisation's own domain is gone; the link is the domain, and works so long.
    Domain,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Invitation, Self::Reset, Self::Domain];

    /// The word in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reset => "reset",
            Self::Domain => "domain",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A letter, ready to go. Its text may hold a one-time link, so it has no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// What it is about.
    pub kind: Kind,
    /// The address it goes to.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
}

/// What a letter with a link is made of.
#[derive(Clone, Copy)]
pub struct Link<'a> {
    /// The address it goes to.
    pub to: &'a str,
    /// Where the link leads into: the organisation, or the product itself.
    pub place: &'a str,
    /// The link in full.
    pub link: &'a str,
    /// How long the link works, hours.
    pub hours: i64,
}

/// The letter with a link that lets somebody in.
#[must_use]
pub fn letter(language: Language, kind: Kind, about: &Link<'_>) -> Letter {
    let (place, link) = (one_line(about.place), one_line(about.link));
    let lasts = lasts(language, about.hours);
    let (subject, text) = match (kind, language) {
        (Kind::Invitation, Language::Ru) => (
            format!("Приглашение: {place}"),
            format!(
                "Здравствуйте!\n\nВас приглашает {place}. Чтобы придумать пароль и войти, откройте ссылку:\n\n{link}\n\n\
                 Ссылка сработает один раз и действует {lasts}. Если вы не ждали приглашения, ничего делать не нужно.\n"
            ),
        ),
        (Kind::Invitation, Language::En) => (
            format!("Invitation: {place}"),
            format!(
                "Hello,\n\nyou have been invited to work in {place}. Open this link to choose a password and log in:\n\n{link}\n\n\
                 The link works once, within {lasts}. If you did not expect an invitation, there is nothing to do.\n"
            ),
        ),
        (Kind::Reset, Language::Ru) => (
            format!("Новый пароль: {place}"),
            format!(
                "Здравствуйте!\n\nКто-то — надеемся, вы — попросил новый пароль. Место входа: {place}. Чтобы его придумать, откройте ссылку:\n\n{link}\n\n\
                 Ссылка сработает один раз и действует {lasts}. Если вы ничего не просили, не открывайте её: пароль останется прежним.\n"
            ),
        ),
        (Kind::Reset, Language::En) => (
            format!("New password: {place}"),
            format!(
                "Hello,\n\nsomebody, hopefully you, asked for a new password for {place}. Open this link to choose one:\n\n{link}\n\n\
                 The link works once, within {lasts}. If you did not ask, leave it alone: the password stays as it is.\n"
            ),
        ),
        (Kind::Domain, Language::Ru) => (
            format!("Домен может отключиться: {place}"),
            format!(
                "Здравствуйте!\n\nПодтверждение домена пропало уже несколько дней назад. По этому адресу открывается {place}:\n\n{link}\n\n\
                 Проверьте, оплачен ли домен и на месте ли его DNS-записи. Если так продлится ещё {lasts}, домен перестанет быть \
                 основным адресом, а потом отключится. Вход по адресу на площадке останется в любом случае.\n"
            ),
        ),
        (Kind::Domain, Language::En) => (
            format!("A domain may stop working: {place}"),
            format!(
                "Hello,\n\nthe proof of a domain has been gone for some days. At this address {place} opens:\n\n{link}\n\n\
                 Please check that the domain is paid for and that its DNS records are in place. If nothing changes within {lasts}, the \
                 domain stops being the main address, and later stops working. The address of the installation works in any case.\n"
            ),
        ),
    };
    Letter {
        kind,
        to: one_line(about.to),
        subject,
        text,
    }
}

/// A text that can't break out of its line: neither a header of its own nor a paragraph that looks like ours.
fn one_line(text: &str) -> String {
    let broken = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{85}');
    text.split(broken)
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn lasts(language: Language, hours: i64) -> String {
    let (number, forms) = match (hours % 24, language) {
        (0, Language::Ru) if hours >= 48 => (hours / 24, ["день", "дня", "дней"]),
        (0, Language::En) if hours >= 48 => (hours / 24, ["day", "days", "days"]),
        (_, Language::Ru) => (hours, ["час", "часа", "часов"]),
        (_, Language::En) => (hours, ["hour", "hours", "hours"]),
    };
    let unit = language.plural(u64::try_from(number).unwrap_or_default(), forms);
    format!("{number} {unit}")
}

/// How a letter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It waits for its turn, or for the next attempt.
    Queued,
    /// The mail server took it.
    Sent,
    /// Given up after the last attempt.
    Failed,
    /// No mail server is configured: it is read in the console.
    Kept,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Queued, Self::Sent, Self::Failed, Self::Kept];

    /// The word in the database and in addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Kept => "kept",
        }
    }

    /// The status of a word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// Which letters a list shows, as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LetterQuery {
    /// A status, or nothing for all.
    pub status: String,
    /// The position of the page.
    pub after: String,
}

/// A letter in a list. Its text is not among it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterLine {
    /// The id.
    pub id: i64,
    /// The organisation on whose behalf it is written; nothing for the landlord's own.
    pub tenant: Option<String>,
    /// The address it goes to.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// How it stands.
    pub status: Status,
    /// How often it was tried.
    pub attempts: i32,
    /// When it was queued.
    pub created_at: DateTime<Utc>,
}

/// A letter's card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterCard {
    /// What stands in the list.
    pub line: LetterLine,
    /// When it is tried next, while it waits.
    pub next_try_at: Option<DateTime<Utc>>,
    /// When the mail server took it.
    pub sent_at: Option<DateTime<Utc>>,
    /// What stood against the last attempt.
    pub cause: Option<String>,
    /// Its text, for those who may read it; nothing once it is sent.
    pub body: Option<String>,
    /// The one who looks may have it sent again.
    pub may_retry: bool,
}

/// Names one letter: to have it sent again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LetterRefForm {
    /// The letter.
    pub id: String,
}

/// Who has forgotten a password, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ForgotForm {
    /// The e-mail to sign in with.
    pub email: String,
}

impl ForgotForm {
    /// # Errors
    /// `Invalid` when what was typed is no e-mail: says nothing of who is known.
    pub fn parse(&self) -> Result<String, crate::Failure> {
        typed::email(&self.email).map_err(|reason| crate::Failure::field("email", reason))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about<'a>(place: &'a str, link: &'a str) -> Link<'a> {
        Link {
            to: "anna@sad.test",
            place,
            link,
            hours: 168,
        }
    }

    #[test]
    fn every_letter_says_where_and_how_in_both_languages() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(kind));
            for language in Language::ALL {
                let letter = letter(language, kind, &about("СНТ «Сад»", "http://sad.test/invitation/x"));
                assert!(letter.subject.contains("СНТ «Сад»"), "{}", letter.subject);
                assert!(
                    letter.text.contains("\n\nhttp://sad.test/invitation/x\n\n"),
                    "{}",
                    letter.text
                );
                assert_eq!((letter.to.as_str(), letter.kind), ("anna@sad.test", kind));
            }
        }
        for status in Status::ALL {
            assert_eq!(Status::from_code(status.code()), Some(status));
        }
    }

    #[test]
    fn nothing_breaks_out_of_its_line() {
        let hostile = "Сад\r\nBcc: all@evil.test\n\nОткройте http://evil.test\u{2028}!";
        for language in Language::ALL {
            for kind in Kind::ALL {
                let made = letter(language, kind, &about(hostile, "http://sad.test/x\r\nhttp://evil.test"));
                let plain = letter(language, kind, &about("Сад", "http://sad.test/x"));
                assert_eq!(made.subject.lines().count(), 1, "{}", made.subject);
                assert_eq!(made.text.lines().count(), plain.text.lines().count(), "{}", made.text);
            }
        }
        assert_eq!(one_line(" a \r\n\t b "), "a b");
    }

    #[test]
    fn how_long_a_link_works_is_said_in_whole_units() {
        for (hours, ru, en) in [
            (1, "1 час", "1 hour"),
            (24, "24 часа", "24 hours"),
            (168, "7 дней", "7 days"),
        ] {
            assert_eq!(
                (lasts(Language::Ru, hours).as_str(), lasts(Language::En, hours).as_str()),
                (ru, en)
            );
        }
    }

    #[test]
    fn only_an_email_can_be_forgotten_with() {
        let form = |email: &str| ForgotForm { email: email.into() };
        assert_eq!(form(" Anna@Sad.test ").parse().unwrap(), "anna@sad.test");
        assert!(form("anna").parse().is_err() && form("").parse().is_err());
    }
}
