//! Numbers that look random and are always the same: splitmix64 (Steele, Lea, Flood, 2014). Not for secrets.

/// A sequence of numbers, given by its seed.
pub(super) struct Random(u64);

impl Random {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed ^ 0x6b76_6974_6f6b)
    }

    /// The next number.
    pub(super) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Less than a bound.
    pub(super) const fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// Both ends may come.
    pub(super) fn between(&mut self, least: i64, most: i64) -> i64 {
        let span = u64::try_from(most - least + 1).unwrap_or(1);
        least + i64::try_from(self.below(span)).unwrap_or_default()
    }

    /// One of several.
    pub(super) fn one_of<T: Copy, const N: usize>(&mut self, several: [T; N]) -> T {
        const { assert!(N > 0) }
        let at = usize::try_from(self.next() % u64::try_from(N).unwrap_or(1)).unwrap_or_default();
        several[at]
    }
}
