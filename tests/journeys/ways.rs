//! The settings: a new kit, the signed consent as a file, the language, and this computer's own
//! key taken away.

use data_encoding::{BASE64, BASE64URL_NOPAD};
use scelle_tests::browser::Browser;
use scelle_tests::files;
use scelle_tests::host::Host;
use scelle_tests::patient::{Description, Patient, Person};
use scelle_tests::wait::LONG;
use tempfile::TempDir;

#[test]
fn a_new_kit_takes_the_old_ones_place_once_its_paper_is_checked() {
    let host = Host::start();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let patient = Patient::at(&browser, &host, Person::helene());
    let old = patient.opens_a_record();
    patient.goes_to("Réglages", "/reglages");
    patient.tab.link("Faire un nouveau kit de secours").clicks();
    patient.tab.button("Fabriquer le nouveau kit").clicks();
    let new = patient.copies_the_kit();
    patient.tab.link("Garder l’ancien kit").clicks();
    patient.tab.sees("Vos moyens d’ouverture");

    patient.tab.link("Faire un nouveau kit de secours").clicks();
    patient.tab.button("Fabriquer le nouveau kit").clicks();
    let newer = patient.copies_the_kit();
    assert_ne!(new[6..], newer[6..]);
    assert_eq!(old[..5], newer[..5], "the groups of the account");
    patient.tab.button("Remplacer l’ancien kit").clicks();
    patient.tab.sees_within("Le nouveau kit est en place", LONG);
    patient.logs_out();
    for dead in [old, new] {
        patient.tries_the_kit(&dead);
        patient.tab.sees_within("Ce kit n’ouvre aucun dossier ici", LONG);
    }
    patient.tries_the_kit(&newer);
    patient.tab.sees_within("Ajouter cet ordinateur", LONG);
}

#[test]
fn the_consent_comes_back_as_a_file_whose_signature_holds() {
    let host = Host::start();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let patient = Patient::at(&browser, &host, Person::helene());
    patient.opens_a_record();
    patient.goes_to("Réglages", "/reglages");
    patient.tab.sees_within("Signatures vérifiées ici.", LONG);
    let name = format!("accord-scelle-{}.txt", patient.today());
    patient.tab.button("Enregistrer l’accord").clicks();
    let file = String::from_utf8(patient.finds_download(&name)).expect("a text");
    let part = |number: usize| {
        let (_, from) = file.split_once(&format!("\n{number}. ")).expect("a part");
        let (_, text) = from.split_once("----\n").expect("a rule under its title");
        text.split(&format!("\n\n{}. ", number + 1)).next().unwrap_or_default().trim().to_owned() + "\n"
    };
    assert!(part(1).contains("Vous décidez qui lit"), "{file}");
    let (signed, sealed) = (part(2), part(3));
    let signature = sealed.lines().find_map(|line| line.strip_prefix("sig-sha256WithRSA: ")).expect("signed");
    let signature = signature.split(' ').nth(1).expect("after the certificate");
    let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).expect("base64url");
    let pem: String = part(6).lines().skip(1).take_while(|line| !line.starts_with("-----END")).collect();
    let der = BASE64.decode(pem.as_bytes()).expect("PEM");
    let certificate = scelle_verify::Certificate::from_der(&der).expect("a patient's certificate");
    certificate.verify_sha256_with_rsa(signed.as_bytes(), &signature).expect("the signature holds");
}

#[test]
fn a_change_of_language_is_kept_and_reads_no_document_again() {
    let host = Host::start();
    let (page, api) = (host.page(), host.api());
    let browser = Browser::start(&[&page, &api]);
    let patient = Patient::at(&browser, &host, Person::helene());
    patient.opens_a_record();
    let folder = TempDir::new().expect("a folder");
    patient.deposits(&files::write(folder.path(), "a.txt", b"Tension 12/7"), &Description::of("Une note"));
    patient.opens("Une note");
    patient.tab.button("English").clicks();
    patient.tab.sees("Save the original");
    patient.tab.sees("Tension 12/7");
    patient.tab.button("Français").clicks();
    patient.tab.sees("Tension 12/7");
    let journal = patient.reads_the_journal().join("\n");
    assert_eq!(journal.matches("avez lu").count(), 1, "{journal}");
    patient.tab.button("English").clicks();
    patient.tab.reloads();
    patient.tab.sees("Log in to your record");
    assert_eq!(patient.tab.evaluate("document.documentElement.lang"), "en");
}

#[test]
fn this_computers_own_key_is_named_and_goes_only_after_a_warning() {
    let host = Host::start();
    let (page, api) = (host.page(), host.api());
    let home = Browser::start(&[&page, &api]);
    let at_home = Patient::at(&home, &host, Person::helene());
    let kit = at_home.opens_a_record();
    at_home.goes_to("Réglages", "/reglages");
    at_home.tab.sees_within("Cet appareil", LONG);
    at_home.tab.sees("il faut en garder deux");

    let elsewhere = Browser::start(&[&page, &api]);
    let abroad = Patient::at(&elsewhere, &host, Person::helene());
    abroad.tries_the_kit(&kit);
    abroad.adds_this_computer();
    abroad.goes_to("Réglages", "/reglages");
    abroad.tab.sees_within("Cet appareil", LONG);
    let removals = abroad.tab.names("button").into_iter().filter(|name| name.starts_with("Retirer")).count();
    assert_eq!(removals, 2);
    abroad.tab.selected("li.item:has(.tag.ok) button").clicks();
    abroad.tab.sees("La session se ferme aussitôt.");
    abroad.tab.button("Retirer et fermer la session").clicks();
    abroad.tab.sees_within("Cet appareil est retiré", LONG);
    abroad.tab.goes_to(&format!("{page}/entrer"));
    abroad.tab.sees("Ce navigateur n’a pas la clé de votre dossier");
    at_home.logs_out();
    at_home.logs_in();
}
