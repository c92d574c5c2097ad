// SPDX-License-Identifier: EUPL-1.2
//! Chance that repeats.

/// `SplitMix64`, by Steele, Lea and Flood.
#[derive(Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ 0x9e37_79b9_7f4a_7c15)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From `low` to `high`, both among them.
    pub(crate) fn of(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low + 1).unwrap();
        low + i64::try_from(self.next() % span).unwrap()
    }

    pub(crate) fn index(&mut self, len: usize) -> usize {
        usize::try_from(self.of(0, i64::try_from(len).unwrap() - 1)).unwrap()
    }

    pub(crate) fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.index(of.len())]
    }

    /// True in so many of a thousand.
    pub(crate) fn permille(&mut self, n: i64) -> bool {
        self.of(0, 999) < n
    }

    /// A member, by weights.
    pub(crate) fn weighted<'a, T>(&mut self, of: &'a [(T, i64)]) -> &'a T {
        let mut left = self.of(0, of.iter().map(|(_, weight)| weight).sum::<i64>() - 1);
        let found = of.iter().find(|(_, weight)| {
            left -= weight;
            left < 0
        });
        &found.unwrap().0
    }

    /// How often something happens that happens so many thousandths of a time on average.
    pub(crate) fn poisson(&mut self, thousandths: i64) -> i64 {
        // Thinned out of many small chances.
        let mut count = 0;
        let mut left = thousandths;
        while left > 0 {
            // Twenty chances for each piece of the mean, of a twentieth of it each.
            let piece = left.min(1_000);
            for _ in 0..20 {
                count += i64::from(self.of(0, 19_999) < piece);
            }
            left -= piece;
        }
        count
    }
}
