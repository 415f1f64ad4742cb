//! Limits: how many requests at once, of all and of one tenant, how long each, and how many wrong passwords.

use std::collections::HashMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::plain;
use super::visit::SharedSite;

/// Requests worked on at once; more are told to come again, at once, instead of queueing up.
const AT_ONCE: usize = 512;
/// No request takes longer; a billing run or an import goes on in its own task all the same.
const LONGEST: Duration = Duration::from_secs(90);

/// How long a request waits for its turn among those of its tenant.
const TURN: Duration = Duration::from_millis(500);
/// Tenants whose turns are remembered; more are forgotten as soon as nobody is in them.
const REMEMBERED: usize = 1000;

/// The state of the limits.
pub struct Limits {
    permits: Arc<Semaphore>,
    tenant_requests: usize,
    tenants: Mutex<HashMap<i64, Arc<Semaphore>>>,
    tries: DefaultKeyedRateLimiter<String>,
    written: DefaultKeyedRateLimiter<String>,
    letters: DefaultKeyedRateLimiter<String>,
}

impl Limits {
    /// With so many requests of one tenant at once.
    pub fn new(tenant_requests: u32) -> Self {
        let ten = NonZeroU32::new(10).unwrap_or(NonZeroU32::MIN);
        let twelve = NonZeroU32::new(12).unwrap_or(NonZeroU32::MIN);
        let sixty = NonZeroU32::new(60).unwrap_or(NonZeroU32::MIN);
        // Ten tries, then one a minute.
        let quota = Quota::per_minute(NonZeroU32::MIN).allow_burst(ten);
        let three = NonZeroU32::new(3).unwrap_or(NonZeroU32::MIN);
        // Three letters, then one in ten minutes: enough for one who looks for them, too few to pester anybody.
        let letters = Quota::with_period(Duration::from_secs(600)).map_or(quota, |quota| quota.allow_burst(three));
        Self {
            permits: Arc::new(Semaphore::new(AT_ONCE)),
            tenant_requests: usize::try_from(tenant_requests).unwrap_or(usize::MAX),
            tenants: Mutex::default(),
            tries: RateLimiter::keyed(quota),
            // Sixty refusals of an address in a place, then twelve a minute.
            written: RateLimiter::keyed(Quota::per_minute(twelve).allow_burst(sixty)),
            letters: RateLimiter::keyed(letters),
        }
    }

    /// The turn of a request among those of its tenant, held until it is answered; nothing when it has waited too long.
    /// A tenant that asks for too much so waits for itself, and nobody else does.
    pub async fn turn(&self, tenant_id: i64) -> Option<OwnedSemaphorePermit> {
        let turns = {
            let mut tenants = self.tenants.lock().unwrap_or_else(PoisonError::into_inner);
            if tenants.len() >= REMEMBERED {
                tenants.retain(|_, turns| Arc::strong_count(turns) > 1);
            }
            tenants
                .entry(tenant_id)
                .or_insert_with(|| Arc::new(Semaphore::new(self.tenant_requests)))
                .clone()
        };
        tokio::time::timeout(TURN, turns.acquire_owned()).await.ok()?.ok()
    }

    /// Counts a try to log in to a host with an e-mail; the minutes to wait when it is one too many.
    pub fn try_log_in(&self, host: &str, email: &str) -> Result<(), u32> {
        check(&self.tries, host, email)
    }

    /// Counts a letter with a new password asked for at a host, whether anybody has that e-mail or not; the minutes to
    /// wait when it is one too many.
    pub fn try_forgot(&self, host: &str, email: &str) -> Result<(), u32> {
        check(&self.letters, host, email)
    }

    /// Counts a refusal that would be written into an audit; false when it is one too many.
    pub fn may_write_down(&self, place: &str, ip: Option<IpAddr>) -> bool {
        if self.written.len() > 100_000 {
            self.written.retain_recent();
        }
        self.written.check_key(&format!("{place} {ip:?}")).is_ok()
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
    fn refusals_of_one_address_do_not_fill_an_audit() {
        let limits = Limits::new(16);
        let one = "1.2.3.4".parse().ok();
        assert!((0..60).all(|_| limits.may_write_down("acme", one)));
        assert!(!limits.may_write_down("acme", one));
        assert!(limits.may_write_down("acme", "1.2.3.5".parse().ok()));
        assert!(limits.may_write_down("other", one));
    }

    #[test]
    fn the_fourth_letter_has_to_wait() {
        let limits = Limits::new(16);
        for _ in 0..3 {
            assert_eq!(limits.try_forgot("acme", "A@b.ru "), Ok(()));
        }
        assert_eq!(limits.try_forgot("acme", "a@b.ru"), Err(10));
        assert_eq!(limits.try_forgot("other", "a@b.ru"), Ok(()));
    }

    #[test]
    fn the_eleventh_try_has_to_wait() {
        let limits = Limits::new(16);
        for _ in 0..10 {
            assert_eq!(limits.try_log_in("acme", "A@b.ru "), Ok(()));
        }
        assert!(limits.try_log_in("acme", "a@b.ru").is_err());
        assert_eq!(limits.try_log_in("other", "a@b.ru"), Ok(()));
        assert_eq!(limits.try_log_in("acme", "c@b.ru"), Ok(()));
    }

    #[tokio::test]
    async fn a_tenant_that_asks_for_too_much_waits_for_itself() {
        let limits = Limits::new(2);
        let first = limits.turn(1).await.unwrap();
        let _second = limits.turn(1).await.unwrap();
        assert!(limits.turn(1).await.is_none(), "the third is sent away");
        let neighbour = tokio::time::timeout(TURN / 5, limits.turn(2)).await;
        assert!(
            neighbour.is_ok_and(|turn| turn.is_some()),
            "the neighbour is not touched"
        );
        drop(first);
        assert!(limits.turn(1).await.is_some());
    }
}
