//! What a patient does, in the words that the page itself uses. Each verb waits until the page
//! shows that it is done.

use serde_json::json;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::browser::Browser;
use crate::host::Host;
use crate::tab::Tab;
use crate::wait::{self, LONG, SHORT};

/// Who somebody is, and what they know by heart.
#[derive(Debug, Clone)]
pub struct Person {
    /// Given names.
    pub given: String,
    /// Birth name.
    pub name: String,
    /// ISO date of birth.
    pub born: String,
    /// How to reach them.
    pub contact: String,
    /// Log-in identifier.
    pub identifier: String,
    /// Password.
    pub password: String,
}

impl Person {
    /// Hélène, who is in every test that needs nobody in particular.
    #[must_use]
    pub fn helene() -> Self {
        Self {
            given: "Hélène Zéphyrine".into(),
            name: "Quillevéré-Aubanel".into(),
            born: "1968-04-12".into(),
            contact: "01 99 00 73 41 (soir)".into(),
            identifier: "violette.des.dunes".into(),
            password: "cheval parapluie seize nuages".into(),
        }
    }
}

/// What somebody says of a document.
#[derive(Debug, Clone)]
pub struct Description {
    /// Title.
    pub title: String,
    /// Type, in plain words.
    pub kind: String,
    /// ISO date of the act.
    pub date: String,
}

impl Description {
    /// A result of an analysis.
    #[must_use]
    pub fn of(title: &str) -> Self {
        Self { title: title.into(), kind: "Analyse de biologie".into(), date: "2026-11-19".into() }
    }
}

/// A patient at a tab of their browser.
pub struct Patient {
    /// The tab.
    pub tab: Tab,
    /// Who it is.
    pub person: Person,
    page: String,
    downloads: PathBuf,
}

impl Patient {
    /// Sits down at a browser, on the page's first screen.
    #[must_use]
    pub fn at(browser: &Browser, host: &Host, person: Person) -> Self {
        let tab = browser.tab(&host.page());
        tab.has_size(1200, 900);
        Self { tab, person, page: host.page(), downloads: browser.downloads() }
    }

    /// Opens a record alone, to its end; gives the groups of the recovery kit.
    pub fn opens_a_record(&self) -> Vec<String> {
        self.begins_a_record();
        let kit = self.makes_keys_and_copies_the_kit();
        self.signs_the_consent();
        kit
    }

    /// Reads, chooses identifier and password, says who they are: up to the making of the keys.
    pub fn begins_a_record(&self) {
        let (tab, person) = (&self.tab, &self.person);
        tab.goes_to(&format!("{}/ouvrir", self.page));
        tab.sees("Ouvrir un dossier : ce que cela veut dire");
        tab.button("Continuer").clicks();
        tab.field("Identifiant").types(&person.identifier);
        tab.field("Choisissez une phrase ou un mot de passe").types(&person.password);
        // "Solide." or "Très solide."
        tab.sees("olide.");
        tab.field("Le même, encore une fois").types(&person.password);
        tab.button("Continuer").clicks();
        tab.field("Prénoms").types(&person.given);
        tab.field("Nom de naissance").types(&person.name);
        tab.field("Date de naissance").sets(&person.born);
        tab.field("Comment vous joindre (facultatif)").types(&person.contact);
    }

    /// Lets the keys be made, and copies two groups of the kit from paper.
    pub fn makes_keys_and_copies_the_kit(&self) -> Vec<String> {
        self.tab.button("Fabriquer mes clés").clicks();
        let kit = self.copies_the_kit();
        self.tab.button("Continuer").clicks();
        kit
    }

    /// Waits for a kit, and copies back the two groups that are asked from its paper.
    pub fn copies_the_kit(&self) -> Vec<String> {
        self.tab.sees_within("Vérifions votre feuille", LONG);
        let kit = self.reads_the_kit();
        for name in self.tab.names("textbox").iter().filter(|name| name.starts_with("Groupe ")) {
            let number: usize = name.trim_start_matches("Groupe ").parse().expect("a group has a number");
            self.tab.field(name).types(&kit[number - 1]);
        }
        kit
    }

    /// After the kit: puts a key on this computer, with the identifier and password known by heart.
    pub fn adds_this_computer(&self) {
        self.tab.sees_within("Ajouter cet ordinateur", LONG);
        self.tab.field("Votre identifiant").types(&self.person.identifier);
        self.tab.field("Choisissez une phrase ou un mot de passe").types(&self.person.password);
        // "Solide." or "Très solide."
        self.tab.sees("olide.");
        self.tab.field("Le même, encore une fois").types(&self.person.password);
        self.tab.button("Ajouter cet ordinateur").clicks();
        self.is_in_the_record();
    }

    /// Today, ISO, in the patient's calendar.
    #[must_use]
    pub fn today(&self) -> String {
        let today = self.tab.evaluate("new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString()");
        today.as_str().unwrap_or_default().chars().take(10).collect()
    }

    /// The groups of the kit, as they are printed.
    #[must_use]
    pub fn reads_the_kit(&self) -> Vec<String> {
        kit_on(&self.tab)
    }

    /// Reads what is to be signed, agrees, and is in the record.
    pub fn signs_the_consent(&self) {
        self.tab.sees("Le texte que vous signez");
        self.tab.sees_within("Certificat de cet appareil, qui signe", LONG);
        self.tab.selected("details:has(> .statement) > summary").clicks();
        self.tab.sees("scelle/v1/consent");
        self.tab.field("J’ai lu, et je suis d’accord…").clicks();
        self.tab.button("Signer et ouvrir le dossier").clicks();
        self.is_in_the_record();
    }

    /// Waits for the home page of the record.
    pub fn is_in_the_record(&self) {
        self.tab.sees_within("Dossier de", LONG);
        wait::until("the record's home page", SHORT, || (self.tab.path() == "/accueil").then_some(()));
    }

    /// Logs in and is in the record.
    pub fn logs_in(&self) {
        self.tries_to_log_in(&self.person.identifier, &self.person.password);
        self.is_in_the_record();
    }

    /// Types identifier and password, and asks to be let in.
    pub fn tries_to_log_in(&self, identifier: &str, password: &str) {
        if self.tab.path() != "/entrer" {
            self.tab.goes_to(&format!("{}/entrer", self.page));
        }
        self.tab.field("Identifiant").types(identifier);
        self.tab.field("Mot de passe").types(password);
        self.tab.button("Entrer").clicks();
    }

    /// Types the groups of a kit, and asks to be let in.
    pub fn tries_the_kit(&self, groups: &[String]) {
        self.tab.goes_to(&format!("{}/entrer/kit", self.page));
        self.tab.field("Les groupes de la feuille, dans l’ordre").types(&groups.join(" "));
        self.tab.button("Ouvrir").clicks();
    }

    /// Closes the session.
    pub fn logs_out(&self) {
        self.tab.button("Fermer la session").clicks();
        self.tab.sees("Session terminée");
    }

    /// Goes to a room by its link.
    pub fn goes_to(&self, room: &str, path: &str) {
        self.tab.link(room).clicks();
        wait::until(room, SHORT, || (self.tab.path() == path).then_some(()));
    }

    /// Deposits one file and waits until it is durable.
    pub fn deposits(&self, file: &Path, description: &Description) {
        self.chooses(&[file]);
        self.describes(0, description);
        // Files deposited before may still stand on the page as written.
        let before = self.counts_written();
        self.sends();
        self.sees_written(before + 1);
    }

    /// Waits until so many files on the page are durable.
    pub fn sees_written(&self, count: usize) {
        let written = || (self.counts_written() >= count).then_some(());
        wait::until("the deposit to be durable", LONG * 3, written);
    }

    fn counts_written(&self) -> usize {
        self.tab.text().matches("Écrit chez l’hébergeur, chiffré.").count()
    }

    /// Goes to the page of deposits and chooses files.
    pub fn chooses(&self, files: &[&Path]) {
        if self.tab.path() == "/deposer" {
            self.tab.link("Documents").clicks();
        }
        self.goes_to("Déposer", "/deposer");
        self.tab.selected("#fichiers").takes(files);
        if let Some(name) = files.last().and_then(|path| path.file_name()) {
            self.tab.sees(&name.to_string_lossy());
        }
    }

    /// Takes up a deposit that was cut short, with the same file.
    pub fn goes_on_with(&self, file: &Path) {
        self.goes_to("Déposer", "/deposer");
        self.tab.sees("Dépôts à finir");
        self.tab.selected("section[aria-labelledby=h-finir] input[type=file]").takes(&[file]);
    }

    /// Waits until a tenth of what is being sent has left.
    pub fn sees_it_leave(&self) {
        let begun = "(bar => !!bar && bar.value > bar.max / 10)(document.querySelector('form progress'))";
        wait::until("a deposit that has begun", LONG, || (self.tab.evaluate(begun) == true).then_some(()));
    }

    /// Describes the file at this place.
    pub fn describes(&self, place: usize, description: &Description) {
        let field = |label: &str| {
            let what = format!("{label} for {}", description.title);
            wait::until(&what, SHORT, || {
                let mut found = self.tab.all(&["textbox", "combobox", "Date"], label);
                (found.len() > place).then(|| found.swap_remove(place))
            })
        };
        field("Titre").types(&description.title);
        field("Sorte de document").chooses(&description.kind);
        field("Date de l’acte").sets(&description.date);
    }

    /// Sends all that was described.
    pub fn sends(&self) {
        self.tab.named(&["button"], "Déposer…").clicks();
    }

    /// Opens a document from the list, and waits until it is verified.
    pub fn opens(&self, title: &str) {
        self.goes_to("Documents", "/documents");
        self.tab.link(title).clicks();
        self.tab.sees_within("Contenu entier et signature vérifiés à l’ouverture", LONG);
    }

    /// Saves the open document; its bytes.
    #[must_use]
    pub fn saves_the_original(&self, file_name: &str) -> Vec<u8> {
        self.tab.named(&["button"], "Enregistrer l’original…").clicks();
        self.finds_download(file_name)
    }

    /// Saves a document that is too large for memory into a file of the browser's own, in place of
    /// the one that the system's dialog would give: no driver reaches that dialog.
    ///
    /// # Panics
    /// When the page says no length.
    #[must_use]
    pub fn saves_a_large_one(&self) -> Vec<u8> {
        self.tab.evaluate(
            "void (globalThis.showSaveFilePicker = async () => \
             (await navigator.storage.getDirectory()).getFileHandle('chosen-by-the-user', { create: true }))",
        );
        self.tab.button("Choisir où l’enregistrer").clicks();
        self.tab.sees_within("Enregistré, entier et vérifié.", LONG);
        self.tab.evaluate(
            "(async () => { const folder = await navigator.storage.getDirectory(); \
             const file = await (await folder.getFileHandle('chosen-by-the-user')).getFile(); \
             const link = document.createElement('a'); link.href = URL.createObjectURL(file); \
             link.download = 'large.bin'; link.click(); })()",
        );
        self.finds_download("large.bin")
    }

    /// Waits for a download to be whole, takes it away.
    #[must_use]
    pub fn finds_download(&self, file_name: &str) -> Vec<u8> {
        self.finds_file(file_name, |name| name == file_name)
    }

    fn finds_file(&self, what: &str, fits: impl Fn(&str) -> bool) -> Vec<u8> {
        let path = self.downloads.join(self.tab.saves(what, fits));
        let bytes = std::fs::read(&path).expect("a finished download");
        std::fs::remove_file(&path).expect("a file of ours");
        bytes
    }

    /// Sees a title in the list of documents.
    pub fn sees_title(&self, title: &str) {
        self.goes_to("Documents", "/documents");
        let _ = self.tab.link(title);
    }

    /// Reads the journal: its lines, newest first.
    #[must_use]
    pub fn reads_the_journal(&self) -> Vec<String> {
        self.goes_to("Journal", "/journal");
        wait::until("the journal", LONG, || {
            let lines = self.tab.evaluate("[...document.querySelectorAll('li.event')].map(li => li.innerText)");
            let lines: Vec<String> = serde_json::from_value(lines).ok()?;
            (!lines.is_empty()).then_some(lines)
        })
    }

    /// What the browser's own storage of the page holds now, as text.
    #[must_use]
    pub fn looks_into_storage(&self) -> String {
        self.tab.evaluate(STORAGE).to_string()
    }

    /// Does nothing for so long.
    pub fn is_away_for(&self, time: Duration) {
        self.tab.skips(time);
    }

    /// Closes the record for good.
    pub fn closes_the_record(&self) {
        self.goes_to("Réglages", "/reglages");
        self.tab.button("Fermer le dossier…").clicks();
        self.tab.field("Pour confirmer, tapez FERMER").types("FERMER");
        self.tab.button("Fermer pour toujours").clicks();
        self.tab.sees_within("Dossier fermé", LONG);
    }

    /// Downloads everything; the ZIP.
    #[must_use]
    pub fn downloads_everything(&self) -> Vec<u8> {
        self.goes_to("Réglages", "/reglages");
        self.tab.button("Préparer le téléchargement").clicks();
        self.tab.sees_within("Prêt :", LONG);
        self.tab.button("Enregistrer le ZIP").clicks();
        self.finds_file("ZIP", |name| name.ends_with(".zip"))
    }

    /// Swaps what the page hears from the interface, for tests of a host that lies.
    pub fn meets_a_liar(&self, pattern: &str) {
        self.tab.call("Fetch.enable", json!({ "patterns": [{ "urlPattern": pattern, "requestStage": "Response" }] }));
    }
}

/// The groups of the kit that a page shows.
///
/// # Panics
/// When they are not seventeen groups of five.
#[must_use]
pub fn kit_on(tab: &Tab) -> Vec<String> {
    // The number of a group stands in an element of its own; the group is the text beside it.
    let own = "[...li.childNodes].filter(node => node.nodeType === 3).map(node => node.data).join('')";
    let groups = tab.evaluate(&format!("[...document.querySelectorAll('.kit ol li')].map(li => {own})"));
    let groups: Vec<String> = serde_json::from_value(groups).expect("a list of groups");
    assert!(groups.len() == 17 && groups.iter().all(|group| group.len() == 5), "{groups:?}");
    groups
}

/// Databases, private files, caches and small stores of this origin: names and readable values.
const STORAGE: &str = include_str!("storage.js");
