//! The way in with a professional's card: bridge, pairing, card, code.

use super::texts;

texts! {
    title { "Entrer avec une carte de professionnel", "Log in with a professional card" }
    lede { "Une carte, un code, aucun mot de passe. Le code se tape dans la fenêtre du pont, jamais dans cette page.", "One card, one code, no password. The code is typed in the bridge’s window, never in this page." }
    welcome_title { "Je suis professionnel de santé", "I am a health professional" }
    welcome_more { "Avec ma carte CPS et un lecteur, pour les dossiers où l’on m’a nommé.", "With my CPS card and a reader, for the records where I have been named." }
    where_you_are { "Où vous en êtes", "Where you are" }
    bridge { "Le pont", "The bridge" }
    pairing { "Ce navigateur", "This browser" }
    reader { "Le lecteur", "The reader" }
    card { "La carte", "The card" }
    bridge_ok { "Il répond", "It answers" }
    bridge_no { "Il ne répond pas", "It does not answer" }
    bridge_asked { "Pas encore demandé", "Not asked yet" }
    pairing_ok { "Appairé", "Paired" }
    pairing_no { "Pas encore appairé", "Not paired yet" }
    pairing_wrong { "Un autre programme répond", "Another program answers" }
    reader_ok { "Branché", "Plugged in" }
    reader_no { "Aucun lecteur", "No reader" }
    card_ok { "Lue", "Read" }
    card_no { "Aucune carte", "No card" }
    card_odd { "Carte non reconnue", "Card not recognised" }
    card_locked { "Code bloqué", "Code locked" }
    after { "à venir", "to come" }
    checking { "On cherche le pont sur cet ordinateur.", "Looking for the bridge on this computer." }
    checking_more { "D’ordinaire, moins d’une seconde.", "Usually less than a second." }

    ask_title { "Votre navigateur va vous poser une question", "Your browser will ask you a question" }
    ask_more { "Cette page doit parler au pont, un petit programme de cet ordinateur qui lit votre carte. Le navigateur demande d’abord si vous êtes d’accord.", "This page must talk to the bridge, a small program on this computer that reads your card. The browser first asks whether you agree." }
    ask_quote { "La question parle d’autres applications et services de cet appareil. Répondez « Autoriser ».", "The question is about other apps and services on this device. Answer “Allow”." }
    ask_only { "L’accord vaut pour ce site et cet ordinateur. Il ne donne accès à aucun fichier.", "It holds for this site and this computer. It gives access to no file." }
    ask_go { "J’ai compris, demander", "Understood, ask me" }
    denied_title { "Le navigateur refuse que cette page parle au pont", "The browser does not let this page talk to the bridge" }
    denied_more { "Quelqu’un a répondu « Bloquer » à sa question, ou une règle de l’établissement l’interdit.", "Someone answered “Block” to its question, or a rule of the institution forbids it." }
    denied_1 { "Touchez l’icône à gauche de l’adresse, en haut de la fenêtre.", "Press the icon to the left of the address, at the top of the window." }
    denied_2 { "Ouvrez « Paramètres du site », puis « Applications de cet appareil », et choisissez « Autoriser ».", "Open “Site settings”, then “Apps on device”, and choose “Allow”." }
    denied_3 { "Revenez ici, et rechargez la page.", "Come back here, and reload the page." }
    denied_managed { "Poste géré par l’établissement ? L’extension Scellé fait le même travail sans cette question.", "A computer managed by your institution? The Scellé extension does the same without that question." }

    missing_title { "Le pont ne répond pas", "The bridge does not answer" }
    missing_more { "C’est le petit programme qui lit votre carte. Il s’installe une fois sur chaque ordinateur.", "It is the small program that reads your card. It is installed once on each computer." }
    missing_1 { "Pas installé ? Installez le paquet scelle-bridge, puis ouvrez une nouvelle session sur l’ordinateur.", "Not installed? Install the package scelle-bridge, then log in again on the computer." }
    missing_2 { "Déjà installé ? Tapez dans un terminal :", "Already installed? Type in a terminal:" }
    missing_2_more { "Il dit en clair ce qui manque : lecteur, pilote, carte ou accord du navigateur.", "It says in plain words what is missing: reader, driver, card or the browser’s permission." }
    missing_3 { "Ordinateur partagé à plusieurs, ou Safari ? Ajoutez l’extension Scellé au navigateur.", "A computer shared by several people, or Safari? Add the Scellé extension to the browser." }

    unpaired_title { "Présentez ce navigateur au pont, une seule fois", "Introduce this browser to the bridge, just once" }
    unpaired_more { "Le pont, qui lit votre carte, ne répond qu’aux navigateurs que vous lui avez présentés. Six chiffres à comparer, dix secondes.", "The bridge, which reads your card, answers only browsers that you have introduced. Six digits to compare, ten seconds." }
    pair { "Appairer ce navigateur", "Pair this browser" }
    pairing_wait { "La fenêtre du pont va s’ouvrir.", "The bridge’s window is about to open." }
    pairing_title { "Comparez avec la fenêtre du pont", "Compare with the bridge’s window" }
    pairing_do { "Les mêmes six chiffres y sont écrits ? Confirmez dans cette fenêtre-là. Différents ? Refusez : autre chose répond.", "Are the same six digits there? Confirm in that window. Different? Refuse: something else answers." }
    stranger_title { "Un autre programme répond à la place du pont", "Another program answers in the bridge’s place" }
    stranger_more { "Ce n’est pas la clé avec laquelle ce navigateur a été appairé. Ne tapez votre code nulle part.", "It is not the key with which this browser was paired. Type your code nowhere." }
    stranger_1 { "Le pont vient d’être réinstallé, par vous ? Appairez à nouveau.", "Did you just reinstall the bridge? Pair again." }
    stranger_2 { "Sinon, retirez la carte et appelez qui s’occupe de l’ordinateur.", "Otherwise take the card out and call whoever looks after the computer." }
    pair_again { "Appairer à nouveau", "Pair again" }

    no_reader_title { "Branchez le lecteur de carte", "Plug in the card reader" }
    no_reader_more { "Il est branché ? Changez de prise, ou tapez scelle-bridge doctor : le service du lecteur est peut-être arrêté.", "Is it plugged in? Try another socket, or type scelle-bridge doctor: the reader’s service may have stopped." }
    no_card_title { "Mettez votre carte dans le lecteur", "Put your card into the reader" }
    no_card_more { "La puce d’abord, vers le haut sur la plupart des lecteurs. Cette page le verra toute seule.", "Chip first, facing up on most readers. This page will see it by itself." }
    odd_title { "Cette carte n’est pas reconnue", "This card is not recognised" }
    odd_more { "Essayez de la retirer et de la remettre. Une carte Vitale ou bancaire ne convient pas.", "Take it out and put it back. A patient’s or bank card will not do." }
    ready_title { "Votre carte est prête", "Your card is ready" }
    ready_more { "Une fenêtre du pont s’ouvrira et demandera le code de la carte.", "A window of the bridge will open and ask for the card’s code." }
    low_title { "Attention : un code faux a déjà été tapé", "Careful: a wrong code was typed already" }
    low_more { "Prenez votre temps. Trois codes faux de suite bloquent la carte.", "Take your time. Three wrong codes in a row lock the card." }
    final_title { "Dernier essai avant blocage de la carte", "Last try before the card locks" }
    final_more { "Un code faux de plus et la carte est bloquée. Le pont vous demandera une confirmation. Un doute ? N’essayez pas : retrouvez d’abord le code.", "One more wrong code and the card is locked. The bridge will ask you to confirm. In doubt? Do not try: find the code first." }
    locked_title { "Le code de cette carte est bloqué", "The code of this card is locked" }
    locked_more { "Rien n’est perdu : vos dossiers et vos clés sont intacts.", "Nothing is lost: your records and keys are intact." }
    locked_1 { "Débloquez-la avec le code de déblocage (PUK) reçu par courrier, dans l’outil de l’émetteur de la carte.", "Unlock it with the unlocking code (PUK) received by post, in the tool of the card’s issuer." }
    locked_2 { "Sans ce code, demandez une nouvelle carte. Votre kit de secours l’ajoutera ici.", "Without that code, ask for a new card. Your recovery kit will add it here." }
    other_card_title { "Une autre carte ?", "Another card?" }
    other_card_more { "Mettez-la dans le lecteur, puis connectez-vous.", "Put it into the reader, then log in." }
    log_in { "Se connecter", "Log in" }
    log_in_final { "Se connecter, dernier essai", "Log in, last try" }
    log_in_wait { "Regardez la fenêtre du pont", "Look at the bridge’s window" }
    log_in_wait_more { "Elle montre ce site et demande le code de la carte. Un seul code suffit.", "It shows this site and asks for the card’s code. One code is enough." }
    look_again { "Regarder à nouveau", "Look again" }
    patient { "Vous êtes patient ?", "Are you a patient?" }
}
