//! What holds for every message, whatever it says.

use super::{
    acts, card, circle, common, compare, consent, deposit, document, documents, first_use, fitness, journal, log_in,
    mends, naming, new_kit, notice, opening, removal, room, session, settings, time, trouble, welcome,
};

fn every() -> Vec<(&'static str, &'static str, &'static str)> {
    [
        acts::all(),
        card::all(),
        circle::all(),
        common::all(),
        compare::all(),
        first_use::all(),
        naming::all(),
        removal::all(),
        room::all(),
        consent::all(),
        deposit::all(),
        document::all(),
        documents::all(),
        fitness::all(),
        journal::all(),
        log_in::all(),
        mends::all(),
        new_kit::all(),
        notice::all(),
        opening::all(),
        session::all(),
        settings::all(),
        time::all(),
        trouble::all(),
        welcome::all(),
    ]
    .concat()
}

#[test]
fn no_message_is_empty_or_ragged() {
    for (name, fr, en) in every() {
        for text in [fr, en] {
            assert!(!text.is_empty() && text == text.trim() && !text.contains("  "), "{name}");
            assert!(!text.contains('\''), "{name}: straight apostrophe");
        }
    }
}

#[test]
fn french_signs_have_their_hard_space() {
    for (name, fr, _) in every() {
        for sign in [" :", " ;", " ?", " !", " »", "« ", " %"] {
            assert!(!fr.contains(sign), "{name}: soft space at «{sign}» in {fr}");
        }
        let before: Vec<char> = fr.chars().collect();
        for pair in before.windows(2) {
            let glued = matches!(pair[1], '?' | '!' | ';' | '»') && !matches!(pair[0], '\u{a0}' | '\u{202f}');
            assert!(!glued, "{name}: no space before {} in {fr}", pair[1]);
        }
    }
}
