//! A time zone as a page needs it: the offsets from UTC and when they changed. The browser half has no table of zones;
//! the server makes this small one of it.

use chrono::{DateTime, FixedOffset, NaiveDateTime, Offset, Utc};
use serde::{Deserialize, Serialize};

/// Since when (Unix seconds) which offset from UTC (seconds) holds, earliest first. Empty: UTC.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offsets(Vec<(i64, i32)>);

impl Offsets {
    /// The changes of a zone between two instants, to the minute; `offset_at` tells the zone's offset in seconds.
    #[must_use]
    pub fn between(from: DateTime<Utc>, to: DateTime<Utc>, offset_at: impl Fn(DateTime<Utc>) -> i32) -> Self {
        const STEP: i64 = 14 * 24 * 3600;
        let at = |second: i64| offset_at(DateTime::from_timestamp(second, 0).unwrap_or_default());
        let (mut known, end) = (from.timestamp(), to.timestamp());
        let mut changes = vec![(known, at(known))];
        while known < end {
            let next = known.saturating_add(STEP).min(end);
            let (before, after) = (at(known), at(next));
            if before != after {
                changes.push((first_after(known, next, |second| at(second) != before), after));
            }
            known = next;
        }
        Self(changes)
    }

    /// Nothing is known: instants are shown as UTC and say so.
    #[must_use]
    pub const fn is_utc(&self) -> bool {
        self.0.is_empty()
    }

    /// What the clock on the wall showed.
    #[must_use]
    pub fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        let since = self.0.partition_point(|(since, _)| *since <= at.timestamp());
        let offset = self.0.get(since.saturating_sub(1)).map_or(0, |(_, offset)| *offset);
        let offset = FixedOffset::east_opt(offset).unwrap_or_else(|| Utc.fix());
        at.with_timezone(&offset).naive_local()
    }
}

/// The first second of `(from, to]` for which `changed` holds, if it holds from there on.
fn first_after(mut from: i64, mut to: i64, changed: impl Fn(i64) -> bool) -> i64 {
    while to - from > 1 {
        let middle = from + (to - from) / 2;
        if changed(middle) {
            to = middle;
        } else {
            from = middle;
        }
    }
    to
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_wall_shows_the_offset_of_the_moment() {
        // Volgograd: UTC+4 until 2020-12-27 02:00 local time, UTC+3 since.
        let change = instant("2020-12-26T22:00:00Z");
        let zone = |at: DateTime<Utc>| if at < change { 4 * 3600 } else { 3 * 3600 };
        let offsets = Offsets::between(instant("2016-01-01T00:00:00Z"), instant("2027-01-01T00:00:00Z"), zone);
        for (at, local) in [
            ("2020-12-26T21:59:59Z", "2020-12-27T01:59:59"),
            ("2020-12-26T22:00:00Z", "2020-12-27T01:00:00"),
            ("2026-11-22T21:30:00Z", "2026-11-23T00:30:00"),
            ("2015-05-01T00:00:00Z", "2015-05-01T04:00:00"),
        ] {
            assert_eq!(
                offsets.local(instant(at)),
                local.parse::<NaiveDateTime>().unwrap(),
                "{at}"
            );
        }
        assert!(!offsets.is_utc());
    }

    #[test]
    fn without_a_zone_it_is_utc() {
        let at = instant("2026-11-22T21:30:00Z");
        assert_eq!(Offsets::default().local(at), at.naive_utc());
        assert!(Offsets::default().is_utc());
    }
}
