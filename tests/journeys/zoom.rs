//! At 400 % of a window of 1280 × 1024: the whole way in 320 × 256 CSS pixels (WCAG 1.4.10). Every
//! click below falls on what can be seen there and nothing covers.

use scelle_tests::browser::Browser;
use scelle_tests::files;
use scelle_tests::host::Host;
use scelle_tests::patient::{Description, Patient, Person};
use scelle_tests::tab::Tab;
use scelle_tests::wait::{self, SHORT};
use tempfile::TempDir;

#[test]
fn at_400_percent_a_patient_opens_a_record_deposits_reads_and_leaves() {
    let host = Host::start();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let patient = Patient::at(&browser, &host, Person::helene());
    let tab = &patient.tab;
    tab.has_size(WIDTH, HEIGHT);
    patient.begins_a_record();
    fits(tab);
    patient.makes_keys_and_copies_the_kit();
    fits(tab);
    patient.signs_the_consent();
    fits(tab);
    let folder = TempDir::new().expect("a folder");
    let long = "Compte rendu d’hospitalisation en chirurgie orthopédique et traumatologique";
    let file = files::write(folder.path(), "compte-rendu-d-hospitalisation-du-service.txt", b"Lu de tout pres.\n");
    patient.deposits(&file, &Description::of(long));
    fits(tab);
    patient.opens(long);
    tab.sees("Lu de tout pres.");
    fits(tab);
    for (room, path) in [("Journal", "/journal"), ("Cercle", "/cercle"), ("Réglages", "/reglages")] {
        patient.goes_to(room, path);
        fits(tab);
    }
    patient.logs_out();
    patient.logs_in();
    fits(tab);
}

/// Nothing has to be scrolled sideways, and what stays in place leaves half of the height to read in.
fn fits(tab: &Tab) {
    let path = tab.path();
    wait::until(&format!("{path} to be drawn"), SHORT, || {
        (tab.evaluate("!!document.querySelector('main h1')") == true).then_some(())
    });
    let wide = tab.evaluate("document.documentElement.scrollWidth");
    assert!(wide.as_u64() <= Some(u64::from(WIDTH)), "{path} is {wide} pixels wide");
    let fixed = tab.evaluate(FIXED).as_f64().unwrap_or(f64::MAX);
    assert!(fixed <= f64::from(HEIGHT) / 2.0, "{path}: {fixed} pixels of {HEIGHT} never scroll away");
}

const WIDTH: u32 = 320;
const HEIGHT: u32 = 256;
/// Height of everything that stays where it is while the page scrolls.
const FIXED: &str = "(() => {
    window.scrollTo(0, document.body.scrollHeight);
    let height = 0;
    for (const one of document.body.querySelectorAll('*')) {
        const { position } = getComputedStyle(one), box = one.getBoundingClientRect();
        const stays = position === 'fixed' || position === 'sticky';
        if (stays && box.bottom > 0 && box.top < innerHeight && box.width > innerWidth / 2) height += box.height;
    }
    window.scrollTo(0, 0);
    return height;
})()";
