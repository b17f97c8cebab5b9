//! Tests of `statements`: what it gives, and each refusal.

use super::*;
use crate::bytes::{Bytes, CertificateHash, Digest, DocumentId, PublicKey, ReaderId, RecordTag};
use crate::text::{SignatureLine, Signed};
use crate::time::Time;

fn event() -> Event {
    Event {
        record: RecordTag([1; 16]),
        reader: ReaderId([2; 16]),
        counter: 7,
        action: Action::Read,
        documents: vec![DocumentId([3; 16]), DocumentId([4; 16])],
        place: 2,
        head: Digest([5; 32]),
        time: Time(1_795_461_660),
        sealed: Digest([6; 32]),
    }
}

#[test]
fn an_event_is_written_as_the_formats_page_shows() {
    assert_eq!(
        event().write(),
        "scelle/v1/event\n\
         record: 01010101010101010101010101010101\n\
         reader: 02020202020202020202020202020202\n\
         counter: 7\n\
         action: read\n\
         documents: 03030303030303030303030303030303 04040404040404040404040404040404\n\
         place: 2\n\
         head: 0505050505050505050505050505050505050505050505050505050505050505\n\
         time: 2026-11-23T19:21:00Z\n\
         sealed: 0606060606060606060606060606060606060606060606060606060606060606\n"
    );
    assert_eq!(Event::read(&event().write()), Ok(event()));
}

#[test]
fn an_unknown_line_is_refused() {
    let text = event().write().replace("place: 2\n", "place: 2\nplace-of-birth: 3\n");
    assert_eq!(Event::read(&text), Err(StatementError::Line));
}

#[test]
fn a_repeated_line_is_refused() {
    let text = event().write().replace("place: 2\n", "place: 2\nplace: 2\n");
    assert_eq!(Event::read(&text), Err(StatementError::Line));
}

#[test]
fn a_missing_line_is_refused() {
    assert_eq!(Event::read(&event().write().replace("place: 2\n", "")), Err(StatementError::Line));
}

#[test]
fn reordered_lines_are_refused() {
    let text = event().write().replace("counter: 7\naction: read\n", "action: read\ncounter: 7\n");
    assert_eq!(Event::read(&text), Err(StatementError::Line));
}

#[test]
fn an_added_last_line_is_refused() {
    assert_eq!(Event::read(&(event().write() + "more: 1\n")), Err(StatementError::Line));
}

#[test]
fn another_context_is_refused() {
    let text = event().write().replace("scelle/v1/event", "scelle/v1/request");
    assert_eq!(Event::read(&text), Err(StatementError::Context));
}

#[test]
fn a_second_spelling_of_a_value_is_refused() {
    for (from, to) in [
        ("counter: 7", "counter: 07"),
        ("counter: 7", "counter: +7"),
        ("counter: 7", "counter:  7"),
        ("counter: 7", "counter: 7 "),
        ("counter: 7", "counter:7"),
        ("action: read", "action: Read"),
        ("head: 05", "head: 0"),
        ("sealed: 06", "sealed: 0G"),
    ] {
        assert!(Event::read(&event().write().replace(from, to)).is_err(), "{to}");
    }
}

#[test]
fn characters_that_a_person_cannot_see_are_refused() {
    for bad in ["\u{202e}", "\u{200b}", "\u{feff}", "\r", "\t", "\u{0}", "\u{85}", "\u{2028}", "\u{ad}", "e\u{301}"] {
        let closure = SealedClosure { identity_sign: PublicKey([9; 32]), reason: format!("a{bad}b") };
        assert_eq!(SealedClosure::read(&closure.write()), Err(StatementError::Character), "{bad:?}");
    }
}

#[test]
fn cleaning_makes_any_text_fit_for_a_line() {
    for text in ["  Bilan\u{202e} du\n diabète ", "e\u{301}te\u{301}", "e\u{200b}\u{301}", "-", "", "\u{feff}"] {
        let cleaned = crate::text::clean(text);
        assert_eq!(crate::text::clean(&cleaned), cleaned, "{text:?}");
        let sealed = SealedClosure { identity_sign: PublicKey([9; 32]), reason: cleaned };
        assert_eq!(SealedClosure::read(&sealed.write()), Ok(sealed));
    }
    assert_eq!(crate::text::clean("  Bilan\u{202e} du\n diabète "), "Bilan du  diabète");
}

#[test]
fn signature_lines_follow_the_text_and_nothing_follows_them() {
    let mut signed = Signed::new(event());
    signed.signatures.push(SignatureLine::Ed25519(crate::Signature([8; 64])));
    signed.signatures.push(SignatureLine::Rsa(CertificateHash([7; 32]), Bytes(vec![1, 2, 3])));
    let whole = signed.whole();
    assert_eq!(Signed::<Event>::parse(&whole), Ok(signed.clone()));
    assert_eq!(signed.covered(0), event().write());
    assert!(signed.covered(1).ends_with("CAgI\n") || signed.covered(1).contains("sig-ed25519: "));
    assert!(Signed::<Event>::parse(&format!("{whole}place: 2\n")).is_err());
    assert!(Signed::<Event>::parse(&whole.replace("sig-ed25519", "sig-md5")).is_err());
}

#[test]
fn no_context_is_a_prefix_of_another() {
    let statements = || CONTEXTS.into_iter().flatten();
    for a in statements() {
        for b in statements() {
            assert!(a == b || !b.starts_with(a), "{a} is a prefix of {b}");
        }
    }
    // Contexts of key derivations and associated data (docs/FORMATS.md §2) obey the same rule.
    for a in crate::text_contexts() {
        assert!(statements().all(|b| !b.starts_with(a) && !a.starts_with(b)), "{a}");
    }
}

#[test]
fn a_statement_over_the_limit_is_refused() {
    let mut long = event();
    long.documents = vec![DocumentId([3; 16]); 2000];
    assert_eq!(Event::read(&long.write()), Err(StatementError::Long));
}

proptest::proptest! {
    #[test]
    fn reading_any_text_never_panics(text in "\\PC*") {
        let _ = Signed::<Event>::parse(&text);
        let _ = Signed::<Genesis>::parse(&format!("scelle/v1/genesis\n{text}\n"));
    }

    #[test]
    fn any_changed_byte_of_an_event_is_refused_or_reads_otherwise(at in 0usize..400, byte in 0u8..128) {
        let text = event().write();
        let mut bytes = text.clone().into_bytes();
        let at = at % bytes.len();
        if bytes[at] != byte {
            bytes[at] = byte;
            if let Ok(changed) = String::from_utf8(bytes) {
                proptest::prop_assert!(Event::read(&changed) != Ok(event()));
            }
        }
    }
}

#[test]
fn a_change_of_openers_is_named_after_what_comes_and_what_goes() {
    let [a, b, c] = [1, 2, 3].map(|n| Digest([n; 32]));
    for (before, after, action) in [
        (vec![a, b], vec![a, b, c], Some(Action::OpenerAdded)),
        (vec![a, b, c], vec![a, c], Some(Action::OpenerRemoved)),
        (vec![a, b], vec![a, c], Some(Action::OpenerReplaced)),
        (vec![a, b], vec![b, a], None),
    ] {
        assert_eq!(Action::of_openers(&before, &after), action);
    }
}

#[test]
fn the_reason_of_an_opener_event_has_one_spelling() {
    assert_eq!(super::table_of_reason(&super::table_reason(12)), Some(12));
    for other in ["", "table", "table ", "table 012", "table +1", "Table 1", "table 1 "] {
        assert_eq!(super::table_of_reason(other), None, "{other}");
    }
}
