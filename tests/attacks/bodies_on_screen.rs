//! Attacks 7 and 8 in a browser: bodies swapped and cut. What the person sees is a refusal, and not
//! one word of the content, not even while the body comes.

use scelle_protocol::limits::SEGMENT_BYTES;
use scelle_tests::wait::LONG;

use crate::scene::Scene;

const ONE: &str = "Glycémie à jeun 6,4 millimoles par litre.";
const OTHER: &str = "Ferritine à soixante microgrammes par litre.";
const REFUSED: &str = "Ce document n’est pas celui que son auteur a signé";

#[test]
fn a_body_swapped_for_another_of_the_same_record_is_refused_on_the_screen() {
    let scene = Scene::new();
    scene.deposits("Glycémie", ONE);
    scene.deposits("Ferritine", OTHER);
    scene.patient.opens("Glycémie");
    scene.patient.tab.sees(ONE);
    let theirs = scene.liar.kept("GET", "/bodies/").expect("the body was fetched");
    scene.liar.lies(move |asked, told| {
        if asked.path.contains("/bodies/") {
            told.takes_the_place_of(&theirs);
        }
    });
    scene.patient.goes_to("Accueil", "/accueil");
    scene.watches_for(&[ONE, OTHER]);
    scene.tries_to_open("Ferritine");
    scene.patient.tab.sees_within(REFUSED, LONG);
    assert_eq!(scene.was_seen(), Vec::<String>::new());
    assert!(scene.liar.lied() > 0);
    scene.liar.is_honest();
    scene.patient.opens("Ferritine");
    scene.patient.tab.sees(OTHER);
    assert_eq!(scene.was_seen(), [OTHER], "who watches would have seen it");
}

#[test]
fn of_a_body_cut_or_altered_at_its_end_nothing_is_ever_on_the_screen() {
    let scene = Scene::new();
    // Two segments: the first holds the words, and opens by itself.
    let text = format!("{ONE}\n{}", "Rien de plus à dire de ce jour-là.\n".repeat(40_000));
    assert!(text.len() > SEGMENT_BYTES);
    scene.deposits("Long compte rendu", &text);
    scene.watches_for(&[ONE]);
    type Change = fn(&mut Vec<u8>);
    let changes: [(&str, Change); 4] = [
        ("truncated at a boundary", |body| body.truncate(SEGMENT_BYTES)),
        ("truncated off a boundary", |body| body.truncate(SEGMENT_BYTES + 100)),
        ("truncated and filled up", |body| body[SEGMENT_BYTES..].fill(0)),
        ("its last bit flipped", |body| {
            let last = body.len() - 1;
            body[last] ^= 1;
        }),
    ];
    for (what, change) in changes {
        scene.liar.lies(move |asked, told| {
            if asked.path.contains("/bodies/") {
                change(&mut told.body);
            }
        });
        scene.tries_to_open("Long compte rendu");
        scene.patient.tab.sees_within(REFUSED, LONG);
        assert_eq!(scene.was_seen(), Vec::<String>::new(), "{what}");
        assert!(!scene.patient.looks_into_storage().contains(ONE), "{what}");
    }
    assert!(scene.liar.lied() >= changes.len());
    scene.liar.is_honest();
    scene.patient.opens("Long compte rendu");
    scene.patient.tab.sees(ONE);
    assert_eq!(scene.was_seen(), [ONE], "who watches would have seen it");
}

#[test]
fn of_a_body_whose_line_goes_dead_nothing_is_on_the_screen_until_it_comes_whole() {
    let scene = Scene::new();
    let text = format!("{ONE}\n{}", "Rien de plus à dire de ce jour-là.\n".repeat(40_000));
    scene.deposits("Long compte rendu", &text);
    scene.watches_for(&[ONE]);
    scene.liar.lies(|asked, told| {
        if asked.path.contains("/bodies/") {
            told.is_cut_after(SEGMENT_BYTES + 100);
        }
    });
    scene.tries_to_open("Long compte rendu");
    scelle_tests::wait::until("a line that went dead", LONG, || (scene.liar.lied() > 1).then_some(()));
    assert_eq!(scene.was_seen(), Vec::<String>::new());
    scene.liar.is_honest();
    scene.patient.tab.sees_within(ONE, LONG);
    scene.browser.forgives("ERR_");
}
