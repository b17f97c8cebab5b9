//! The front page, and what the host can know.

use super::texts;

texts! {
    page { "Bienvenue", "Welcome" }
    title { "Votre dossier de santé, que personne d’autre ne lit", "Your health record, which nobody else reads" }
    lede {
        "Vos documents sont chiffrés sur votre appareil, avant l’envoi. L’hébergeur les garde sans pouvoir les lire.",
        "Your documents are encrypted on your device, before they are sent. The host keeps them and cannot read them."
    }
    open_title { "Ouvrir un dossier", "Open a record" }
    open_more { "Vous n’en avez pas encore. Comptez dix minutes, et de quoi imprimer.", "You do not have one yet. Allow ten minutes, and have a printer at hand." }
    login_title { "Entrer dans mon dossier", "Log in to my record" }
    login_more { "Vous en avez un, ouvert sur cet appareil ou avec votre kit de secours.", "You have one, opened on this device or with your recovery kit." }
    login_here { "Ce navigateur garde la clé d’un dossier.", "This browser holds the key of a record." }
    what_title { "Ce qu’est un dossier", "What a record is" }
    what_1 { "Un seul endroit pour vos analyses, ordonnances, images et comptes rendus.", "One place for your results, prescriptions, images and reports." }
    what_2 { "Vous l’ouvrez vous-même, gratuitement, et le fermez quand vous voulez.", "You open it yourself, free of charge, and close it whenever you want." }
    what_3 { "Chaque ouverture d’un document laisse une trace, que vous pouvez relire.", "Each opening of a document leaves a trace, which you can read." }
    need_title { "Ce qu’il vous faut", "What you need" }
    need_1 { "Une connexion à Internet. Sans elle, le dossier ne s’ouvre pas.", "An Internet connection. Without it, the record does not open." }
    need_2 { "Un navigateur récent, sur un appareil que vous gardez.", "A recent browser, on a device that you keep." }
    need_3 { "Une imprimante, ou un papier et un stylo, pour le kit de secours.", "A printer, or paper and pen, for the recovery kit." }
    need_4 { "Un mot de passe que personne d’autre ne connaît.", "A password that nobody else knows." }
    limits_title { "Les limites, dites franchement", "The limits, said plainly" }
    limit_1 {
        "Sans mot de passe ni kit de secours, personne ne peut rouvrir votre dossier. Nous non plus.",
        "Without password or recovery kit, nobody can open your record again. Neither can we."
    }
    limit_2 {
        "Un hébergeur malhonnête pourrait un jour servir une autre page à une personne. Un programme de contrôle peut le détecter ; cette page seule ne le peut pas.",
        "A dishonest host could one day serve another page to one person. A checking program can detect it; this page alone cannot."
    }
    limit_3 {
        "Aujourd’hui, aucun organisme extérieur ne contresigne encore le registre.",
        "Today no outside body countersigns the log yet."
    }
    limit_4 {
        "Ce qui est lu ou enregistré hors d’ici ne peut pas être repris.",
        "What is read or saved outside cannot be taken back."
    }
    host_title { "Ce que l’hébergeur peut savoir", "What the host can know" }
    host_go { "Lire ce qu’il voit, en détail", "Read what it sees, in detail" }
    host_lede {
        "Il ne lit ni vos documents, ni leurs titres, ni votre nom. Il voit pourtant quelque chose. Voici quoi.",
        "It reads neither your documents, nor their titles, nor your name. Yet it sees something. Here is what."
    }
    rest_title { "Ce qu’il garde", "What it keeps" }
    rest_intro { "Ce qu’un voleur de ses disques et de ses sauvegardes trouverait :", "What a thief of its disks and backups would find:" }
    rest_1 { "des numéros tirés au hasard, à la place des noms ;", "random numbers in place of names;" }
    rest_2 { "des tailles arrondies, des dates et des heures d’activité ;", "rounded sizes, dates and times of activity;" }
    rest_3 { "combien de documents, et quelles clés peuvent ouvrir lesquels ;", "how many documents, and which keys can open which;" }
    rest_4 { "des clés publiques, qui n’ouvrent rien.", "public keys, which open nothing." }
    rest_not {
        "Il n’y trouverait aucun nom de patient, aucun titre, aucune sorte de document. L’ordre et les heures laissent deviner quel compte écrit dans quel dossier.",
        "It would find no patient name, no title, no type of document. Order and times allow a guess of which account writes in which record."
    }
    live_title { "Ce qu’il voit pendant que vous êtes là", "What it sees while you are here" }
    live_intro { "Une personne qui surveille la mémoire de la machine verrait aussi :", "A person watching the memory of the machine would also see:" }
    live_1 { "quel certificat parle à quel dossier sans nom ;", "which certificate talks to which nameless record;" }
    live_2 { "depuis quelle adresse Internet, et quand ;", "from which Internet address, and when;" }
    live_3 { "quel professionnel, donc quelle spécialité, et qui l’on cherche à l’annuaire.", "which professional, and so which speciality, and who is searched in the directory." }
    never_title { "Ce qu’il ne reçoit jamais", "What it never receives" }
    never_1 { "votre mot de passe, même chiffré ;", "your password, even encrypted;" }
    never_2 { "vos clés, ni votre kit de secours ;", "your keys, or your recovery kit;" }
    never_3 { "un document, un titre ou un nom lisibles.", "a document, title or name in readable form." }
}
