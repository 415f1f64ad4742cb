//! The label of a tenant's address.

use serde::{Deserialize, Serialize};

use crate::Reason;

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
