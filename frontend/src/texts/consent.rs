//! The consent: what its lines say in plain words, and the file that is kept of it.

use super::texts;

/// What a line of the consent is about; a name that this page does not know stays as it is.
pub fn line(lang: super::Lang, name: &str) -> String {
    let words = match name {
        "record" => record(lang),
        "number" => number(lang),
        "previous" => previous(lang),
        "deadline" => deadline(lang),
        "notice" => notice(lang),
        "text" => text(lang),
        "certificate" => certificate(lang),
        "identity-sign" => identity(lang),
        "agreed" => agreed(lang),
        other => super::acts::line(lang, other).unwrap_or(other),
    };
    words.to_owned()
}

/// What begins with a context line.
pub fn part(lang: super::Lang, context: &str) -> String {
    let words = match context {
        "scelle/v1/consent" => open_part(lang),
        "scelle/v1/sealed-consent" => sealed_part(lang),
        other => super::acts::part(lang, other).unwrap_or(other),
    };
    words.to_owned()
}

texts! {
    open_part { "Ce que l’hébergeur verra", "What the host will see" }
    sealed_part { "Ce que personne d’autre que vous ne pourra relire", "What nobody but you can read again" }
    record { "Dossier, numéro tiré au hasard", "Record, a random number" }
    number { "Place au registre du dossier", "Place in the record’s register" }
    previous { "Empreinte de l’acte d’avant", "Fingerprint of the act before" }
    deadline { "À signer avant", "To be signed before" }
    notice { "Texte que vous avez lu", "Text that you have read" }
    text { "Empreinte de ce texte", "Fingerprint of that text" }
    certificate { "Certificat de cet appareil, qui signe", "Certificate of this device, which signs" }
    identity { "Votre clé d’identité, qui signe aussi", "Your identity key, which signs too" }
    agreed { "Date de l’accord", "Date of the consent" }
    place(number: String) { format!("Acte n° {number}"), format!("Act number {number}") }
    version_fr(version: String) { format!("Version {version}, en français"), format!("Version {version}, in French") }
    version_en(version: String) { format!("Version {version}, en anglais"), format!("Version {version}, in English") }
    raw { "Le même texte, mot pour mot", "The same text, word for word" }
    others { "Ce que cet appareil signe avec", "What this device signs with it" }
    others_more {
        "L’ouverture du compte et celle du dossier. Elles sont prêtes ici ; rien ne part avant votre accord.",
        "The opening of the account and of the record. They are ready here; nothing leaves before you agree."
    }
    other(number: usize) { format!("Acte joint {number}"), format!("Attached act {number}") }
    until(hour: String) {
        format!("Bon à signer jusqu’à {hour}. Prenez votre temps : passé cette heure, on vous en montre un nouveau."),
        format!("Good to sign until {hour}. Take your time: after that, you are shown a new one.")
    }
    signed_on(when: String) { format!("Signé le {when}"), format!("Signed on {when}") }
    holds(number: u64) {
        format!("Signatures vérifiées ici. Acte n° {number} du registre de votre dossier."),
        format!("Signatures verified here. Act number {number} of your record’s register.")
    }
    save { "Enregistrer l’accord", "Save the consent" }
    save_more { "Un fichier texte, avec la date, le texte lu, l’acte et ses signatures.", "A text file, with the date, the text read, the act and its signatures." }
    read_again { "Relire le texte de l’accord", "Read the text of the consent" }
    act_again { "Relire l’acte signé", "Read the signed act" }
    reading { "On relit le registre, ici.", "Reading the register, here." }
    chain_part { "Tel qu’il est inscrit au registre", "As it stands in the register" }
    sealed_signed { "La partie scellée, avec ses signatures", "The sealed part, with its signatures" }
    signed_part { "L’acte, mot pour mot", "The act, word for word" }
    notice_unknown {
        "Cette page ne connaît plus cette version du texte. Son empreinte est dans l’acte, à la ligne « text ».",
        "This page no longer knows this version of the text. Its fingerprint is in the act, on the line “text”."
    }
    file_title(when: String) { format!("SCELLÉ\nAccord signé le {when}"), format!("SCELLÉ\nConsent signed on {when}") }
    file_read(version: String) { format!("Le texte lu (version {version})"), format!("The text read (version {version})") }
    file_signed { "L’acte signé, mot pour mot", "The act signed, word for word" }
    file_sealed { "La partie scellée, avec ses signatures", "The sealed part, with its signatures" }
    file_open(leaf: u64) {
        format!("L’acte tel qu’il est au registre du dossier (entrée {leaf} du registre public)"),
        format!("The act as it stands in the record’s register (entry {leaf} of the public log)")
    }
    file_binding { "Le lien entre les deux parties", "What binds the two parts" }
    file_certificate { "Le certificat, et comment vérifier", "The certificate, and how to check" }
    how {
        "La ligne sig-sha256WithRSA signe les octets de la partie 2, dernier saut de ligne compris (UTF-8). Sa valeur, après l’empreinte du certificat, est en base64url.\nopenssl x509 -in certificat.pem -pubkey -noout > cle.pem\nopenssl dgst -sha256 -verify cle.pem -signature signature.bin acte.txt\nLa ligne sealed de la partie 4 est SHA-256(r ‖ partie 3), dernier saut de ligne compris.",
        "The line sig-sha256WithRSA signs the bytes of part 2, last line end included (UTF-8). Its value, after the fingerprint of the certificate, is in base64url.\nopenssl x509 -in certificate.pem -pubkey -noout > key.pem\nopenssl dgst -sha256 -verify key.pem -signature signature.bin act.txt\nThe line sealed of part 4 is SHA-256(r ‖ part 3), last line end included."
    }
    no_certificate {
        "Le certificat n’est pas gardé dans le dossier : seule la clé d’identité a pu être vérifiée.",
        "The certificate is not kept in the record: only the identity key could be checked."
    }
}
