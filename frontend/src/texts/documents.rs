//! Home and the timeline of documents.

use super::{Lang, counted, texts};
use crate::logic::kinds::Group;

/// Name of a group, as on its chip.
pub fn group(lang: Lang, group: Group) -> &'static str {
    match group {
        Group::Analyses => group_analyses(lang),
        Group::Imaging => group_imaging(lang),
        Group::Reports => group_reports(lang),
        Group::Prescriptions => group_prescriptions(lang),
        Group::Prevention => group_prevention(lang),
        Group::Certificates => group_certificates(lang),
        Group::Summaries => group_summaries(lang),
        Group::Plans => group_plans(lang),
        Group::Papers => group_papers(lang),
        Group::Wishes => group_wishes(lang),
        Group::Other => group_other(lang),
    }
}

texts! {
    home_title { "Ce qui a changé", "What has changed" }
    home_hello(name: String) { format!("Bonjour {name}."), format!("Hello {name}.") }
    news { "Nouveautés", "News" }
    news_whole { "Votre registre est entier : rien n’y manque.", "Your log is whole: nothing is missing." }
    news_gap { "Il manque des actes à votre registre : voyez le journal.", "Acts are missing from your log: see the journal." }
    news_alarm { "Votre registre ne concorde pas : voyez ci-dessous.", "Your log does not match: see below." }
    news_none { "Rien de nouveau depuis votre dernière visite", "Nothing new since your last visit" }
    news_none_more { "Vos documents sont ci-dessous.", "Your documents are below." }
    news_unread(count: usize) {
        counted(Lang::Fr, count, "nouveau document", "nouveaux documents"),
        counted(Lang::En, count, "new document", "new documents")
    }
    news_unread_more(count: usize) {
        if count < 2 { "Vous ne l’avez pas encore ouvert.".to_owned() } else { "Vous ne les avez pas encore ouverts.".to_owned() },
        if count == 1 { "You have not opened it yet.".to_owned() } else { "You have not opened them yet.".to_owned() }
    }
    news_unfinished(count: usize) {
        counted(Lang::Fr, count, "dépôt à finir", "dépôts à finir"),
        counted(Lang::En, count, "deposit to finish", "deposits to finish")
    }
    news_unfinished_more(count: usize) {
        if count < 2 { "Il a été coupé en route. Reprenez-le avec le même fichier.".to_owned() } else { "Ils ont été coupés en route. Reprenez chacun avec le même fichier.".to_owned() },
        if count == 1 { "It was interrupted. Resume it with the same file.".to_owned() } else { "They were interrupted. Resume each with the same file.".to_owned() }
    }
    news_resume { "Reprendre", "Resume" }
    news_kit { "Ce navigateur n’a pas encore de clé", "This browser has no key yet" }
    news_kit_more { "Le kit vous a ouvert le dossier. Ajoutez cet ordinateur pour entrer plus simplement.", "The kit opened your record. Add this computer for a simpler way in." }
    to_do { "À faire", "To do" }
    your_documents { "Vos documents", "Your documents" }
    lede { "Par date de l’acte, du plus récent au plus ancien.", "By date of care, newest first." }
    filters { "Filtrer les documents", "Filter the documents" }
    search { "Chercher dans vos documents", "Search in your documents" }
    search_hint { "Titre, sorte, mois", "Title, type, month" }
    kinds { "Sorte de document", "Type of document" }
    unread { "Non lus", "Unread" }
    personal { "Espace personnel", "Personal space" }
    count(shown: usize) {
        format!("{}.", counted(Lang::Fr, shown, "document", "documents")),
        format!("{}.", counted(Lang::En, shown, "document", "documents"))
    }
    count_of(shown: usize, all: usize) {
        format!("{} sur {all}.", counted(Lang::Fr, shown, "document", "documents")),
        format!("{} of {all}.", counted(Lang::En, shown, "document", "documents"))
    }
    count_month(count: usize) {
        counted(Lang::Fr, count, "document", "documents"),
        counted(Lang::En, count, "document", "documents")
    }
    new { "Nouveau", "New" }
    by_you { "Déposé par vous", "Deposited by you" }
    refused { "Refusé", "Refused" }
    refused_title { "Fiche refusée", "Details refused" }
    empty_title { "Votre dossier est ouvert, et vide", "Your record is open, and empty" }
    empty_more { "Déposez un premier document : une analyse, une ordonnance, une photo.", "Deposit a first document: a result, a prescription, a photograph." }
    deposit_one { "Déposer un document", "Deposit a document" }
    none_title { "Aucun document ne correspond", "No document matches" }
    none_more { "Enlevez un filtre, ou cherchez un autre mot.", "Remove a filter, or search for another word." }
    clear { "Retirer les filtres", "Remove the filters" }
    opening_labels { "On déchiffre la liste de vos documents, sur cet appareil.", "Decrypting the list of your documents, on this device." }
    opening_labels_more { "D’ordinaire, une à deux secondes pour mille documents.", "Usually one or two seconds for a thousand documents." }
    older(count: usize) {
        format!("Montrer {} de plus", counted(Lang::Fr, count, "document", "documents")),
        format!("Show {} more", counted(Lang::En, count, "document", "documents"))
    }
    safety { "Sûreté", "Safety" }
    who_reads { "Qui peut lire", "Who can read" }
    entries(count: usize, hour: String) {
        format!("Registre vérifié à {hour} : {}, aucun trou", counted(Lang::Fr, count, "acte", "actes")),
        format!("Log verified at {hour}: {}, no gap", counted(Lang::En, count, "act", "acts"))
    }
    group_analyses { "Analyses", "Results" }
    group_imaging { "Imagerie", "Imaging" }
    group_reports { "Comptes rendus", "Reports" }
    group_prescriptions { "Ordonnances", "Prescriptions" }
    group_prevention { "Vaccins et prévention", "Vaccines and prevention" }
    group_certificates { "Certificats", "Certificates" }
    group_summaries { "Synthèses", "Summaries" }
    group_plans { "Plans de soins", "Care plans" }
    group_papers { "Pièces administratives", "Administrative papers" }
    group_wishes { "Directives anticipées", "Advance directives" }
    group_other { "Autres", "Other" }
}
