//! The one source of randomness: the system's (`getrandom`), in the browser
//! `crypto.getRandomValues`. Also makes the random ids.

use scelle_protocol::{AccountId, BatchId, Digest, DocumentId, EntryId, OpenerId, ReaderId, RecordTag};

/// `N` fresh random bytes. For secrets, their own `make` is better: it wipes.
///
/// # Panics
/// When the system has no random source: nothing safe can be done without one.
#[must_use]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    fill(&mut bytes);
    bytes
}

macro_rules! ids {
    ($($(#[$doc:meta])* $make:ident $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        ///
        /// # Panics
        /// When the system has no random source.
        #[must_use]
        pub fn $make() -> $name {
            $name(bytes())
        }
    )*};
}

ids! {
    /// A fresh account id.
    make_account AccountId,
    /// A fresh record tag.
    make_record RecordTag,
    /// A fresh reader id.
    make_reader ReaderId,
    /// A fresh document id.
    make_document DocumentId,
    /// A fresh batch id.
    make_batch BatchId,
    /// A fresh opener id.
    make_opener OpenerId,
    /// A fresh id of a vault entry.
    make_entry EntryId,
    /// 32 fresh bytes: a nonce, or a list key that the host will be shown.
    make_digest Digest,
}

pub(crate) fn fill(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("a system without a random source cannot go on");
}

#[cfg(test)]
mod tests {
    #[test]
    fn two_draws_differ() {
        assert_ne!(super::bytes::<32>(), super::bytes::<32>());
        assert_ne!(super::make_record(), super::make_record());
    }
}
