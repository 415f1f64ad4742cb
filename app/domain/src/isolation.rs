//! The proof that no tenant sees another's data: what was tried, what leaked.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A proof, good or bad.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: DateTime<Utc>,
    /// How many attempts were made.
    pub checks: i64,
    /// What leaked or was let through, in words.
    pub findings: Vec<String>,
    /// Who asked for it.
    pub asked_by: String,
}

impl Proof {
    /// Nothing leaked, and something was tried.
    #[must_use]
    pub const fn passed(&self) -> bool {
        self.findings.is_empty() && self.checks > 0
    }

    /// Counts an attempt; one that got through is a finding.
    pub fn check(&mut self, good: bool, finding: impl FnOnce() -> String) {
        self.checks += 1;
        // A broken wall has thousands of holes; the first hundred tell the story.
        if !good && self.findings.len() < 100 {
            self.findings.push(finding());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_attempts_prove_nothing() {
        let mut proof = Proof::default();
        assert!(!proof.passed());
        proof.check(true, || unreachable!());
        assert!(proof.passed());
        for n in 0..200 {
            proof.check(false, || format!("leak {n}"));
        }
        assert!(!proof.passed() && proof.findings.len() == 100 && proof.checks == 201);
    }
}
