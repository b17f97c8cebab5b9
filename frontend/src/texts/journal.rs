//! The journal and its verdict.

use super::{Lang, counted, texts};

/// What was done, as a sentence after the person: « a lu », « avez lu ».
pub fn did(lang: Lang, action: &str, you: bool) -> &'static str {
    let (third, second) = match action {
        "list" => (list(lang), list_you(lang)),
        "read" => (read(lang), read_you(lang)),
        "deposit" => (deposit(lang), deposit_you(lang)),
        "replace" => (replace(lang), replace_you(lang)),
        "copy-out" => (copy(lang), copy_you(lang)),
        "export" => (export(lang), export_you(lang)),
        "print" => (print(lang), print_you(lang)),
        "genesis" | "open" => (open(lang), open_you(lang)),
        "consent" => (consent(lang), consent_you(lang)),
        "opener-added" => (opener_added(lang), opener_added_you(lang)),
        "opener-removed" => (opener_removed(lang), opener_removed_you(lang)),
        "opener-replaced" => (opener_replaced(lang), opener_replaced_you(lang)),
        "recovery" => (recovery(lang), recovery_you(lang)),
        "grant" => (grant(lang), grant_you(lang)),
        "give" => (give(lang), give_you(lang)),
        "acceptance" => (acceptance(lang), acceptance(lang)),
        "revocation" => (revocation(lang), revocation_you(lang)),
        "close" | "closure" => (closed(lang), closed_you(lang)),
        _ => (acted(lang), acted_you(lang)),
    };
    if you { second } else { third }
}

/// `true` for acts that change something; the others only read.
pub fn writes(action: &str) -> bool {
    !matches!(action, "list" | "read" | "copy-out" | "print" | "export" | "search")
}

texts! {
    title { "Journal", "Journal" }
    lede { "Chaque lecture et chaque acte sur votre dossier. Personne d’autre ne le voit en entier.", "Every reading and every act on your record. Nobody else sees all of it." }
    checking { "On vérifie le registre, ici.", "Checking the log, here." }
    checking_more { "D’ordinaire, une seconde.", "Usually one second." }
    ok { "Registre vérifié", "Log verified" }
    ok_count(entries: usize, when: String) {
        format!("{}, aucun trou. Comparé à l’engagement signé de l’hébergeur, le {when}.", counted(Lang::Fr, entries, "acte", "actes")),
        format!("{}, no gap. Compared with the host’s signed commitment, on {when}.", counted(Lang::En, entries, "act", "acts"))
    }
    ok_pending(pending: usize) {
        format!("{} de moins d’une heure : la preuve vient.", counted(Lang::Fr, pending, "acte", "actes")),
        format!("{} less than an hour old: the proof is coming.", counted(Lang::En, pending, "act", "acts"))
    }
    alone { "Limite : personne hors de l’hébergeur ne confirme encore ce registre.", "Limit: nobody outside the host confirms this log yet." }
    cosigned(count: usize) {
        format!("Contresigné par {}.", counted(Lang::Fr, count, "garant", "garants")),
        format!("Countersigned by {}.", counted(Lang::En, count, "trustee", "trustees"))
    }
    incomplete(count: usize) {
        format!("Il manque {} au registre", counted(Lang::Fr, count, "acte", "actes")),
        format!("{} missing from the log", counted(Lang::En, count, "act is", "acts are"))
    }
    incomplete_more { "Un numéro existe sans son acte. Cela peut venir d’une panne ; cela ne doit pas durer.", "A number exists without its act. It may come from a fault; it must not last." }
    incomplete_1 { "Revenez dans une heure, et vérifiez encore.", "Come back in an hour, and check again." }
    incomplete_2 { "Si cela dure, gardez cette page et prévenez l’hébergeur.", "If it goes on, keep this page and tell the host." }
    numbers(list: String) { format!("Numéros : {list}."), format!("Numbers: {list}.") }
    alarm { "Le registre ne concorde pas", "The log does not match" }
    alarm_more { "L’hébergeur montre autre chose que ce qu’il avait signé.", "The host shows something other than what it had signed." }
    alarm_do { "Ce que vous pouvez faire", "What you can do" }
    alarm_1 { "Gardez la preuve : enregistrez ou imprimez cette page.", "Keep the proof: save or print this page." }
    alarm_2 { "Prévenez l’hébergeur, et l’autorité qui le contrôle.", "Tell the host, and the authority that supervises it." }
    alarm_3 { "Ne changez rien au dossier tant que l’alarme dure. Lire reste sûr.", "Change nothing in the record while the alarm lasts. Reading stays safe." }
    expert { "Détails pour un expert", "Details for an expert" }
    filter { "Filtrer le journal", "Filter the journal" }
    kinds { "Sorte d’acte", "Type of act" }
    reads { "Lectures", "Readings" }
    writes_chip { "Écritures", "Writings" }
    shown(shown: usize, all: usize) {
        format!("{} sur {all}.", counted(Lang::Fr, shown, "acte", "actes")),
        format!("{} of {all}.", counted(Lang::En, shown, "act", "acts"))
    }
    empty { "Encore aucun acte à montrer", "No act to show yet" }
    empty_more { "Chaque lecture et chaque dépôt viendra s’inscrire ici.", "Each reading and each deposit will be written here." }
    older(count: usize) {
        format!("Montrer {} de plus", counted(Lang::Fr, count, "acte", "actes")),
        format!("Show {} more", counted(Lang::En, count, "act", "acts"))
    }
    number(number: u64) { format!("Acte {number}"), format!("Act {number}") }
    proved { "prouvé dans le registre", "proved in the log" }
    pending { "preuve à venir", "proof to come" }
    unsigned { "Signature fausse", "Wrong signature" }
    was_read { "Lu", "Read" }
    was_written { "Écrit", "Written" }
    signed_text { "Le texte signé", "The signed text" }
    and_more(count: usize) {
        format!(" et {}", counted(Lang::Fr, count, "autre", "autres")).trim_start().to_owned(),
        format!("and {}", counted(Lang::En, count, "other", "others"))
    }
    list { "a demandé la liste", "asked for the list" }
    list_you { "avez ouvert votre liste", "opened your list" }
    read { "a lu", "read" }
    read_you { "avez lu", "read" }
    deposit { "a déposé", "deposited" }
    deposit_you { "avez déposé", "deposited" }
    replace { "a remplacé", "replaced" }
    replace_you { "avez remplacé", "replaced" }
    copy { "a copié vers son logiciel", "copied to their software" }
    copy_you { "avez copié", "copied" }
    export { "a tout téléchargé", "downloaded everything" }
    export_you { "avez tout téléchargé", "downloaded everything" }
    print { "a imprimé", "printed" }
    print_you { "avez imprimé", "printed" }
    open { "a ouvert le dossier", "opened the record" }
    open_you { "avez ouvert votre dossier", "opened your record" }
    consent { "a signé l’accord", "signed the consent" }
    consent_you { "avez signé votre accord", "signed your consent" }
    opener_added { "a ajouté un moyen d’ouverture", "added a way to open" }
    opener_added_you { "avez ajouté un moyen d’ouverture", "added a way to open" }
    opener_removed { "a retiré un moyen d’ouverture", "removed a way to open" }
    opener_removed_you { "avez retiré un moyen d’ouverture", "removed a way to open" }
    opener_replaced { "a remplacé un moyen d’ouverture", "replaced a way to open" }
    opener_replaced_you { "avez remplacé un moyen d’ouverture", "replaced a way to open" }
    recovery { "a utilisé le kit de secours", "used the recovery kit" }
    recovery_you { "avez utilisé le kit de secours", "used the recovery kit" }
    grant { "a nommé au cercle", "named to the circle" }
    grant_you { "avez nommé au cercle", "named to the circle" }
    give { "a donné à lire", "gave to read" }
    give_you { "avez donné à lire", "gave to read" }
    with { "avec", "with" }
    acceptance { "a comparé et accepté, avec sa carte", "compared and accepted, with their card" }
    revocation { "a retiré du cercle", "removed from the circle" }
    revocation_you { "avez retiré du cercle", "removed from the circle" }
    of_list(place: String) { format!("{place}, de sa propre liste"), format!("{place}, in their own list") }
    closed { "a fermé le dossier", "closed the record" }
    closed_you { "avez fermé votre dossier", "closed your record" }
    acted { "a fait un acte", "did an act" }
    acted_you { "avez fait un acte", "did an act" }
}
