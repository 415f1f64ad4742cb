//! Keeping passwords: argon2id with the parameters that OWASP recommends. Which passwords will do is for `domain`.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use domain::Failure;
use tokio::sync::Semaphore;

/// Each hash takes 19 MiB and a core; more at once would let a handful of log-ins stop everything else.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// The hash of a password that nobody has: an unknown e-mail takes as long as a wrong password.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$a3ZpdG9rLW5vYm9keXMtc2FsdA$Yw2KmW7S5qWYV9aZ5cCZzU3h0WvvBGbwZ9qVVcKkLmU";

/// The argon2id hash of a password in PHC form.
///
/// # Errors
/// `Internal` when the system has no randomness or no thread to give.
pub async fn hash(password: String) -> Result<String, Failure> {
    let internal = |error: &dyn std::fmt::Display| {
        tracing::error!(%error, "a password could not be hashed");
        Failure::Internal {
            reference: "passwords".to_owned(),
        }
    };
    let _permit = AT_ONCE.acquire().await.map_err(|error| internal(&error))?;
    tokio::task::spawn_blocking(move || {
        Argon2::default()
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
    })
    .await
    .map_err(|error| internal(&error))?
    .map_err(|error| internal(&error))
}

/// Whether a password belongs to a hash. Without a hash it takes just as long and says no.
pub async fn verify(password: String, hash: Option<String>) -> bool {
    let Ok(_permit) = AT_ONCE.acquire().await else {
        return false;
    };
    tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        let holds = PasswordHash::new(hash.as_deref().unwrap_or(NOBODYS))
            .is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok());
        known && holds
    })
    .await
    .unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_belongs_to_its_own_hash_only() {
        let kept = hash("двадцать букв".into()).await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(verify("двадцать букв".into(), Some(kept.clone())).await);
        assert!(!verify("двадцать слов".into(), Some(kept.clone())).await);
        assert_ne!(hash("двадцать букв".into()).await.unwrap(), kept);
        assert!(!verify("двадцать букв".into(), None).await);
        assert!(!verify("двадцать букв".into(), Some("broken".into())).await);
    }

    #[test]
    fn nobodys_hash_costs_as_much_as_a_real_one() {
        let parsed = PasswordHash::new(NOBODYS).unwrap();
        let kept = Argon2::default().hash_password(b"x").unwrap();
        assert_eq!(parsed.params.to_string(), kept.params.to_string());
        assert_eq!(parsed.algorithm, kept.algorithm);
        assert!(Argon2::default().verify_password(b"x", &parsed).is_err());
    }
}
