//! The Padmé length (FORMATS §7): hides all but O(log log L) bits of a length, for at most
//! 12 % more (Nikitin et al., PURBs, PoPETs 2019 §4).

/// P(L): L rounded up so that only its leading bits can differ from zero.
#[must_use]
pub const fn padme(length: u64) -> u64 {
    if length <= 1 {
        return length;
    }
    let e = length.ilog2();
    let s = if e == 0 { 1 } else { e.ilog2() + 1 };
    let mask = (1u64 << (e - s)) - 1;
    (length + mask) & !mask
}

/// What a body of this content length is padded to: P of the length, or of the smallest body.
#[must_use]
pub const fn body_length(length: u64) -> u64 {
    let min = scelle_protocol::limits::PAD_MIN_BYTES;
    padme(if length < min { min } else { length })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_lengths_are_padded_as_the_paper_says() {
        for (length, padded) in
            [(0, 0), (1, 1), (2, 2), (8, 8), (9, 10), (1000, 1024), (16_384, 16_384), (16_385, 17_408)]
        {
            assert_eq!(padme(length), padded, "{length}");
        }
        assert_eq!(padme(1 << 30), 1 << 30);
        assert_eq!(body_length(0), 16_384);
        assert_eq!(body_length(20_000), 20_480);
    }

    proptest::proptest! {
        #[test]
        fn padding_never_shortens_and_costs_at_most_an_eighth(length in 2u64..1 << 40) {
            let padded = padme(length);
            proptest::prop_assert!(padded >= length && padded - length <= length / 8 + 1);
            proptest::prop_assert_eq!(padme(padded), padded);
        }
    }
}
