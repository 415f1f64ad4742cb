//! Secrets that travel in cookies and links: 32 random bytes, of which only a hash is kept.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// A new secret and what may be kept of it. It has no `Debug`, so that no log shows it.
pub struct Fresh {
    /// What is handed out, base64url.
    pub token: String,
    /// Its SHA-256, what is kept.
    pub hash: Vec<u8>,
}

/// Makes a secret.
#[must_use]
pub fn fresh() -> Fresh {
    let mut bytes = [0_u8; 32];
    rand::fill(&mut bytes[..]);
    let token = URL_SAFE_NO_PAD.encode(bytes);
    let hash = hash(&token);
    Fresh { token, hash }
}

/// What is kept of a secret. The secret has 256 random bits, so it needs neither salt nor stretching.
#[must_use]
pub fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_is_another() {
        let (one, other) = (fresh(), fresh());
        assert_ne!(one.token, other.token);
        assert_eq!(one.token.len(), 43);
        assert_eq!(one.hash, hash(&one.token));
        assert_eq!(one.hash.len(), 32);
    }
}
