//! `kvitok outbox`: the last letters, as the mail server gets them.

use super::tenants::sentence;
use crate::Started;

/// Prints the last letters with their texts, the latest at the end. One-time links stand in them: the terminal is the
/// owner's.
pub async fn show(started: &Started, last: u16) -> anyhow::Result<()> {
    let mut letters = landlord::letters::last(&started.ctx(), i64::from(last))
        .await
        .map_err(|failure| sentence(&failure))?;
    if letters.is_empty() {
        println!("No letters yet.");
    }
    letters.reverse();
    for letter in letters {
        let line = letter.line;
        println!(
            "{}  {}  {}  {}",
            line.created_at.format("%Y-%m-%d %H:%M"),
            line.status.code(),
            line.to,
            line.subject
        );
        if let Some(cause) = letter.cause {
            println!("    ({cause})");
        }
        for text in letter.body.unwrap_or_default().lines() {
            println!("    {text}");
        }
        println!();
    }
    Ok(())
}
