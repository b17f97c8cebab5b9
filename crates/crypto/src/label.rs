//! Labels: what a reader may know of a document in a list, all padded to one size
//! (FORMATS §7).

use scelle_protocol::{Signed, limits::LABEL_BYTES, statements::Document};
use zeroize::Zeroizing;

use crate::{Refused, SealError};

/// A label, opened or about to be wrapped.
#[derive(PartialEq, Eq)]
pub enum Label {
    /// The author's whole statement, signature included; not yet checked.
    Full(String),
    /// The type only.
    TypeOnly(String),
}

impl Label {
    /// The full label of a signed statement.
    #[must_use]
    pub fn full(statement: &Signed<Document>) -> Self {
        Self::Full(statement.whole())
    }
    /// Form (1) ‖ length as two bytes, big-endian ‖ text ‖ zeros.
    ///
    /// # Errors
    /// [`SealError::Long`] when the text is over 2,045 bytes.
    pub fn pad(&self) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (form, text) = match self {
            Self::Full(text) => (FULL, text),
            Self::TypeOnly(text) => (TYPE_ONLY, text),
        };
        if text.len() > LABEL_BYTES - HEAD {
            return Err(SealError::Long);
        }
        let length = u16::try_from(text.len()).map_err(|_| SealError::Long)?;
        let mut padded = Zeroizing::new(Vec::with_capacity(LABEL_BYTES + crate::hazmat::aead::TAG));
        padded.push(form);
        padded.extend_from_slice(&length.to_be_bytes());
        padded.extend_from_slice(text.as_bytes());
        padded.resize(LABEL_BYTES, 0);
        Ok(padded)
    }
    /// Reads exactly what [`Label::pad`] writes.
    ///
    /// # Errors
    /// [`Refused`] for another size, form, or anything but zeros after the text.
    pub fn parse(padded: &[u8]) -> Result<Self, Refused> {
        let ([form, high, low], rest) = padded.split_first_chunk::<HEAD>().ok_or(Refused)?;
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let (text, zeros) = rest.split_at_checked(length).ok_or(Refused)?;
        if padded.len() != LABEL_BYTES || zeros.iter().any(|b| *b != 0) {
            return Err(Refused);
        }
        let text = std::str::from_utf8(text).map_err(|_| Refused)?.to_owned();
        match *form {
            FULL => Ok(Self::Full(text)),
            TYPE_ONLY => Ok(Self::TypeOnly(text)),
            _ => Err(Refused),
        }
    }
}

impl std::fmt::Debug for Label {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Label(…)")
    }
}

const FULL: u8 = 1;
const TYPE_ONLY: u8 = 2;
/// Form and length.
const HEAD: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_any_length_have_one_size_and_come_back() {
        for text in [String::new(), "scelle/v1/document\n".to_owned(), "é".repeat(1022), "a".repeat(2045)] {
            for label in [Label::Full(text.clone()), Label::TypeOnly(text.clone())] {
                let padded = label.pad().expect("it fits");
                assert_eq!(padded.len(), 2048);
                assert_eq!(Label::parse(&padded).expect("it was padded so"), label);
            }
        }
    }

    #[test]
    fn a_label_too_long_is_not_sealed() {
        assert_eq!(Label::Full("a".repeat(2046)).pad().err(), Some(SealError::Long));
    }

    #[test]
    fn a_label_with_anything_after_its_text_is_refused() {
        let mut padded = Label::Full("abc".to_owned()).pad().expect("it fits");
        padded[2047] = 1;
        assert_eq!(Label::parse(&padded), Err(Refused));
    }

    #[test]
    fn a_label_of_an_unknown_form_or_another_size_is_refused() {
        let padded = Label::Full("abc".to_owned()).pad().expect("it fits");
        for form in [0, 3, 255] {
            let mut other = padded.clone();
            other[0] = form;
            assert_eq!(Label::parse(&other), Err(Refused));
        }
        assert_eq!(Label::parse(&padded[..2047]), Err(Refused));
        assert_eq!(Label::parse(&[padded.as_slice(), &[0]].concat()), Err(Refused));
    }

    proptest::proptest! {
        #[test]
        fn parsing_any_bytes_never_panics(bytes in proptest::collection::vec(0u8.., 0..2100)) {
            let _ = Label::parse(&bytes);
        }
    }
}
