//! The tenant's staff: who may sign in, in which role.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::failure::Fields;
use crate::{Failure, Reason, Role, typed};

/// An invitation, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InviteForm {
    /// The person's name.
    pub name: String,
    /// The e-mail to sign in with.
    pub email: String,
    /// The role's word.
    pub role: String,
}

/// An invitation that makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invite {
    /// The person's name.
    pub name: String,
    /// The e-mail to sign in with.
    pub email: String,
    /// The role.
    pub role: Role,
}

impl InviteForm {
    /// # Errors
    /// `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<Invite, Failure> {
        let mut fields = Fields::default();
        let name = fields.keep("name", typed::text(&self.name, 120));
        let email = fields.keep("email", typed::email(&self.email));
        let role = fields.keep("role", Role::from_code(&self.role).ok_or(Reason::NotAChoice));
        match (name, email, role) {
            (Some(name), Some(email), Some(role)) => Ok(Invite { name, email, role }),
            _ => Err(fields.into_failure()),
        }
    }
}

/// A change of somebody's role, as chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoleForm {
    /// The person.
    pub id: String,
    /// The role's word.
    pub role: String,
}

impl RoleForm {
    /// # Errors
    /// `NotFound` for an id that is none; `Invalid` for a role that is none.
    pub fn parse(&self) -> Result<(i64, Role), Failure> {
        let id = typed::id(&self.id).map_err(|_| Failure::NotFound)?;
        let role = Role::from_code(&self.role).ok_or_else(|| Failure::field("role", Reason::NotAChoice))?;
        Ok((id, role))
    }
}

/// Names one person: to disable, to enable, to make a new link for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserRefForm {
    /// The person.
    pub id: String,
}

/// A change of one's own password, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordForm {
    /// The password in force.
    pub current_password: String,
    /// The new one.
    pub new_password: String,
}

/// A person in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserLine {
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

/// A link to be handed over, shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedLink {
    /// Whom it is for.
    pub email: String,
    /// The path with the token, to be put behind the tenant's address.
    pub path: String,
    /// Until when it works.
    pub expires_at: DateTime<Utc>,
}

/// Refuses what would leave the tenant without anybody who can manage it: the last administrator able to sign in
/// can't be demoted or disabled. `others` counts the other administrators who can.
///
/// # Errors
/// `LastAdmin`.
pub const fn keeps_an_admin(is_active_admin: bool, others: i64) -> Result<(), Reason> {
    if is_active_admin && others == 0 {
        Err(Reason::LastAdmin)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invitations_and_roles() {
        let form = InviteForm {
            name: "Анна".into(),
            email: "anna@tsj.ru".into(),
            role: "manager".into(),
        };
        assert_eq!(form.parse().unwrap().role, Role::Manager);
        let Err(Failure::Invalid { fields }) = InviteForm::default().parse() else {
            panic!("accepted")
        };
        assert_eq!(fields.iter().count(), 3);
        assert_eq!(
            RoleForm {
                id: "1".into(),
                role: "admin".into()
            }
            .parse(),
            Ok((1, Role::Admin))
        );
        assert_eq!(
            RoleForm {
                id: "1".into(),
                role: String::new()
            }
            .parse()
            .unwrap_err()
            .reason_for("role"),
            Some(&Reason::NotAChoice)
        );
        assert_eq!(RoleForm::default().parse(), Err(Failure::NotFound));
    }

    #[test]
    fn the_last_admin_stays() {
        assert_eq!(keeps_an_admin(true, 0), Err(Reason::LastAdmin));
        assert_eq!(keeps_an_admin(true, 1), Ok(()));
        assert_eq!(keeps_an_admin(false, 0), Ok(()));
    }
}
