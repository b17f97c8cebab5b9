//! What a patient does about the circle of trust: names a professional, compares, looks who reads,
//! removes.

use crate::cards::Professional;
use crate::doctor::Doctor;
use crate::patient::Patient;
use crate::tab::Tab;
use crate::wait::{self, LONG};

/// Which documents so far are given with a naming.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SoFar {
    /// None.
    Nothing,
    /// All but the personal space.
    Everything,
}

impl Patient {
    /// Finds a professional in the directory by these words, and has their card verified.
    pub fn finds(&self, words: &str, whom: &Professional) {
        self.looks_for(words, whom);
        self.tab.sees_within("Carte vérifiée ici, jusqu’à l’autorité de santé", LONG);
        self.tab.sees(whom.profession);
        self.tab.sees(whom.practice);
    }

    /// Searches the directory by these words, and asks to see this professional's card.
    pub fn looks_for(&self, words: &str, whom: &Professional) {
        self.goes_to("Cercle", "/cercle");
        self.tab.link("Nommer un professionnel").clicks();
        self.tab.field("Nom, ville ou numéro RPPS").types(words);
        self.tab.button("Chercher").clicks();
        self.tab.button(&format!("Voir la carte de {}", whom.name)).clicks();
    }

    /// Names the professional just found, to read and to deposit, until removed: chooses, reads the
    /// act, signs.
    pub fn names(&self, whom: &Professional, so_far: SoFar) {
        self.tab.button("C’est cette personne").clicks();
        for right in ["#droit-lire", "#droit-deposer"] {
            self.tab.selected(right).clicks();
        }
        let choice = if so_far == SoFar::Everything { "#jusque-la-tout" } else { "#jusque-la-rien" };
        self.tab.selected(choice).clicks();
        self.tab.button("Relire avant de signer").clicks();
        self.tab.sees_within("L’acte que vous signez", LONG);
        self.reads_the_act("scelle/v1/grant");
        self.tab.button("Signer et nommer").clicks();
        self.tab.sees_within(&format!("{} est dans votre cercle, en attente", whom.name), LONG);
    }

    /// Opens the text of an act, sees what it begins with, and agrees.
    fn reads_the_act(&self, context: &str) {
        self.tab.selected("details:has(> .statement) > summary").clicks();
        self.tab.sees(context);
        self.tab.selected("#accord").clicks();
    }

    /// Goes to the comparison with this member, and asks for the digits: they come once the other
    /// side asks too.
    pub fn begins_to_compare_with(&self, whom: &Professional) {
        self.goes_to("Cercle", "/cercle");
        self.tab.link(&format!("Comparer avec {}", whom.name)).clicks();
        self.tab.button("Afficher les chiffres").clicks();
    }

    /// The six digits on the screen, once they are there.
    #[must_use]
    pub fn reads_the_digits(&self) -> String {
        digits(&self.tab)
    }

    /// The two read the same digits aloud.
    pub fn says_they_are_the_same(&self) {
        self.tab.button("Ce sont les mêmes").clicks();
        self.tab.sees("Les deux écrans s’accordent");
    }

    /// The whole fingerprint of the record, as the page of a comparison shows it.
    #[must_use]
    pub fn reads_the_fingerprint(&self, whom: &Professional) -> String {
        self.goes_to("Cercle", "/cercle");
        self.tab.link(&format!("Comparer avec {}", whom.name)).clicks();
        self.tab.selected("details:has(.print) > summary").clicks();
        self.tab.selected(".print .hexes").text().split_whitespace().collect()
    }

    /// Sees this state beside the member's name.
    pub fn sees_member(&self, whom: &Professional, state: &str) {
        wait::until(&format!("{} as {state}", whom.name), LONG, || {
            // The chain is read anew at each visit.
            self.goes_to("Journal", "/journal");
            self.goes_to("Cercle", "/cercle");
            self.tab.sees(whom.name);
            self.tab.text().contains(state).then_some(())
        });
    }

    /// Removes a member, for a reason.
    pub fn removes(&self, whom: &Professional, reason: &str) {
        self.goes_to("Cercle", "/cercle");
        self.tab.link(&format!("Retirer {}", whom.name)).clicks();
        self.tab.sees("Ce que cette personne a pu garder");
        self.tab.selected("#raison").types(reason);
        self.tab.button("Relire l’acte avant de signer").clicks();
        self.tab.sees_within("L’acte que vous signez", LONG);
        self.reads_the_act("scelle/v1/revocation");
        self.tab.button("Signer et retirer").clicks();
        self.tab.sees_within(&format!("{} n’est plus dans votre cercle", whom.name), LONG);
    }
}

/// Patient and doctor compare their digits, and the doctor accepts: the record opens.
///
/// # Panics
/// When the digits differ.
pub fn compare(patient: &Patient, doctor: &Doctor<'_>) {
    patient.begins_to_compare_with(&doctor.whom);
    doctor.begins_to_compare();
    assert_eq!(patient.reads_the_digits(), doctor.reads_the_digits());
    patient.says_they_are_the_same();
    doctor.says_they_are_the_same();
    doctor.accepts();
}

/// The six digits on a screen: two groups of three.
pub fn digits(tab: &Tab) -> String {
    wait::until("six digits on the screen", LONG, || {
        let text = tab.evaluate("document.querySelector('.six')?.textContent ?? ''");
        let digits: String = text.as_str()?.chars().filter(char::is_ascii_digit).collect();
        (digits.len() == 6).then_some(digits)
    })
}
