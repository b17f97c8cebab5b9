//! Every page in every state: an accessibility audit, no complaint of the browser, nothing wider
//! than a screen at 400 %.

use scelle_tests::{axe, browser::Browser, gallery, host::Host};

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
fn no_state_is_wider_than_a_screen_at_400_percent() {
    let host = Host::with_gallery();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let tab = browser.tab(&page);
    tab.has_size(320, 256);
    let wide: Vec<String> = gallery::states()
        .iter()
        .filter(|state| {
            gallery::show(&tab, &page, state, "fr");
            tab.evaluate("document.documentElement.scrollWidth > innerWidth") == true
        })
        .map(|state| state.name.clone())
        .collect();
    assert!(wide.is_empty(), "wider than 320 px: {}", wide.join(" "));
}
