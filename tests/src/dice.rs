//! The generator behind every input, fault and noise of the tests: the same throws at each run of the same
//! seed.

/// xorshift64*: repeatable and quick, and nothing more is asked of it.
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    /// Of this seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// Any number.
    pub const fn throw(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// Below `bound`; zero where nothing is below it.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.throw() >> 33).map_or(0, |thrown| thrown % bound.max(1))
    }

    /// A piece of something of this length, short ones as often as long ones.
    pub fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let from = self.below(length + 1);
        let most = length - from;
        let most = if self.below(2) == 0 { most.min(8) } else { most };
        from..from + self.below(most + 1)
    }

    /// One of these.
    ///
    /// # Panics
    /// When there is none.
    pub fn one_of<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// What steers a parser comes up more often than chance would have it.
    pub fn byte(&mut self) -> u8 {
        let any = self.throw().to_le_bytes()[7];
        if self.below(2) == 0 { any } else { *self.one_of(STEERING) }
    }
}

const STEERING: &[u8] =
    &[0x00, 0x01, 0x02, 0x03, 0x04, 0x06, 0x0a, 0x0d, 0x20, 0x2d, 0x30, 0x31, 0x7f, 0x80, 0x84, 0xff];
