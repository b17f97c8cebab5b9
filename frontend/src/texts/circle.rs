//! The circle of trust: who is in it, and who can read which document.

use super::{Lang, counted, texts};
use crate::services::messages::{MemberState, Rights};

/// A state in one or two words.
pub fn state(lang: Lang, state: MemberState) -> &'static str {
    match state {
        MemberState::Pending => pending(lang),
        MemberState::Active => active(lang),
        MemberState::Over => over(lang),
        MemberState::Removed => removed(lang),
        MemberState::Wrong => wrong(lang),
    }
}

/// What rights allow, in the infinitive: « lire et déposer ».
pub fn rights(lang: Lang, rights: Rights) -> &'static str {
    match (rights.read, rights.deposit) {
        (true, true) => can_both(lang),
        (true, false) => can_read(lang),
        (false, true) => can_deposit(lang),
        (false, false) => can_nothing(lang),
    }
}

texts! {
    room { "Cercle", "Circle" }
    title { "Cercle de confiance", "Circle of trust" }
    lede_none { "Personne d’autre que vous ne peut lire votre dossier.", "Nobody but you can read your record." }
    lede(count: usize) {
        format!("{} des droits, parce que vous les avez signés. Personne d’autre ne peut lire.", counted(Lang::Fr, count, "personne a", "personnes ont")),
        format!("{} rights, because you signed for them. Nobody else can read.", counted(Lang::En, count, "person has", "people have"))
    }
    name { "Nommer un professionnel", "Name a professional" }
    members { "Membres", "Members" }
    former { "Anciens membres", "Former members" }
    former_more { "Ils ne reçoivent plus rien. Ce qu’ils ont lu ou noté avant ne peut pas être repris.", "They receive nothing any more. What they read or wrote down before cannot be taken back." }
    what { "Ce qu’est le cercle", "What the circle is" }
    what_1 { "Ce sont les professionnels que vous choisissez, un par un. Au départ, il n’y a personne.", "The professionals whom you choose, one by one. At first there is nobody." }
    what_2 { "Chacun ouvre votre dossier avec sa propre carte de professionnel, jamais avec votre mot de passe.", "Each opens your record with their own professional card, never with your password." }
    what_3 { "Vous choisissez ce que chacun peut faire, et jusqu’à quand. Vous pouvez retirer quelqu’un à tout moment.", "You choose what each may do, and until when. You can remove anyone at any time." }
    what_4 { "Chaque lecture est écrite à votre journal.", "Each reading is written in your journal." }
    empty { "Votre cercle est vide", "Your circle is empty" }
    empty_more { "C’est ainsi au départ, et cela peut le rester. Rien ne vous oblige à nommer quelqu’un.", "That is how it starts, and it may stay that way. You never have to name anyone." }
    loading { "On relit le registre du dossier, ici.", "Reading the record’s register, here." }
    loading_more { "Chaque droit est vérifié avec sa signature.", "Each right is checked with its signature." }
    pending { "En attente de comparaison", "Waiting for the comparison" }
    active { "Actif", "Active" }
    over { "Terminé", "Over" }
    removed { "Retiré", "Removed" }
    wrong { "Signature fausse", "Wrong signature" }
    wrong_title { "Ce droit ne porte pas la bonne signature", "This right does not bear the right signature" }
    wrong_more { "Rien de nouveau n’est scellé pour cette personne. Retirez-la, puis prévenez l’hébergeur.", "Nothing new is sealed for this person. Remove them, then tell the host." }
    pending_more { "Cette personne ne lit rien tant que vous n’avez pas comparé, ensemble, six chiffres.", "This person reads nothing until the two of you have compared six digits." }
    the_rights { "Droits", "Rights" }
    read { "Lire", "Read" }
    deposit { "Déposer", "Deposit" }
    no { "Non :", "No:" }
    since { "Depuis", "Since" }
    until { "Fin de l’accès", "Access ends" }
    no_end { "Sans date", "No date set" }
    ended_on { "Fin", "End" }
    reads { "Peut ouvrir", "Can open" }
    documents(count: u32) {
        counted(Lang::Fr, count as usize, "document", "documents"),
        counted(Lang::En, count as usize, "document", "documents")
    }
    compare { "Comparer", "Compare" }
    compare_with(name: String) { format!("Comparer avec {name}"), format!("Compare with {name}") }
    remove { "Retirer", "Remove" }
    remove_who(name: String) { format!("Retirer {name}"), format!("Remove {name}") }
    can_both { "lire et déposer", "read and deposit" }
    can_read { "lire", "read" }
    can_deposit { "déposer, sans rien lire", "deposit, without reading" }
    can_nothing { "rien", "nothing" }
    never { "Qui ne peut jamais lire", "Who can never read" }
    never_1 { "L’hébergeur et ses techniciens", "The host and its engineers" }
    never_2 { "Un professionnel que vous n’avez pas nommé", "A professional whom you have not named" }
    never_3 { "Qui trouverait ou volerait sa carte, sans le code", "Whoever finds or steals their card, without its code" }
    never_why { "Ils n’ont aucune clé de votre dossier.", "They hold no key of your record." }
    see_reads { "Qui voit quoi", "Who sees what" }
    see_reads_more { "Chaque document, et ceux qui en ont la clé.", "Each document, and who has a key of it." }
    reads_title { "Qui voit quoi", "Who sees what" }
    reads_lede { "Pour chaque document, les personnes qui en ont la clé aujourd’hui.", "For each document, the people who have a key of it today." }
    reads_filter { "Montrer les documents de", "Show the documents of" }
    reads_table { "Les documents et leurs lecteurs", "Documents and their readers" }
    back { "Cercle de confiance", "Circle of trust" }
    you_and(count: usize) {
        format!("Vous et {}", counted(Lang::Fr, count, "professionnel", "professionnels")),
        format!("You and {}", counted(Lang::En, count, "professional", "professionals"))
    }
    you_and_long(count: usize) {
        if count < 2 { "Vous et un professionnel pouvez le lire".to_owned() } else { format!("Vous et {count} professionnels pouvez le lire") },
        if count == 1 { "You and one professional can read it".to_owned() } else { format!("You and {count} professionals can read it") }
    }
    counting { "On regarde qui peut lire", "Checking who can read" }
    uncounted { "Lecteurs non vérifiés pour l’instant", "Readers not checked for now" }
    stranger { "Un lecteur que votre cercle ne connaît pas", "A reader whom your circle does not know" }
    change_readers { "Voir et changer le cercle", "See and change the circle" }
}
