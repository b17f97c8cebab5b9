//! The one source of randomness: the operating system's.

/// Fills an array with random bytes.
///
/// # Panics
/// When the operating system has no randomness to give: nothing may go on then.
#[must_use]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}
