//! The landlord's own people: who signs in to the console.

use serde::{Deserialize, Serialize};

use crate::failure::Fields;
use crate::{Failure, typed};

/// A role of the landlord's people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Everything of the console.
    Owner,
    /// Looks, and changes nothing. Sees no tenant's data but by a reasoned log-in as somebody there.
    Support,
}

impl Role {
    /// Every role, the mightiest first.
    pub const ALL: [Self; 2] = [Self::Owner, Self::Support];

    /// The word in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Support => "support",
        }
    }

    /// The role of a word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// What the table says.
    #[must_use]
    pub const fn may(self, permission: Permission) -> bool {
        match (permission, self) {
            (
                Permission::SeeTenants
                | Permission::SeeJobs
                | Permission::SeeAudit
                | Permission::LogInAs
                | Permission::ChangeOwnPassword,
                Self::Owner | Self::Support,
            ) => true,
            (
                Permission::EditTenants
                | Permission::PurgeTenants
                | Permission::ManageJobs
                | Permission::RunFleet
                | Permission::ManagePeople
                | Permission::ReadLetters,
                Self::Owner,
            ) => true,
            (
                Permission::EditTenants
                | Permission::PurgeTenants
                | Permission::ManageJobs
                | Permission::RunFleet
                | Permission::ManagePeople
                | Permission::ReadLetters,
                Self::Support,
            ) => false,
        }
    }
}

/// A right to do one kind of thing in the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Permission {
    /// See the list and the cards of tenants.
    SeeTenants,
    /// Create and change tenants, move them to the trash and back.
    EditTenants,
    /// Delete a tenant for good.
    PurgeTenants,
    /// See background work and the proofs of isolation.
    SeeJobs,
    /// Stop, retry and pause background work; ask for it.
    ManageJobs,
    /// Bring schemas up to date, move tenants between servers.
    RunFleet,
    /// See, invite, change and disable the landlord's people.
    ManagePeople,
    /// Read the audit.
    SeeAudit,
    /// Enter a tenant as one of its staff, for a reason that is written down.
    LogInAs,
    /// Change one's own password.
    ChangeOwnPassword,
    /// Read letters, which hold one-time links, and have them sent again.
    ReadLetters,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 11] = [
        Self::SeeTenants,
        Self::EditTenants,
        Self::PurgeTenants,
        Self::SeeJobs,
        Self::ManageJobs,
        Self::RunFleet,
        Self::ManagePeople,
        Self::SeeAudit,
        Self::LogInAs,
        Self::ChangeOwnPassword,
        Self::ReadLetters,
    ];
}

/// Who is signed in to the console.
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

/// The first administrator of the installation, as typed on the page of the setup link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SetupForm {
    /// The token of the link.
    pub token: String,
    /// The person's name.
    pub name: String,
    /// The e-mail to sign in with.
    pub email: String,
    /// The password.
    pub password: String,
}

/// The first administrator, proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// The token of the link.
    pub token: String,
    /// The person's name.
    pub name: String,
    /// The e-mail to sign in with.
    pub email: String,
    /// The password.
    pub password: String,
}

impl SetupForm {
    /// # Errors
    /// `Failure::Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<Setup, Failure> {
        let mut fields = Fields::default();
        let name = fields.keep("name", typed::text(&self.name, 120));
        let email = fields.keep("email", typed::email(&self.email));
        let password = fields.keep(
            "password",
            crate::sessions::new_password(&self.password, &[&self.email, &self.name]),
        );
        match (name, email, password) {
            (Some(name), Some(email), Some(password)) => Ok(Setup {
                token: self.token.clone(),
                name,
                email,
                password,
            }),
            _ => Err(fields.into_failure()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reason;

    #[test]
    fn the_table_of_the_console_holds_both_ways() {
        let table = [
            (Role::Owner, [true; 11]),
            (
                Role::Support,
                [true, false, false, true, false, false, false, true, true, true, false],
            ),
        ];
        for (role, row) in table {
            assert_eq!(Permission::ALL.map(|permission| role.may(permission)), row);
            assert_eq!(Role::from_code(role.code()), Some(role));
        }
        assert_eq!(Role::from_code("admin"), None);
    }

    #[test]
    fn setup_needs_a_name_an_email_and_a_password() {
        let good = SetupForm {
            token: "t".into(),
            name: "Пётр".into(),
            email: "Petr@Example.com".into(),
            password: "длинная фраза".into(),
        };
        assert_eq!(good.parse().unwrap().email, "petr@example.com");
        let bad = SetupForm {
            password: "short".into(),
            ..SetupForm::default()
        };
        let failure = bad.parse().unwrap_err();
        assert_eq!(failure.reason_for("name"), Some(&Reason::Required));
        assert_eq!(failure.reason_for("email"), Some(&Reason::Required));
        assert_eq!(failure.reason_for("password"), Some(&Reason::TooShort { min: 8 }));
    }
}
