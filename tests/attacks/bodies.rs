//! Attacks 7 and 8 in a browser: bodies swapped and cut. What the person sees is a refusal, and
//! not one word of the content.

use scelle_tests::wait::LONG;

use crate::scene::Scene;

const ONE: &str = "Glycémie à jeun 6,4 millimoles par litre.";
const OTHER: &str = "Ferritine à soixante microgrammes par litre.";
const REFUSED: &str = "Rien n’est affiché";

#[test]
fn a_body_swapped_for_another_of_the_same_record_is_refused_on_the_screen() {
    let scene = Scene::new();
    scene.deposits("Glycémie", ONE);
    scene.deposits("Ferritine", OTHER);
    scene.patient.opens("Glycémie");
    scene.patient.tab.sees(ONE);
    let theirs = scene.liar.kept("GET", "/bodies/").expect("the body was fetched");
    let own = theirs.clone();
    scene.liar.lies(move |asked, told| {
        if asked.path.contains("/bodies/") {
            told.takes_the_place_of(&own);
        }
    });
    scene.tries_to_open("Ferritine");
    scene.patient.tab.sees_within(REFUSED, LONG);
    println!("{}", scene.patient.tab.text());
}
