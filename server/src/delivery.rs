//! Carrying letters to the mail server. Queueing them is the landlord's business, their words are the domain's.

mod post;

use domain::Failure;
use landlord::letters;
use serde::Serialize;

pub use post::Post;

use crate::Program;

/// Letters at one go: a node that is told to end finishes no more than these.
pub const AT_ONCE: usize = 20;

/// What became of the letters that were due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// The mail server took them.
    pub sent: u64,
    /// They are tried again later.
    pub waiting: u64,
    /// They were given up.
    pub failed: u64,
    /// There is no mail server: they are read in the console.
    pub kept: u64,
}

impl Counts {
    /// Adds those of another go.
    pub const fn add(&mut self, more: Self) {
        self.sent += more.sent;
        self.waiting += more.waiting;
        self.failed += more.failed;
        self.kept += more.kept;
    }
}

/// Sends at most `limit` of the letters that are due.
///
/// Each is claimed for five minutes before it is sent, so that no two workers send the same. The mail server's yes and
/// its note in the database can't be one step: a crash, or a database that is gone, between the two sends that one letter
/// once more. Its Message-ID is then the same, so that mail programs show it once.
///
/// # Errors
/// Those of the landlord's database.
pub async fn send_due(program: &Program, limit: usize) -> Result<Counts, Failure> {
    let mut counts = Counts::default();
    if !program.post.is_open() {
        counts.kept = letters::keep_due(&program.ctx()).await?;
        return Ok(counts);
    }
    for _ in 0..limit {
        let Some(letter) = letters::claim(&program.ctx()).await? else {
            break;
        };
        // A context of its own after the attempt too: it may have taken its time.
        match program.post.send(&letter).await {
            Ok(()) => {
                letters::mark_sent(&program.ctx(), &letter).await?;
                counts.sent += 1;
            }
            Err(cause) => {
                tracing::warn!(letter = letter.id, attempt = letter.attempt, %cause, "a letter could not be sent");
                if letters::mark_refused(&program.ctx(), &letter, &cause).await? {
                    counts.failed += 1;
                } else {
                    counts.waiting += 1;
                }
            }
        }
    }
    Ok(counts)
}
