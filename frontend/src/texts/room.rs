//! A professional's screen: records, documents, reading, shortcuts.

use super::{Lang, counted, texts};
use crate::services::messages::RecordState;

/// A state in one or two words.
pub fn state(lang: Lang, state: RecordState) -> &'static str {
    match state {
        RecordState::Unverified => unverified(lang),
        RecordState::NotBegun => not_begun(lang),
        RecordState::Open => open(lang),
        RecordState::Ended => ended(lang),
        RecordState::Wrong => wrong(lang),
    }
}

texts! {
    title { "Vos dossiers", "Your records" }
    records { "Dossiers", "Records" }
    search { "Chercher un dossier", "Search for a record" }
    search_hint { "Nom ou naissance", "Name or birth" }
    search_none { "Aucun dossier à ce nom.", "No record of that name." }
    card_in { "Carte lue", "Card read" }
    session(minutes: u32) { format!("Session : {minutes} min"), format!("Session: {minutes} min") }
    session_name { "Temps de session restant", "Session time left" }
    close { "Fermer", "Close" }
    keys { "Raccourcis", "Shortcuts" }
    loading { "On relève vos dossiers, et ce qui vient d’arriver.", "Fetching your records, and what has just arrived." }
    loading_more { "Chaque droit est vérifié avec sa signature.", "Each right is checked with its signature." }
    empty { "Aucun dossier pour l’instant", "No record yet" }
    empty_more { "Quand un patient vous nomme, son dossier vient ici tout seul. Il vous trouve par votre nom, votre ville ou votre RPPS.", "When a patient names you, the record comes here by itself. They find you by name, town or RPPS." }
    look_short { "Actualiser", "Refresh" }
    look_again { "Actualiser", "Refresh" }
    choose { "Choisissez un dossier", "Choose a record" }
    choose_more { "Flèches haut et bas, puis Entrée. La touche ? montre tous les raccourcis.", "Up and down arrows, then Enter. The key ? shows all shortcuts." }
    unverified { "Identité non vérifiée", "Identity not verified" }
    not_begun { "Pas encore commencé", "Not begun yet" }
    open { "Ouvert", "Open" }
    ended { "Accès terminé", "Access over" }
    wrong { "Registre faux", "Register wrong" }
    born { "Naissance", "Born" }
    age(years: u32) {
        counted(Lang::Fr, years as usize, "an", "ans"),
        format!("aged {years}")
    }
    you_can { "Vous pouvez", "You may" }
    read_only { "lecture seule", "read only" }
    until { "Fin de l’accès", "Access ends" }
    no_end { "sans date", "no date set" }
    checked { "Identité comparée", "Identity compared" }
    taking(name: String) { format!("On ouvre le dossier : {name}."), format!("Opening the record: {name}.") }
    taking_more { "Registre, signatures, puis liste des documents.", "Register, signatures, then the list of documents." }
    put_away { "Ranger ce dossier", "Put this record away" }
    at_hand { "Dossier en main", "Record at hand" }
    none_at_hand { "Aucun dossier en main", "No record at hand" }
    to_records { "Dossiers", "Records" }
    to_documents { "Documents", "Documents" }
    documents { "Documents", "Documents" }
    no_documents { "Rien à lire ici", "Nothing to read here" }
    no_documents_more { "Aucun document ne vous a encore été ouvert. Le patient choisit lesquels.", "No document has been opened to you yet. The patient chooses which." }
    cannot_read { "Vous n’avez pas le droit de lire ce dossier", "You do not have the right to read this record" }
    cannot_read_more { "Le patient vous a donné le droit de déposer, sans lire. Vous pouvez lui demander l’autre.", "The patient gave you the right to deposit, without reading. You may ask for the other." }
    by_patient { "patient", "patient" }
    reading { "Lecture", "Reading" }
    choose_document { "Choisissez un document", "Choose a document" }
    choose_document_more { "Chaque lecture est écrite au journal du patient.", "Each reading is written in the patient’s journal." }
    of(name: String, born: String) { format!("{name}, {born}"), format!("{name}, {born}") }
    verified { "Signature et contenu vérifiés", "Signature and content verified" }
    label_verified { "Titre, date et signature vérifiés", "Title, date and signature verified" }
    logged { "Votre lecture est au journal du patient. Le patient ne vous montre peut-être pas tout.", "Your reading is in the patient’s journal. They may not show you everything." }
    no_copy { "Lecture à l’écran seulement", "On screen only" }
    no_copy_more { "Copier vers votre logiciel sera un droit à part. Il n’existe pas encore : rien ne s’enregistre d’ici.", "Copying to your software will be a right of its own. It does not exist yet: nothing is saved from here." }
    pdf_note { "Image de la page, sans texte lisible par un lecteur d’écran.", "A picture of the page, without text for a screen reader." }
    pdf_failed_more { "Le document est entier et vérifié. Demandez au patient un autre format.", "The document is whole and verified. Ask the patient for another format." }
    no_show { "Ce format ne s’affiche pas ici", "This format is not shown here" }
    no_show_more { "Le document est entier et vérifié, mais il ne peut ni s’afficher ni être enregistré. Demandez au patient un PDF ou une image.", "The document is whole and verified, but can be neither shown nor saved. Ask the patient for a PDF or an image." }
    deposit { "Déposer", "Deposit" }
    deposit_for(name: String) { format!("Déposer pour {name}"), format!("Deposit for {name}") }
    deposit_more { "Signé de votre clé, scellé pour le patient et les lecteurs de son cercle.", "Signed with your key, sealed for the patient and the readers of the circle." }
    no_deposit { "Vous n’avez pas le droit de déposer ici", "You do not have the right to deposit here" }
    no_deposit_more { "Le patient peut vous le donner depuis sa page « Cercle de confiance ».", "The patient can give it from their page “Circle of trust”." }
    deposit_done { "Voir les documents", "See the documents" }
    busy_deposit { "Un dépôt est en cours pour ce patient. Attendez sa fin, ou annulez-le, avant de changer de dossier.", "A deposit is under way for this patient. Wait for its end, or cancel it, before you change records." }
    claim_title(name: String) { format!("{name}, dit ce dossier"), format!("{name}, says this record") }
    claim_more { "Ce nom n’est pas encore vérifié. Rien ne s’ouvre et rien ne se dépose avant la comparaison.", "This name is not verified yet. Nothing opens and nothing is deposited before the comparison." }
    contact { "À joindre au", "To be reached at" }
    compare { "Comparer six chiffres", "Compare six digits" }
    compare_do { "Avec le patient face à vous, ou au téléphone si vous connaissez sa voix. Il ouvre « Comparer » dans son cercle.", "With the patient in front of you, or by telephone if you know their voice. They open “Compare” in their circle." }
    compare_start { "Afficher les chiffres", "Show the digits" }
    accept_title { "Les deux écrans s’accordent", "The two screens agree" }
    accept_more { "Confirmez : le dossier s’ouvre, et le patient vous voit « Actif ».", "Confirm: the record opens, and the patient sees you as “Active”." }
    accept { "Confirmer et ouvrir", "Confirm and open" }
    accepting { "On inscrit votre accord au dossier.", "Writing your acceptance into the record." }
    accepting_more { "D’ordinaire, une à deux secondes.", "Usually one or two seconds." }
    not_begun_title { "Votre accès à ce dossier n’a pas encore commencé", "Your access to this record has not begun yet" }
    not_begun_more(day: String) { format!("Le patient l’ouvre à partir du {day}. D’ici là, rien ne peut y être lu ni déposé."), format!("The patient opens it from {day} on. Until then, nothing can be read or deposited here.") }
    ended_title { "Votre accès à ce dossier est terminé", "Your access to this record is over" }
    ended_more { "Le patient vous a retiré, le dernier jour est passé, ou le dossier est fermé. Il n’y a plus rien à lire ici.", "The patient removed you, the last day is over, or the record is closed. There is nothing left to read here." }
    ended_do { "Besoin d’y revenir ? Demandez au patient de vous nommer à nouveau.", "Need it again? Ask the patient to name you again." }
    wrong_title { "Le registre de ce dossier ne concorde pas", "The register of this record does not match" }
    wrong_more { "On n’en ouvre rien. Prévenez le patient et l’hébergeur ; n’agissez pas sur ce qu’il montrait.", "Nothing of it is opened. Tell the patient and the host; do not act on what it showed." }
    key_search { "Chercher un dossier", "Search for a record" }
    key_move { "Monter ou descendre dans la liste", "Move up or down the list" }
    key_open { "Ouvrir", "Open" }
    key_back { "Revenir : document, puis liste, puis dossiers", "Go back: document, then list, then records" }
    key_help { "Montrer cette aide", "Show this help" }
    key_enter { "Entrée", "Enter" }
    key_escape { "Échap", "Esc" }
    the_key { "Touche", "Key" }
    does { "Ce qu’elle fait", "What it does" }
    locked_title { "Carte retirée : dossiers fermés", "Card out: records closed" }
    locked_lede { "La carte n’est plus dans le lecteur. Cette page s’est vidée aussitôt.", "The card is no longer in the reader. This page emptied at once." }
    locked_safe { "Cette page ne contient plus rien d’aucun dossier. Le programme qui tenait les clés est arrêté.", "This page holds nothing of any record any more. The program that held the keys has ended." }
    locked_draft { "Un dépôt commencé vous attend, chiffré. Vous le retrouverez en rouvrant le même dossier.", "A deposit that you began is waiting, encrypted. You will find it when you open the same record again." }
    locked_1 { "Vous revenez ? Remettez la carte, puis connectez-vous.", "Coming back? Put the card in again, then log in." }
    locked_2 { "Ce n’était pas vous ? Retrouvez d’abord votre carte.", "Was that not you? Find your card first." }
    over_idle { "Dix minutes sans geste : vos dossiers se sont fermés tout seuls.", "Ten minutes without activity: your records closed by themselves." }
    over_asked { "Vous avez fermé vos dossiers.", "You closed your records." }
    over_elsewhere { "Vos dossiers ont été fermés dans un autre onglet.", "Your records were closed in another tab." }
    again { "Se reconnecter", "Log in again" }
}
