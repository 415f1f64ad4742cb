//! Limits: how many requests at once, how long each, and how many wrong passwords.

use std::net::IpAddr;
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
    written: DefaultKeyedRateLimiter<String>,
}

impl Default for Limits {
    fn default() -> Self {
        let ten = NonZeroU32::new(10).unwrap_or(NonZeroU32::MIN);
        let twelve = NonZeroU32::new(12).unwrap_or(NonZeroU32::MIN);
        let sixty = NonZeroU32::new(60).unwrap_or(NonZeroU32::MIN);
        // Ten tries, then one a minute.
        let quota = Quota::per_minute(NonZeroU32::MIN).allow_burst(ten);
        Self {
            permits: Arc::new(Semaphore::new(AT_ONCE)),
            tries: RateLimiter::keyed(quota),
            // Sixty refusals of an address in a place, then twelve a minute.
            written: RateLimiter::keyed(Quota::per_minute(twelve).allow_burst(sixty)),
        }
    }
}

impl Limits {
    /// Counts a try to log in to a host with an e-mail; the minutes to wait when it is one too many.
    pub fn try_log_in(&self, host: &str, email: &str) -> Result<(), u32> {
        if self.tries.len() > 100_000 {
            self.tries.retain_recent();
        }
        let key = format!("{host} {}", email.trim().to_lowercase());
        self.tries.check_key(&key).map_err(|until| {
            let wait = until.wait_time_from(DefaultClock::default().now());
            u32::try_from(wait.as_secs() / 60 + 1).unwrap_or(1)
        })
    }

    /// Counts a refusal that would be written into an audit; false when it is one too many.
    pub fn may_write_down(&self, place: &str, ip: Option<IpAddr>) -> bool {
        if self.written.len() > 100_000 {
            self.written.retain_recent();
        }
        self.written.check_key(&format!("{place} {ip:?}")).is_ok()
    }
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
    fn refusals_of_one_address_do_not_fill_an_audit() {
        let limits = Limits::default();
        let one = "1.2.3.4".parse().ok();
        assert!((0..60).all(|_| limits.may_write_down("acme", one)));
        assert!(!limits.may_write_down("acme", one));
        assert!(limits.may_write_down("acme", "1.2.3.5".parse().ok()));
        assert!(limits.may_write_down("other", one));
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
