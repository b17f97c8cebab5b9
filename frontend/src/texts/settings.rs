//! Settings: ways to open, consent, leaving.

use super::{Lang, counted, texts};

texts! {
    title { "Réglages", "Settings" }
    lede { "Vos moyens d’ouverture, votre accord, et comment partir.", "Your ways to open, your consent, and how to leave." }
    openers { "Vos moyens d’ouverture", "Your ways to open" }
    openers_more { "Chacun ouvre seul votre dossier. Gardez-en toujours deux.", "Each opens your record alone. Always keep two." }
    certificate { "Un appareil et votre mot de passe", "A device and your password" }
    this_computer { "Cet appareil", "This device" }
    kit { "Kit de secours imprimé", "Printed recovery kit" }
    made(day: String) { format!("Fait le {day}."), format!("Made on {day}.") }
    remove { "Retirer", "Remove" }
    remove_this(what: String) { format!("Retirer : {what}"), format!("Remove: {what}") }
    remove_title { "Retirer un moyen d’ouverture", "Remove a way to open" }
    remove_1 { "Cet appareil, avec son mot de passe, n’ouvrira plus votre dossier.", "This device, with its password, will not open your record any more." }
    remove_2 { "Ce qui y a déjà été enregistré y reste.", "What was already saved there stays there." }
    remove_3 { "Pour le remettre, il faudra votre kit de secours.", "To add it again you will need your recovery kit." }
    remove_sure { "Retirer cet appareil", "Remove this device" }
    remove_here { "C’est l’appareil où vous êtes", "It is the device that you are on" }
    remove_here_more {
        "La session se ferme aussitôt. Pour revenir, il vous faut un autre appareil déjà ajouté, ou votre kit. L’avez-vous sous la main ?",
        "The session ends at once. To come back, you need another device already added, or your kit. Do you have it at hand?"
    }
    remove_here_sure { "Retirer et fermer la session", "Remove and log out" }
    keep_two { "Ne se retire pas : il faut en garder deux.", "Cannot be removed: two must be kept." }
    kit_reminder { "Savez-vous où est votre kit ?", "Do you know where your kit is?" }
    kit_reminder_more {
        "Une fois par an, allez le voir. S’il est perdu ou lu par un autre, faites-en un nouveau : l’ancien n’ouvrira plus rien.",
        "Once a year, go and look at it. If it is lost or was read by another, make a new one: the old one will open nothing."
    }
    language { "Langue de l’écran", "Language of the screen" }
    consent { "Votre accord", "Your consent" }
    consent_more { "Ce que vous avez lu et signé, tel qu’il est au registre de votre dossier.", "What you read and signed, as it stands in your record’s register." }
    who { "Qui vous êtes", "Who you are" }
    who_more { "Scellé : l’hébergeur n’en voit rien.", "Sealed: the host sees none of it." }
    name { "Nom", "Name" }
    born { "Naissance", "Birth" }
    contact { "Contact", "Contact" }
    export { "Tout télécharger", "Download everything" }
    export_more { "Un fichier ZIP, avec vos documents lisibles et leur liste. Rangez-le bien : il n’est plus chiffré.", "One ZIP file, with your readable documents and their list. Keep it safe: it is no longer encrypted." }
    export_go { "Préparer le téléchargement", "Prepare the download" }
    export_busy { "On déchiffre tout, ici", "Decrypting everything, here" }
    export_ready(documents: usize, size: String) {
        format!("Prêt : {}, {size}.", counted(Lang::Fr, documents, "document", "documents")),
        format!("Ready: {}, {size}.", counted(Lang::En, documents, "document", "documents"))
    }
    export_save { "Enregistrer le ZIP", "Save the ZIP" }
    leave { "Fermer le dossier", "Close the record" }
    leave_more { "Sans retour. Téléchargez tout d’abord, si vous voulez garder quelque chose.", "There is no way back. Download everything first, if you want to keep something." }
    leave_go { "Fermer le dossier…", "Close the record…" }
    leave_title { "Fermer le dossier pour toujours", "Close the record for ever" }
    leave_1 { "Tous vos documents sont détruits chez l’hébergeur.", "All your documents are destroyed at the host." }
    leave_2 { "Ses sauvegardes deviennent illisibles à leur échéance.", "Its backups become unreadable as they expire." }
    leave_3 { "Personne ne pourra revenir en arrière : ni vous, ni nous.", "Nobody can go back: neither you, nor we." }
    leave_word { "FERMER", "CLOSE" }
    leave_type(word: String) { format!("Pour confirmer, tapez {word}"), format!("To confirm, type {word}") }
    leave_sure { "Fermer pour toujours", "Close for ever" }
    leave_wait { "Le bouton s’active quand le mot est tapé.", "The button works once the word is typed." }
    closed_title { "Dossier fermé", "Record closed" }
}
