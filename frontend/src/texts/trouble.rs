//! What went wrong, in three parts: what happened, what stays safe, what to do.

use super::{Lang, card_trouble, time};
use crate::services::messages::{BridgeTrouble, Trouble};

/// The three parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    pub happened: &'static str,
    pub safe: &'static str,
    pub todo: String,
}

/// The words of a trouble.
pub fn words(lang: Lang, trouble: Trouble) -> Words {
    let (happened, safe, todo) = match lang {
        Lang::Fr => french(trouble),
        Lang::En => english(trouble),
    };
    let todo = match trouble {
        Trouble::SlowDown { seconds } => match lang {
            Lang::Fr => format!("{todo} {}.", time::wait(lang, u64::from(seconds))),
            Lang::En => format!("{todo} {}.", time::wait(lang, u64::from(seconds))),
        },
        Trouble::Bridge(BridgeTrouble::PinWrong { left }) if left > 1 => format!("{todo} {left}."),
        _ => todo.to_owned(),
    };
    Words { happened, safe, todo }
}

/// `true` when it must look like an alarm: something was altered or contradicts itself.
pub fn is_alarm(trouble: Trouble) -> bool {
    matches!(
        trouble,
        Trouble::BadBody
            | Trouble::BadLabel
            | Trouble::BridgeStranger
            | Trouble::Contradiction
            | Trouble::Different
            | Trouble::NotVerified
    )
}

/// What happened, what stays safe, what to do.
pub type Parts = (&'static str, &'static str, &'static str);

fn french(trouble: Trouble) -> Parts {
    match trouble {
        Trouble::LogInRefused => (
            "L’identifiant, le mot de passe ou le certificat ne va pas",
            "Rien n’a été ouvert. Pour votre sûreté, on ne dit pas lequel des trois est faux.",
            "Vérifiez l’identifiant, puis le mot de passe. Oublié ? Votre kit de secours ouvre aussi.",
        ),
        Trouble::NoCertificate => (
            "Ce navigateur n’a pas la clé de votre dossier",
            "Votre dossier est intact. Un mot de passe seul n’ouvre rien : c’est voulu.",
            "Prenez l’ordinateur habituel, ou ouvrez ici avec votre kit de secours imprimé.",
        ),
        Trouble::KitTypo => (
            "Une faute de frappe s’est glissée dans le code",
            "Rien n’a été envoyé. Vos essais ne sont pas comptés.",
            "Relisez chaque groupe sur la feuille. Souvent, deux signes sont inversés.",
        ),
        Trouble::KitRefused => (
            "Ce kit n’ouvre aucun dossier ici",
            "Le code est bien formé. Rien n’a changé.",
            "Vérifiez que c’est la feuille la plus récente, et que le site est le bon.",
        ),
        Trouble::SlowDown { .. } => {
            ("Trop d’essais de suite", "Rien n’est perdu, et rien n’a changé.", "Attendez, puis recommencez :")
        }
        Trouble::SessionEnded => (
            "Votre session est terminée",
            "Les documents sont à l’abri. Cette page ne contient plus rien d’aucun dossier.",
            "Entrez à nouveau. Un brouillon commencé vous attend.",
        ),
        Trouble::Offline => (
            "L’hébergeur ne répond pas",
            "Rien n’est perdu. Ce que vous avez saisi est encore là.",
            "Vérifiez votre connexion à Internet, puis essayez encore.",
        ),
        Trouble::HostFault => (
            "L’hébergeur a une panne de son côté",
            "Cette demande n’a pas abouti. Les documents restent chiffrés.",
            "Essayez encore dans quelques minutes. Si cela se répète, prévenez l’hébergeur.",
        ),
        Trouble::HostFull => (
            "L’hébergeur ne peut rien enregistrer pour le moment",
            "Rien n’est perdu. Ce qui a été confirmé reste, et les documents déjà déposés sont intacts.",
            "Gardez votre fichier, et recommencez plus tard. Prévenez l’hébergeur.",
        ),
        Trouble::Refused => (
            "L’hébergeur refuse cette demande",
            "Rien n’a changé dans ce dossier.",
            "Rechargez la page, puis recommencez. Si cela dure, prévenez-nous.",
        ),
        Trouble::Stale => (
            "Le dossier a changé entre-temps, dans une autre fenêtre",
            "Rien n’a été écrasé.",
            "Rechargez la page, puis refaites ce geste.",
        ),
        Trouble::BadLabel => (
            "Le titre et la date de ce document ne sont pas ceux que son auteur a signés",
            "On n’en montre rien. Les autres documents ne sont pas touchés.",
            "Demandez le document à son auteur, et signalez-le.",
        ),
        Trouble::BadBody => (
            "Ce document n’est pas celui que son auteur a signé",
            "On n’en montre rien, pas même une partie. Les autres documents ne sont pas touchés.",
            "Essayez une fois encore. Si cela dure, redemandez l’original à son auteur.",
        ),
        Trouble::Contradiction => (
            "Le registre ne concorde pas",
            "Lire reste sûr. Vos clés ne sont pas touchées.",
            "Ne changez rien pour l’instant. Le journal du dossier dit ce qui manque.",
        ),
        Trouble::NotFound => {
            ("Ce document n’est pas là", "Rien n’a changé dans ce dossier.", "Revenez à la liste des documents.")
        }
        Trouble::FileUnreadable => (
            "Le fichier ne se lit pas, ou il a changé pendant la lecture",
            "Rien n’a été déposé à moitié.",
            "Fermez le programme qui s’en sert, puis choisissez-le encore.",
        ),
        Trouble::OtherFile => (
            "Ce n’est pas le même fichier",
            "La partie déjà envoyée est gardée.",
            "Choisissez le fichier d’origine, ou abandonnez ce dépôt et refaites-le.",
        ),
        Trouble::FileTooLarge => (
            "Ce fichier dépasse 1 Go",
            "Rien n’a été envoyé.",
            "Coupez-le en plusieurs fichiers, ou déposez une version plus légère.",
        ),
        Trouble::BrowserCannot => (
            "Ce navigateur ne sait pas faire cela",
            "Rien n’est perdu.",
            "Mettez-le à jour, ou prenez une version récente de Chrome, Edge ou Firefox.",
        ),
        Trouble::StorageFull => (
            "Ce navigateur n’a plus de place",
            "Ce que garde l’hébergeur est intact.",
            "Libérez de la place sur cet appareil, puis essayez encore.",
        ),
        Trouble::TextOld => (
            "Le texte à signer a vieilli : ses dix minutes sont passées",
            "Rien n’a été signé, ni envoyé. Ce que vous avez saisi est encore là.",
            "En voici un nouveau. Relisez-le, cochez la case, puis signez.",
        ),
        Trouble::Cancelled => {
            ("Vous avez arrêté", "Rien n’a été gardé de ce qui était commencé.", "Recommencez quand vous voulez.")
        }
        Trouble::Internal => (
            "Une erreur de notre part",
            "Vos clés ont été effacées de cette page. Les documents sont intacts.",
            "Entrez à nouveau. Si cela revient, prévenez-nous.",
        ),
        // Of cards and circle; the test walks all of them.
        other => card_trouble::french(other).unwrap_or_else(|| french(Trouble::Internal)),
    }
}

fn english(trouble: Trouble) -> Parts {
    match trouble {
        Trouble::LogInRefused => (
            "The username, password or certificate is not right",
            "Nothing was opened. For your safety we do not say which of the three is wrong.",
            "Check the username, then the password. Forgotten? Your recovery kit opens too.",
        ),
        Trouble::NoCertificate => (
            "This browser does not hold the key of your record",
            "Your record is intact. A password alone opens nothing, on purpose.",
            "Use your usual computer, or open here with your printed recovery kit.",
        ),
        Trouble::KitTypo => (
            "There is a typing mistake in the code",
            "Nothing was sent. Your attempts are not counted.",
            "Read each group on the sheet again. Often two characters are swapped.",
        ),
        Trouble::KitRefused => (
            "This kit opens no record here",
            "The code is well formed. Nothing has changed.",
            "Check that it is the latest sheet, and that the site is the right one.",
        ),
        Trouble::SlowDown { .. } => {
            ("Too many attempts in a row", "Nothing is lost, and nothing has changed.", "Wait, then try again:")
        }
        Trouble::SessionEnded => (
            "Your session is over",
            "The documents are safe. This page holds nothing of any record any more.",
            "Log in again. A draft that you began is waiting.",
        ),
        Trouble::Offline => (
            "The host does not answer",
            "Nothing is lost. What you typed is still here.",
            "Check your Internet connection, then try again.",
        ),
        Trouble::HostFault => (
            "The host has a fault on its side",
            "This request did not go through. The documents stay encrypted.",
            "Try again in a few minutes. If it happens again, tell the host.",
        ),
        Trouble::HostFull => (
            "The host cannot store anything at the moment",
            "Nothing is lost. What was confirmed stays, and documents already deposited are intact.",
            "Keep your file, and try later. Tell the host.",
        ),
        Trouble::Refused => (
            "The host refuses this request",
            "Nothing has changed in this record.",
            "Reload the page, then try again. If it goes on, tell us.",
        ),
        Trouble::Stale => (
            "The record has changed in the meantime, in another window",
            "Nothing was overwritten.",
            "Reload the page, then do it again.",
        ),
        Trouble::BadLabel => (
            "The title and date of this document are not those that its author signed",
            "Nothing of it is shown. The other documents are not touched.",
            "Ask its author for the document, and report it.",
        ),
        Trouble::BadBody => (
            "This document is not the one that its author signed",
            "Nothing of it is shown, not even a part. The other documents are not touched.",
            "Try once more. If it goes on, ask its author for the original.",
        ),
        Trouble::Contradiction => (
            "The log does not match",
            "Reading stays safe. Your keys are not touched.",
            "Change nothing for now. The journal of the record says what is missing.",
        ),
        Trouble::NotFound => {
            ("This document is not there", "Nothing has changed in this record.", "Go back to the list of documents.")
        }
        Trouble::FileUnreadable => (
            "The file cannot be read, or changed while it was read",
            "Nothing was left half deposited.",
            "Close the program that uses it, then choose it again.",
        ),
        Trouble::OtherFile => (
            "This is not the same file",
            "The part already sent is kept.",
            "Choose the original file, or drop this deposit and start again.",
        ),
        Trouble::FileTooLarge => (
            "This file is over 1 GB",
            "Nothing was sent.",
            "Split it into several files, or deposit a lighter version.",
        ),
        Trouble::BrowserCannot => {
            ("This browser cannot do that", "Nothing is lost.", "Update it, or use a recent Chrome, Edge or Firefox.")
        }
        Trouble::StorageFull => (
            "This browser has no room left",
            "What the host keeps is intact.",
            "Free some room on this device, then try again.",
        ),
        Trouble::TextOld => (
            "The text to sign has expired: its ten minutes are over",
            "Nothing was signed or sent. What you typed is still here.",
            "Here is a new one. Read it again, tick the box, then sign.",
        ),
        Trouble::Cancelled => ("You stopped", "Nothing was kept of what had begun.", "Start again whenever you like."),
        Trouble::Internal => (
            "A fault on our side",
            "Your keys were wiped from this page. The documents are intact.",
            "Log in again. If it comes back, tell us.",
        ),
        other => card_trouble::english(other).unwrap_or_else(|| english(Trouble::Internal)),
    }
}

/// Every trouble, for the tests.
#[cfg(test)]
pub const ALL: [Trouble; 23] = [
    Trouble::LogInRefused,
    Trouble::NoCertificate,
    Trouble::KitTypo,
    Trouble::KitRefused,
    Trouble::SlowDown { seconds: 30 },
    Trouble::SessionEnded,
    Trouble::Offline,
    Trouble::HostFault,
    Trouble::HostFull,
    Trouble::Refused,
    Trouble::Stale,
    Trouble::BadLabel,
    Trouble::BadBody,
    Trouble::Contradiction,
    Trouble::NotFound,
    Trouble::FileUnreadable,
    Trouble::OtherFile,
    Trouble::FileTooLarge,
    Trouble::TextOld,
    Trouble::BrowserCannot,
    Trouble::StorageFull,
    Trouble::Cancelled,
    Trouble::Internal,
];

/// The sentences themselves, for the tests of the catalogue.
#[cfg(test)]
pub fn all() -> Vec<(&'static str, &'static str, &'static str)> {
    ALL.iter()
        .chain(&card_trouble::ALL)
        .flat_map(|trouble| {
            let (fr, en) = (french(*trouble), english(*trouble));
            [("happened", fr.0, en.0), ("safe", fr.1, en.1), ("todo", fr.2, en.2)]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trouble_says_three_things() {
        for trouble in ALL.into_iter().chain(card_trouble::ALL) {
            for lang in [Lang::Fr, Lang::En] {
                let words = words(lang, trouble);
                assert!(!words.happened.is_empty() && !words.safe.is_empty() && !words.todo.is_empty());
                assert!(!words.happened.ends_with('.'), "a title has no full stop: {}", words.happened);
                assert!(words.safe.ends_with('.'), "{}", words.safe);
            }
        }
    }

    #[test]
    fn every_trouble_of_cards_has_its_own_words() {
        let internal = (french(Trouble::Internal), english(Trouble::Internal));
        for trouble in card_trouble::ALL {
            assert!((french(trouble), english(trouble)) != internal, "{trouble:?}");
        }
    }

    #[test]
    fn a_trouble_that_may_reach_a_professional_calls_no_record_their_own() {
        // Only a patient enters by password, or looks for the key of this computer.
        let patients = [Trouble::LogInRefused, Trouble::NoCertificate];
        for trouble in ALL.into_iter().chain(card_trouble::ALL).filter(|trouble| !patients.contains(trouble)) {
            for (happened, safe, todo) in [french(trouble), english(trouble)] {
                let text = [happened, safe, todo].join(" ").to_lowercase();
                for own in ["votre dossier", "vos documents", "your record.", "your record ", "your documents"] {
                    assert!(!text.contains(own), "{trouble:?}: {text}");
                }
            }
        }
    }

    #[test]
    fn the_tries_left_are_told() {
        let left = |left| words(Lang::Fr, Trouble::Bridge(BridgeTrouble::PinWrong { left }));
        assert!(left(2).todo.ends_with("2."), "{}", left(2).todo);
        assert!(left(1).happened.contains("un essai"), "{}", left(1).happened);
    }

    #[test]
    fn a_wait_is_told_in_seconds() {
        let words = words(Lang::Fr, Trouble::SlowDown { seconds: 30 });
        assert!(words.todo.contains("30"), "{}", words.todo);
    }
}
