//! Naming a professional, step by step.

use super::{Lang, counted, texts};

texts! {
    title_1 { "Qui voulez-vous nommer ?", "Who do you want to name?" }
    title_2 { "Est-ce bien cette personne ?", "Is this the right person?" }
    title_3 { "Que pourra faire cette personne ?", "What may this person do?" }
    title_4 { "Relire et signer", "Review and sign" }
    title_5 { "C’est signé. Il reste à comparer.", "Signed. One thing is left: comparing." }
    lede_1 { "Cherchez par nom, par ville ou par numéro RPPS. Rien n’est proposé d’avance.", "Search by name, by town or by RPPS number. Nothing is suggested in advance." }
    lede_2 { "Voici ce que dit sa carte de professionnel. Nous l’avons vérifié ici.", "This is what their professional card says. It was verified here." }
    lede_3 { "Rien n’est coché d’avance. Chaque droit se retire.", "Nothing is ticked in advance. Every right can be taken back." }
    lede_4 { "Rien n’est envoyé avant votre signature.", "Nothing is sent before you sign." }
    lede_5 { "Cette personne ne lit encore rien.", "This person reads nothing yet." }
    search { "Nom, ville ou numéro RPPS", "Name, town or RPPS number" }
    search_hint { "Deux lettres au moins. L’hébergeur voit ce que vous cherchez ; il ne le garde pas.", "At least two letters. The host sees what you search; it does not keep it." }
    go { "Chercher", "Search" }
    searching { "On cherche dans l’annuaire.", "Searching the directory." }
    searching_more { "Il ne contient que des professionnels inscrits ici avec leur carte.", "It holds only professionals who joined here with their card." }
    found(count: usize) {
        format!("{} dans l’annuaire", counted(Lang::Fr, count, "professionnel", "professionnels")),
        format!("{} in the directory", counted(Lang::En, count, "professional", "professionals"))
    }
    more { "Il y en a d’autres. Ajoutez un mot : la ville, ou le prénom.", "There are more. Add a word: the town, or the given name." }
    none { "Personne de ce nom ici", "Nobody by that name here" }
    none_more {
        "Vérifiez l’orthographe. Ce professionnel n’est peut-être pas encore inscrit : il peut le faire avec sa carte, en quelques minutes.",
        "Check the spelling. This professional may not have joined yet: they can, with their card, in a few minutes."
    }
    look(name: String) { format!("Voir la carte de {name}"), format!("See the card of {name}") }
    declared { "Adresse déclarée", "Declared address" }
    unverified { "Non vérifiée", "Not verified" }
    declared_more { "Personne n’a vérifié cette adresse. Ne vous y fiez pas pour reconnaître quelqu’un.", "Nobody verified this address. Do not rely on it to recognise someone." }
    no_address { "Aucune adresse déclarée.", "No address declared." }
    checking { "On vérifie sa carte, ici.", "Verifying the card, here." }
    checking_more { "Signature, autorité, et si elle a été révoquée.", "Signature, authority, and whether it was revoked." }
    card { "Ce que dit sa carte", "What the card says" }
    card_ok { "Carte vérifiée ici, jusqu’à l’autorité de santé", "Card verified here, up to the health authority" }
    rpps { "Numéro RPPS", "RPPS number" }
    authority { "Autorité", "Authority" }
    valid { "Carte valable jusqu’au", "Card valid until" }
    not_revoked { "Non révoquée", "Not revoked" }
    asked_at(when: String) { format!("Réponse du {when}"), format!("Answer of {when}") }
    this_one { "C’est cette personne", "This is the person" }
    other { "Chercher quelqu’un d’autre", "Search for someone else" }
    doubt { "Un doute ?", "In doubt?" }
    doubt_more { "Demandez-lui son numéro RPPS : il est imprimé sur sa carte et sur ses ordonnances.", "Ask for their RPPS number: it is printed on their card and their prescriptions." }
    rights { "Ce que cette personne pourra faire", "What this person may do" }
    read { "Lire", "Read" }
    read_hint { "Ouvrir à l’écran les documents dont vous lui donnez la clé. Chaque lecture est au journal.", "Open on screen the documents whose key you give. Each reading is in the journal." }
    deposit { "Déposer", "Deposit" }
    deposit_hint { "Ajouter des documents à votre dossier, signés de sa clé.", "Add documents to your record, signed with their key." }
    until { "Dernier jour", "Last day" }
    until_hint { "Sans date, le droit dure jusqu’à ce que vous le retiriez.", "Without a date, the right lasts until you take it back." }
    so_far { "Les documents déjà au dossier", "Documents already in the record" }
    so_far_hint { "Ce que vous déposerez plus tard lui sera lisible, sauf l’espace personnel.", "What you deposit later will be readable to them, except the personal space." }
    so_far_need { "Sans le droit de lire, cette personne ne reçoit la clé d’aucun document.", "Without the right to read, this person gets the key of no document." }
    nothing { "Aucun", "None" }
    nothing_hint { "Seulement ce qui viendra ensuite.", "Only what comes afterwards." }
    everything { "Tous, sauf l’espace personnel", "All, except the personal space" }
    everything_hint(count: usize) {
        format!("{} aujourd’hui.", counted(Lang::Fr, count, "document", "documents")),
        format!("{} today.", counted(Lang::En, count, "document", "documents"))
    }
    these { "Ceux que je coche", "Those I tick" }
    these_hint { "Vous choisissez dans la liste.", "You choose from the list." }
    these_list { "Documents à lui ouvrir", "Documents to open to them" }
    these_count(count: usize) {
        counted(Lang::Fr, count, "document coché", "documents cochés"),
        counted(Lang::En, count, "document ticked", "documents ticked")
    }
    no_documents { "Votre dossier n’a encore aucun document à donner.", "Your record has no document to give yet." }
    read_over { "Relire avant de signer", "Read before signing" }
    act { "L’acte que vous signez", "The act that you sign" }
    plain(name: String, rights: String, end: String) {
        format!("En clair : {name} pourra {rights}, {end}."),
        format!("In plain words: {name} may {rights}, {end}.")
    }
    end_none { "jusqu’à ce que vous retiriez ce droit", "until you take this right back" }
    end_on(day: String) { format!("jusqu’au {day} inclus"), format!("up to and including {day}") }
    gets(count: usize) {
        if count == 0 { "Aucun document déjà au dossier ne lui est ouvert.".to_owned() } else { format!("{} du dossier lui seront ouverts.", counted(Lang::Fr, count, "document", "documents")) },
        if count == 0 { "No document already in the record is opened to them.".to_owned() } else { format!("{} of the record will be opened to them.", counted(Lang::En, count, "document", "documents")) }
    }
    agree { "J’ai lu, et je nomme cette personne", "I have read this, and I name this person" }
    agree_hint { "Vous pourrez la retirer à tout moment. Ce qu’elle aura lu, elle l’aura lu.", "You can remove them at any time. What they have read, they have read." }
    sign { "Signer et nommer", "Sign and name" }
    signing { "On signe, et on scelle les documents choisis.", "Signing, and sealing the documents chosen." }
    signing_more { "D’ordinaire, quelques secondes.", "Usually a few seconds." }
    done(name: String) { format!("{name} est dans votre cercle, en attente"), format!("{name} is in your circle, waiting") }
    next { "La suite", "What comes next" }
    next_1 { "Le professionnel se connecte avec sa carte. Il voit que vous l’avez nommé.", "The professional logs in with their card. They see that you named them." }
    next_2 { "Vous comparez six chiffres, face à face ou au téléphone si vous connaissez sa voix.", "You compare six digits, face to face, or by telephone if you know their voice." }
    next_3 { "S’ils sont les mêmes, il confirme, et le dossier s’ouvre pour lui.", "If they are the same, they confirm, and the record opens for them." }
    why { "Pourquoi comparer ?", "Why compare?" }
    why_more { "Pour qu’aucun inconnu ne puisse se glisser entre vous deux, pas même l’hébergeur.", "So that no stranger can slip in between you, not even the host." }
    compare_now { "Comparer maintenant", "Compare now" }
    compare_later { "Plus tard", "Later" }
    stop { "Abandonner", "Stop here" }
    search_short { "Écrivez deux lettres au moins.", "Write at least two letters." }
    rights_missing { "Cochez au moins un droit : lire, ou déposer.", "Tick at least one right: read, or deposit." }
    so_far_missing { "Dites ce qu’il en est des documents déjà au dossier.", "Say what happens with documents already in the record." }
    these_missing { "Cochez au moins un document, ou choisissez « Aucun ».", "Tick at least one document, or choose “None”." }
    until_past { "Le dernier jour est déjà passé.", "The last day is already over." }
    until_wrong { "Cette date n’existe pas.", "This date does not exist." }
}
