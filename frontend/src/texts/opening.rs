//! Opening a record, in five steps.

use super::texts;

texts! {
    trail { "Étapes", "Steps" }
    step_1 { "Comprendre", "Understand" }
    step_2 { "Identifiant", "Username" }
    step_3 { "Qui je suis", "Who I am" }
    step_4 { "Clés et secours", "Keys and kit" }
    step_5 { "Accord", "Consent" }
    nothing_sent { "Rien n’est encore envoyé", "Nothing is sent yet" }
    title_1 { "Ouvrir un dossier : ce que cela veut dire", "Opening a record: what it means" }
    title_2 { "Votre identifiant et votre mot de passe", "Your username and password" }
    title_3 { "Qui vous êtes", "Who you are" }
    title_4 { "Vos clés, et le moyen de les retrouver", "Your keys, and how to find them again" }
    title_5 { "Votre accord", "Your consent" }
    lede_1 { "Prenez le temps de lire. Vous pourrez relire tout ceci plus tard.", "Take your time to read. You can read all this again later." }
    lede_2 { "Vous les choisissez. Personne ne vous en donne, personne ne peut vous les rendre.", "You choose them. Nobody gives them to you, nobody can give them back." }
    lede_3 { "Scellé avec vos clés. L’hébergeur n’en voit rien.", "Sealed with your keys. The host sees none of it." }
    lede_4 { "Vos clés se fabriquent sur cet appareil. L’hébergeur ne les reçoit jamais.", "Your keys are made on this device. The host never receives them." }
    lede_5 { "Voici, mot pour mot, ce que vous signez. Rien n’est coché d’avance.", "Here is, word for word, what you sign. Nothing is ticked in advance." }
    stop { "Arrêter et tout effacer", "Stop and erase everything" }
    identifier { "Identifiant", "Username" }
    identifier_hint { "4 signes au moins. Ni votre nom ni votre numéro de sécurité sociale, de préférence.", "At least 4 characters. Preferably not your name or social security number." }
    password_choose { "Choisissez une phrase ou un mot de passe", "Choose a phrase or a password" }
    password_hint { "Au moins 8 signes. Quatre mots au hasard font très bien.", "At least 8 characters. Four random words work very well." }
    password_again { "Le même, encore une fois", "The same, once more" }
    password_alone { "Seul, il n’ouvre rien : il faut aussi cet appareil, ou votre kit de secours.", "Alone it opens nothing: this device is needed too, or your recovery kit." }
    strength { "Force du mot de passe", "Strength of the password" }
    strength_0 { "Deviné tout de suite.", "Guessed at once." }
    strength_1 { "Très faible.", "Very weak." }
    strength_2 { "Encore faible.", "Still weak." }
    strength_3 { "Solide.", "Strong." }
    strength_4 { "Très solide.", "Very strong." }
    strength_like { "Il ressemble à votre identifiant.", "It resembles your username." }
    strength_unlike { "Il ne ressemble pas à votre identifiant.", "It does not resemble your username." }
    advice_words { "Ajoutez un mot ou deux, sans rapport entre eux.", "Add a word or two, unrelated to each other." }
    advice_common { "C’est un mot de passe courant, ou un mot du dictionnaire.", "It is a common password, or a word from a dictionary." }
    advice_keys { "Des touches voisines se devinent vite.", "Neighbouring keys are quickly guessed." }
    advice_repeat { "Les répétitions et les suites n’ajoutent presque rien.", "Repeats and sequences add almost nothing." }
    advice_date { "Les dates et les années se devinent vite.", "Dates and years are quickly guessed." }
    birth_name { "Nom de naissance", "Birth name" }
    birth_name_hint { "Celui de l’acte de naissance.", "As on the birth certificate." }
    used_name { "Nom utilisé", "Name in use" }
    used_name_hint { "S’il diffère du nom de naissance.", "If it differs from the birth name." }
    given_names { "Prénoms", "Given names" }
    given_names_hint { "Dans l’ordre de l’état civil.", "In the order of the civil register." }
    birth_date { "Date de naissance", "Date of birth" }
    sex { "Sexe à l’état civil", "Sex in the civil register" }
    sex_f { "Féminin", "Female" }
    sex_m { "Masculin", "Male" }
    sex_none { "Ne pas le dire", "Prefer not to say" }
    birth_place { "Lieu de naissance", "Place of birth" }
    contact { "Comment vous joindre", "How to reach you" }
    contact_hint { "Téléphone ou adresse, pour les soignants que vous choisirez.", "Telephone or address, for the carers you choose." }
    make { "Fabriquer mes clés", "Make my keys" }
    making { "Fabrication des clés", "Making the keys" }
    making_wait { "Ordinateur lent ? La première clé peut prendre trente secondes.", "Slow computer? The first key may take thirty seconds." }
    begun { "en cours", "under way" }
    to_come { "à venir", "to come" }
    key { "Clé de cet appareil", "Key of this device" }
    key_more { "RSA 3072 bits, fabriquée ici, impossible à extraire.", "RSA 3072 bits, made here, cannot be extracted." }
    certificate { "Certificat reçu et vérifié", "Certificate received and verified" }
    certificate_more { "L’hébergeur a signé votre clé publique. Il n’a rien vu d’autre.", "The host signed your public key. It saw nothing else." }
    identity { "Clé d’identité", "Identity key" }
    identity_more { "Elle scelle et signe en votre nom.", "It seals and signs in your name." }
    opener { "Serrure sur cet appareil", "Lock on this device" }
    opener_more { "Votre mot de passe et cet appareil, ensemble, l’ouvrent.", "Your password and this device, together, open it." }
    kit_step { "Kit de secours", "Recovery kit" }
    kit_step_more { "Le second moyen d’ouvrir, sur papier.", "The second way to open, on paper." }
    account { "Compte chez l’hébergeur", "Account at the host" }
    record { "Dossier ouvert", "Record opened" }
    consent { "Accord signé", "Consent signed" }
    vault { "Coffre scellé", "Vault sealed" }
    kit { "Kit de secours", "Recovery kit" }
    kit_why {
        "Si vous perdez l’appareil ou le mot de passe, ce code rouvre votre dossier. Nous ne l’avons pas. Imprimez-le, rangez-le hors de chez vous ou chez un proche.",
        "If you lose the device or the password, this code opens your record again. We do not have it. Print it, keep it away from home or with someone close."
    }
    kit_name { "Scellé, kit de secours", "Scellé, recovery kit" }
    kit_keep(day: String) {
        format!("Fait le {day}. Qui tient cette feuille peut ouvrir le dossier : gardez-la comme un testament."),
        format!("Made on {day}. Whoever holds this sheet can open the record: keep it like a will.")
    }
    kit_code { "Code de secours", "Recovery code" }
    kit_account { "Compte", "Account" }
    kit_qr { "Code QR du kit", "QR code of the kit" }
    print { "Imprimer", "Print" }
    check_kit { "Vérifions votre feuille", "Let us check your sheet" }
    check_kit_hint { "Recopiez deux groupes depuis le papier, pas depuis l’écran.", "Copy two groups from the paper, not from the screen." }
    group(number: usize) { format!("Groupe {number}"), format!("Group {number}") }
    group_differs(place: usize) {
        format!("Le signe n° {place} diffère de la feuille."),
        format!("Character {place} differs from the sheet.")
    }
    group_good { "C’est bien cela.", "That is right." }
    still_kit { "Il reste à recopier les deux groupes.", "The two groups are still to be copied." }
    still_keys { "Il reste à finir les clés.", "The keys are still to be finished." }
    signing { "Le texte que vous signez", "The text that you sign" }
    signing_plain(name: String) {
        format!("En clair : {name} ouvre un dossier, a lu ce qu’il est et connaît ses droits."),
        format!("In plain words: {name} opens a record, has read what it is and knows the rights that go with it.")
    }
    agree { "J’ai lu, et je suis d’accord", "I have read this, and I agree" }
    agree_hint { "Vous pourrez relire cet accord, et fermer le dossier quand vous voudrez.", "You can read this consent again, and close the record whenever you want." }
    sign { "Signer et ouvrir le dossier", "Sign and open the record" }
    finishing { "On ouvre votre dossier", "Opening your record" }
    half { "Fermer l’onglet maintenant ne laisse rien derrière vous.", "Closing the tab now leaves nothing behind." }
}
