//! The landlord's own people: who signs in to the console.

use serde::{Deserialize, Serialize};

use crate::failure::Fields;
use crate::{Failure, typed};

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
