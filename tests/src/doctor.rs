//! What a professional does at a workstation with a card in the reader, in the words that the page
//! itself uses. Each verb waits until the page shows that it is done.

use serde_json::Value;
use std::path::Path;

use crate::bridge::Bridge;
use crate::browser::Browser;
use crate::cards::Professional;
use crate::circle::digits;
use crate::host::Host;
use crate::patient::Description;
use crate::tab::Tab;
use crate::wait::{self, LONG, SHORT};

/// A professional at a tab of a workstation's browser, with the bridge of that workstation.
pub struct Doctor<'a> {
    /// The tab.
    pub tab: Tab,
    /// Who it is.
    pub whom: Professional,
    /// The bridge of this computer.
    pub bridge: &'a Bridge,
    page: String,
}

impl<'a> Doctor<'a> {
    /// Sits down at a browser, on the page for professionals.
    #[must_use]
    pub fn at(browser: &Browser, host: &Host, bridge: &'a Bridge, whom: Professional) -> Self {
        let tab = browser.tab(&format!("{}/professionnel", host.page()));
        tab.has_size(1440, 900);
        Self { tab, whom, bridge, page: host.page() }
    }

    /// A browser of the workstation: page, interface and bridge are on this computer, and it lets
    /// the page ask for the bridge.
    #[must_use]
    pub fn browser(host: &Host, bridge: &Bridge) -> Browser {
        let browser = Browser::start(&[&host.page(), &host.api(), &bridge.origin()]);
        browser.lets_reach_this_computer(&host.page(), true);
        browser
    }

    /// Introduces the browser to the bridge: sees the same digits on both, and says so there.
    ///
    /// # Panics
    /// When the two show different digits.
    pub fn pairs(&self) {
        let before = self.bridge.shown().len();
        self.bridge.will_answer(&["wait"]);
        self.tab.button("Appairer ce navigateur").clicks();
        let here = digits(&self.tab);
        let there = wait::until("the bridge's window", SHORT, || self.bridge.shown().get(before).cloned());
        assert!(there.text.contains(&format!("{} {}", &here[..3], &here[3..])), "{here}: {}", there.text);
        assert!(there.text.contains(&self.page), "{}", there.text);
        self.bridge.is_waiting();
        self.bridge.will_answer(&["yes"]);
        self.sees_the_card_ready();
    }

    /// Waits until the page has seen the card.
    pub fn sees_the_card_ready(&self) {
        self.tab.sees_within("Votre carte est prête", LONG);
    }

    /// First use, from the paired browser: log-in, kit, binding. Gives the groups of the kit.
    pub fn enrols(&self) -> Vec<String> {
        self.asks_to_log_in(&[&self.pin()]);
        self.tab.sees_within("Première visite", LONG);
        self.tab.sees(self.whom.name);
        self.tab.field("Lieu d’exercice déclaré").types(self.whom.practice);
        self.tab.button("Fabriquer ma clé et mon kit").clicks();
        let kit = self.copies_the_kit();
        self.bridge.will_answer(&[&self.pin()]);
        self.tab.button("Signer avec ma carte").clicks();
        self.is_in_the_room();
        kit
    }

    /// Card and PIN.
    pub fn logs_in(&self) {
        self.sees_the_card_ready();
        self.asks_to_log_in(&[&self.pin()]);
        self.is_in_the_room();
    }

    /// Asks to be let in; the windows get these answers.
    pub fn asks_to_log_in(&self, answers: &[&str]) {
        self.bridge.will_answer(answers);
        self.tab.named(&["button"], "Se connecter…").clicks();
    }

    /// Waits for the list of records.
    pub fn is_in_the_room(&self) {
        wait::until("the professional's screen", LONG, || (self.tab.path() == "/dossiers").then_some(()));
        self.tab.sees_within("Vos dossiers", LONG);
    }

    /// Goes back to the page of the card.
    pub fn goes_to_the_card_page(&self) {
        self.tab.goes_to(&format!("{}/professionnel", self.page));
    }

    /// Closes the session.
    pub fn logs_out(&self) {
        self.tab.button("Fermer").clicks();
        self.tab.sees("Session terminée");
    }

    /// Fetches the list of records again, until this patient is in it.
    pub fn finds(&self, patient: &str) {
        wait::until(&format!("{patient} in the list of records"), LONG, || {
            self.tab.button("Actualiser").clicks();
            std::thread::sleep(std::time::Duration::from_millis(400));
            self.tab.text().contains(patient).then_some(())
        });
    }

    /// Takes the record of the patient whom the list names so.
    pub fn takes(&self, patient: &str) {
        self.tab.named(&["button"], &format!("{patient}…")).clicks();
    }

    /// Puts the record at hand away.
    pub fn puts_away(&self) {
        self.tab.button("Ranger ce dossier").clicks();
        self.tab.sees("Choisissez un dossier");
    }

    /// Asks for the digits of a record whose identity is not verified.
    pub fn begins_to_compare(&self) {
        self.tab.button("Afficher les chiffres").clicks();
    }

    /// The six digits on the screen.
    #[must_use]
    pub fn reads_the_digits(&self) -> String {
        digits(&self.tab)
    }

    /// The patient has read the same digits.
    pub fn says_they_are_the_same(&self) {
        self.tab.button("Ce sont les mêmes").clicks();
    }

    /// After the comparison: the record opens.
    pub fn accepts(&self) {
        self.tab.button("Confirmer et ouvrir").clicks();
        self.tab.sees_within("Identité comparée", LONG);
    }

    /// Instead of digits: types the whole fingerprint from the patient's screen.
    pub fn types_the_fingerprint(&self, fingerprint: &str) {
        self.tab.selected("details:has(#empreinte) > summary").clicks();
        self.tab.field("Empreinte du dossier").types(fingerprint);
        self.tab.button("Vérifier l’empreinte").clicks();
    }

    /// Opens a document of the record at hand, and waits until it is verified.
    pub fn opens(&self, title: &str) {
        self.tab.named(&["button"], &format!("{title}…")).clicks();
        self.tab.sees_within("Signature et contenu vérifiés", LONG);
    }

    /// Deposits one file into the record at hand, and waits until it is durable.
    pub fn deposits(&self, file: &Path, description: &Description) {
        self.tab.button("Déposer").clicks();
        self.tab.selected("#fichiers").takes(&[file]);
        self.tab.field("Titre").types(&description.title);
        self.tab.field("Sorte de document").chooses(&description.kind);
        self.tab.field("Date de l’acte").sets(&description.date);
        self.tab.button("Déposer 1 fichier").clicks();
        self.tab.sees_within("Écrit chez l’hébergeur, chiffré.", LONG);
    }

    /// What the browser's own storage of the page holds now, as text.
    #[must_use]
    pub fn looks_into_storage(&self) -> String {
        let kept: Value = self.tab.evaluate(include_str!("storage.js"));
        kept.to_string()
    }

    fn copies_the_kit(&self) -> Vec<String> {
        self.tab.sees_within("Vérifions votre feuille", LONG);
        let kit = crate::patient::kit_on(&self.tab);
        for name in self.tab.names("textbox").iter().filter(|name| name.starts_with("Groupe ")) {
            let number: usize = name.trim_start_matches("Groupe ").parse().expect("a group has a number");
            self.tab.field(name).types(&kit[number - 1]);
        }
        kit
    }

    fn pin(&self) -> String {
        format!("pin {}", self.bridge.reader.pin)
    }
}
