//! Every page in every state: an accessibility audit, no complaint of the browser, nothing wider
//! than a screen at 400 %; what a screen reader finds has a name, and reads as it was reviewed.

use scelle_tests::{axe, browser::Browser, gallery, host::Host, paths, spoken, tab::Tab};

#[test]
fn every_state_passes_the_audit_in_both_languages_and_colours() {
    let host = Host::with_gallery();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let tab = browser.tab(&page);
    let mut findings = Vec::new();
    for (number, state) in gallery::states().iter().enumerate() {
        // Every state in French and light; the others take turns.
        let turns = [("fr", "light"), if number % 2 == 0 { ("en", "dark") } else { ("fr", "dark") }];
        for (lang, scheme) in turns {
            tab.prefers(scheme);
            tab.has_size(if number % 3 == 0 { 390 } else { 1440 }, 900);
            gallery::show(&tab, &page, state, lang);
            findings.extend(axe::audit(&tab).into_iter().map(|line| format!("{} {lang} {scheme}: {line}", state.name)));
        }
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[test]
fn no_state_is_wider_than_a_screen_at_400_percent_and_nothing_in_it_is_without_a_name() {
    let host = Host::with_gallery();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let tab = browser.tab(&page);
    tab.has_size(320, 256);
    let mut findings = Vec::new();
    for state in gallery::states() {
        gallery::show(&tab, &page, &state, "fr");
        if tab.evaluate("document.documentElement.scrollWidth > innerWidth") == true {
            findings.push(format!("{}: wider than 320 px", state.name));
        }
        findings.extend(spoken::nameless(&tab).into_iter().map(|line| format!("{}: {line}", state.name)));
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

/// A change of what is heard is a change to be reviewed: with `SCELLE_WRITE=1` the file is written anew.
#[test]
fn a_screen_reader_finds_on_the_main_pages_what_was_reviewed() {
    let host = Host::with_gallery();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let tab = browser.tab(&page);
    tab.has_size(1440, 900);
    let heard: String = HEARD.iter().map(|name| format!("# {name}\n{}\n", hears(&tab, &page, name))).collect();
    let path = paths::root().join("tests/gallery/spoken.txt");
    if std::env::var_os("SCELLE_WRITE").is_some() {
        std::fs::write(&path, &heard).expect("a file of ours");
    }
    let reviewed = std::fs::read_to_string(&path).expect("a file of ours");
    let changed = heard.lines().zip(reviewed.lines()).find(|(now, then)| now != then);
    assert!(heard == reviewed, "heard now, and when it was reviewed: {changed:?}");
}

fn hears(tab: &Tab, page: &str, name: &str) -> String {
    let states = gallery::states();
    let state = states.iter().find(|state| state.name == name).expect("a state of the table");
    gallery::show(tab, page, state, "fr");
    spoken::outline(tab)
}

/// None in which a worker still judges or draws when the page stands still: that is heard sooner or later.
const HEARD: &[&str] = &[
    "bienvenue",
    "ouvrir-3-erreurs",
    "ouvrir-5-accord",
    "entrer-refuse",
    "accueil-3",
    "document-image",
    "deposer-decrire",
    "deposer-envoi",
    "nommer-droits",
    "nommer-acte",
    "comparer-chiffres",
    "journal",
    "bureau-document-image",
    "session-avertissement",
];
