//! What a record is and each right, in plain words: read before opening, and part of the consent.

use super::{Lang, texts};

/// The notice as one text, word for word as the page shows it: what the consent refers to.
pub fn whole(lang: Lang) -> String {
    let mut lines = vec![intro(lang)];
    for (title, more) in points(lang) {
        lines.extend([title, more]);
    }
    lines.join("\n")
}

/// Title and explanation of each point, in order.
pub fn points(lang: Lang) -> [(&'static str, &'static str); 8] {
    [
        (holds_title(lang), holds(lang)),
        (alone_title(lang), alone(lang)),
        (read_title(lang), read(lang)),
        (personal_title(lang), personal(lang)),
        (journal_title(lang), journal(lang)),
        (correct_title(lang), correct(lang)),
        (leave_title(lang), leave(lang)),
        (keys_title(lang), keys(lang)),
    ]
}

texts! {
    intro {
        "Un dossier de santé partagé garde vos documents pour vous, et plus tard pour les soignants que vous choisirez.",
        "A shared health record keeps your documents for you, and later for the carers whom you choose."
    }
    holds_title { "Ce qu’il garde", "What it keeps" }
    holds {
        "Les documents que vous déposez, chiffrés sur votre appareil, leur titre, leur sorte et leur date. L’hébergeur n’en lit rien.",
        "The documents that you deposit, encrypted on your device, their title, type and date. The host reads none of it."
    }
    alone_title { "Vous êtes libre", "You are free" }
    alone {
        "Ouvrir un dossier est votre choix. Ne pas en ouvrir ne change rien à vos soins ni à vos remboursements.",
        "Opening a record is your choice. Not opening one changes nothing in your care or reimbursements."
    }
    read_title { "Vous décidez qui lit", "You decide who reads" }
    read {
        "Aujourd’hui, vous seul(e) lisez votre dossier. Personne n’y entre sans un acte signé de vous. Un droit donné se retire.",
        "Today you alone read your record. Nobody enters without an act signed by you. A right given can be taken back."
    }
    personal_title { "Un espace pour vous seul(e)", "A space for you alone" }
    personal {
        "Un document placé dans votre espace personnel n’aura jamais d’autre lecteur que vous, pas même en urgence.",
        "A document in your personal space will never have another reader than you, not even in an emergency."
    }
    journal_title { "Vous voyez tout ce qui est fait", "You see everything that is done" }
    journal {
        "Chaque lecture et chaque dépôt s’inscrit dans un journal que vous pouvez lire, et dont votre page vérifie qu’il n’y manque rien.",
        "Each reading and each deposit goes into a journal that you can read, and your page checks that nothing is missing."
    }
    correct_title { "Vous pouvez faire corriger", "You can have it corrected" }
    correct {
        "Vous pouvez demander à l’auteur d’un document de le corriger. L’ancienne version reste visible et signée.",
        "You can ask the author of a document to correct it. The former version stays visible and signed."
    }
    leave_title { "Vous pouvez partir", "You can leave" }
    leave {
        "À tout moment, téléchargez tout, ou fermez le dossier. Fermé, il est détruit chez l’hébergeur, sauvegardes comprises à leur échéance.",
        "At any time, download everything, or close the record. Once closed it is destroyed at the host, backups included as they expire."
    }
    keys_title { "Vos clés sont à vous", "Your keys are yours" }
    keys {
        "Sans votre mot de passe ni votre kit de secours, personne ne peut rouvrir le dossier. C’est le prix du secret.",
        "Without your password or your recovery kit, nobody can open the record again. That is the price of secrecy."
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notice_can_stand_in_a_statement() {
        for lang in [Lang::Fr, Lang::En] {
            let text = whole(lang);
            assert!(text.chars().all(|sign| sign == '\n' || !sign.is_control()));
            assert_eq!(text.lines().count(), 17);
        }
    }
}
