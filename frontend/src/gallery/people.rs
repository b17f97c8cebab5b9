//! Invented people and papers.

use crate::{
    logic::kinds::KINDS,
    services::messages::{
        Checks, DocumentRow, EventRow, Journal, Kit, NewDocument, OpenerRow, Session, SignedConsent, ToSign, Trouble,
        Who,
    },
};

pub const NOW: u64 = 1_795_422_060;

pub fn who() -> Who {
    Who {
        birth_name: "Aubry".into(),
        used_name: String::new(),
        given_names: "Hélène Marie".into(),
        birth_date: "1968-04-12".into(),
        sex: "F".into(),
        birth_place: "Valmont".into(),
        contact: "01 99 00 42 17".into(),
    }
}

pub fn checks() -> Checks {
    Checks { checkpoint_time: NOW, entries: 218, pending: 2, ..Checks::default() }
}

pub fn session() -> Session {
    Session { who: who(), by_kit: false, record: true, professional: None, idle_seconds: 600, checks: checks() }
}

fn row(id: &str, title: &str, kind: &str, date: &str, media: &str, size: u64) -> DocumentRow {
    let end = media.rsplit('/').next().unwrap_or_default();
    DocumentRow {
        id: id.into(),
        version: 1,
        title: title.into(),
        kind: kind.into(),
        date: date.into(),
        file_name: format!("{id}.{end}"),
        media: media.into(),
        size,
        deposited: NOW - 86_400,
        ..DocumentRow::default()
    }
}

pub fn three() -> Vec<DocumentRow> {
    let mut rows = vec![
        row("bilan", "Bilan du diabète et des reins", "11502-2", "2026-11-19", "application/pdf", 212_000),
        row("radio", "Radiographie du genou droit", "18748-4", "2026-10-14", "image/png", 1_840_000),
        row("note", "Mes questions pour le diabétologue", "EXPPAT_2", "2026-10-02", "text/plain", 640),
    ];
    rows[0].unread = true;
    rows[2].personal = true;
    rows
}

pub fn many() -> Vec<DocumentRow> {
    let mut rows = three();
    rows.push(row("irm", "IRM du genou droit", "IMG-KOS", "2026-09-22", "application/dicom", 310_000_000));
    rows.push(row("vide", "Page blanche", "EXPPAT_2", "2026-09-03", "text/plain", 0));
    let names = [
        "Bilan du diabète",
        "Metformine, renouvellement de trois mois",
        "Cardiologie : contrôle annuel",
        "Échographie cardiaque",
        "Vaccin contre la grippe",
        "Certificat pour la marche nordique",
        "Plan de soins infirmiers",
        "Lettre de sortie de diabétologie",
    ];
    let kinds = ["11502-2", "57833-6", "11488-4", "18748-4", "87273-9", "89601-9", "18776-5", "11490-0"];
    for n in 0..195_usize {
        let date = format!("{}-{:02}-{:02}", 2026 - n / 30, 12 - n % 12, 1 + (n * 7) % 28);
        let date = if date.as_str() > "2026-09" { date.replacen("2026", "2025", 1) } else { date };
        let mut one =
            row(&format!("d{n}"), names[n % 8], kinds[n % 8], &date, "application/pdf", 40_000 + n as u64 * 999);
        one.unread = n == 3;
        one.personal = n % 40 == 7;
        rows.push(one);
    }
    rows
}

pub fn refused() -> Vec<DocumentRow> {
    let mut rows = three();
    rows[1].refused = Some(Trouble::BadLabel);
    rows
}

pub fn new_document(title: &str, file_name: &str, size: u64) -> NewDocument {
    NewDocument {
        title: title.into(),
        kind: KINDS[0].code.into(),
        date: "2026-11-19".into(),
        file_name: file_name.into(),
        media: "application/pdf".into(),
        size,
        personal: false,
    }
}

pub fn kit() -> Kit {
    const SIGNS: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let sign = |n: usize| char::from(SIGNS[(n * 13 + n / 3 + 5) % 32]);
    let side = 45;
    let finder = |x: usize, y: usize| {
        let ring = |x: usize, y: usize| {
            let far = x.abs_diff(3).max(y.abs_diff(3));
            far == 3 || far <= 1
        };
        match (x, y) {
            (0..7, 0..7) => Some(ring(x, y)),
            (38.., 0..7) => Some(ring(x - 38, y)),
            (0..7, 38..) => Some(ring(x, y - 38)),
            (0..8, 0..8) | (37.., 0..8) | (0..8, 37..) => Some(false),
            _ => None,
        }
    };
    let dark = |n: usize| {
        let (x, y) = (n % side, n / side);
        finder(x, y).unwrap_or_else(|| (x * x * 7 + y * 31 + x * y * 3 + (x * 17) % (y + 3)) % 5 < 2)
    };
    Kit {
        account: "4f1c09a2d37e58b6014c9e77ab20d5f3".into(),
        groups: (0..17).map(|group| (0..5).map(|n| sign(group * 5 + n)).collect()).collect(),
        qr: (0..side * side).map(dark).collect(),
        qr_side: side as u32,
        made: "2026-11-23".into(),
    }
}

const SIGNED: &str = "\
scelle/v1/consent
record: 7c1e40d29ab35f6680d4e2a19c3b5f07
number: 2
previous: 9c1e5b0742d8a3f60e17c4b95d2af8361b70e4c95a83d26f1e0b47c8d935b07a
deadline: 2026-11-23T09:51:00Z
notice: 2026-11 fr
text: 07c3a9e15d7b42f8c6310e9d84a5b27f60c18d3e95f4a72b1c08e6d3594ad2f1
scelle/v1/sealed-consent
certificate: 58d0c27b91e4a36f05c8d1729be64f3a80d5c17e29b34a6f81e05d7c93b2a4e1
identity-sign: x0Zr4b1pT9mKq7vWJ2sEoLh5cYdA8uGfNn3RtQyVIiM
agreed: 2026-11-23T09:41:00Z
";

const GENESIS: &str = "\
scelle/v1/genesis
record: 7c1e40d29ab35f6680d4e2a19c3b5f07
number: 1
previous: 0000000000000000000000000000000000000000000000000000000000000000
deadline: 2026-11-23T09:51:00Z
root: Wm2bq8nX0cV5tYrL7pKjHs4dGf1aZuE9oIi3NvBxQyM
";

pub fn to_sign() -> ToSign {
    let account = "scelle/v1/account\norigin: https://scelle.example\naccount: 4f1c09a2d37e58b6014c9e77ab20d5f3\n";
    ToSign { consent: SIGNED.into(), others: vec![account.into(), GENESIS.into()] }
}

pub fn consent(known: Option<u32>) -> SignedConsent {
    let sealed = SIGNED.split_inclusive('\n').skip(7).collect::<String>();
    SignedConsent {
        number: 2,
        leaf: 4,
        agreed: NOW - 400_060,
        notice: if known.is_some() { "2026-11 fr" } else { "2025-03 fr" }.into(),
        known,
        signed: SIGNED.into(),
        open: SIGNED.split_inclusive('\n').take(7).collect::<String>()
            + "sealed: 3b7790ce5d1f28a4b6c09e7d35f1a8426ed07b93c5f2a814d6e09b37c5a1f290ce\nsig-ed25519: Qz8vT1…\n",
        sealed: format!("{sealed}sig-sha256WithRSA: 58d0c27b91e4… Hk2f…\nsig-ed25519: p9Lw…\n"),
        salt: "0a".repeat(32),
        certificate: "-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n".into(),
    }
}

fn event(number: u64, time: u64, action: &str, documents: &[(&str, &str)]) -> EventRow {
    EventRow {
        number,
        time,
        who: None,
        action: action.into(),
        documents: documents.iter().map(|(id, title)| ((*id).to_owned(), (*title).to_owned())).collect(),
        included: NOW - time > 3600,
        signed: true,
        statement: format!("scelle/v1/{action}\nrecord: 7q2m41xk09td\nreader: r-58d0c2\nnumber: {number}"),
        ..EventRow::default()
    }
}

pub fn journal(checks: Checks) -> Journal {
    let bilan = ("bilan", "Bilan du diabète et des reins");
    let radio = ("radio", "Radiographie du genou droit");
    let mut events = vec![
        event(220, NOW, "opener-replaced", &[]),
        event(219, NOW - 60, "recovery", &[]),
        event(218, NOW - 120, "list", &[]),
        event(217, NOW - 900, "read", &[bilan]),
        event(216, NOW - 90_000, "deposit", &[bilan]),
        event(
            215,
            NOW - 91_000,
            "deposit",
            &[radio, ("note", "Mes questions"), ("irm", "IRM"), ("vide", "Page blanche")],
        ),
        event(2, NOW - 400_000, "consent", &[]),
        event(1, NOW - 400_060, "genesis", &[]),
    ];
    if !checks.contradictions.is_empty() {
        events[2].signed = false;
    }
    Journal { events, checks }
}

pub fn openers() -> Vec<OpenerRow> {
    let opener = |id: &str, kind: &str, made: &str, here: bool, removable: bool| OpenerRow {
        id: id.into(),
        kind: kind.into(),
        made: made.into(),
        this_computer: here,
        removable,
    };
    vec![
        opener("1", "certificate", "2026-03-03", true, true),
        opener("2", "certificate", "2025-06-01", false, true),
        opener("3", "kit", "2026-03-03", false, false),
    ]
}
