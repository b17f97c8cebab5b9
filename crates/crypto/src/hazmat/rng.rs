//! The one source, in the shapes that libraries of two generations ask for.

use crate::random;

/// The system's random source as `opaque-ke` wants it.
pub(crate) struct Source;

impl opaque_ke::rand::RngCore for Source {
    fn next_u32(&mut self) -> u32 {
        u32::from_le_bytes(random::bytes())
    }
    fn next_u64(&mut self) -> u64 {
        u64::from_le_bytes(random::bytes())
    }
    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        random::fill(bytes);
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), opaque_ke::rand::Error> {
        random::fill(bytes);
        Ok(())
    }
}

impl opaque_ke::rand::CryptoRng for Source {}

/// The system's random source as the `rsa` crate wants it.
pub(crate) use getrandom::SysRng;
