//! A signed consent as a text file that stands alone: what was read, what was signed, and how
//! somebody else can check it.

use super::{Lang, consent as words};
use crate::services::messages::SignedConsent;

/// The file. `when` is the date in words; `notice` the text agreed to, where this page knows it.
pub fn write(l: Lang, consent: &SignedConsent, when: String, notice: Option<String>) -> String {
    let notice = notice.unwrap_or_else(|| words::notice_unknown(l).to_owned());
    let proof = if consent.certificate.is_empty() { words::no_certificate(l) } else { words::how(l) };
    let parts = [
        (words::file_read(l, consent.notice.clone()), notice),
        (words::file_signed(l).to_owned(), consent.signed.clone()),
        (words::file_sealed(l).to_owned(), consent.sealed.clone()),
        (words::file_open(l, consent.leaf), consent.open.clone()),
        (words::file_binding(l).to_owned(), format!("r: {}", consent.salt)),
        (words::file_certificate(l).to_owned(), format!("{}\n{proof}", consent.certificate)),
    ];
    let mut file = format!("{}\n", words::file_title(l, when));
    for (number, (title, text)) in (1..).zip(parts) {
        file.push_str(&format!("\n\n{number}. {title}\n{RULE}\n{}\n", text.trim()));
    }
    file
}

/// `accord-scelle-2026-11-23.txt`.
pub fn name(day: &str) -> String {
    format!("accord-scelle-{day}.txt")
}

const RULE: &str = "----------------------------------------";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_holds_every_part_word_for_word() {
        let consent = SignedConsent {
            notice: "2026-11 fr".into(),
            signed: "scelle/v1/consent\nnumber: 2\n".into(),
            sealed: "scelle/v1/sealed-consent\nsig-ed25519: x\n".into(),
            open: "scelle/v1/consent\nsealed: y\n".into(),
            salt: "0a".into(),
            certificate: "-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----\n".into(),
            ..SignedConsent::default()
        };
        for lang in [Lang::Fr, Lang::En] {
            let file = write(lang, &consent, "23 novembre 2026".into(), Some("La notice.".into()));
            let parts = ["23 novembre 2026", "La notice.", "r: 0a", consent.certificate.trim()];
            for part in [&parts[..], &[consent.signed.trim(), consent.sealed.trim(), consent.open.trim()]].concat() {
                assert!(file.contains(part), "{part}\n{file}");
            }
            let unknown = write(lang, &SignedConsent::default(), String::new(), None);
            assert!(unknown.contains(words::notice_unknown(lang)) && unknown.contains(words::no_certificate(lang)));
        }
    }
}
