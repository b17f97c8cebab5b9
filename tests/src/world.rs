//! The seeded world of demo and tests: invented patients, and documents made here.

pub mod papers;

pub use papers::{image, letter, structured};

use scelle_client::{deposit::About, vault::Who};

/// An invented patient.
pub struct Invented {
    /// Who they are.
    pub who: Who,
    /// Log-in identifier.
    pub identifier: &'static str,
    /// Their documents, oldest first.
    pub documents: Vec<(About, Vec<u8>)>,
}

/// Three patients: one with a year of documents, one with a few, one who has just begun.
#[must_use]
pub fn patients() -> Vec<Invented> {
    let who = |birth: &str, given: &str, born: &str, sex: &str, place: &str| Who {
        birth_name: birth.into(),
        given_names: given.into(),
        birth_date: born.into(),
        sex: sex.into(),
        birth_place: place.into(),
        ..Who::default()
    };
    vec![
        Invented {
            who: who("Aubry", "Hélène", "1961-04-12", "F", "Valmont"),
            identifier: "helene.aubry",
            documents: a_year(),
        },
        Invented {
            who: who("Benali", "Karim", "1988-09-30", "M", "Port-Sainte-Anne"),
            identifier: "karim",
            documents: a_few(),
        },
        Invented {
            who: who("Nodier", "Julie", "1999-01-05", "F", "Valmont"),
            identifier: "julie.nodier",
            documents: Vec::new(),
        },
    ]
}

fn a_year() -> Vec<(About, Vec<u8>)> {
    let blood = |hba1c: &str, ldl: &str| {
        let lines = [
            format!("Hémoglobine glyquée (HbA1c) : {hba1c} %   (intervalle du laboratoire : 4,0 à 6,0)"),
            format!("Cholestérol LDL : {ldl} g/L   (intervalle du laboratoire : moins de 1,60)"),
            "Créatinine : 8,1 mg/L   (intervalle du laboratoire : 5,0 à 9,5)".to_owned(),
            "Débit de filtration glomérulaire : 84 mL/min".to_owned(),
        ];
        letter("Laboratoire des Halles, Valmont", "Compte rendu d’examens biologiques", &lines)
    };
    let visit = |body: &str| letter("Cabinet du Dr Anne Kerjean", "Compte rendu de consultation", &[body.to_owned()]);
    vec![
        pdf("Bilan du diabète", "11502-2", "2025-10-20", blood("8,4", "1,42")),
        pdf(
            "Consultation de suivi",
            "11488-4",
            "2025-10-28",
            visit("Diabète de type 2, traitement renforcé. Revoir dans quatre mois."),
        ),
        pdf(
            "Metformine, renouvellement de 3 mois",
            "57833-6",
            "2025-11-05",
            visit("Metformine 1000 mg, un comprimé matin et soir, trois mois."),
        ),
        pdf("Bilan du diabète", "11502-2", "2026-02-16", blood("7,9", "1,31")),
        xml(
            "Compte rendu structuré, échographie",
            "18748-4",
            "2026-03-03",
            "Échographie abdominale",
            "Foie et voies biliaires sans anomalie.",
        ),
        pdf(
            "Lettre au cardiologue",
            "96349-6",
            "2026-04-09",
            visit("Merci de voir Madame Aubry pour son contrôle annuel."),
        ),
        pdf(
            "Cardiologie : contrôle annuel",
            "11488-4",
            "2026-05-17",
            visit("Examen et électrocardiogramme normaux. Prochain contrôle dans un an."),
        ),
        pdf("Bilan du diabète", "11502-2", "2026-06-22", blood("7,6", "1,20")),
        note(
            "Mes questions pour le diabétologue",
            "2026-10-02",
            "1. Puis-je arrêter le comprimé du soir ?\n2. Les fourmillements dans les pieds, est-ce lié ?\n3. Le sport : combien par semaine ?\n",
        ),
        photo("Radiographie du genou droit", "18748-4", "2026-10-14", image(640, 800)),
        pdf(
            "Metformine, renouvellement de 3 mois",
            "57833-6",
            "2026-11-05",
            visit("Metformine 1000 mg, un comprimé matin et soir, trois mois."),
        ),
        pdf("Bilan du diabète et des reins", "11502-2", "2026-11-19", blood("7,2", "1,14")),
    ]
}

fn a_few() -> Vec<(About, Vec<u8>)> {
    let lines = ["Vaccin diphtérie-tétanos-poliomyélite, rappel des 25 ans fait ce jour.".to_owned()];
    vec![
        pdf("Rappel de vaccin", "87273-9", "2026-05-04", letter("Pharmacie du Port", "Note de vaccination", &lines)),
        photo("Photo de l’ordonnance", "57833-6", "2026-09-12", image(600, 420)),
        note("Allergies que je connais", "2026-09-13", "Pénicilline : plaques rouges à 8 ans.\n"),
    ]
}

/// What the seeded doctor deposits.
#[must_use]
pub fn by_the_doctor() -> (About, Vec<u8>) {
    let lines = ["Équilibre du diabète satisfaisant. Metformine poursuivie. Fond d’œil à prévoir.".to_owned()];
    let content = letter("Cabinet du Dr Alice Essai, Valmont", "Compte rendu de consultation", &lines);
    pdf("Consultation du diabète", "11488-4", "2026-11-20", content)
}

fn about(title: &str, kind: &str, date: &str, name: &str, media: &str) -> About {
    About {
        title: title.into(),
        kind: kind.into(),
        date: date.into(),
        name: name.into(),
        media: media.into(),
        personal: false,
    }
}

fn pdf(title: &str, kind: &str, date: &str, content: Vec<u8>) -> (About, Vec<u8>) {
    (about(title, kind, date, "document.pdf", "application/pdf"), content)
}

fn xml(title: &str, kind: &str, date: &str, heading: &str, text: &str) -> (About, Vec<u8>) {
    (about(title, kind, date, "compte-rendu.xml", "text/xml"), structured(heading, text))
}

fn photo(title: &str, kind: &str, date: &str, content: Vec<u8>) -> (About, Vec<u8>) {
    (about(title, kind, date, "image.png", "image/png"), content)
}

fn note(title: &str, date: &str, text: &str) -> (About, Vec<u8>) {
    let mut about = about(title, "EXPPAT_2", date, "note.txt", "text/plain");
    about.personal = true;
    (about, text.as_bytes().to_vec())
}
