//! Depositing documents.

use super::{Lang, counted, texts};
use crate::{logic::sniff::Refusal, services::messages::Stage};

/// Why a file is not taken, and what to do.
pub fn refusal(lang: Lang, refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Heic => heic(lang),
        Refusal::Program => program(lang),
        Refusal::TooLarge => too_large(lang),
        Refusal::Unreadable => unreadable(lang),
    }
}

/// What a deposit is doing.
pub fn stage(lang: Lang, stage: Stage) -> &'static str {
    match stage {
        Stage::Sealing => sealing(lang),
        Stage::Committing => committing(lang),
        Stage::Fetching => fetching(lang),
        Stage::Verifying => verifying(lang),
        Stage::Saving => saving(lang),
    }
}

texts! {
    title { "Déposer des documents", "Deposit documents" }
    lede { "Chaque fichier est chiffré ici, puis envoyé. Il ne s’ouvre que pour vous et pour les membres de votre cercle qui peuvent lire.", "Each file is encrypted here, then sent. Only you, and the members of your circle who may read, can open it." }
    choose { "Choisir des fichiers", "Choose files" }
    drop { "Déposez vos fichiers ici", "Drop your files here" }
    drop_or { "ou choisissez-les. PDF, image, texte, XML ou DICOM, jusqu’à 1 Go chacun.", "or choose them. PDF, image, text, XML or DICOM, up to 1 GB each." }
    field_title { "Titre", "Title" }
    field_title_hint { "Repris du nom du fichier. Changez-le si besoin.", "Taken from the file name. Change it if need be." }
    field_kind { "Sorte de document", "Type of document" }
    field_kind_choose { "Choisissez…", "Choose…" }
    official(name: String) { format!("Nom officiel : {name}."), format!("Official French name: {name}.") }
    field_date { "Date de l’acte", "Date of care" }
    field_date_hint { "Le jour de l’examen ou de la consultation.", "The day of the examination or consultation." }
    personal { "Espace personnel", "Personal space" }
    personal_hint { "Personne d’autre que vous, jamais, même en urgence.", "Nobody but you, ever, not even in an emergency." }
    remove(name: String) { format!("Retirer : {name}"), format!("Remove: {name}") }
    remove_short { "Retirer", "Remove" }
    send(count: usize) {
        format!("Déposer {}", counted(Lang::Fr, count, "fichier", "fichiers")),
        format!("Deposit {}", counted(Lang::En, count, "file", "files"))
    }
    sealing { "Chiffré ici, puis envoyé", "Encrypted here, then sent" }
    committing { "L’hébergeur l’écrit en lieu sûr", "The host is writing it safely" }
    fetching { "Réception", "Receiving" }
    verifying { "Vérification, ici", "Verifying, here" }
    saving { "Écriture dans votre fichier", "Writing to your file" }
    queued { "En attente de son tour", "Waiting for its turn" }
    waiting { "La connexion est coupée. Le dépôt attend et reprendra seul.", "The connection is lost. The deposit waits and goes on by itself." }
    can_go { "Vous pouvez continuer ailleurs. Fermer l’onglet suspend l’envoi sans rien perdre.", "You can go on elsewhere. Closing the tab pauses sending and loses nothing." }
    cancel_one(name: String) { format!("Annuler ce dépôt : {name}"), format!("Cancel this deposit: {name}") }
    cancel_short { "Annuler ce dépôt", "Cancel this deposit" }
    done { "Déposé", "Deposited" }
    done_more { "Écrit chez l’hébergeur, chiffré. Vous pouvez le rouvrir.", "Written at the host, encrypted. You can open it again." }
    see { "L’ouvrir", "Open it" }
    sending(name: String) { format!("Envoi de {name}"), format!("Sending {name}") }
    refused_title(count: usize) {
        format!("{} ne peut pas être déposé{}", counted(Lang::Fr, count, "fichier", "fichiers"), if count > 1 { "s" } else { "" }).replace("fichiers ne peut", "fichiers ne peuvent"),
        format!("{} cannot be deposited", counted(Lang::En, count, "file", "files"))
    }
    refused_safe { "Les autres fichiers sont prêts.", "The other files are ready." }
    heic { "Ce format de photo (HEIC) ne s’ouvre pas partout. Exportez-la en JPEG, puis choisissez-la.", "This photograph format (HEIC) does not open everywhere. Export it as JPEG, then choose it." }
    program { "C’est un programme, pas un document.", "This is a program, not a document." }
    too_large { "Il dépasse 1 Go. Coupez-le en plusieurs fichiers.", "It is over 1 GB. Split it into several files." }
    unreadable { "Il ne se lit pas. Est-ce un dossier, ou un fichier ouvert ailleurs ?", "It cannot be read. Is it a folder, or a file open elsewhere?" }
    unfinished_title { "Dépôts à finir", "Deposits to finish" }
    unfinished_more { "Coupés en route. Choisissez le même fichier : l’envoi reprend où il en était.", "Interrupted. Choose the same file: sending resumes where it stopped." }
    resume(name: String) { format!("Reprendre : {name}"), format!("Resume: {name}") }
    resume_short { "Reprendre", "Resume" }
    forget(name: String) { format!("Abandonner : {name}"), format!("Discard: {name}") }
    forget_short { "Abandonner", "Discard" }
    draft_back { "Nous avons retrouvé ce que vous aviez saisi. Choisissez à nouveau les fichiers : titres et dates reviennent.", "We found what you had typed. Choose the files again: titles and dates come back." }
    all_done { "Voir mes documents", "See my documents" }
}
