//! Invented professionals, members and records.

use super::people::NOW;
use crate::services::messages::{
    Circle, DirectoryRow, DocumentRow, EventRow, MemberRow, MemberState, Professional, RecordRow, RecordState, Rights,
    Session, ToSign,
};

const DAY: u64 = 86_400;
pub const BOTH: Rights = Rights { read: true, deposit: true };

fn words(fr: &str, en: &str) -> (String, String) {
    (fr.to_owned(), en.to_owned())
}

pub fn doctor() -> Professional {
    Professional {
        id_nat: "810009990238".into(),
        rpps: "10009990238".into(),
        name: "Dr Anne Kerjean".into(),
        profession: 10,
        words: words("Médecin", "Physician"),
        practice: "4 place du Marché, Valmont".into(),
        card_until: NOW + 700 * DAY,
        authority: "TEST AC IGC-SANTE ELEMENTAIRE PERSONNES".into(),
        not_revoked: NOW - 240,
    }
}

/// A session of that doctor.
pub fn session() -> Session {
    let mut session = super::people::session();
    session.who = crate::services::messages::Who::default();
    session.professional = Some(doctor());
    session
}

pub fn found() -> Vec<DirectoryRow> {
    let row = |id: &str, name: &str, fr: &str, en: &str, practice: &str| DirectoryRow {
        id_nat: id.into(),
        name: name.into(),
        profession: 10,
        words: words(fr, en),
        practice: practice.into(),
    };
    vec![
        row("810009990238", "Dr Anne Kerjean", "Médecin", "Physician", "4 place du Marché, Valmont"),
        row("810009990311", "Dr Annick Kerjean-Le Bihan", "Médecin", "Physician", "Centre hospitalier, Port-Breton"),
        row("810009990485", "Julie Nodier", "Infirmière", "Nurse", ""),
    ]
}

pub fn member(reader: &str, name: &str, state: MemberState) -> MemberRow {
    MemberRow {
        reader: reader.into(),
        id_nat: format!("81000999{reader}"),
        name: name.into(),
        profession: 10,
        words: words("Médecin", "Physician"),
        rights: BOTH,
        since: NOW - 90 * DAY,
        until: None,
        accepted: Some(NOW - 89 * DAY),
        removed: None,
        state,
        documents: 132,
    }
}

pub fn members() -> Vec<MemberRow> {
    vec![
        member("r1", "Dr Anne Kerjean", MemberState::Active),
        MemberRow {
            words: words("Infirmière", "Nurse"),
            rights: Rights { read: false, deposit: true },
            until: Some(NOW + 7 * DAY),
            accepted: None,
            since: NOW - 3600,
            documents: 0,
            ..member("r2", "Julie Nodier", MemberState::Pending)
        },
        MemberRow { documents: 14, ..member("r3", "Dr Samir Belkacem", MemberState::Wrong) },
        MemberRow { until: Some(NOW - 20 * DAY), documents: 0, ..member("r4", "Dr Paul Lestrade", MemberState::Over) },
        MemberRow {
            removed: Some(NOW - 40 * DAY),
            documents: 0,
            ..member("r5", "Dr Luc Armand", MemberState::Removed)
        },
    ]
}

pub fn circle(members: Vec<MemberRow>) -> Circle {
    let kit = super::people::kit();
    Circle { members, fingerprint: "9c1e5b0742d8a3f6".repeat(4), qr: kit.qr, qr_side: kit.qr_side }
}

/// Everything but the personal space for the first, a few for the third.
pub fn access(rows: &[DocumentRow]) -> Vec<(String, Vec<String>)> {
    let open = rows.iter().filter(|row| !row.personal).enumerate();
    open.map(|(n, row)| {
        let mut readers = vec!["r1".to_owned()];
        if n % 9 == 0 {
            readers.push("r3".to_owned());
        }
        (row.id.clone(), readers)
    })
    .collect()
}

pub fn record(record: &str, name: &str, born: &str, state: RecordState) -> RecordRow {
    RecordRow {
        record: record.into(),
        name: name.into(),
        birth_date: born.into(),
        sex: "F".into(),
        contact: "01 99 00 42 17".into(),
        rights: BOTH,
        since: NOW - 90 * DAY,
        until: None,
        state,
    }
}

pub fn records() -> Vec<RecordRow> {
    let open = |tag: &str, name: &str, born: &str| record(tag, name, born, RecordState::Open);
    let mut rows = vec![
        open("d01", "Hélène Aubry", "1968-04-12"),
        open("d02", "Hélène Aubry-Moreau", "1986-12-04"),
        RecordRow { rights: Rights { read: true, deposit: false }, ..open("d03", "Jean-Marc Colas", "1951-07-30") },
        RecordRow { rights: Rights { read: false, deposit: true }, ..open("d04", "Fatou Diarra", "1990-02-18") },
        open("d05", "Bruno Estève", "1977-09-02"),
        open("d06", "Odile Ferrer", "1939-01-23"),
        open("d07", "Lina Gautier", "2001-05-14"),
        record("d08", "Aïcha Kaci", "1963-11-08", RecordState::Wrong),
        record("d09", "Simone Lacaze", "1945-03-19", RecordState::Unverified),
        record("d10", "Théo Marin", "2009-08-27", RecordState::Ended),
    ];
    rows[4].until = Some(NOW + 30 * DAY);
    rows
}

/// Documents as the doctor sees them.
pub fn documents() -> Vec<DocumentRow> {
    let mut rows: Vec<_> = super::people::many().into_iter().filter(|row| !row.personal).take(40).collect();
    rows[3].author = Some("Dr Samir Belkacem".into());
    rows[4].author = Some("Dr Anne Kerjean".into());
    rows
}

pub fn events() -> Vec<EventRow> {
    let event = |number: u64, ago: u64, who: Option<&str>, action: &str, documents: &[(&str, &str)]| EventRow {
        number,
        time: NOW - ago,
        who: who.map(str::to_owned),
        words: if who.is_some() { words("Médecin", "Physician") } else { words("", "") },
        action: action.into(),
        documents: documents.iter().map(|(id, title)| ((*id).to_owned(), (*title).to_owned())).collect(),
        included: true,
        signed: true,
        statement: format!("scelle/v1/{action}\nnumber: {number}"),
        subject: None,
    };
    let (doctor, bilan) = (Some("Dr Anne Kerjean"), ("bilan", "Bilan du diabète et des reins"));
    let about = |row: EventRow, name: &str| EventRow { subject: Some(name.to_owned()), ..row };
    vec![
        event(7, 600, doctor, "deposit", &[("lettre", "Lettre pour le cardiologue")]),
        event(6, 660, doctor, "read", &[bilan]),
        event(5, 700, doctor, "list", &[]),
        event(1, 3_000, doctor, "acceptance", &[]),
        about(event(224, 4_000, None, "grant", &[bilan]), "Dr Anne Kerjean"),
        about(event(223, 90_000, None, "revocation", &[]), "Dr Luc Armand"),
        event(222, 90_100, None, "read", &[bilan]),
    ]
}

const GRANT: &str = "\
scelle/v1/grant
record: 7c1e40d29ab35f6680d4e2a19c3b5f07
number: 3
previous: 9c1e5b0742d8a3f60e17c4b95d2af8361b70e4c95a83d26f1e0b47c8d935b07a
deadline: 2026-11-23T09:51:00Z
reader: 58d0c27b91e4a36f05c8d1729be64f3a
starter-sign: Wm2bq8nX0cV5tYrL7pKjHs4dGf1aZuE9oIi3NvBxQyM
starter-seal: KEY
rights: read deposit
from: 2026-11-23T09:41:00Z
until: 2027-11-23T22:59:59Z
person: 07c3a9e15d7b42f8c6310e9d84a5b27f60c18d3e95f4a72b1c08e6d3594ad2f1
scelle/v1/sealed-grant
identity-sign: x0Zr4b1pT9mKq7vWJ2sEoLh5cYdA8uGfNn3RtQyVIiM
id-nat: 810009990238
name: Dr Anne Kerjean
profession: 10
member-sign: p9LwT9mKq7vWJ2sEoLh5cYdA8uGfNn3RtQyVIiMx0Zr
binding: 58d0c27b91e4a36f05c8d1729be64f3a80d5c17e29b34a6f81e05d7c93b2a4e1
documents: 135
";

const REVOCATION: &str = "\
scelle/v1/revocation
record: 7c1e40d29ab35f6680d4e2a19c3b5f07
number: 5
previous: 9c1e5b0742d8a3f60e17c4b95d2af8361b70e4c95a83d26f1e0b47c8d935b07a
deadline: 2026-11-23T09:51:00Z
reader: 58d0c27b91e4a36f05c8d1729be64f3a
scelle/v1/sealed-revocation
identity-sign: x0Zr4b1pT9mKq7vWJ2sEoLh5cYdA8uGfNn3RtQyVIiM
reason: -
";

pub fn grant() -> ToSign {
    ToSign { consent: GRANT.replace("KEY", &"Q7vWJ2sEoLh5cYdA".repeat(101)), others: Vec::new() }
}

pub fn revocation() -> ToSign {
    ToSign { consent: REVOCATION.into(), others: Vec::new() }
}
