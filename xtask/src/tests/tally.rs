//! Counts what passed and what failed, and says so.

use crate::project::say;
use anyhow::{Context, bail};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;

#[derive(Default)]
pub struct Tally {
    passed: u64,
    failed: u64,
    troubles: Vec<String>,
}

impl Tally {
    /// A check that counts nothing itself: its failure is one failure. Answers whether it went well.
    pub fn check(&mut self, name: &str, work: impl FnOnce() -> anyhow::Result<()>) -> bool {
        self.phase(name, || work().map(|()| (0, 0)))
    }

    /// Tests, which count themselves: (passed, failed).
    pub fn tests(&mut self, name: &str, work: impl FnOnce() -> anyhow::Result<(u64, u64)>) -> bool {
        self.phase(name, work)
    }

    fn phase(&mut self, name: &str, work: impl FnOnce() -> anyhow::Result<(u64, u64)>) -> bool {
        say(&format!("-- {name}"));
        let began = Instant::now();
        let (passed, failed) = work().unwrap_or_else(|error| {
            eprintln!("error: {error:#}");
            (0, 1)
        });
        self.passed += passed;
        self.failed += failed;
        let outcome = if failed == 0 { "ok" } else { "FAILED" };
        say(&format!("-- {name}: {outcome}, {:.1} s", began.elapsed().as_secs_f32()));
        if failed > 0 {
            self.troubles.push(name.to_owned());
        }
        failed == 0
    }

    /// The last line, and the exit code with it.
    pub fn close(self) -> anyhow::Result<()> {
        if self.failed > 0 {
            say(&format!("failed: {}", self.troubles.join(", ")));
        }
        println!("{} passed, {} failed", self.passed, self.failed);
        if self.failed > 0 {
            std::process::exit(1);
        }
        Ok(())
    }
}

/// Runs `cargo test`, passing its output through, and adds up its `test result:` lines.
pub fn counted_lines(command: &mut Command) -> anyhow::Result<(u64, u64)> {
    let mut child = command.stdout(Stdio::piped()).spawn().context("cannot start cargo")?;
    let (mut passed, mut failed) = (0, 0);
    if let Some(out) = child.stdout.take() {
        for line in BufReader::new(out).lines() {
            let line = line?;
            println!("{line}");
            if let Some(result) = line.strip_prefix("test result: ") {
                passed += count(result, "passed");
                failed += count(result, "failed");
            }
        }
    }
    if !child.wait()?.success() && failed == 0 {
        bail!("the tests do not build, or one of them took its whole program down");
    }
    Ok((passed, failed))
}

/// The number before `word` in `ok. 3 passed; 0 failed; ..`.
fn count(line: &str, word: &str) -> u64 {
    line.split([';', '.'])
        .filter_map(|part| part.trim().strip_suffix(word))
        .find_map(|number| number.trim().parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn counts_stand_before_their_words() {
        let line = "FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(
            (count(line, "passed"), count(line, "failed"), count(line, "skipped")),
            (12, 3, 0)
        );
    }
}
