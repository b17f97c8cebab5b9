//! The lines of the acts on the circle, in plain words. Those of the consent are in `consent`.

use super::{Lang, texts};

/// What a line is about; `None` when it is no line of these acts.
pub fn line(lang: Lang, name: &str) -> Option<&'static str> {
    Some(match name {
        "reader" => reader(lang),
        "starter-sign" => starter_sign(lang),
        "starter-seal" => starter_seal(lang),
        "rights" => rights(lang),
        "from" => from(lang),
        "until" => until(lang),
        "person" => person(lang),
        "sealed" => sealed(lang),
        "id-nat" => id_nat(lang),
        "name" => name_of(lang),
        "profession" => profession(lang),
        "member-sign" => member_sign(lang),
        "binding" => binding(lang),
        "documents" => documents(lang),
        "reason" => reason(lang),
        _ => return None,
    })
}

/// What begins with a context line; `None` when it is none of these acts.
pub fn part(lang: Lang, context: &str) -> Option<&'static str> {
    Some(match context {
        "scelle/v1/grant" | "scelle/v1/revocation" => open_part(lang),
        "scelle/v1/sealed-grant" | "scelle/v1/sealed-revocation" => sealed_part(lang),
        _ => return None,
    })
}

/// The words of rights, as statements spell them.
pub fn said_rights(lang: Lang, value: &str) -> Option<&'static str> {
    Some(match value {
        "read deposit" => super::circle::can_both(lang),
        "read" => super::circle::can_read(lang),
        "deposit" => super::circle::can_deposit(lang),
        _ => return None,
    })
}

texts! {
    open_part { "Ce que l’hébergeur verra", "What the host will see" }
    sealed_part { "Ce que seuls les titulaires du dossier pourront relire", "What only the holders of the record can read again" }
    reader { "Numéro de lecteur, tiré au hasard", "Reader number, at random" }
    starter_sign { "Clé de départ, qui signe", "Starter key, which signs" }
    starter_seal { "Clé de départ, pour sceller", "Starter key, to seal to" }
    rights { "Droits", "Rights" }
    from { "À partir de", "From" }
    until { "Jusqu’à", "Until" }
    person { "Empreinte de la personne, illisible pour l’hébergeur", "Fingerprint of the person, which the host cannot read" }
    sealed { "Empreinte de la partie scellée", "Fingerprint of the sealed part" }
    id_nat { "Identifiant national du professionnel", "National identifier of the professional" }
    name_of { "Nom, comme sur la carte", "Name, as on the card" }
    profession { "Profession, code national", "Profession, national code" }
    member_sign { "Clé d’identité du professionnel", "Identity key of the professional" }
    binding { "Empreinte de l’acte qui lie cette clé à sa carte", "Fingerprint of the act that ties this key to the card" }
    documents { "Documents du dossier donnés avec", "Documents of the record given with it" }
    reason { "Raison", "Reason" }
    none { "Aucune", "None" }
    no_end { "Jusqu’au retrait", "Until removed" }
    long(signs: usize) { format!("Clé longue, {signs} signes"), format!("Long key, {signs} characters") }
}
