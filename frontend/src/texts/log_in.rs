//! Coming back: log-in, recovery kit, and a new computer.

use super::{counted, texts};

texts! {
    title { "Entrer dans votre dossier", "Log in to your record" }
    lede { "Il faut trois choses : votre identifiant, votre mot de passe, et cet appareil.", "You need three things: your username, your password, and this device." }
    identifier { "Identifiant", "Username" }
    password { "Mot de passe", "Password" }
    enter { "Entrer", "Log in" }
    entering { "On ouvre vos clés, ici.", "Opening your keys, here." }
    no_key_title { "Ce navigateur n’a pas la clé de votre dossier", "This browser does not hold the key of your record" }
    no_key { "Ici, le mot de passe seul n’ouvrira rien. Votre kit de secours, lui, ouvre partout.", "Here the password alone opens nothing. Your recovery kit opens everywhere." }
    with_kit { "Entrer avec mon kit de secours", "Log in with my recovery kit" }
    forgotten { "Mot de passe oublié ?", "Password forgotten?" }
    forgotten_more {
        "Personne ne peut vous le rendre, car personne d’autre ne l’a. Votre kit de secours ouvre votre dossier ; vous choisirez ensuite un nouveau mot de passe.",
        "Nobody can give it back, because nobody else has it. Your recovery kit opens your record; then you choose a new password."
    }
    no_record { "Pas encore de dossier ?", "No record yet?" }
    kit_title { "Entrer avec le kit de secours", "Log in with the recovery kit" }
    kit_lede { "Prenez la feuille imprimée. Tout se vérifie ici, avant tout envoi.", "Take the printed sheet. Everything is checked here, before anything is sent." }
    kit_code { "Les groupes de la feuille, dans l’ordre", "The groups of the sheet, in order" }
    kit_hint { "Tapez ou collez. Espaces, tirets et majuscules ne comptent pas.", "Type or paste. Spaces, dashes and capitals do not count." }
    kit_count(have: usize, all: usize) {
        format!("{} sur {all}.", counted(super::Lang::Fr, have, "groupe", "groupes")),
        format!("{} of {all}.", counted(super::Lang::En, have, "group", "groups"))
    }
    kit_stranger(sign: char, group: usize) {
        format!("« {sign} », au groupe {group}, n’existe dans aucun kit. Seulement des chiffres et des lettres, sauf U."),
        format!("“{sign}”, in group {group}, exists in no kit. Only digits and letters, except U.")
    }
    kit_rest(signs: usize) {
        format!("Le dernier groupe a {signs} signes sur 5."),
        format!("The last group has {signs} of 5 characters.")
    }
    kit_whole { "Le compte y est. Le code se vérifie à l’ouverture.", "All groups are there. The code is checked on opening." }
    kit_too_many { "Il y a plus de groupes que sur la feuille.", "There are more groups than on the sheet." }
    kit_open { "Ouvrir", "Open" }
    kit_opening { "On vérifie le code, puis on ouvre.", "Checking the code, then opening." }
    add_title { "Ajouter cet ordinateur", "Add this computer" }
    add_lede {
        "Le kit vous a ouvert le dossier. Pour la suite, mettez une clé sur cet appareil, avec un mot de passe.",
        "The kit opened your record. For the future, put a key on this device, with a password."
    }
    add_identifier { "Votre identifiant", "Your username" }
    add { "Ajouter cet ordinateur", "Add this computer" }
    adding { "On fabrique une clé pour cet appareil.", "Making a key for this device." }
    later { "Plus tard. Ouvrir mon dossier", "Later. Open my record" }
    add_warn { "Seulement sur un appareil à vous. Jamais sur un ordinateur public.", "Only on a device of your own. Never on a public computer." }
}
