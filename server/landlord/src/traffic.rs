//! How many requests each tenant's host gets, how long they take, how many fail: counted in memory, added to the
//! landlord's database once a minute. Several nodes add theirs up.

mod sql;

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use domain::Failure;
use domain::figures::Traffic;
use sqlx::PgPool;

use crate::store;

/// Hours of traffic are kept so long.
const KEPT: TimeDelta = TimeDelta::days(35);

/// What this node has counted and not yet written.
#[derive(Debug, Default)]
pub struct Meter(Mutex<HashMap<(i64, DateTime<Utc>), Traffic>>);

impl Meter {
    /// Counts a request to a tenant's host.
    pub fn count(&self, tenant_id: i64, now: DateTime<Utc>, took: Duration, failed: bool) {
        let hour = now.duration_trunc(TimeDelta::hours(1)).unwrap_or(now);
        let ms = i64::try_from(took.as_millis()).unwrap_or(i64::MAX);
        // Figures are no reason to fail: a poisoned lock counts on.
        let mut hours = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        hours.entry((tenant_id, hour)).or_default().count(ms, failed);
    }

    /// Adds what was counted to the landlord's database. What can't be written now is counted on.
    ///
    /// # Errors
    /// As every statement.
    pub async fn flush(&self, db: &PgPool, now: DateTime<Utc>) -> Result<(), Failure> {
        let counted = std::mem::take(&mut *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        if counted.is_empty() {
            return Ok(());
        }
        let rows: Vec<_> = counted.into_iter().collect();
        if let Err(error) = sql::add(db, &rows, now - KEPT).await {
            let mut hours = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            for (key, traffic) in rows {
                hours.entry(key).or_default().add(&traffic);
            }
            return Err(store::failure(&error, "traffic"));
        }
        Ok(())
    }
}
