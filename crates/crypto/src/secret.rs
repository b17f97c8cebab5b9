//! The form of every secret: a newtype on the heap, wiped on drop, compared in constant time,
//! blind in `Debug`, and neither `Clone` nor `Serialize`.

/// Declares secrets of a fixed length.
macro_rules! secrets {
    ($($(#[$doc:meta])* $name:ident, $len:expr;)*) => {$(
        $(#[$doc])*
        pub struct $name(Box<[u8; $len]>);

        impl $name {
            /// Length in bytes.
            pub const LEN: usize = $len;
            /// Copies exactly [`Self::LEN`] bytes; the caller wipes its own.
            #[must_use]
            pub fn from_bytes(bytes: &[u8; $len]) -> Self {
                let mut secret = Self(Box::new([0; $len]));
                secret.0.copy_from_slice(bytes);
                secret
            }
            /// Copies exactly [`Self::LEN`] bytes; the caller wipes its own.
            ///
            /// # Errors
            /// [`crate::Refused`] for any other length.
            pub fn from_slice(bytes: &[u8]) -> Result<Self, crate::Refused> {
                bytes.try_into().map(Self::from_bytes).map_err(|_| crate::Refused)
            }
            /// The bytes themselves, to be sealed or derived from, never logged.
            #[must_use]
            pub fn expose(&self) -> &[u8; $len] {
                &self.0
            }
        }

        impl Drop for $name {
            fn drop(&mut self) {
                zeroize::Zeroize::zeroize(&mut *self.0);
            }
        }

        impl zeroize::ZeroizeOnDrop for $name {}

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                ::subtle::ConstantTimeEq::ct_eq(self.0.as_slice(), other.0.as_slice()).into()
            }
        }

        impl Eq for $name {}
    )*};
}

/// Adds `make` to secrets that are plain random bytes.
macro_rules! random_secrets {
    ($($(#[$doc:meta])* $name:ident, $len:expr;)*) => {
        secrets! { $($(#[$doc])* $name, $len;)* }
        $(impl $name {
            /// Makes a fresh one.
            ///
            /// # Panics
            /// When the system has no random source.
            #[must_use]
            pub fn make() -> Self {
                let mut secret = Self(Box::new([0; $len]));
                crate::random::fill(secret.0.as_mut_slice());
                secret
            }
        })*
    };
}

#[cfg(test)]
mod tests {
    random_secrets! {
        /// For the tests below.
        Sample, 32;
    }

    #[test]
    fn a_secret_has_its_length() {
        assert_eq!(Sample::make().expose().len(), Sample::LEN);
    }

    #[test]
    fn a_secret_says_nothing_of_itself() {
        assert_eq!(format!("{:?}", Sample::from_bytes(&[7; 32])), "Sample(…)");
    }

    #[test]
    fn secrets_are_equal_only_when_every_byte_is() {
        let mut other = [7; 32];
        assert_eq!(Sample::from_bytes(&[7; 32]), Sample::from_bytes(&other));
        other[31] ^= 1;
        assert_ne!(Sample::from_bytes(&[7; 32]), Sample::from_bytes(&other));
        assert_ne!(Sample::make(), Sample::make());
    }

    #[test]
    fn a_secret_of_another_length_is_refused() {
        assert_eq!(Sample::from_slice(&[7; 31]), Err(crate::Refused));
        assert_eq!(Sample::from_slice(&[7; 33]), Err(crate::Refused));
    }
}
