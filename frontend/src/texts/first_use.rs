//! A professional's first use, and a new card.

use super::texts;

texts! {
    title { "Première visite", "First visit" }
    lede { "Votre carte est bonne, et nouvelle ici. Trois minutes, une imprimante ou un stylo.", "Your card is good, and new here. Three minutes, and a printer or a pen." }
    who { "C’est bien vous ?", "Is this you?" }
    who_more { "Voici ce que dit votre carte. Les patients verront ces lignes.", "This is what your card says. Patients will see these lines." }
    practice { "Lieu d’exercice déclaré", "Declared place of practice" }
    practice_hint { "Rue et ville. Les patients vous trouvent par la ville ; on leur dit que personne ne l’a vérifiée.", "Street and town. Patients find you by town; they are told that nobody verified it." }
    practice_missing { "Écrivez au moins la ville où vous exercez.", "Write at least the town where you practise." }
    make { "Fabriquer ma clé et mon kit", "Make my key and my kit" }
    making { "On fabrique vos clés, ici.", "Making your keys, here." }
    making_more { "Elles ne quittent pas cet ordinateur en clair.", "They do not leave this computer in the clear." }
    kit { "Votre kit de secours", "Your recovery kit" }
    kit_why { "Carte perdue, cassée ou renouvelée : ce code fait suivre vos dossiers sur la nouvelle. Nous ne l’avons pas.", "Card lost, broken or renewed: this code brings your records to the new one. We do not have it." }
    kit_alone { "Seul, il n’ouvre rien : il faut d’abord une carte à votre nom, et son code.", "Alone it opens nothing: a card in your name, and its code, come first." }
    kit_keep { "Gardez-le sous clé, ailleurs que la carte.", "Keep it locked away, apart from the card." }
    kit_made(day: String) {
        format!("Fait le {day}. Avec une carte à votre nom, cette feuille rouvre vos dossiers. Seule, elle n’ouvre rien."),
        format!("Made on {day}. With a card in your name, this sheet opens your records again. Alone it opens nothing.")
    }
    bind { "Signer avec ma carte", "Sign with my card" }
    bind_more { "Le pont montrera l’acte qui lie votre clé à votre carte, et demandera le code une seconde fois.", "The bridge will show the act that ties your key to your card, and ask for the code a second time." }
    binding { "Lisez l’acte dans la fenêtre du pont", "Read the act in the bridge’s window" }
    binding_more { "Il lie votre nouvelle clé à votre carte. Tapez le code si c’est bien cela.", "It ties your new key to your card. Type the code if that is right." }
    stop { "Arrêter là", "Stop here" }
    new_title { "Une nouvelle carte", "A new card" }
    new_lede { "Nous vous connaissons, mais cette carte n’ouvre encore rien ici.", "We know you, but this card opens nothing here yet." }
    new_more { "Votre kit de secours fait suivre vos dossiers sur cette carte. L’ancienne garde son accès tant qu’elle est valable.", "Your recovery kit brings your records to this card. The old one keeps its access while it is valid." }
    new_add { "Ajouter cette carte", "Add this card" }
    new_adding { "Lisez l’acte dans la fenêtre du pont", "Read the act in the bridge’s window" }
    new_adding_more { "Elle demandera le code de la carte une seconde fois.", "It will ask for the card’s code a second time." }
    new_lost { "Kit introuvable ?", "Cannot find your kit?" }
    new_lost_more {
        "L’ancienne carte ouvre encore, tant qu’elle est valable. Sans carte ni kit, vos patients devront vous nommer à nouveau.",
        "The old card still opens, as long as it is valid. With neither card nor kit, your patients will have to name you again."
    }
    warn_more {
        "Sans geste de votre part, cette page oublie ce qui est commencé. Il faudra reprendre avec votre carte.",
        "If you do nothing, this page forgets what was begun. You would start again with your card."
    }
    over_title { "C’est à recommencer", "You need to start again" }
    over_idle { "Dix minutes sans geste : cette page a oublié ce qui était commencé.", "Ten minutes without activity: this page forgot what was begun." }
    over_host { "L’hébergeur a mis fin à la session : cette page a oublié ce qui était commencé.", "The host ended the session: this page forgot what was begun." }
    over_safe { "Le programme qui tenait les clés fabriquées ici est arrêté. Aucun dossier n’était ouvert.", "The program that held the keys made here has ended. No record was open." }
    over_do {
        "Reprenez avec votre carte. Si un nouveau kit vous est donné, détruisez la feuille d’avant : elle n’ouvrira rien.",
        "Start again with your card. If you are given a new kit, destroy the sheet from before: it will open nothing."
    }
    over_new_safe { "Rien n’est perdu. Votre kit de secours reste bon, et vos dossiers sont intacts.", "Nothing is lost. Your recovery kit stays good, and your records are intact." }
    over_new_do { "Reprenez avec votre carte, la feuille du kit à portée de main.", "Start again with your card, with the sheet of the kit at hand." }
    over_again { "Recommencer", "Start again" }
}
