//! The landlord's people: who may sign in to the console, in which role. How they sign in stands in `landlords`.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::failure::Fields;
use crate::landlords::Role;
use crate::{Failure, Reason, typed};

/// An invitation to the console, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ColleagueForm {
    /// The person's name.
    pub name: String,
    /// The e-mail to sign in with.
    pub email: String,
    /// The role's word.
    pub role: String,
}

/// An invitation to the console that makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// The person's name.
    pub name: String,
    /// The e-mail to sign in with.
    pub email: String,
    /// The role.
    pub role: Role,
}

impl ColleagueForm {
    /// # Errors
    /// `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<Colleague, Failure> {
        let mut fields = Fields::default();
        let name = fields.keep("name", typed::text(&self.name, 120));
        let email = fields.keep("email", typed::email(&self.email));
        let role = fields.keep("role", Role::from_code(&self.role).ok_or(Reason::NotAChoice));
        match (name, email, role) {
            (Some(name), Some(email), Some(role)) => Ok(Colleague { name, email, role }),
            _ => Err(fields.into_failure()),
        }
    }
}

/// A change of a colleague's role, as chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ColleagueRoleForm {
    /// The person.
    pub id: String,
    /// The role's word.
    pub role: String,
}

impl ColleagueRoleForm {
    /// # Errors
    /// `NotFound` for an id that is none; `Invalid` for a role that is none.
    pub fn parse(&self) -> Result<(i64, Role), Failure> {
        let id = typed::id(&self.id).map_err(|_| Failure::NotFound)?;
        let role = Role::from_code(&self.role).ok_or_else(|| Failure::field("role", Reason::NotAChoice))?;
        Ok((id, role))
    }
}

/// Names one colleague: to disable, to enable, to make a new link for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ColleagueRefForm {
    /// The person.
    pub id: String,
}

/// A colleague in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColleagueLine {
    /// The id.
    pub id: i64,
    /// The name.
    pub name: String,
    /// The e-mail.
    pub email: String,
    /// The role.
    pub role: Role,
    /// Has not accepted the invitation yet.
    pub is_invited: bool,
    /// Can't sign in.
    pub is_disabled: bool,
    /// The one who looks.
    pub is_me: bool,
    /// The last log-in.
    pub last_log_in_at: Option<DateTime<Utc>>,
}

/// A link for a colleague, shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColleagueLink {
    /// Whom it is for.
    pub email: String,
    /// The link in full.
    pub url: String,
    /// Until when it works.
    pub expires_at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invitations_and_roles() {
        let form = ColleagueForm {
            name: "Иван".into(),
            email: "Ivan@Landlord.test".into(),
            role: "support".into(),
        };
        let colleague = form.parse().unwrap();
        assert_eq!(
            (colleague.email.as_str(), colleague.role),
            ("ivan@landlord.test", Role::Support)
        );
        let failure = ColleagueForm {
            role: "admin".into(),
            ..ColleagueForm::default()
        }
        .parse()
        .unwrap_err();
        assert_eq!(failure.reason_for("role"), Some(&Reason::NotAChoice));
        assert_eq!(failure.reason_for("name"), Some(&Reason::Required));
        let role = |id: &str, role: &str| {
            ColleagueRoleForm {
                id: id.into(),
                role: role.into(),
            }
            .parse()
        };
        assert_eq!(role("3", "owner"), Ok((3, Role::Owner)));
        assert_eq!(role("x", "owner"), Err(Failure::NotFound));
        assert_eq!(role("3", "x"), Err(Failure::field("role", Reason::NotAChoice)));
    }
}
