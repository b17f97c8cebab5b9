//! Words that every page shares.

use super::texts;

texts! {
    brand { "Scellé", "Scellé" }
    brand_home { "Scellé, accueil", "Scellé, home" }
    skip { "Aller au contenu", "Skip to content" }
    rooms { "Principale", "Main" }
    home { "Accueil", "Home" }
    documents { "Documents", "Documents" }
    journal { "Journal", "Journal" }
    settings { "Réglages", "Settings" }
    deposit { "Déposer", "Deposit" }
    record_of { "Dossier de", "Record of" }
    close_session { "Fermer la session", "Log out" }
    language { "Langue", "Language" }
    host_link { "Ce que l’hébergeur peut savoir", "What the host can know" }
    version(build: String) { format!("Version {build}"), format!("Version {build}") }
    close { "Fermer", "Close" }
    cancel { "Annuler", "Cancel" }
    back { "Retour", "Back" }
    go_on { "Continuer", "Continue" }
    retry { "Essayer encore", "Try again" }
    show { "Voir", "Show" }
    optional { "facultatif", "optional" }
    you { "Vous", "You" }
    only_you { "Personne d’autre que vous ne peut le lire", "Nobody but you can read it" }
    only_you_short { "Vous, personne d’autre", "You, nobody else" }
    not_found { "Cette page n’existe pas", "This page does not exist" }
    not_found_more {
        "L’adresse est fausse, ou le document n’est plus là. Votre dossier n’a pas changé.",
        "The address is wrong, or the document is no longer there. Your record has not changed."
    }
    to_home { "Aller à l’accueil", "Go to the home page" }
    checked_at(hour: String) { format!("Registre vérifié à {hour}"), format!("Log verified at {hour}") }
    checked_gap { "Registre incomplet", "Log incomplete" }
    checked_alarm { "Le registre ne concorde pas", "The log does not match" }
    step_of(step: usize, steps: usize) { format!("Étape {step} sur {steps}."), format!("Step {step} of {steps}.") }
    mends_title(count: usize) {
        if count < 2 { "Une chose est à corriger".to_owned() } else { format!("{count} choses sont à corriger") },
        if count == 1 { "One thing to correct".to_owned() } else { format!("{count} things to correct") }
    }
    waiting { "La connexion est coupée", "The connection is lost" }
    waiting_more {
        "Ce que vous lisez reste affiché. L’envoi attend et reprendra seul.",
        "What you are reading stays. Sending waits and will go on by itself."
    }
    what_safe { "Ce qui reste sûr", "What stays safe" }
    what_do { "Que faire", "What to do" }
}
