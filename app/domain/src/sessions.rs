//! Signing in: what is typed, who one then is, and which passwords will do.

use serde::{Deserialize, Serialize};

use crate::{Reason, Role};

/// The log-in form of either surface, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LogInForm {
    /// The e-mail.
    pub email: String,
    /// The password.
    pub password: String,
    /// Where to go afterwards: a path of this host.
    pub next: String,
}

/// A new password under an invitation or reset link, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AcceptForm {
    /// The token of the link.
    pub token: String,
    /// The person's name.
    pub name: String,
    /// The password.
    pub password: String,
}

/// What an invitation link says before it is accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Whose it is.
    pub email: String,
    /// The person's name, if known.
    pub name: String,
    /// Whether it resets a password instead of greeting a newcomer.
    pub is_reset: bool,
}

/// Who is signed in to a tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    /// The person's id.
    pub id: i64,
    /// The name.
    pub name: String,
    /// The e-mail.
    pub email: String,
    /// The role.
    pub role: Role,
}

/// The path to go to after signing in: a path of this host, or the start page. Never another site's address.
#[must_use]
pub fn next_path(next: &str) -> &str {
    let inside =
        next.starts_with('/') && !next.starts_with("//") && !next.contains('\\') && !next.chars().any(char::is_control);
    if inside && !next.starts_with("/login") {
        next
    } else {
        "/"
    }
}

/// Passwords that are tried first, those of Russian keyboards among them.
const COMMON: &str = include_str!("sessions/common.txt");

/// Accepts a new password: 8 to 256 characters, any of them, no rules of composition; refuses those that are tried
/// first and those made of the words around (the e-mail, the names). ASVS 5.0, 6.2.
///
/// # Errors
/// `Required`, `TooShort`, `TooLong`, `PasswordTooCommon`.
pub fn new_password(typed: &str, around: &[&str]) -> Result<String, Reason> {
    let length = typed.chars().count();
    if length == 0 {
        return Err(Reason::Required);
    }
    if length < 8 {
        return Err(Reason::TooShort { min: 8 });
    }
    if length > 256 {
        return Err(Reason::TooLong { max: 256 });
    }
    let lowered = typed.to_lowercase();
    let mut letters = lowered.chars();
    let first = letters.next();
    let one_letter = letters.all(|c| Some(c) == first);
    let near = around
        .iter()
        .map(|word| word.trim().to_lowercase())
        .any(|word| !word.is_empty() && (lowered == word || word.split('@').next() == Some(&lowered)));
    if one_letter || near || COMMON.lines().any(|common| common == lowered) {
        return Err(Reason::PasswordTooCommon);
    }
    Ok(typed.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_judged_by_length_and_commonness() {
        let table = [
            ("", Err(Reason::Required)),
            ("1234567", Err(Reason::TooShort { min: 8 })),
            ("password1", Err(Reason::PasswordTooCommon)),
            ("Qwerty123", Err(Reason::PasswordTooCommon)),
            ("йцукенгш", Err(Reason::PasswordTooCommon)),
            ("aaaaaaaaaaaa", Err(Reason::PasswordTooCommon)),
            ("anna.petrova", Err(Reason::PasswordTooCommon)),
            ("Anna.Petrova@mail.ru", Err(Reason::PasswordTooCommon)),
            ("двадцать пробелов и букв", Ok(())),
            ("correct horse battery", Ok(())),
        ];
        for (typed, want) in table {
            assert_eq!(
                new_password(typed, &["anna.petrova@mail.ru", "Анна"]).map(|_| ()),
                want,
                "{typed}"
            );
        }
        assert_eq!(new_password(&"xy".repeat(129), &[]), Err(Reason::TooLong { max: 256 }));
        assert!(new_password(&"xy".repeat(64), &[]).is_ok());
    }

    #[test]
    fn the_next_page_is_of_this_host() {
        for good in ["/", "/subscribers?q=1", "/invoices/5"] {
            assert_eq!(next_path(good), good);
        }
        for bad in [
            "",
            "//evil.test",
            "/\\evil",
            "https://evil.test",
            "javascript:alert(1)",
            "/a\nb",
            "/login?next=/login",
        ] {
            assert_eq!(next_path(bad), "/", "{bad:?}");
        }
    }
}
