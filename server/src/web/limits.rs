//! Limits: how many requests at once, how long each, and how many wrong passwords.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use tokio::sync::Semaphore;

use super::plain;
use super::visit::SharedSite;

/// Requests worked on at once; more are told to come again, at once, instead of queueing up.
const AT_ONCE: usize = 512;
/// No request takes longer; a billing run or an import goes on in its own task all the same.
const LONGEST: Duration = Duration::from_secs(90);

/// The state of the limits.
pub struct Limits {
    permits: Arc<Semaphore>,
    tries: DefaultKeyedRateLimiter<String>,
    letters: DefaultKeyedRateLimiter<String>,
}

impl Default for Limits {
    fn default() -> Self {
        let ten = NonZeroU32::new(10).unwrap_or(NonZeroU32::MIN);
        // Ten tries, then one a minute.
        let quota = Quota::per_minute(NonZeroU32::MIN).allow_burst(ten);
        let three = NonZeroU32::new(3).unwrap_or(NonZeroU32::MIN);
        // Three letters, then one in ten minutes: enough for one who looks for them, too few to pester anybody.
        let letters = Quota::with_period(Duration::from_secs(600)).map_or(quota, |quota| quota.allow_burst(three));
        Self {
            permits: Arc::new(Semaphore::new(AT_ONCE)),
            tries: RateLimiter::keyed(quota),
            letters: RateLimiter::keyed(letters),
        }
    }
}

impl Limits {
    /// Counts a try to log in to a host with an e-mail; the minutes to wait when it is one too many.
    pub fn try_log_in(&self, host: &str, email: &str) -> Result<(), u32> {
        check(&self.tries, host, email)
    }

    /// Counts a letter with a new password asked for at a host, whether anybody has that e-mail or not; the minutes to
    /// wait when it is one too many.
    pub fn try_forgot(&self, host: &str, email: &str) -> Result<(), u32> {
        check(&self.letters, host, email)
    }
}

fn check(limiter: &DefaultKeyedRateLimiter<String>, host: &str, email: &str) -> Result<(), u32> {
    if limiter.len() > 100_000 {
        limiter.retain_recent();
    }
    let key = format!("{host} {}", email.trim().to_lowercase());
    limiter.check_key(&key).map_err(|until| {
        let wait = until.wait_time_from(DefaultClock::default().now());
        u32::try_from(wait.as_secs() / 60 + 1).unwrap_or(1)
    })
}

/// The middleware: a full house answers at once.
pub async fn admit(State(site): State<SharedSite>, request: Request, next: Next) -> Response {
    let Ok(_permit) = site.limits.permits.clone().try_acquire_owned() else {
        return plain::full();
    };
    match tokio::time::timeout(LONGEST, next.run(request)).await {
        Ok(response) => response,
        Err(_) => plain::full(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fourth_letter_has_to_wait() {
        let limits = Limits::default();
        for _ in 0..3 {
            assert_eq!(limits.try_forgot("acme", "A@b.ru "), Ok(()));
        }
        assert_eq!(limits.try_forgot("acme", "a@b.ru"), Err(10));
        assert_eq!(limits.try_forgot("other", "a@b.ru"), Ok(()));
    }

    #[test]
    fn the_eleventh_try_has_to_wait() {
        let limits = Limits::default();
        for _ in 0..10 {
            assert_eq!(limits.try_log_in("acme", "A@b.ru "), Ok(()));
        }
        assert!(limits.try_log_in("acme", "a@b.ru").is_err());
        assert_eq!(limits.try_log_in("other", "a@b.ru"), Ok(()));
        assert_eq!(limits.try_log_in("acme", "c@b.ru"), Ok(()));
    }
}
