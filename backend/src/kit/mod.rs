//! Log-in with the recovery kit: a signature by the key that the kit gives.

pub mod finish;
pub mod start;
